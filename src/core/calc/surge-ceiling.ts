import { type Cluster, type NodePool, nodesOf } from "../model/cluster.ts";

/** A scale set holds no more instances, surge included. */
export const SCALE_SET_INSTANCES = 1000;

/** Nodes of a cluster, over all pools. Source: learn.microsoft.com/azure/aks/quotas-skus-regions */
const CLUSTER_NODES = { free: 1000, standard: 5000, premium: 5000 } as const;

export interface Ceiling {
  readonly limit: number;
  /** How many more nodes there may be; negative where there are too many already. */
  readonly free: number;
}

/**
 * What is left of the instances of a pool's scale set. AKS refuses an upgrade that would go above before it starts. Nothing for
 * pools that are no scale set. Source: learn.microsoft.com/azure/aks/upgrade-aks-node-pools-rolling
 */
export const scaleSetCeiling = (pool: NodePool): Ceiling | undefined =>
  pool.kind === "scale-set" ? { limit: SCALE_SET_INSTANCES, free: SCALE_SET_INSTANCES - pool.nodeCount } : undefined;

/** What is left of the nodes that the cluster's tier allows; nodes that auto-provisioning made stand in no pool and are not seen. */
export function clusterCeiling(cluster: Cluster): Ceiling {
  const limit = CLUSTER_NODES[cluster.tier];
  return { limit, free: limit - nodesOf(cluster) };
}
