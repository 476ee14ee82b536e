import type { NodePool } from "../model/cluster.ts";
import { type CannotTell, impossible } from "./cannot-tell.ts";
import { isPossibleShare, shareNodes, surgeNodes, UNKNOWN_SURGE } from "./surge.ts";

/** What AKS waits for pods to leave a node when nothing is set. Source: learn.microsoft.com/azure/aks/upgrade-aks-node-pools-rolling */
export const DEFAULT_DRAIN_TIMEOUT_MINUTES = 30;
/** The page asks for at least 5; a shorter one that the API took is used as it is. */
export const DRAIN_TIMEOUT_MINUTES = { least: 1, most: 24 * 60 } as const;
export const SOAK_MINUTES = { least: 0, most: 30 } as const;

/**
 * What becomes of nodes that are not empty when the drain timeout is over. Either way the upgrade ends as failed (or canceled)
 * when there was one, and the next one goes on where it stopped.
 */
export type UndrainableNodes =
  /** The node takes pods again on its old version, the upgrade stops, surge nodes are deleted. */
  | { readonly kind: "schedule"; readonly isDefault: boolean; readonly mostBlocked: 0; readonly nodesKept: 0 }
  /**
   * The node stays, cordoned and labelled `kubernetes.azure.com/upgrade-status=Quarantined`, and a surge node stays in its place: up
   * to `nodesKept` more nodes are paid for, and hold quota and addresses, until someone deletes the blocked ones. One blocked
   * node more than `mostBlocked` stops the upgrade.
   */
  | { readonly kind: "cordon"; readonly mostBlocked: number; readonly nodesKept: number }
  /** AKS wants max blocked nodes to be at least max surge. */
  | { readonly kind: "blocked-under-surge"; readonly maxBlockedNodes: number; readonly surge: number }
  /** Spot pools are not drained. */
  | { readonly kind: "not-drained" };

/**
 * Sources disagree on `schedule`: the API reference and the changelog of 2024-10-25 say that the upgrade fails and the node stays,
 * upgrade-options says that it is replaced. The first two describe the same shipped behaviour in the same words; they win.
 */
export function undrainableNodes(pool: NodePool): UndrainableNodes | CannotTell {
  if (pool.priority === "spot") return { kind: "not-drained" };
  const { undrainableNodes: behaviour, maxBlockedNodes } = pool.upgrade;
  if (behaviour !== "cordon") return { kind: "schedule", isDefault: behaviour === undefined, mostBlocked: 0, nodesKept: 0 };

  if (maxBlockedNodes && !isPossibleShare(maxBlockedNodes)) return impossible("a share of less than no or more than all nodes");
  const surge = surgeNodes(pool);
  if (surge === undefined) return UNKNOWN_SURGE;
  const blocked = maxBlockedNodes ? shareNodes(maxBlockedNodes, pool.nodeCount) : surge;
  if (blocked < surge) return { kind: "blocked-under-surge", maxBlockedNodes: blocked, surge };
  // In place there is no surge node that could take a blocked one's place.
  const mostBlocked = surge === 0 ? 0 : blocked;
  return { kind: "cordon", mostBlocked, nodesKept: mostBlocked };
}
