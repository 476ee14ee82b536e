import type { SubnetId } from "../model/names.ts";
import type { Quota, SubnetUse } from "../model/region.ts";
import { type CannotTell, cannotTell } from "./cannot-tell.ts";
import { shortBy } from "./quota.ts";

/** Whether a new pool can be built beside the one it replaces: a batch of new nodes, old ones drained and deleted, and so on. */
export type NewPoolRoom =
  /** `nodesPerBatch` is the most at a time; the last batch may be smaller. Both are 0 for a pool of no nodes. */
  | { readonly kind: "has-room"; readonly nodesPerBatch: number; readonly batches: number }
  /** Not even one node at a time. */
  | { readonly kind: "no-room"; readonly short: readonly Shortage[] }
  | CannotTell;

export interface Shortage {
  readonly of: Resource;
  /** The most that is taken at once beyond what is used now, one node at a time. */
  readonly needed: number;
  readonly free: number;
  readonly short: number;
}

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
  const demands = demandsOf(perNode, free, replaced);
  const limits = demands.flatMap(({ room, ...demand }) => ("cannotTell" in room ? [] : [{ ...demand, free: room.free }]));
  const short = limits.flatMap((limit) => shortage(limit, nodes, replaced.nodes));
  if (short.length > 0) return { kind: "no-room", short };
  for (const { room } of demands) if ("cannotTell" in room) return room;

  const hasRoom = (batch: number) => limits.every((limit) => shortBy(peak(limit, nodes, replaced.nodes, batch), limit) === 0);
  let nodesPerBatch = nodes;
  while (nodesPerBatch > 1 && !hasRoom(nodesPerBatch)) nodesPerBatch--;
  return { kind: "has-room", nodesPerBatch, batches: nodes === 0 ? 0 : Math.ceil(nodes / nodesPerBatch) };
}

const likeForLike = (nodes: number, { vcpus, addresses }: NodeNeed): ReplacedNodes => ({
  nodes,
  family: vcpus,
  regional: vcpus,
  spot: vcpus,
  addresses,
});

interface Demand {
  readonly of: Resource;
  readonly perNew: number;
  readonly perOld: number;
  readonly room: { readonly free: number } | CannotTell;
}
type Limit = Omit<Demand, "room"> & { readonly free: number };

function demandsOf({ vcpus, addresses }: NodeNeed, free: FreeRoom, replaced: ReplacedNodes): Demand[] {
  const quotas: Demand[] = free.spot
    ? [{ of: { kind: "spot-quota" }, perNew: vcpus, perOld: replaced.spot, room: free.spot }]
    : [
        { of: { kind: "family-quota" }, perNew: vcpus, perOld: replaced.family, room: free.family ?? notRead("the family quota") },
        { of: { kind: "regional-quota" }, perNew: vcpus, perOld: replaced.regional, room: free.regional ?? notRead("the regional quota") },
      ];
  const subnets = [...addresses].map(([subnet, perNew]): Demand => {
    const room = free.subnets?.get(subnet) ?? notRead("a subnet of the pool");
    return { of: { kind: "subnet", subnet }, perNew, perOld: replaced.addresses.get(subnet) ?? 0, room };
  });
  return [...quotas, ...subnets];
}

const notRead = (what: string): CannotTell => cannotTell("absent", `${what} was not read`);

/** Smaller batches never take more at once, so what is short one node at a time is short. */
function shortage(limit: Limit, nodes: number, oldNodes: number): Shortage[] {
  const needed = peak(limit, nodes, oldNodes, 1);
  const short = shortBy(needed, limit);
  return short > 0 ? [{ of: limit.of, needed, free: limit.free, short }] : [];
}

/** The most that is taken at once beyond what is used now. Old nodes go in step with the new: two for one where there are twice as many. */
function peak({ perNew, perOld }: Limit, nodes: number, oldNodes: number, batch: number): number {
  let highest = 0;
  for (let built = 0; built < nodes; built += batch) {
    const drained = Math.floor((built * oldNodes) / nodes);
    highest = Math.max(highest, Math.min(built + batch, nodes) * perNew - drained * perOld);
  }
  return highest;
}
