import type { NodePool, NodeShare } from "../model/cluster.ts";
import { isAtLeast } from "../model/version.ts";
import { type CannotTell, impossible, isCount } from "./cannot-tell.ts";
import { hasValidSurge, isPossibleShare, shareNodes, surgeNodes, UNKNOWN_SURGE, upgradeWaves } from "./surge.ts";
import { scaleSetCeiling } from "./surge-ceiling.ts";

/** How AKS replaces the nodes of a pool. Each wave takes as many nodes as `nodesAtOnce`; the last may take fewer. */
export type Waves =
  /** So many nodes are added first, then as many replaced at a time. */
  | { readonly kind: "surge"; readonly nodesAtOnce: number; readonly waves: number }
  /** Max surge is 0: no node is added, so many are missing at a time. */
  | { readonly kind: "in-place"; readonly nodesAtOnce: number; readonly waves: number }
  /** Cordoned and told of the eviction, never drained and never surged; how many at a time is not documented. */
  | { readonly kind: "spot" }
  /** No running nodes. */
  | { readonly kind: "no-nodes" }
  /** AKS refuses before it starts. */
  | { readonly kind: "cannot-run"; readonly why: "both-zero" | "unavailable-on-system-pool" | "over-scale-set-limit" };

/** The waves of an upgrade as the pool is set; with `share`, as if max surge were that. Nodes are counts. */
export function poolWaves(pool: NodePool, share?: NodeShare): Waves | CannotTell {
  const { maxSurge, maxUnavailable } = pool.upgrade;
  const asked = share ?? maxSurge;
  if (!isCount(pool.nodeCount)) return impossible(`${pool.nodeCount} nodes`);
  for (const set of [asked, maxUnavailable])
    if (set && !isPossibleShare(set)) return impossible("a share of less than no or more than all nodes");

  if (pool.nodeCount === 0 || pool.powerState === "stopped") return { kind: "no-nodes" };
  if (pool.priority === "spot") return { kind: "spot" };
  const validity = hasValidSurge(share ? { ...pool, upgrade: { ...pool.upgrade, maxSurge: share } } : pool);
  if (validity.kind !== "valid") return { kind: "cannot-run", why: validity.kind };

  const surge = surgeNodes(pool, share);
  if (surge === undefined) return UNKNOWN_SURGE;
  if (surge === 0) return inPlace(pool);
  const ceiling = scaleSetCeiling(pool);
  if (ceiling && surge > ceiling.free) return { kind: "cannot-run", why: "over-scale-set-limit" };
  return { kind: "surge", nodesAtOnce: surge, waves: upgradeWaves(pool.nodeCount, surge) };
}

function inPlace({ nodeCount, upgrade: { maxUnavailable } }: NodePool): Waves {
  const missing = maxUnavailable ? shareNodes(maxUnavailable, nodeCount) : 0;
  if (missing === 0) return { kind: "cannot-run", why: "both-zero" };
  return { kind: "in-place", nodesAtOnce: missing, waves: upgradeWaves(nodeCount, missing) };
}

/** What an upgrade does about room. */
export type Course =
  /** It goes as set; `Waves` that are no surge always do. */
  | { readonly kind: "as-set" }
  /** From 1.35 on AKS tries one surge node where all of them have no room. */
  | { readonly kind: "one-node"; readonly waves: number }
  /** Preview: max surge and max unavailable are both set, and not even one node has room. */
  | { readonly kind: "in-place"; readonly nodesAtOnce: number; readonly waves: number }
  /** It fails on its way; with `hasRoomForOne` a max surge of one node would have room. */
  | { readonly kind: "fails"; readonly hasRoomForOne: boolean };

/**
 * How an upgrade goes on when `room` (quota, addresses) says how many surge nodes there is room for. What the pool runs decides
 * whether AKS falls back; an unknown version counts as an older one, which fails. Falling back past one node needs both settings,
 * in the order surge, one node, in place. Source: learn.microsoft.com/azure/aks/upgrade-aks-node-pools-rolling
 */
export function courseOf(pool: NodePool, room: (nodes: number) => boolean, share?: NodeShare): Course | CannotTell {
  const waves = poolWaves(pool, share);
  if ("cannotTell" in waves) return waves;
  if (waves.kind !== "surge" || room(waves.nodesAtOnce)) return { kind: "as-set" };

  const hasRoomForOne = room(1);
  const fallsBack = pool.version !== undefined && isAtLeast(pool.version, 1, 35);
  if (hasRoomForOne && fallsBack) return { kind: "one-node", waves: pool.nodeCount };
  const instead = inPlace(pool);
  if (instead.kind === "in-place") return instead;
  return { kind: "fails", hasRoomForOne };
}
