import type { Missing } from "../model/absence.ts";
import type { Cluster, NodePool, NodeShare } from "../model/cluster.ts";
import { freshFacts } from "../model/fresh-facts.ts";
import type { ClusterRef, Region } from "../model/names.ts";
import type { Instant } from "../model/time.ts";
import type { KubernetesVersion } from "../model/version.ts";
import { type Assumption, assume } from "./assume.ts";
import { clusterWithSurge, HOP_STANDINGS, type HopStanding, type PlannedHop, planHop } from "./hop.ts";
import { type Stage, type TargetRefusal, wayTo } from "./hops.ts";
import type { PlanInput } from "./input.ts";
import { type NotKnown, planNotKnown } from "./not-known.ts";
import { type PlanTotal, totalOf } from "./total.ts";

/** The upgrade of one cluster, hop by hop. Quantities and names: whoever shows it makes the text. */
export interface UpgradePlan extends ClusterRef {
  readonly at: Instant;
  readonly region: Region;
  readonly from: KubernetesVersion;
  readonly supportPlan: Cluster["supportPlan"];
  /** Missing where nothing says which version to go to. */
  readonly target?: KubernetesVersion;
  /** In order. Those that only bring pools up to the control plane count as well. */
  readonly hops: readonly PlannedHop[];
  readonly verdict: Verdict;
  readonly total: PlanTotal;
  /** What was taken for granted in place of what was read, as the options ask. */
  readonly assumptions: readonly Assumption[];
  readonly notKnown: readonly NotKnown[];
}

export type Verdict =
  | { readonly kind: "nothing-to-do" }
  | { readonly kind: "no-target"; readonly why: Missing }
  /** AKS does not take the cluster there; the hops say what it would need. */
  | { readonly kind: "refused"; readonly why: TargetRefusal }
  /** The worst of the hops, and which of them (from 0) is the first that stands so. */
  | { readonly kind: HopStanding; readonly hop: number };

/** Pure: the same input gives the same plan. Facts that are too old count as missing. */
export function planUpgrade(asked: PlanInput): UpgradePlan {
  const { input, assumptions } = assume({ ...asked, facts: freshFacts(asked.facts, asked.at) });
  const { at, cluster } = input;
  const { id, subscription, resourceGroup, name, region, version, supportPlan } = cluster;
  const base = { id, subscription, resourceGroup, name, region, at, from: version, supportPlan, assumptions };
  const way = wayTo(input);
  if ("cannotTell" in way) {
    const verdict = { kind: "no-target" as const, why: way.cannotTell };
    return { ...base, hops: [], verdict, total: totalOf([]), notKnown: planNotKnown(input) };
  }
  const hops = hopsOf(way.stages, input, toBeSet(assumptions));
  const steps = way.unknown
    ? [{ what: "which versions the region lets it go to", missing: way.unknown.cannotTell, isAboutRoom: false }]
    : [];
  return {
    ...base,
    target: way.target,
    hops,
    verdict: way.refusal ? { kind: "refused", why: way.refusal } : verdictOf(hops),
    total: totalOf(hops),
    notKnown: [...planNotKnown(input), ...steps],
  };
}

/** Max surges that were asked for and are not set. */
const toBeSet = (assumptions: readonly Assumption[]): ReadonlyMap<string, NodeShare> =>
  new Map(assumptions.flatMap((each) => (each.kind === "max-surge" && !each.isSet ? [[each.pool, each.share] as const] : [])));

/** Each hop starts where the one before it ends: pools on its version, with the max surge it set. */
function hopsOf(stages: readonly Stage[], input: PlanInput, wanted: ReadonlyMap<string, NodeShare>): readonly PlannedHop[] {
  let { cluster } = input;
  let open = wanted;
  return stages.map((stage) => {
    const toSet = new Map([...open].filter(([pool]) => stage.pools.includes(pool)));
    const hop = planHop(stage, { ...input, cluster }, toSet);
    cluster = afterHop(clusterWithSurge(cluster, hop.instead?.shares ?? new Map()), stage);
    open = new Map([...open].filter(([pool]) => !toSet.has(pool)));
    return hop;
  });
}

const afterHop = (cluster: Cluster, { to, pools }: Stage): Cluster => ({
  ...cluster,
  version: to,
  nodePools: cluster.nodePools.map((pool) => (pools.includes(pool.name) ? upgraded(pool, to) : pool)),
});

/** Its nodes have another image then, which nobody can name yet. */
function upgraded({ nodeImageVersion: _, ...pool }: NodePool, version: KubernetesVersion): NodePool {
  return { ...pool, version };
}

function verdictOf(hops: readonly PlannedHop[]): Verdict {
  if (hops.length === 0) return { kind: "nothing-to-do" };
  const standings = hops.map(({ standing }) => standing);
  const worst = HOP_STANDINGS.findLast((standing) => standings.includes(standing)) ?? "cannot-tell";
  return { kind: worst, hop: standings.indexOf(worst) };
}
