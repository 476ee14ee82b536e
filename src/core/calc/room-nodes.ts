import type { Cluster, NodePool, PoolSize } from "../model/cluster.ts";
import type { CannotTell } from "./cannot-tell.ts";
import { sum } from "./sums.ts";
import { type Shares, surgeNodes, UNKNOWN_SURGE } from "./surge.ts";

/** Counted with the nodes there are, or with the most that autoscalers may make of them. */
export type PoolSizeAt = "now" | "maximum";

/** Nodes of a pool; a pool above its maximum keeps what it has. A stopped pool has its nodes as soon as it is started. */
export const poolNodes = ({ sizes, nodeCount }: NodePool, at: PoolSizeAt): number => (at === "now" ? nodeCount : sum(sizes.map(mostOf)));

const mostOf = ({ nodeCount, autoscale }: PoolSize): number => Math.max(nodeCount, autoscale?.max ?? 0);

/** The pool as it is when its autoscaler has made the most of it. */
export const poolAtMost = (pool: NodePool): NodePool => ({
  ...pool,
  nodeCount: Math.max(pool.nodeCount, poolNodes(pool, "maximum")),
  sizes: pool.sizes.map((size) => ({ ...size, nodeCount: mostOf(size) })),
});

/** Nodes of all pools of a cluster, and with the surge of an upgrade at that size, by both orders of pools. */
export interface ClusterNodes {
  readonly nodes: number;
  readonly oneAfterAnother: number;
  readonly together: number;
}

export function clusterNodes(cluster: Cluster, at: PoolSizeAt, shares: Shares = new Map()): ClusterNodes | CannotTell {
  const surges: number[] = [];
  for (const pool of cluster.nodePools) {
    const surge = surgeNodes({ ...pool, nodeCount: poolNodes(pool, at) }, shares.get(pool.name));
    if (surge === undefined) return UNKNOWN_SURGE;
    surges.push(surge);
  }
  const nodes = sum(cluster.nodePools.map((pool) => poolNodes(pool, at)));
  return { nodes, oneAfterAnother: nodes + Math.max(0, ...surges), together: nodes + sum(surges) };
}
