import type { Fact } from "../model/absence.ts";
import type { Cluster, NodePool, PoolSize } from "../model/cluster.ts";
import { findSku, type Quotas, type Skus, type Subnets, type VmSku } from "../model/region.ts";
import { addressesFor, subnetUse } from "./addresses.ts";
import { type CannotTell, notListed } from "./cannot-tell.ts";
import { nodeReserved, poolNode } from "./node-reserved.ts";
import { familyQuota, regionalQuota } from "./quota.ts";
import { sum } from "./sums.ts";

/** Nodes of a pool that went to spot, and are all taken back at once. */
export interface Displaced {
  readonly pool: NodePool;
  readonly sku: VmSku;
  readonly nodes: number;
}

export interface FallbackFacts {
  readonly cluster: Cluster;
  readonly skus: Skus;
  readonly quotas: Quotas;
  readonly subnets: Fact<Subnets>;
}

/** How far one size of a regular pool may grow to take the work over. */
export interface Growth {
  readonly pool: NodePool;
  readonly size: PoolSize;
  /** Nodes, until the autoscaler's maximum; of a fixed size none. */
  readonly toMaximum: number;
  /** Of those, as many as quota and addresses have room for beside the growth before it. */
  readonly hasRoom: number;
}

export interface FallbackRoom {
  readonly growth: readonly Growth[];
  /** Whole displaced nodes whose CPU, memory and GPUs the growth offers to pods; never more than are displaced. */
  readonly takes: number;
  /** What the growth could not be compared with. */
  readonly unknown: readonly CannotTell[];
}

/**
 * Whether other pools can take what spot nodes did: by their maximum, the regular quotas and the addresses of their subnets. The
 * pool has left the regular quotas when it is spot, and its subnets when it is gone, so what it holds of them now counts as free.
 * Room on nodes that are there is not counted: it is not known.
 */
export function fallbackRoom(displaced: Displaced, pools: readonly NodePool[], facts: FallbackFacts): FallbackRoom | CannotTell {
  const wanted = offerOf(displaced.pool, displaced.sku);
  if ("cannotTell" in wanted) return wanted;
  const balance = givenBack(displaced, facts.cluster);
  const grown = pools.flatMap((pool) => pool.sizes.map((size) => grow(pool, size, balance, facts)));
  const wholeNodes = (["cpu", "memory", "gpus"] as const)
    .filter((part) => wanted[part] > 0)
    .map((part) => Math.floor(sum(grown.map(({ hasRoom, offer }) => hasRoom * offer[part])) / wanted[part]));
  return {
    growth: grown.map(({ pool, size, toMaximum, hasRoom }) => ({ pool, size, toMaximum, hasRoom })),
    takes: Math.min(displaced.nodes, ...wholeNodes),
    unknown: grown.flatMap((each) => each.unknown),
  };
}

interface Grown extends Growth {
  /** Of one node. */
  readonly offer: Offer;
  readonly unknown: readonly CannotTell[];
}

/** Takes what it grows by off the balance. */
function grow(pool: NodePool, size: PoolSize, balance: Map<string, number>, facts: FallbackFacts): Grown {
  const toMaximum = Math.max(0, (size.autoscale?.max ?? size.nodeCount) - size.nodeCount);
  const none = { pool, size, toMaximum, hasRoom: 0, offer: NOTHING, unknown: [] };
  if (toMaximum === 0) return none;
  const sku = findSku(facts.skus, size.vmSize);
  if (!sku) return { ...none, unknown: [notListed(size.vmSize)] };
  const offer = offerOf(pool, sku);
  if ("cannotTell" in offer) return { ...none, unknown: [offer] };

  const claims = claimsOf(pool, sku, facts);
  const unknown: CannotTell[] = [];
  let hasRoom = toMaximum;
  for (const { of, each, room } of claims) {
    if ("cannotTell" in room) unknown.push(room);
    else hasRoom = Math.min(hasRoom, Math.max(0, Math.floor((room.free + (balance.get(of) ?? 0)) / each)));
  }
  for (const { of, each } of claims) balance.set(of, (balance.get(of) ?? 0) - hasRoom * each);
  return { pool, size, toMaximum, hasRoom, offer, unknown };
}

/** To pods, by one node or several. */
interface Offer {
  readonly cpu: number;
  readonly memory: number;
  readonly gpus: number;
}
const NOTHING: Offer = { cpu: 0, memory: 0, gpus: 0 };

function offerOf(pool: NodePool, sku: VmSku): Offer | CannotTell {
  const node = poolNode(pool, sku);
  if ("cannotTell" in node) return node;
  const { allocatableCpu, allocatableMemory } = nodeReserved(node);
  return { cpu: allocatableCpu, memory: allocatableMemory, gpus: sku.gpus };
}

/** What one more node takes, by family, region or subnet. */
interface Claim {
  readonly of: string;
  readonly each: number;
  readonly room: { readonly free: number } | CannotTell;
}

function claimsOf(pool: NodePool, sku: VmSku, { cluster, quotas, subnets }: FallbackFacts): Claim[] {
  const perNode = addressesFor(cluster, pool, 1);
  const inSubnets = [...("cannotTell" in perNode ? [] : perNode)].map(
    ([subnet, each]): Claim => ({ of: subnet, each, room: subnetUse(subnets, subnet) }),
  );
  return [
    { of: sku.family, each: sku.vcpus, room: familyQuota(quotas, sku) },
    { of: REGION, each: sku.vcpus, room: regionalQuota(quotas) },
    ...("cannotTell" in perNode ? [{ of: "addresses", each: 1, room: perNode }] : inSubnets),
  ];
}

/** Families and subnets have names in lower case; this is neither. */
const REGION = "ALL FAMILIES";

function givenBack({ pool, sku }: Displaced, cluster: Cluster): Map<string, number> {
  const addresses = addressesFor(cluster, pool, pool.nodeCount);
  const vcpus = pool.nodeCount * sku.vcpus;
  return new Map<string, number>([...("cannotTell" in addresses ? [] : addresses), [sku.family, vcpus], [REGION, vcpus]]);
}
