import { type MiB, mib } from "../model/units.ts";
import { type CannotTell, cannotTell } from "./cannot-tell.ts";
import { type NodeReserved, nodeReserved, type ReservedRule } from "./node-reserved.ts";
import { BY_VERSION, type NodeShape, nodeShapeOf, type ReservedScheme } from "./reserved-shape.ts";

export interface MaxPodsEffect {
  /** What each node returns to its pods, of nominal; below zero where it takes. Nothing changes for CPU. */
  readonly freedMemory: MiB;
  /** Nodes that offer at least the memory the pool offers now. */
  readonly nodes: number;
  /** Below zero for more nodes. Counts where pods run out of memory first: by CPU all nodes stay needed. */
  readonly nodesSaved: number;
  readonly now: NodeReserved<ReservedRule>;
  readonly then: NodeReserved<ReservedRule>;
}

/** AKS takes no other max pods (azure/aks/concepts-network-ip-address-planning). */
export const FEWEST_MAX_PODS = 10;
export const MOST_MAX_PODS = 250;

/** What another max pods would change for `nodes` such nodes. It is fixed when a pool is made, so it takes a new pool. */
export function maxPodsEffect(
  node: NodeShape,
  otherMaxPods: number,
  nodes: number,
  scheme: ReservedScheme = BY_VERSION,
): MaxPodsEffect | CannotTell {
  const other = nodeShapeOf({ ...node, maxPods: otherMaxPods });
  if ("cannotTell" in other) return other;
  if (otherMaxPods < FEWEST_MAX_PODS || otherMaxPods > MOST_MAX_PODS) {
    return cannotTell("unsupported", `AKS takes max pods of ${FEWEST_MAX_PODS} to ${MOST_MAX_PODS}, not ${otherMaxPods}`);
  }
  if (!Number.isSafeInteger(nodes) || nodes < 0) return cannotTell("unreadable", `no pool has ${nodes} nodes`);

  const now = nodeReserved(node, scheme);
  const then = nodeReserved(other, scheme);
  if (then.allocatableMemory === 0) return cannotTell("unsupported", "such nodes leave no memory for pods");
  const needed = Math.ceil((nodes * now.allocatableMemory) / then.allocatableMemory);
  return {
    freedMemory: mib(then.allocatableMemory - now.allocatableMemory),
    nodes: needed,
    nodesSaved: nodes - needed,
    now,
    then,
  };
}
