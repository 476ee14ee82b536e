import type { NodePool } from "../model/cluster.ts";
import { vmSizeKey } from "../model/names.ts";
import type { Restrictions, VmSku } from "../model/region.ts";
import { ephemeralFit } from "./os-disk.ts";

/** The pool whose nodes would get another size, and the size they have. */
export interface SizeQuestion {
  readonly pool: NodePool;
  readonly now: VmSku;
  readonly restrictions: Restrictions;
}

export type Kinship = "same-family" | "same-kind";

/**
 * Whether pods and the pool would notice nothing but the size. Another family counts as the same kind without GPUs only: the GPU
 * model stands nowhere but in the family. A burstable vCPU is no match for a full one. Nothing: it cannot stand in.
 */
export function kinship(sku: VmSku, { pool, now, restrictions }: SizeQuestion): Kinship | undefined {
  const isSameFamily = sku.family === now.family;
  const isSameKind =
    sku.architecture === now.architecture &&
    sku.gpus > 0 === now.gpus > 0 &&
    (isSameFamily || (sku.gpus === 0 && isBurstable(sku) === isBurstable(now)));
  if (!isSameKind || !isTakenByAks(sku, pool) || !isOpen(sku, pool, restrictions) || !keepsStorage(sku, pool, now)) return undefined;
  return isSameFamily ? "same-family" : "same-kind";
}

/** Sizes that could stand in node for node: as many vCPUs and at least the memory; those of the family first, then the least memory. */
export const sameSizes = (candidates: Iterable<VmSku>, question: SizeQuestion): VmSku[] =>
  [...candidates]
    .flatMap((sku) => {
      const kin = kinship(sku, question);
      const isLarge = sku.vcpusAvailable === question.now.vcpusAvailable && sku.memoryGiB >= question.now.memoryGiB;
      return kin && isLarge && sku.gpus === question.now.gpus ? [{ sku, rank: kin === "same-family" ? 0 : 1 }] : [];
    })
    .sort((a, b) => a.rank - b.rank || a.sku.memoryGiB - b.sku.memoryGiB || (a.sku.vmSize < b.sku.vmSize ? -1 : 1))
    .map(({ sku }) => sku);

const isBurstable = ({ vmSize }: VmSku): boolean => /^standard_b/i.test(vmSize);

/**
 * AKS wants 2 vCPUs and 2 GiB, for system pools 4 GiB and no burstable sizes; a newer page asks for 4 vCPUs there, as advice
 * (azure/aks/quotas-skus-regions, use-system-pools). Constrained sizes are left out: they charge for vCPUs that pods never see.
 */
function isTakenByAks(sku: VmSku, pool: NodePool): boolean {
  const isSystem = pool.mode === "system";
  return (
    sku.vcpusAvailable >= 2 &&
    sku.vcpus === sku.vcpusAvailable &&
    sku.memoryGiB >= (isSystem ? 4 : 2) &&
    !(isSystem && isBurstable(sku)) &&
    (pool.priority === "regular" || sku.isSpotCapable)
  );
}

/** In the region, and in every zone of the pool; a size of the pool itself is no alternative. */
function isOpen(sku: VmSku, pool: NodePool, { byKey }: Restrictions): boolean {
  const key = vmSizeKey(sku.vmSize);
  const closed = byKey.get(key);
  const isClosed = closed !== undefined && (closed.zones.length === 0 || closed.zones.some((zone) => pool.zones.includes(zone)));
  return !isClosed && pool.zones.every((zone) => sku.zones.includes(zone)) && !pool.sizes.some(({ vmSize }) => vmSizeKey(vmSize) === key);
}

function keepsStorage(sku: VmSku, { osDisk, kubeletDisk, security }: NodePool, now: VmSku): boolean {
  const hasDisk = osDisk.kind === "managed" || ephemeralFit(osDisk.sizeGiB, sku, security).kind === "fits";
  const hasTemp = kubeletDisk === "os" || sku.ephemeralOsDisk.tempBytes > 0;
  return hasDisk && hasTemp && (sku.hasPremiumDisk || !now.hasPremiumDisk);
}
