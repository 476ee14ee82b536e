import type { Cluster, NodePool } from "../model/cluster.ts";
import type { SubnetId } from "../model/names.ts";
import { addressesFor, prefixFor, subnetSize } from "./addresses.ts";
import { type CannotTell, impossible, isCount } from "./cannot-tell.ts";
import { add, mergeMaps } from "./sums.ts";

/** Azure makes none smaller than a /29. */
const SMALLEST_SUBNET = 29;

/** So many nodes of a pool, of whichever cluster. */
export interface SubnetTaker {
  readonly cluster: Cluster;
  readonly pool: NodePool;
  readonly nodes: number;
}

/**
 * Addresses that all of them take at once, by subnet: pools of one cluster and of several may share one. `frontends` are the
 * internal load balancers in each subnet, one address each. What stands in a subnet now is not counted: it is in its use.
 */
export function sharedAddresses(
  takers: readonly SubnetTaker[],
  frontends: ReadonlyMap<SubnetId, number> = new Map(),
): ReadonlyMap<SubnetId, number> | CannotTell {
  for (const count of frontends.values()) if (!isCount(count)) return impossible(`${count} load balancer frontends`);
  const needs: ReadonlyMap<SubnetId, number>[] = [frontends];
  for (const { cluster, pool, nodes } of takers) {
    if (!isCount(nodes)) return impossible(`${nodes} nodes`);
    const need = addressesFor(cluster, pool, nodes);
    if ("cannotTell" in need) return need;
    needs.push(need);
  }
  return mergeMaps(needs, add);
}

export interface SubnetRoom {
  /** Without the five that Azure keeps. */
  readonly limit: number;
  readonly free: number;
  readonly short: number;
  /** Of the smallest subnet that holds what is used and needed; no larger number than the subnet's own. */
  readonly prefixWithRoom: number;
}

/** Whether so many more addresses have room in a subnet of a prefix length (0 to 29, the smallest Azure makes) with so many used. */
export function subnetRoom(prefix: number, used: number, needed: number): SubnetRoom | CannotTell {
  if (prefix > SMALLEST_SUBNET) return impossible(`a subnet of /${prefix}`);
  if (!isCount(used) || !isCount(needed)) return impossible(`${needed} addresses beside ${used}`);
  const limit = subnetSize(prefix);
  if (typeof limit !== "number") return limit;
  const free = limit - used;
  return {
    limit,
    free,
    short: needed === 0 ? 0 : Math.max(0, needed - free),
    prefixWithRoom: Math.min(prefix, prefixFor(used + needed)),
  };
}
