import { poolNodes } from "../calc/room-nodes.ts";
import { effectiveMaxSurge, shareFor, shareNodes } from "../calc/surge.ts";
import type { HighestSurge } from "../calc/surge-room.ts";
import { zoneBalance } from "../calc/surge-zones.ts";
import { poolWaves } from "../calc/waves.ts";
import type { NodePool, NodeShare } from "../model/cluster.ts";

/** What is wrong with a max surge that AKS accepts; the first that holds. */
export type SurgeFlaw =
  /** All nodes at once, at the most the autoscaler may make of them. */
  | { readonly kind: "all-at-once"; readonly nodes: number; readonly most: number }
  | { readonly kind: "slow"; readonly nodes: number; readonly waves: number }
  | { readonly kind: "uneven"; readonly nodes: number; readonly nearest: number };

/** In so few nodes a surge of all of them is what zones ask for, and costs little. */
const FEW_NODES = 3;

/** What Azure's pages recommend for production. */
const RECOMMENDED: NodeShare = { kind: "percent", percent: 33 };

/** Nothing for pools that are not upgraded by surge; what AKS refuses is for other rules. */
export function surgeFlaw(pool: NodePool, mostWaves: number): SurgeFlaw | undefined {
  const waves = poolWaves(pool);
  const share = effectiveMaxSurge(pool)?.share;
  if (!share || "cannotTell" in waves || waves.kind !== "surge") return undefined;

  const nodes = waves.nodesAtOnce;
  const most = poolNodes(pool, "maximum");
  if (most > FEW_NODES && shareNodes(share, most) === most) return { kind: "all-at-once", nodes, most };
  if (waves.waves > mostWaves) return { kind: "slow", nodes, waves: waves.waves };
  // One or two at a time are uneven in three zones whatever one does: it is what AKS does by default.
  const balance = zoneBalance(pool.nodeCount, nodes, pool.zones.length);
  const isUneven = "kind" in balance && balance.kind === "unbalanced" && nodes > pool.zones.length;
  return isUneven ? { kind: "uneven", nodes, nearest: balance.nearest } : undefined;
}

export interface BetterSurge {
  readonly nodes: number;
  readonly share: NodeShare;
  /** Quota or addresses must grow first. */
  readonly needsRoom: boolean;
}

/** A third of the nodes, even over the zones, as far as there is room; a fixed number where there are zones to divide it by. */
export function betterSurge(pool: NodePool, flaw: SurgeFlaw, room: HighestSurge): BetterSurge {
  const zones = pool.zones.length;
  const wanted = flaw.kind === "uneven" ? flaw.nearest : even(pool, shareNodes(RECOMMENDED, pool.nodeCount));
  const most = "kind" in room && room.kind === "has-room" ? room.nodes : wanted;
  const within = Math.min(wanted, most);
  const nodes = zones > 1 && within > zones ? within - (within % zones) : within;
  const isBetter = "kind" in room && room.kind === "no-room" ? false : flaw.kind !== "slow" || nodes > flaw.nodes;
  const chosen = isBetter ? nodes : wanted;
  return { nodes: chosen, share: shareOf(pool, chosen), needsRoom: !isBetter };
}

function even({ nodeCount, zones }: NodePool, nodes: number): number {
  const balance = zoneBalance(nodeCount, nodes, zones.length);
  return nodes > zones.length && "kind" in balance && balance.kind === "unbalanced" ? balance.nearest : nodes;
}

function shareOf({ zones, nodeCount }: NodePool, nodes: number): NodeShare {
  if (zones.length > 1) return { kind: "count", nodes };
  return nodes === shareNodes(RECOMMENDED, nodeCount) ? RECOMMENDED : shareFor(nodes, nodeCount);
}
