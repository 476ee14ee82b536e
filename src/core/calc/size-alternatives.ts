import type { VmSku } from "../model/region.ts";
import { type CannotTell, cannotTell } from "./cannot-tell.ts";
import { type NodeReserved, nodeReserved, nodesNeeded, poolNode, type ReservedRule } from "./node-reserved.ts";
import type { PodRoom } from "./reserved-pool.ts";
import { BY_VERSION, type ReservedScheme } from "./reserved-shape.ts";
import { type Kinship, kinship, type SizeQuestion } from "./size-candidates.ts";

/** Another VM size for the nodes of a pool. */
export interface SizeAlternative {
  readonly sku: VmSku;
  readonly kinship: Kinship;
  readonly reserved: NodeReserved<ReservedRule>;
  /** As few as offer at least the total, and not fewer than the least. */
  readonly nodes: number;
  /** What those nodes are charged for, against quota and in money. */
  readonly vcpus: number;
  /** The larger share of CPU and memory that pods cannot use, 0 to 1. */
  readonly lostShare: number;
}

export interface SizeFacts extends SizeQuestion {
  /** Such as one a zone, or two to survive the loss of one. */
  readonly leastNodes?: number;
  readonly scheme?: ReservedScheme;
}

/** A node pool holds no more. */
const MOST_NODES = 1000;

/**
 * Every size that offers pods at least the same total, without restrictions of the region or the pool's zones: sizes of the
 * family first, then the fewest vCPUs, the smallest share lost, the smaller size. The total is what `poolReserved` says is
 * offered, or a part of it. Cannot tell when max pods or version of the pool are not known, or when there is no total.
 */
export function sizeAlternatives(total: PodRoom, candidates: Iterable<VmSku>, facts: SizeFacts): readonly SizeAlternative[] | CannotTell {
  const { pool, now, leastNodes = 1, scheme = BY_VERSION } = facts;
  const node = poolNode(pool, now);
  if ("cannotTell" in node) return node;
  if (![total.cpu, total.memory, total.gpus].every((part) => Number.isFinite(part) && part >= 0)) {
    return cannotTell("unreadable", "no pool offers that total");
  }
  if (total.cpu === 0 && total.memory === 0) return cannotTell("absent", "its nodes offer nothing to compare with");

  return [...candidates]
    .flatMap((sku) => alternative(total, sku, facts, leastNodes, scheme))
    .sort(
      (a, b) =>
        rank(a) - rank(b) ||
        a.vcpus - b.vcpus ||
        a.lostShare - b.lostShare ||
        a.sku.vcpus - b.sku.vcpus ||
        a.sku.memoryGiB - b.sku.memoryGiB ||
        (a.sku.vmSize < b.sku.vmSize ? -1 : 1),
    );
}

const rank = ({ kinship }: SizeAlternative): number => (kinship === "same-family" ? 0 : 1);

function alternative(total: PodRoom, sku: VmSku, facts: SizeFacts, leastNodes: number, scheme: ReservedScheme): SizeAlternative[] {
  const kin = kinship(sku, facts);
  const node = kin && poolNode(facts.pool, sku);
  if (!node || "cannotTell" in node) return [];

  const reserved = nodeReserved(node, scheme);
  const forGpus = total.gpus === 0 ? 0 : Math.ceil(total.gpus / sku.gpus);
  const nodes = Math.max(nodesNeeded(total, reserved), forGpus, leastNodes);
  if (nodes > MOST_NODES) return [];
  const lostShare = Math.max(reserved.cpuShare, reserved.memoryShare);
  return [{ sku, kinship: kin, reserved, nodes, vcpus: nodes * sku.vcpus, lostShare }];
}
