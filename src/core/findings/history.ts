import { type Cluster, isInMotion, type NodePool } from "../model/cluster.ts";
import type { ClusterDay, NodeSample } from "../model/history.ts";
import { type VmSizeKey, vmSizeKey } from "../model/names.ts";
import { dayOf, type Instant } from "../model/time.ts";

/**
 * What one look at a cluster says about its nodes. Nodes of what is stopped do not run. Nothing is said of a pool in motion, nor of any
 * while the cluster itself is: stopping and starting move all of them.
 */
export function clusterDay(cluster: Cluster, at: Instant): ClusterDay {
  const pools = isInMotion(cluster) ? [] : cluster.nodePools.filter((pool) => !isInMotion(pool));
  const isStopped = (pool: NodePool): boolean => cluster.powerState === "stopped" || pool.powerState === "stopped";
  return {
    cluster: cluster.id,
    day: dayOf(at),
    pools: pools.map((pool) => ({ pool: pool.name, samples: [{ at, sizes: nodesBySize(pool, isStopped(pool)) }] })),
  };
}

/** Every size once, in the words of its first profile. */
function nodesBySize({ sizes }: NodePool, isStopped: boolean): NodeSample["sizes"] {
  const bySize = new Map<VmSizeKey, NodeSample["sizes"][number]>();
  for (const { vmSize, nodeCount } of sizes) {
    const { vmSize: name, nodeCount: before } = bySize.get(vmSizeKey(vmSize)) ?? { vmSize, nodeCount: 0 };
    bySize.set(vmSizeKey(vmSize), { vmSize: name, nodeCount: before + (isStopped ? 0 : nodeCount) });
  }
  return [...bySize.values()];
}

/** What was seen from a moment on: what stood there before is another thing than what it is compared with. */
export const historySince = (history: readonly ClusterDay[], since: Instant): readonly ClusterDay[] =>
  history
    .filter(({ day }) => day >= dayOf(since))
    .map((each) => ({
      ...each,
      pools: each.pools
        .map(({ pool, samples }) => ({ pool, samples: samples.filter(({ at }) => at >= since) }))
        .filter(({ samples }) => samples.length > 0),
    }));
