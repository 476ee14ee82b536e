import type { NodeShare } from "../model/cluster.ts";
import type { CannotTell } from "./cannot-tell.ts";
import { shortBy } from "./quota.ts";
import { add, mergeMaps } from "./sums.ts";
import { surgeNodes, surges, upgradeWaves } from "./surge.ts";
import {
  claimKey,
  type SurgeClaim,
  type SurgeFacts,
  type SurgeShortage,
  type SurgeTaker,
  shortageOf,
  surgeClaims,
  takenBy,
  type UnknownRoom,
} from "./surge-claims.ts";

/** Surge nodes of several pools that have room at once, in the order of the takers. */
export type SurgesTogether =
  | { readonly kind: "has-room"; readonly surges: readonly { readonly nodes: number; readonly waves: number }[] }
  /** Not even one node each. */
  | { readonly kind: "no-room"; readonly short: readonly SurgeShortage[] }
  | CannotTell;

/**
 * A max surge for each of several pools so that all have room in any order: one node each, then one more for the pool with the most
 * waves, as long as any has room. No pool could take one node more beside the others. Pools that do not surge get none.
 */
export function surgesTogether(takers: readonly SurgeTaker[], facts: SurgeFacts): SurgesTogether {
  const growing: Growing[] = takers.map((taker) => {
    const { claims, unknown } = surgeClaims(taker, facts);
    return { nodes: surges(taker.pool) ? taker.pool.nodeCount : 0, claims, unknown, surge: 0, isDone: !surges(taker.pool) };
  });
  const taken = new Map<string, number>();
  const short = growing.flatMap((each) => (each.isDone ? [] : grow(each, taken)));
  if (short.length > 0) return { kind: "no-room", short };
  const unknown = growing.find((each) => !each.isDone && each.unknown.length > 0)?.unknown[0]?.why;
  if (unknown) return unknown;

  for (let next = slowest(growing); next; next = slowest(growing)) if (grow(next, taken).length > 0) next.isDone = true;
  return {
    kind: "has-room",
    surges: growing.map(({ nodes, surge }) => ({ nodes: surge, waves: surge === 0 ? 0 : upgradeWaves(nodes, surge) })),
  };
}

interface Growing {
  readonly nodes: number;
  readonly claims: readonly SurgeClaim[];
  readonly unknown: readonly UnknownRoom[];
  surge: number;
  isDone: boolean;
}

/** One node more, if it has room beside what all take now; else what is short of it. */
function grow(pool: Growing, taken: Map<string, number>): readonly SurgeShortage[] {
  const own = takenBy(pool.claims, pool.surge);
  const others = new Map(pool.claims.map(({ of }) => [claimKey(of), (taken.get(claimKey(of)) ?? 0) - (own.get(claimKey(of)) ?? 0)]));
  const short = pool.claims.flatMap((claim) => shortageOf(claim, pool.surge + 1, others));
  if (short.length > 0) return short;
  pool.surge++;
  for (const [key, amount] of takenBy(pool.claims, pool.surge)) taken.set(key, (others.get(key) ?? 0) + amount);
  return [];
}

/** Of the pools that may still grow, the one with the most waves; the first of several. */
function slowest(pools: readonly Growing[]): Growing | undefined {
  let found: Growing | undefined;
  for (const pool of pools) {
    if (pool.isDone || pool.surge >= pool.nodes) continue;
    if (!found || pool.nodes * found.surge > found.nodes * pool.surge) found = pool;
  }
  return found;
}

export type CommonShare = { readonly kind: "has-room"; readonly percent: number } | { readonly kind: "no-room" } | CannotTell;

/**
 * The highest whole percentage that has room when every one of the pools has it, at once or one after another. Nothing when 1 % has no
 * room: max surge by pool may have (`surgesTogether`).
 */
export function commonShare(takers: readonly SurgeTaker[], facts: SurgeFacts, order: "together" | "one-after-another"): CommonShare {
  const surging = takers.filter(({ pool }) => surges(pool));
  const parts = surging.map((taker) => ({ taker, ...surgeClaims(taker, facts) }));
  for (let percent = 100; percent >= 1; percent--) {
    const share: NodeShare = { kind: "percent", percent };
    const takes = parts.map(({ taker, claims }) => takenBy(claims, surgeNodes(taker.pool, share) ?? 0));
    const all = mergeMaps(order === "together" ? takes : [], add);
    const hasRoom = parts.every(({ claims }, index) =>
      claims.every(({ of, free }) => shortBy((order === "together" ? all : takes[index])?.get(claimKey(of)) ?? 0, { free }) === 0),
    );
    if (!hasRoom) continue;
    return parts.find(({ unknown }) => unknown.length > 0)?.unknown[0]?.why ?? { kind: "has-room", percent };
  }
  return { kind: "no-room" };
}
