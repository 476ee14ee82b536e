import type { SavingKind } from "../model/saving.ts";

/** The bill of a pool and its cluster. Parts share nothing: what two amounts take from different parts adds up. */
export type BillPart = "nodes" | "disks" | "addresses" | "control-plane";

interface Row {
  readonly takes: readonly BillPart[];
  readonly why: string;
}

const PARTS: Readonly<Record<SavingKind, Row>> = {
  idle: { takes: ["nodes", "disks", "addresses", "control-plane"], why: "The cluster goes, with all that it costs." },
  "stop-schedule": { takes: ["nodes"], why: "Nodes stop by the clock; their disks and addresses are not counted on." },
  "scale-to-zero": { takes: ["nodes", "disks", "addresses"], why: "The nodes go, and with them what each of them has." },
  autoscale: { takes: ["nodes", "disks", "addresses"], why: "Some of the nodes go, and with them what each of them has." },
  size: { takes: ["nodes", "disks"], why: "Other nodes come in their place, in another number, and each has a disk." },
  spot: { takes: ["nodes"], why: "The hours get another price; the disks stay as they are." },
  licence: { takes: ["nodes"], why: "The licence is part of the price of an hour." },
  disk: { takes: ["disks"], why: "The disks go; the nodes stay as they are." },
  "public-ip": { takes: ["addresses"], why: "The addresses go; the nodes stay as they are." },
  tier: { takes: ["control-plane"], why: "The fee is the cluster's, however many nodes it has." },
};

export const partsOf = (kind: SavingKind): readonly BillPart[] => PARTS[kind].takes;

/** Whether two amounts about the same pool, or one of them about its whole cluster, take from the same part of the bill. */
export const excludes = (a: SavingKind, b: SavingKind): boolean => PARTS[a].takes.some((part) => PARTS[b].takes.includes(part));
