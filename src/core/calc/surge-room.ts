import type { NodeShare } from "../model/cluster.ts";
import type { CannotTell } from "./cannot-tell.ts";
import { largestShareWithRoom } from "./quota.ts";
import { add, mergeMaps } from "./sums.ts";
import { surgeNodes, surges, UNKNOWN_SURGE, upgradeWaves } from "./surge.ts";
import { type SurgeClaim, type SurgeFacts, type SurgeShortage, type SurgeTaker, shortageOf, surgeClaims, takenBy } from "./surge-claims.ts";

/** The highest max surge that has room in quota and addresses. */
export type HighestSurge =
  | {
      readonly kind: "has-room";
      readonly nodes: number;
      readonly share: NodeShare;
      readonly waves: number;
      /** Why not one node more; empty where all nodes surge, or a count could take more than a whole percentage. */
      readonly stops: readonly SurgeShortage[];
    }
  /** Not even one node; `short` for one. */
  | { readonly kind: "no-room"; readonly short: readonly SurgeShortage[] }
  /** Spot, stopped or empty: nothing to surge. */
  | { readonly kind: "no-surge" }
  | CannotTell;

/** A pool's answer by both orders of pools, which are not documented. */
export interface SurgeRoom {
  readonly oneAfterAnother: HighestSurge;
  readonly inAnyOrder: HighestSurge;
}

/**
 * The highest max surge of one pool, alone and beside what `others` (of its cluster, or of all that share quota and subnets) surge as
 * they are set. A shortage stands beside what is not known; room does not. What is in motion is not looked at: ask again at rest.
 */
export function surgeRoom(taker: SurgeTaker, others: readonly SurgeTaker[], facts: SurgeFacts): SurgeRoom {
  const { claims, unknown } = surgeClaims(taker, facts);
  const beside = takenByAll(others, facts);
  return {
    oneAfterAnother: highest(taker, claims, new Map(), unknown[0]?.why),
    inAnyOrder: "cannotTell" in beside ? highest(taker, claims, new Map(), beside) : highest(taker, claims, beside, unknown[0]?.why),
  };
}

function highest(
  taker: SurgeTaker,
  claims: readonly SurgeClaim[],
  others: ReadonlyMap<string, number>,
  unknown: CannotTell | undefined,
): HighestSurge {
  if (!surges(taker.pool)) return { kind: "no-surge" };
  const { pool } = taker;
  const shortages = (nodes: number) => claims.flatMap((claim) => shortageOf(claim, nodes, others));
  const found = largestShareWithRoom(pool, (nodes) => shortages(nodes).length === 0);
  if (!found) return { kind: "no-room", short: shortages(1) };
  if (unknown) return unknown;
  const stops = found.nodes < pool.nodeCount ? shortages(found.nodes + 1) : [];
  return { kind: "has-room", ...found, waves: upgradeWaves(pool.nodeCount, found.nodes), stops };
}

/** What all of them take at once with max surge as it is set, by claim. */
function takenByAll(takers: readonly SurgeTaker[], facts: SurgeFacts): ReadonlyMap<string, number> | CannotTell {
  const taken: ReadonlyMap<string, number>[] = [];
  for (const taker of takers) {
    if (!surges(taker.pool)) continue;
    const nodes = surgeNodes(taker.pool, taker.share);
    if (nodes === undefined) return UNKNOWN_SURGE;
    const { claims, unknown } = surgeClaims(taker, facts);
    if (unknown[0]) return unknown[0].why;
    taken.push(takenBy(claims, nodes));
  }
  return mergeMaps(taken, add);
}
