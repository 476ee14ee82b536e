import type { SubnetId } from "../model/names.ts";
import type { Quota, SubnetUse } from "../model/region.ts";
import { type CannotTell, cannotTell } from "./cannot-tell.ts";
import { type BatchShortage, batchesWithin, type Demand } from "./new-pool-batches.ts";

/** Whether a new pool can be built beside the one it replaces: a batch of new nodes, old ones drained and deleted, and so on. */
export type NewPoolRoom =
  /** `nodesPerBatch` is the most at a time; the last batch may be smaller. Both are 0 for a pool of no nodes. */
  | { readonly kind: "has-room"; readonly nodesPerBatch: number; readonly batches: number }
  /** Not even one node at a time. */
  | { readonly kind: "no-room"; readonly short: readonly Shortage[] }
  | CannotTell;

export type Shortage = BatchShortage<Resource>;

export type Resource =
  | { readonly kind: "family-quota" }
  | { readonly kind: "regional-quota" }
  | { readonly kind: "spot-quota" }
  | { readonly kind: "subnet"; readonly subnet: SubnetId };

export interface NodeNeed {
  readonly vcpus: number;
  readonly addresses: ReadonlyMap<SubnetId, number>;
}

/** What is free where the pool goes. With `spot` it is a spot pool, which counts against no other quota. */
export interface FreeRoom {
  readonly family?: Quota | CannotTell;
  readonly regional?: Quota | CannotTell;
  readonly spot?: Quota | CannotTell;
  readonly subnets?: ReadonlyMap<SubnetId, SubnetUse | CannotTell>;
}

/** The nodes that make way, and what each gives back to the quotas and subnets that the new ones take from. */
export interface ReplacedNodes {
  readonly nodes: number;
  readonly family: number;
  readonly regional: number;
  readonly spot: number;
  readonly addresses: ReadonlyMap<SubnetId, number>;
}

/**
 * Without `replaced` the old nodes are like the new ones, and as many. What a drained node does not give back (another family,
 * spot for regular) is needed for all new nodes together, however small the batches. A shortage stands beside what is not known.
 */
export function batchesFor(
  nodes: number,
  perNode: NodeNeed,
  free: FreeRoom,
  replaced: ReplacedNodes = likeForLike(nodes, perNode),
): NewPoolRoom {
  const room = batchesWithin(nodes, replaced.nodes, demandsOf(perNode, free, replaced));
  if ("cannotTell" in room || room.kind === "no-room") return room;
  return { kind: "has-room", nodesPerBatch: room.nodesPerBatch, batches: room.batches };
}

const likeForLike = (nodes: number, { vcpus, addresses }: NodeNeed): ReplacedNodes => ({
  nodes,
  family: vcpus,
  regional: vcpus,
  spot: vcpus,
  addresses,
});

/** What one new node takes of each, and what an old one gives back. */
export function demandsOf({ vcpus, addresses }: NodeNeed, free: FreeRoom, replaced: ReplacedNodes): Demand<Resource>[] {
  const quotas: Demand<Resource>[] = free.spot
    ? [{ of: { kind: "spot-quota" }, perNew: vcpus, perOld: replaced.spot, room: free.spot }]
    : [
        { of: { kind: "family-quota" }, perNew: vcpus, perOld: replaced.family, room: free.family ?? notRead("the family quota") },
        { of: { kind: "regional-quota" }, perNew: vcpus, perOld: replaced.regional, room: free.regional ?? notRead("the regional quota") },
      ];
  const subnets = [...addresses].map(([subnet, perNew]): Demand<Resource> => {
    const room = free.subnets?.get(subnet) ?? notRead("a subnet of the pool");
    return { of: { kind: "subnet", subnet }, perNew, perOld: replaced.addresses.get(subnet) ?? 0, room };
  });
  return [...quotas, ...subnets];
}

const notRead = (what: string): CannotTell => cannotTell("absent", `${what} was not read`);
