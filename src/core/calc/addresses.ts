import { type Fact, missing } from "../model/absence.ts";
import type { Cluster, NodePool, NodeShare } from "../model/cluster.ts";
import type { SubnetId } from "../model/names.ts";
import type { Subnets, SubnetUse } from "../model/region.ts";
import { type CannotTell, cannotTell, impossible, isCount } from "./cannot-tell.ts";
import { add, larger, mergeMaps } from "./sums.ts";
import { type Shares, surgeNodes, UNKNOWN_SURGE } from "./surge.ts";

/** The first four and the last address of every subnet are Azure's. */
const AZURE_KEEPS = 5;
/** Pod subnets hand out addresses in blocks of a /28. */
const POD_BLOCK = 16;

/**
 * Addresses that so many nodes take from their own subnet. Only where pods live in the node subnet do they count, and all that
 * a node may ever hold are taken with the node. Nothing when that depends on max pods, and those are not known.
 * Source: learn.microsoft.com/azure/aks/concepts-network-ip-address-planning
 */
export function nodeSubnetAddresses(cluster: Cluster, pool: NodePool, nodes: number): number | undefined {
  if (pool.podSubnet !== undefined || cluster.network.model !== "node-subnet") return nodes;
  return pool.maxPods === undefined ? undefined : nodes * (1 + pool.maxPods);
}

/**
 * Addresses that so many nodes take from a pod subnet: at least those of a start with dynamic allocation, which grows with the
 * pods, and exactly those with static blocks. Nothing when static blocks are cut by max pods, and those are not known.
 */
export function podSubnetAddresses(pool: NodePool, nodes: number): number | undefined {
  if (pool.podIpAllocation === "dynamic") return nodes * POD_BLOCK;
  return pool.maxPods === undefined ? undefined : nodes * POD_BLOCK * Math.ceil((pool.maxPods + 1) / POD_BLOCK);
}

/** How many nodes an IPv4 pod CIDR has room for, surge included: overlay and kubenet give each a /24. */
export const podCidrNodes = (prefixLength: number): number | CannotTell => ofPrefix(prefixLength, Math.floor(2 ** (24 - prefixLength)));

/** Addresses of an IPv4 subnet for others than Azure. */
export const subnetSize = (prefixLength: number): number | CannotTell =>
  ofPrefix(prefixLength, Math.max(0, 2 ** (32 - prefixLength) - AZURE_KEEPS));

const ofPrefix = (prefixLength: number, size: number): number | CannotTell =>
  isCount(prefixLength) && prefixLength <= 32 ? size : impossible(`a prefix of ${prefixLength}`);

/** The prefix length of the smallest subnet that has so many addresses. */
export const prefixFor = (addresses: number): number => 32 - Math.ceil(Math.log2(addresses + AZURE_KEEPS));

export interface MaxPods {
  readonly maxPods: number;
  /** Not read from the pool: AKS's default for its kind of network. */
  readonly isAssumed: boolean;
}

/** The pool's max pods, else what AKS takes when none is asked for. Nothing for networks whose default is not known. */
export function defaultMaxPods(cluster: Cluster, pool: NodePool): MaxPods | undefined {
  if (pool.maxPods !== undefined) return { maxPods: pool.maxPods, isAssumed: false };
  if (pool.podSubnet !== undefined) return { maxPods: 110, isAssumed: true };
  switch (cluster.network.model) {
    case "overlay":
      return { maxPods: 250, isAssumed: true };
    case "node-subnet":
      return { maxPods: 30, isAssumed: true };
    case "kubenet":
      return { maxPods: 110, isAssumed: true };
    case "other":
      return undefined;
  }
}

/**
 * Addresses that so many more nodes take, by subnet. A pool without a node subnet lives in a network that AKS made for the
 * cluster and sizes itself: the cluster does not name it and no one else shares it, so it is left out.
 */
export function addressesFor(cluster: Cluster, pool: NodePool, nodes: number): ReadonlyMap<SubnetId, number> | CannotTell {
  const needs: ReadonlyMap<SubnetId, number>[] = [];
  for (const [subnet, addresses] of [
    [pool.nodeSubnet, nodeSubnetAddresses(cluster, pool, nodes)],
    [pool.podSubnet, podSubnetAddresses(pool, nodes)],
  ] as const) {
    if (subnet === undefined || nodes === 0) continue;
    if (addresses === undefined)
      return cannotTell("absent", "max pods, which decide how many addresses a node takes, are not in the answer");
    needs.push(new Map([[subnet, addresses]]));
  }
  return mergeMaps(needs, add);
}

/** What was read of a subnet. */
export function subnetUse(subnets: Fact<Subnets>, id: SubnetId): SubnetUse | CannotTell {
  const use = "missing" in subnets ? subnets : (subnets.known.byId.get(id) ?? missing("absent", "a subnet of the pool was not read"));
  return "missing" in use ? { cannotTell: use.missing } : use.known;
}

/** Addresses that an upgrade takes at once. A pool whose subnets we cannot name has an empty map: see `addressesFor`. */
export function surgeAddresses(cluster: Cluster, pool: NodePool, share?: NodeShare): ReadonlyMap<SubnetId, number> | CannotTell {
  if (pool.nodeSubnet === undefined && pool.podSubnet === undefined) return new Map();
  const nodes = surgeNodes(pool, share);
  return nodes === undefined ? UNKNOWN_SURGE : addressesFor(cluster, pool, nodes);
}

export interface ClusterSurgeAddresses {
  readonly together: ReadonlyMap<SubnetId, number>;
  /** Of each subnet, the most that one pool needs alone. */
  readonly largest: ReadonlyMap<SubnetId, number>;
}

export function clusterSurgeAddresses(cluster: Cluster, shares: Shares = new Map()): ClusterSurgeAddresses | CannotTell {
  const needs: ReadonlyMap<SubnetId, number>[] = [];
  for (const pool of cluster.nodePools) {
    const need = surgeAddresses(cluster, pool, shares.get(pool.name));
    if ("cannotTell" in need) return need;
    needs.push(need);
  }
  return { together: mergeMaps(needs, add), largest: mergeMaps(needs, larger) };
}
