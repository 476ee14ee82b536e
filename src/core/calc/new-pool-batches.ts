import { type CannotTell, impossible, isCount } from "./cannot-tell.ts";
import { shortBy } from "./quota.ts";

/** One thing that new nodes take from and old ones give back to, in its own unit (vCPUs, addresses, nodes). */
export interface Demand<R> {
  readonly of: R;
  readonly perNew: number;
  readonly perOld: number;
  readonly room: { readonly free: number } | CannotTell;
}

/** Building so many nodes in batches, each beside the nodes that are still there; after a batch old ones are drained and deleted. */
export type Batches<R> =
  /** The most at a time; the last batch may be smaller. Both are 0 for a pool of no nodes. */
  | { readonly kind: "has-room"; readonly nodesPerBatch: number; readonly batches: number; readonly peaks: readonly BatchPeak<R>[] }
  /** Not even one node at a time. */
  | { readonly kind: "no-room"; readonly short: readonly BatchShortage<R>[] }
  | CannotTell;

/** The most that is taken at once beyond what is used now, in batches of that size. */
export interface BatchPeak<R> {
  readonly of: R;
  readonly needed: number;
  readonly free: number;
}

/** With one node at a time. */
export interface BatchShortage<R> extends BatchPeak<R> {
  readonly short: number;
}

type Limit<R> = Omit<Demand<R>, "room"> & { readonly free: number };

/** The largest batch that has room in everything. A shortage stands beside what is not known; room does not. */
export function batchesWithin<R>(nodes: number, oldNodes: number, demands: readonly Demand<R>[]): Batches<R> {
  if (!isCount(nodes) || !isCount(oldNodes)) return impossible(`${nodes} nodes in place of ${oldNodes}`);
  const limits = demands.flatMap(({ room, ...demand }) => ("cannotTell" in room ? [] : [{ ...demand, free: room.free }]));
  const short = limits.flatMap((limit) => shortage(limit, nodes, oldNodes));
  if (short.length > 0) return { kind: "no-room", short };
  for (const { room } of demands) if ("cannotTell" in room) return room;

  const hasRoom = (batch: number) => limits.every((limit) => shortBy(peak(limit, nodes, oldNodes, batch), limit) === 0);
  let nodesPerBatch = nodes;
  while (nodesPerBatch > 1 && !hasRoom(nodesPerBatch)) nodesPerBatch--;
  return {
    kind: "has-room",
    nodesPerBatch,
    batches: nodes === 0 ? 0 : Math.ceil(nodes / nodesPerBatch),
    peaks: limits.map((limit) => ({ of: limit.of, needed: peak(limit, nodes, oldNodes, nodesPerBatch), free: limit.free })),
  };
}

/** Smaller batches never take more at once, so what is short one node at a time is short. */
function shortage<R>(limit: Limit<R>, nodes: number, oldNodes: number): BatchShortage<R>[] {
  const needed = peak(limit, nodes, oldNodes, 1);
  const short = shortBy(needed, limit);
  return short > 0 ? [{ of: limit.of, needed, free: limit.free, short }] : [];
}

/** The most that is taken at once beyond what is used now. Old nodes go in step with the new: two for one where there are twice as many. */
function peak<R>({ perNew, perOld }: Limit<R>, nodes: number, oldNodes: number, batch: number): number {
  let highest = 0;
  for (let built = 0; built < nodes; built += batch) {
    const drained = Math.floor((built * oldNodes) / nodes);
    highest = Math.max(highest, Math.min(built + batch, nodes) * perNew - drained * perOld);
  }
  return highest;
}
