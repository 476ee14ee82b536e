import type { ClusterCost } from "../core/calc/cluster-cost.ts";
import { type PoolReserved, poolReserved } from "../core/calc/reserved-pool.ts";
import type { SavingsTotal } from "../core/calc/savings-choice.ts";
import { sum } from "../core/calc/sums.ts";
import { sumOf } from "../core/digest/standing.ts";
import type { Missing } from "../core/model/absence.ts";
import type { Cluster, NodePool } from "../core/model/cluster.ts";
import type { Severity } from "../core/model/finding.ts";
import type { Currency } from "../core/model/money.ts";
import type { ClusterRef, Region } from "../core/model/names.ts";
import type { Skus } from "../core/model/region.ts";
import type { Snapshot } from "../core/model/snapshot.ts";
import type { Instant } from "../core/model/time.ts";
import { type PoolFact, poolFacts } from "./pool-facts.ts";
import type { ReportFinding } from "./report-finding.ts";

export interface ReportCluster {
  readonly ref: ClusterRef;
  readonly subscriptionName: string;
  /** As last read, and when; absent while it never was. */
  readonly seen?: { readonly cluster: Cluster; readonly at: Instant };
  /** Why what stands here may no longer be so. */
  readonly trouble?: { readonly since: Instant; readonly reason: Missing };
  /** What is shown of it, by severity; none that is zero. */
  readonly counts: ReadonlyMap<Severity, number>;
  readonly saves: SavingsTotal;
  /** A month at list price; absent where nobody worked it out. */
  readonly cost?: ClusterCost;
  readonly pools: readonly ReportPool[];
  /** What nodes keep for themselves, of all pools that could be worked out. */
  readonly lost?: Lost;
}

export interface ReportPool {
  readonly pool: NodePool;
  readonly findings: number;
  /** Absent where the sizes of the region were not given. */
  readonly reserved?: PoolReserved | { readonly cannotTell: Missing };
  /** Worth knowing, and no finding. */
  readonly facts: readonly PoolFact[];
}

/** Shares are 0 to 1 of nominal, all nodes together. */
export interface Lost {
  readonly cpuShare: number;
  readonly memoryShare: number;
  /** Pools that are not in it, because something about them is not known. */
  readonly poolsUnknown: number;
}

export interface ClusterFacts {
  readonly currency: Currency;
  readonly locale: string;
  readonly skus?: ReadonlyMap<Region, Skus>;
  readonly costs?: ReadonlyMap<string, ClusterCost>;
  readonly subscriptionName: string;
}

export function reportCluster(
  { ref, cluster, presence, readFailed }: Snapshot,
  findings: readonly ReportFinding[],
  facts: ClusterFacts,
): ReportCluster {
  const seen = "known" in cluster ? { cluster: cluster.known, at: cluster.at } : undefined;
  const trouble = presence.kind === "not-seen" ? { since: presence.since, reason: presence.reason } : readFailed;
  const cost = facts.costs?.get(ref.id);
  const skus = seen && facts.skus?.get(seen.cluster.region);
  const pools = (seen?.cluster.nodePools ?? []).map((pool): ReportPool => {
    const ofPool = findings.filter(({ record }) => record.finding.subject?.toLowerCase() === pool.name.toLowerCase());
    return {
      pool,
      findings: ofPool.length,
      ...(skus ? { reserved: poolReserved(pool, skus) } : {}),
      facts: skus ? poolFacts(pool, skus, cost, facts.locale) : [],
    };
  });
  const lost = lostOf(pools);
  return {
    ref,
    subscriptionName: facts.subscriptionName,
    ...(seen ? { seen } : {}),
    ...(trouble ? { trouble } : {}),
    counts: countsOf(findings),
    saves: sumOf(
      findings.map(({ standing }) => standing),
      facts.currency,
    ),
    ...(cost ? { cost } : {}),
    pools,
    ...(lost ? { lost } : {}),
  };
}

const countsOf = (findings: readonly ReportFinding[]): ReadonlyMap<Severity, number> =>
  new Map([...Map.groupBy(findings, ({ record }) => record.finding.severity)].map(([severity, { length }]) => [severity, length]));

function lostOf(pools: readonly ReportPool[]): Lost | undefined {
  const told = pools.flatMap(({ reserved }) => (reserved && "capacity" in reserved ? [reserved] : []));
  const share = (part: "cpu" | "memory"): number | undefined => {
    const capacity = sum(told.map((each) => each.capacity[part]));
    return capacity === 0 ? undefined : 1 - sum(told.map((each) => each.offered[part])) / capacity;
  };
  const [cpuShare, memoryShare] = [share("cpu"), share("memory")];
  return cpuShare === undefined || memoryShare === undefined
    ? undefined
    : { cpuShare, memoryShare, poolsUnknown: pools.length - told.length };
}
