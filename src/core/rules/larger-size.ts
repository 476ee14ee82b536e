import { type NodeReserved, nodeReserved, nodeShape, nodesNeeded } from "../calc/node-reserved.ts";
import { ephemeralFit } from "../calc/os-disk.ts";
import type { NodePool, PoolSize } from "../model/cluster.ts";
import { vmSizeKey } from "../model/names.ts";
import type { Restrictions, Skus, VmSku } from "../model/region.ts";
import { mib, millicores } from "../model/units.ts";
import { openZones } from "./restricted.ts";

/** From here on so much of a node is node-reserved that its size is worth a word. Shares of nominal, eviction included. */
export const TOO_MUCH_MEMORY = 0.2;
export const TOO_MUCH_CPU = 0.05;
/** A target may take at most this many vCPUs more than the pool has now: rounding to whole nodes must not eat the gain. */
const MOST_VCPU_GROWTH = 1.1;

export const isTooMuch = ({ memoryShare, cpuShare }: NodeReserved): boolean => memoryShare >= TOO_MUCH_MEMORY || cpuShare >= TOO_MUCH_CPU;

/** One size of a pool, with what it keeps for Kubernetes. */
export interface ReservedSize {
  readonly pool: NodePool;
  readonly size: PoolSize;
  readonly sku: VmSku;
  readonly reserved: NodeReserved;
}

export interface LargerSize {
  readonly sku: VmSku;
  readonly reserved: NodeReserved;
  /** As many nodes as offer at least what the pool offers now. */
  readonly size: PoolSize;
  /** Of those nodes together; `vcpusNow` are of today's. */
  readonly vcpus: number;
  readonly vcpusNow: number;
  readonly zones: readonly string[];
}

/** The smallest larger size of the family that keeps less than the limits, and costs hardly more vCPUs. */
export function largerSize(now: ReservedSize, skus: Skus, restrictions: Restrictions): LargerSize | undefined {
  const candidates = [...skus.byKey.values()]
    .filter((sku) => isLarger(sku, now.sku) && isOfSameKind(sku, now))
    .sort((a, b) => a.vcpus - b.vcpus || a.memoryGiB - b.memoryGiB || (a.vmSize < b.vmSize ? -1 : 1));
  for (const sku of candidates) {
    const larger = measured(now, sku, restrictions);
    if (larger) return larger;
  }
  return undefined;
}

function measured(
  { pool, size, sku: skuNow, reserved: reservedNow }: ReservedSize,
  sku: VmSku,
  restrictions: Restrictions,
): LargerSize | undefined {
  const open = openZones(sku.vmSize, pool.zones, restrictions);
  const shape = nodeShape(pool, sku);
  if (open.kind === "nowhere" || open.closed.length > 0 || !shape) return undefined;
  const reserved = nodeReserved(shape);
  if (isTooMuch(reserved)) return undefined;

  const leastNodes = Math.max(2, pool.zones.length);
  const inPlaceOf = (nodes: number) => {
    const offered = { cpu: millicores(nodes * reservedNow.allocatableCpu), memory: mib(nodes * reservedNow.allocatableMemory) };
    return Math.max(nodesNeeded(offered, reserved), Math.min(nodes, leastNodes));
  };
  const most = size.nodeCount > 0 ? size.nodeCount : (size.autoscale?.max ?? 0);
  const vcpusNow = most * skuNow.vcpus;
  const vcpus = inPlaceOf(most) * sku.vcpus;
  if (vcpus > vcpusNow * MOST_VCPU_GROWTH) return undefined;
  const autoscale = size.autoscale && { min: inPlaceOf(size.autoscale.min), max: inPlaceOf(size.autoscale.max) };
  const wanted = { vmSize: sku.vmSize, nodeCount: inPlaceOf(size.nodeCount), ...(autoscale ? { autoscale } : {}) };
  return { sku, reserved, size: wanted, vcpus, vcpusNow, zones: pool.zones };
}

const isLarger = (a: VmSku, b: VmSku): boolean =>
  a.vcpus >= b.vcpus && a.memoryGiB >= b.memoryGiB && (a.vcpus > b.vcpus || a.memoryGiB > b.memoryGiB);

/** Another size of the family that could stand in for it without a change that pods or the pool would notice. */
function isOfSameKind(sku: VmSku, { pool, sku: now }: ReservedSize): boolean {
  const isEphemeral = pool.osDisk.kind === "ephemeral";
  return (
    sku.family === now.family &&
    sku.architecture === now.architecture &&
    sku.gpus === now.gpus &&
    sku.hasPremiumDisk === now.hasPremiumDisk &&
    (pool.priority === "regular" || sku.isSpotCapable) &&
    pool.zones.every((zone) => sku.zones.includes(zone)) &&
    !pool.sizes.some(({ vmSize }) => vmSizeKey(vmSize) === vmSizeKey(sku.vmSize)) &&
    (!isEphemeral || ephemeralFit(pool.osDisk.sizeGiB, sku, pool.security).kind === "fits")
  );
}
