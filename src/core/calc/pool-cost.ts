import type { Cluster, NodePool } from "../model/cluster.ts";
import type { ClusterDay } from "../model/history.ts";
import type { Money } from "../model/money.ts";
import { findSku, type Skus } from "../model/region.ts";
import type { Basis, PriceUse } from "../model/saving.ts";
import type { Instant } from "../model/time.ts";
import type { Working } from "../model/working.ts";
import { money, sumOf } from "./bill.ts";
import type { NotPriced, PriceFact } from "./not-priced.ts";
import { managedStorage } from "./os-disk-default.ts";
import { addressesBill, basisOf, basisWorking, disksBill, nodesBill } from "./pool-bill.ts";

/** What the money of a cluster is worked out from. */
export interface CostFacts {
  /** Now: whether the prices are of today. */
  readonly at: Instant;
  readonly skus: Skus;
  readonly prices: PriceFact;
  readonly history: readonly ClusterDay[];
}

/** And of one of its pools. What a rule sees of a cluster has all of it under these names. */
export interface PoolFacts extends CostFacts {
  readonly cluster: Cluster;
}

/** A month of a pool at list price, by parts of the bill: they share nothing and are all there is. */
export interface PoolCost {
  readonly nodes: Money;
  readonly disks: Money;
  readonly addresses: Money;
  readonly total: Money;
  readonly basis: Basis;
  readonly prices: readonly PriceUse[];
  readonly workings: readonly Working[];
  /** What the pool may cost beside this, a noun each. */
  readonly notIncluded: readonly string[];
}

/** A stopped pool costs nothing but what `notIncluded` says. */
export function poolCost(pool: NodePool, facts: PoolFacts): PoolCost | NotPriced {
  const basis = basisOf(pool, facts);
  const nodes = nodesBill(pool, basis.bySize, facts);
  if ("notPriced" in nodes) return nodes;
  const disks = disksBill(pool, basis.bySize, facts);
  if ("notPriced" in disks) return disks;
  const addresses = addressesBill(pool, basis.bySize, facts);
  if ("notPriced" in addresses) return addresses;

  const all = sumOf([nodes, disks, addresses]);
  const { currency } = facts.prices.known;
  return {
    nodes: money(nodes.monthly, currency),
    disks: money(disks.monthly, currency),
    addresses: money(addresses.monthly, currency),
    total: money(all.monthly, currency),
    basis: basis.basis,
    prices: all.prices,
    workings: [basisWorking(basis), ...all.workings],
    notIncluded: notIncluded(pool, facts),
  };
}

/** Deallocated nodes cost no hours and keep their disks; how many there are is not in Azure's answer about a pool. */
const keepsDisks = ({ osDisk, scaleDownMode, spot }: NodePool): boolean =>
  osDisk.kind === "managed" && (scaleDownMode === "deallocate" || spot?.evictionPolicy === "deallocate");

function notIncluded(pool: NodePool, { skus }: PoolFacts): string[] {
  const hasStandardDisk = pool.sizes.some(({ vmSize }) => {
    const sku = findSku(skus, vmSize);
    return pool.osDisk.kind === "managed" && sku !== undefined && managedStorage(sku) === "standard-ssd";
  });
  return [
    ...(keepsDisks(pool) ? ["disks of deallocated nodes"] : []),
    ...(hasStandardDisk ? ["operations on Standard SSD disks"] : []),
    ...(pool.nodePublicIp?.prefixId === undefined ? [] : ["addresses of its public IP prefix that no node has"]),
    ...(pool.capacityReservationGroupId === undefined ? [] : ["what its capacity reservation group holds and no node uses"]),
  ];
}
