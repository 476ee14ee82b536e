import type { NodePool, PoolSize } from "../model/cluster.ts";
import type { VmSize } from "../model/names.ts";
import type { Environment } from "./environment.ts";

export type AutoscaleRange = NonNullable<PoolSize["autoscale"]>;

/** AKS asks for two nodes under the system pools and advises three. */
export const systemNodesWanted = (environment: Environment): number => (environment.kind === "production" ? 3 : 2);

/**
 * What the autoscaler may do with a pool of a fixed size: down to two nodes (system pools: to what they should have), up to
 * today's number, so that the bill cannot grow. Never pinned: where nothing can go, one node may come.
 */
export function rangeFor({ mode, nodeCount }: Pick<NodePool, "mode" | "nodeCount">, environment: Environment): AutoscaleRange {
  const min = mode === "system" ? Math.max(systemNodesWanted(environment), Math.min(nodeCount, 3)) : Math.min(nodeCount, 2);
  return { min, max: Math.max(nodeCount, min + 1) };
}

export const rangeWords = ({ min, max }: AutoscaleRange): string[] => ["--min-count", `${min}`, "--max-count", `${max}`];
export const rangeText = ({ min, max }: AutoscaleRange): string => `${min} to ${max} nodes`;
export const isAutoscaled = (pool: NodePool): boolean => pool.sizes.some((size) => size.autoscale !== undefined);
/** No size of it may move. A pool of which one may is autoscaled, with a base that is meant. */
export const isPinned = (pool: NodePool): boolean =>
  isAutoscaled(pool) && pool.sizes.every(({ autoscale }) => autoscale === undefined || autoscale.min === autoscale.max);

/** Why there are no nodes to speak about. */
export function whyIdle(pool: NodePool): string | undefined {
  if (pool.powerState === "stopped") return "the pool is stopped";
  return pool.nodeCount === 0 && !isAutoscaled(pool) ? "it has no nodes" : undefined;
}

/** As Bicep and Terraform write it, without the place it stands in. */
export const rangeBicep = ({ min, max }: AutoscaleRange): string => `enableAutoScaling: true, minCount: ${min}, maxCount: ${max}`;
export const rangeTerraform = ({ min, max }: AutoscaleRange): string =>
  `auto_scaling_enabled = true, min_count = ${min}, max_count = ${max}`;
/** An autoscaled size of a Virtual Machines pool, as Bicep writes it. */
export const profileBicep = (vmSize: VmSize, { min, max }: AutoscaleRange): string =>
  `{ size: '${vmSize}', minCount: ${min}, maxCount: ${max} }`;
