import type { CannotTell } from "../calc/cannot-tell.ts";
import { type Displaced, type FallbackFacts, type FallbackRoom, fallbackRoom, type Growth } from "../calc/fallback-room.ts";
import type { NodePool } from "../model/cluster.ts";
import { findSku, type Skus } from "../model/region.ts";
import type { Working } from "../model/working.ts";
import { interruptible } from "./interruptible.ts";
import { counted, listText, nodesText } from "./words.ts";

/** What a finding says about where pods go while spot VMs are short. */
export interface FallbackWords {
  /** A clause for the detail: `fallback pool workers may grow by 6 nodes, 12 would be displaced`. */
  readonly clause: string;
  readonly workings: readonly Working[];
  readonly first: readonly string[];
  readonly notKnown: readonly string[];
}

/**
 * Regular pools that advice may count on: pods of the pool could run on them as they stand, and they may grow. A pool that is marked
 * interruptible may go to spot itself and is none.
 */
export function fallbackPools(displaced: Displaced, { cluster, skus }: Pick<FallbackFacts, "cluster" | "skus">): NodePool[] {
  return cluster.nodePools.filter(
    (other) =>
      other.mode === "user" &&
      other.priority === "regular" &&
      other.capacityReservationGroupId === undefined &&
      other.hostGroupId === undefined &&
      interruptible(other).kind !== "marked" &&
      couldTake(displaced, other, skus),
  );
}

/** Same operating system and processor, GPUs where the pool has them, and no taint that its own nodes do not have. */
export function couldTake({ pool, sku }: Pick<Displaced, "pool" | "sku">, other: NodePool, skus: Skus): boolean {
  const tolerated = new Set(pool.taints);
  return (
    other.name !== pool.name &&
    other.powerState === "running" &&
    other.os === pool.os &&
    other.taints.every((taint) => tolerated.has(taint) || taint.endsWith(":PreferNoSchedule")) &&
    other.sizes.some(({ vmSize }) => {
      const otherSku = findSku(skus, vmSize);
      return otherSku?.architecture === sku.architecture && otherSku.gpus > 0 === sku.gpus > 0;
    })
  );
}

export function fallbackWords(displaced: Displaced, facts: FallbackFacts): FallbackWords {
  const pools = fallbackPools(displaced, facts);
  if (facts.cluster.hasNodeAutoProvisioning) {
    const clause = "while spot VMs are short node auto-provisioning may make regular nodes";
    return { clause, workings: [], first: [A_WAY_ON], notKnown: ["which nodes node auto-provisioning may make, and up to which limit"] };
  }
  if (pools.length === 0) {
    const clause = "no regular pool could take its pods while spot VMs are short";
    return { clause, workings: [{ label: "fallback pools", value: "none" }], first: [A_WAY_ON], notKnown: [] };
  }
  const room = fallbackRoom(displaced, pools, facts);
  const names = listText(pools.map(({ name }) => name));
  const which = `fallback ${pools.length === 1 ? "pool" : "pools"} ${names}`;
  if ("cannotTell" in room) {
    return {
      clause: `${which} may take its pods while spot VMs are short`,
      workings: [],
      first: [A_WAY_ON],
      notKnown: [roomUnknown(room)],
    };
  }
  return {
    clause: `${which} ${roomClause(displaced, room)}`,
    workings: [
      ...room.growth.map(growthWorking),
      { label: "displaced at most", value: nodesText(displaced.nodes) },
      { label: "of those the fallback takes", value: nodesText(room.takes) },
    ],
    first:
      room.takes < displaced.nodes ? [`${A_WAY_ON}: ${nodesText(displaced.nodes - room.takes)} of ${displaced.nodes} have no room`] : [],
    notKnown: [
      "what is free on the nodes of the fallback now, and whether its pods select on labels that only this pool has",
      ...new Set(room.unknown.map(roomUnknown)),
    ],
  };
}

const A_WAY_ON = "What must go on while spot VMs are short has regular nodes to go to";

const roomUnknown = ({ cannotTell }: CannotTell): string => `whether the fallback has room: ${cannotTell.why}`;

/** Nodes of the fallback are compared one to one only where they are of the same size. */
function roomClause({ sku, nodes }: Displaced, { growth, takes }: FallbackRoom): string {
  const more = growth.reduce((sum, { hasRoom }) => sum + hasRoom, 0);
  const may = `may grow by ${nodesText(more)}`;
  if (takes >= nodes) return `${may} and take all ${nodes} that could be displaced`;
  const isAlike = growth.every(({ size }) => size.vmSize.toLowerCase() === sku.vmSize.toLowerCase());
  return isAlike ? `${may}, ${nodes} would be displaced` : `${may} and take ${takes} of ${nodes} that would be displaced`;
}

function growthWorking({ pool, size, toMaximum, hasRoom }: Growth): Working {
  const most = size.autoscale?.max;
  const where = `fallback ${pool.name}, ${size.vmSize}`;
  if (most === undefined) return { label: where, value: "none: its size is fixed" };
  const limited = hasRoom < toMaximum ? `, of which quota and addresses have room for ${hasRoom}` : "";
  return { label: where, formula: `${most} − ${size.nodeCount}`, value: `${counted(toMaximum, "node")} more${limited}` };
}
