import type { Fact } from "../model/absence.ts";
import type { Cluster, NodePool } from "../model/cluster.ts";
import type { SubnetId } from "../model/names.ts";
import { findSku, type Quota, type Quotas, type Skus, type Subnets, type VmSku } from "../model/region.ts";
import { addressesFor, subnetUse } from "./addresses.ts";
import { type CannotTell, cannotTell } from "./cannot-tell.ts";
import { isSpotInMotion, subnetsInMotion } from "./motion.ts";
import { demandsOf, type FreeRoom, type NewPoolRoom, type ReplacedNodes, type Resource } from "./new-pool.ts";
import { batchesWithin, type Demand } from "./new-pool-batches.ts";
import { familyQuota, quotaInMotion, regionalQuota, spotQuota } from "./quota.ts";

/** A pool to build; what is left out is as in the one it replaces. */
export interface NewPool {
  readonly sku: VmSku;
  readonly nodes?: number;
  readonly priority?: NodePool["priority"];
  readonly maxPods?: number;
}

/** What is read of the region. The view of a cluster rule that needs `skus` and uses `quotas` and `subnets` will do. */
export interface NewPoolFacts {
  readonly cluster: Cluster;
  readonly skus: Skus;
  readonly quotas: Fact<Quotas>;
  readonly subnets: Fact<Subnets>;
  readonly movers: readonly Cluster[];
}

/** The batches in which a new pool can take the place of an old one, in the same subnets. A shortage in motion is cannot tell. */
export function newPoolRoom(old: NodePool, target: NewPool, facts: NewPoolFacts): NewPoolRoom {
  const demands = newPoolDemands(old, target, facts);
  if ("cannotTell" in demands) return demands;
  const room = batchesWithin(target.nodes ?? old.nodeCount, old.nodeCount, demands);
  if ("cannotTell" in room) return room;
  if (room.kind === "has-room") return { kind: "has-room", nodesPerBatch: room.nodesPerBatch, batches: room.batches };

  const isMoving = inMotion(target.sku, facts);
  const short = room.short.filter(({ of }) => !isMoving(of));
  return short.length > 0 ? { kind: "no-room", short } : IN_MOTION;
}

/** What each new node takes of quota and subnets, what each old one gives back, and what is free. */
export function newPoolDemands(old: NodePool, target: NewPool, facts: NewPoolFacts): readonly Demand<Resource>[] | CannotTell {
  const { sku, priority = old.priority, maxPods = old.maxPods } = target;
  const perNode = addressesFor(facts.cluster, maxPods === undefined ? old : { ...old, maxPods }, 1);
  if ("cannotTell" in perNode) return perNode;
  const free = {
    ...freeQuotas(facts.quotas, sku, priority),
    subnets: new Map([...perNode.keys()].map((id) => [id, subnetUse(facts.subnets, id)])),
  };
  return demandsOf({ vcpus: sku.vcpus, addresses: perNode }, free, replacedNodes(old, sku, facts));
}

export const IN_MOTION = cannotTell("in-motion", "nodes that share its quota or subnet are being changed; it is read again when they rest");

function freeQuotas(quotas: Fact<Quotas>, sku: VmSku, priority: NodePool["priority"]): FreeRoom {
  const read = (pick: (known: Quotas) => Quota | CannotTell) => ("missing" in quotas ? { cannotTell: quotas.missing } : pick(quotas.known));
  if (priority === "spot") return { spot: read(spotQuota) };
  return { family: read((known) => familyQuota(known, sku)), regional: read(regionalQuota) };
}

/** What is not certain to come back, such as the vCPUs of a size without a SKU, counts as nothing. */
function replacedNodes(old: NodePool, target: VmSku, { cluster, skus }: NewPoolFacts): ReplacedNodes {
  const sizes = old.sizes.map(({ vmSize }) => findSku(skus, vmSize));
  const isHeld = old.powerState === "running";
  const smallest = (of: (sku: VmSku) => boolean) =>
    isHeld && sizes.length > 0 ? Math.min(...sizes.map((sku) => (sku && of(sku) ? sku.vcpus : 0))) : 0;
  const addresses = isHeld ? addressesFor(cluster, old, 1) : new Map<SubnetId, number>();
  const isSpot = old.priority === "spot";
  return {
    nodes: old.nodeCount,
    family: isSpot ? 0 : smallest(({ family }) => family === target.family),
    regional: isSpot ? 0 : smallest(() => true),
    spot: isSpot ? smallest(() => true) : 0,
    addresses: "cannotTell" in addresses ? new Map() : addresses,
  };
}

/** Whether nodes come or go where a shortage was found. */
export function inMotion(sku: VmSku, { movers, skus }: NewPoolFacts): (of: Resource) => boolean {
  const isMoving = quotaInMotion(movers, skus);
  const subnets = subnetsInMotion(movers);
  return (of) => {
    switch (of.kind) {
      case "family-quota":
        return isMoving(sku.family);
      case "regional-quota":
        return isMoving();
      case "spot-quota":
        return isSpotInMotion(movers);
      case "subnet":
        return subnets.has(of.subnet);
    }
  };
}
