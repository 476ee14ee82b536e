import type { Cluster } from "../model/cluster.ts";
import type { VmFamily } from "../model/names.ts";
import type { Quota, Skus } from "../model/region.ts";
import { type CannotTell, impossible, isCount } from "./cannot-tell.ts";
import { type ClusterSurge, clusterSurgeVcpus, type SurgeNeed, shortBy } from "./quota.ts";
import { add, mergeMaps, sum } from "./sums.ts";
import type { Shares } from "./surge.ts";

/** vCPUs of surge nodes when all clusters of a subscription and region are upgraded at once, by both readings within each cluster. */
export interface RegionSurge {
  readonly together: SurgeNeed;
  /** Each cluster's pools one after another; still all clusters at once. */
  readonly oneAfterAnother: SurgeNeed;
}

/** Clusters that do not share subscription and region share no quota: hand over those that do. Shares are by pool name, of each cluster. */
export function regionSurgeVcpus(
  clusters: readonly Cluster[],
  skus: Skus,
  sharesOf: (cluster: Cluster) => Shares = () => new Map(),
): RegionSurge | CannotTell {
  const surges: ClusterSurge[] = [];
  for (const cluster of clusters) {
    const surge = clusterSurgeVcpus(cluster, skus, sharesOf(cluster));
    if ("cannotTell" in surge) return surge;
    surges.push(surge);
  }
  return {
    together: summed(surges.map(({ together }) => together)),
    oneAfterAnother: summed(surges.map(({ largest }) => largest)),
  };
}

const summed = (needs: readonly SurgeNeed[]): SurgeNeed => ({
  nodes: sum(needs.map(({ nodes }) => nodes)),
  total: sum(needs.map(({ total }) => total)),
  byFamily: mergeMaps<VmFamily>(
    needs.map(({ byFamily }) => byFamily),
    add,
  ),
});

export interface QuotaRoom {
  readonly needed: number;
  readonly free: number;
  readonly short: number;
  /** The limit to ask for so that it has room; missing where it has. */
  readonly limitWithRoom?: number;
}

/** What is needed of a quota, beside what is used. vCPUs; `free` may be negative, limit and use may not. */
export function quotaRoom(needed: number, { limit, used }: Pick<Quota, "limit" | "used">): QuotaRoom | CannotTell {
  for (const count of [needed, limit, used])
    if (!isCount(count)) return impossible(`a quota of ${limit} with ${used} used and ${needed} needed`);
  const free = limit - used;
  const short = shortBy(needed, { free });
  return { needed, free, short, ...(short > 0 ? { limitWithRoom: used + needed } : {}) };
}
