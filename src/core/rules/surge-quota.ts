import { poolAtMost } from "../calc/room-nodes.ts";
import { surges } from "../calc/surge.ts";
import type { Missing } from "../model/absence.ts";
import type { NodePool } from "../model/cluster.ts";
import type { Answer } from "./rule.ts";
import { alone, atMost, type Shortage, type Sources, severityOf, together, type Verdict } from "./surge-ladder.ts";
import { mostFinding, poolFinding, sumFinding } from "./surge-quota-finding.ts";
import { ALL_POOLS, type QuotaKind, type SurgeQuotaView } from "./surge-quota-kind.ts";

/** The ladder of a quota: each pool alone, tonight and at its autoscaler's maximum, then all pools at once. */
export function* judgeSurgeQuota<K>(view: SurgeQuotaView, kind: QuotaKind<K>): Iterable<Answer> {
  const sources = kind.sources(view);
  const surging: NodePool[] = [];
  const verdicts: Verdict<K>[] = [];
  for (const pool of view.cluster.nodePools) {
    if (pool.powerState === "stopped") yield { subject: pool.name, notApplicable: "the pool is stopped" };
    else if (pool.capacityReservationGroupId !== undefined) {
      yield { subject: pool.name, notApplicable: "its nodes come from a capacity reservation group" };
    } else if (surges(poolAtMost(pool))) {
      const verdict = alone(pool, sources);
      if (surges(pool)) {
        surging.push(pool);
        verdicts.push(verdict);
      }
      if (verdict.kind === "cannot-tell") yield { subject: pool.name, cannotTell: verdict.reason };
      else if (verdict.kind === "short") yield poolFinding(view, kind, pool, verdict.shortages[0], severityOf(view.cluster, pool, sources));
      else yield* answerAtMost(view, kind, pool, sources);
    }
  }
  yield* answerForAll(view, kind, surging, verdicts);
}

function* answerAtMost<K>(view: SurgeQuotaView, kind: QuotaKind<K>, pool: NodePool, sources: Sources<K>): Iterable<Answer> {
  if (poolAtMost(pool).nodeCount === pool.nodeCount) return;
  const verdict = atMost(pool, sources);
  if (verdict.kind === "short") yield mostFinding(view, kind, pool, verdict.shortages[0]);
  else if (verdict.kind === "cannot-tell") yield { subject: pool.name, cannotTell: verdict.reason };
}

/**
 * The sum is spoken of only where no pool is short by itself: that one finding already says it. A pool whose need is not known
 * may take from any key, so that without a shortage nothing can be told of the others.
 */
function* answerForAll<K>(
  view: SurgeQuotaView,
  kind: QuotaKind<K>,
  pools: readonly NodePool[],
  verdicts: readonly Verdict<K>[],
): Iterable<Answer> {
  const sources = kind.sources(view);
  const taken = pools.map((pool) => sources.takes(pool));
  const shortAlone = new Set(verdicts.flatMap((verdict) => (verdict.kind === "short" ? verdict.shortages.map(({ key }) => key) : [])));
  const keys = new Set(taken.flatMap((each) => ("cannotTell" in each ? [] : [...each.keys()])));
  const shortages: Shortage<K>[] = [];
  let unknown: Missing | undefined;
  for (const key of keys) {
    const takers = taken.filter((each) => "cannotTell" in each || (each.get(key) ?? 0) > 0);
    if (shortAlone.has(key) || takers.length < 2) continue;
    const verdict = together(takers, key, sources);
    if (verdict.kind === "short") shortages.push(...verdict.shortages);
    else if (verdict.kind === "cannot-tell") unknown ??= verdict.reason;
  }
  const untold = pools.length > 1 ? taken.find((each) => "cannotTell" in each) : undefined;
  if (untold && "cannotTell" in untold) unknown ??= untold.cannotTell;

  const [worst, ...others] = shortages.sort((a, b) => b.short - a.short);
  if (worst) yield sumFinding(view, kind, pools, [worst, ...others]);
  else if (unknown) yield { subject: ALL_POOLS, cannotTell: unknown };
  else if (shortAlone.size > 0) yield { subject: ALL_POOLS, notApplicable: "a pool has no room by itself, which is said there" };
}
