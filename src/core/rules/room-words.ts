import type { NewPoolRoom, Resource, Shortage } from "../calc/new-pool.ts";
import type { Fact } from "../model/absence.ts";
import type { Working } from "../model/finding.ts";
import type { Quotas } from "../model/region.ts";
import { subnetText } from "./subnet-name.ts";
import { addressesText, capital, counted, nodesText, readText, vcpusText } from "./words.ts";

/** What a finding says about the room for the new pool that its remedy needs. */
export interface RoomWords {
  /** For the end of the detail, and as a part of another sentence. */
  readonly sentence: string;
  readonly clause: string;
  readonly workings: readonly Working[];
  readonly first: readonly string[];
  readonly notKnown: readonly string[];
  /** All nodes at once, unless it was found that only fewer have room. */
  readonly nodesPerBatch: number;
}

export function roomWords(room: NewPoolRoom, nodes: number, quotas: Fact<Quotas>): RoomWords {
  const words = clauseAndMore(room, nodes, quotas);
  return { ...words, sentence: `${capital(words.clause)}.` };
}

function clauseAndMore(room: NewPoolRoom, nodes: number, quotas: Fact<Quotas>): Omit<RoomWords, "sentence"> {
  if (!("kind" in room)) {
    const notKnown = [`whether the new pool has room: ${room.cannotTell.why}`];
    return { clause: "needs a new pool", workings: [], first: [], notKnown, nodesPerBatch: nodes };
  }
  if (room.kind === "no-room") {
    return {
      clause: "needs a new pool, which has no room now",
      workings: room.short.map(({ of, needed, free, short }) => ({
        label: `short in ${resourceText(of)}`,
        formula: `${needed} − ${free}`,
        value: amountText(of, short),
      })),
      first: room.short.map((shortage) => `The new pool has room: ${shortageText(shortage)}`),
      notKnown: [],
      nodesPerBatch: nodes,
    };
  }
  if (room.batches === 0) return { clause: "needs a new pool", workings: [], first: [], notKnown: [], nodesPerBatch: nodes };
  const batches = counted(room.batches, "batch", "batches");
  const when = "known" in quotas ? `, ${readText(quotas.at)}` : "";
  return {
    clause: `needs a new pool, in ${batches}`,
    workings: [
      {
        label: "room beside the old pool",
        formula: `${nodesText(room.nodesPerBatch)} at a time`,
        value: `${batches}: quota and addresses have room${when}`,
      },
    ],
    first: [],
    notKnown: ["free capacity for the VM size in the region"],
    nodesPerBatch: room.nodesPerBatch,
  };
}

const shortageText = ({ of, short }: Shortage): string => `${amountText(of, short)} more in ${resourceText(of)}`;
const amountText = (of: Resource, amount: number): string => (of.kind === "subnet" ? addressesText(amount) : vcpusText(amount));

function resourceText(of: Resource): string {
  switch (of.kind) {
    case "family-quota":
      return "the family quota";
    case "regional-quota":
      return "the regional quota";
    case "spot-quota":
      return "the spot quota";
    case "subnet":
      return `subnet ${subnetText(of.subnet)}`;
  }
}

/** Where a step moves a size as a whole and room was found for fewer nodes at a time only. */
export const inPortions = (sizes: readonly { readonly nodeCount: number }[], { nodesPerBatch }: RoomWords): string[] =>
  sizes.some(({ nodeCount }) => nodeCount > nodesPerBatch)
    ? [`Each size is built and drained in portions of at most ${nodesText(nodesPerBatch)}`]
    : [];

/** Room for several sizes that are moved one after another. */
export function roomOfSizes(rooms: readonly NewPoolRoom[]): NewPoolRoom {
  const short = rooms.flatMap((room) => ("kind" in room && room.kind === "no-room" ? room.short : []));
  if (short.length > 0) return { kind: "no-room", short };
  let nodesPerBatch = Number.POSITIVE_INFINITY;
  let batches = 0;
  for (const room of rooms) {
    if (!("kind" in room)) return room;
    if (room.kind === "no-room" || room.batches === 0) continue;
    nodesPerBatch = Math.min(nodesPerBatch, room.nodesPerBatch);
    batches += room.batches;
  }
  return { kind: "has-room", nodesPerBatch: batches === 0 ? 0 : nodesPerBatch, batches };
}
