import type { NodePool } from "../model/cluster.ts";
import type { VmFamily } from "../model/names.ts";
import { findSku, type Skus } from "../model/region.ts";
import { type CannotTell, cannotTell, notListed } from "./cannot-tell.ts";
import type { SizeNodes } from "./surge.ts";

/** vCPUs by the quota that they count against. */
export interface VcpusByQuota {
  readonly byFamily: ReadonlyMap<VmFamily, number>;
  readonly regional: number;
  /** Of all families together; spot nodes count against nothing else. */
  readonly spot: number;
}

/** What a pool takes when its autoscaler goes from the nodes there are to the most it may have. */
export const growthVcpus = (pool: NodePool, skus: Skus): VcpusByQuota | CannotTell =>
  vcpusByQuota(
    pool,
    pool.sizes.map(({ vmSize, nodeCount, autoscale }) => ({ vmSize, nodes: Math.max(0, (autoscale?.max ?? nodeCount) - nodeCount) })),
    skus,
  );

/** What the nodes of a pool hold now. */
export const heldVcpus = (pool: NodePool, skus: Skus): VcpusByQuota | CannotTell =>
  vcpusByQuota(
    pool,
    pool.sizes.map(({ vmSize, nodeCount }) => ({ vmSize, nodes: nodeCount })),
    skus,
  );

/** `vcpus` of the SKU is what is charged, also for constrained sizes whose guest sees fewer. */
function vcpusByQuota(pool: NodePool, rows: readonly SizeNodes[], skus: Skus): VcpusByQuota | CannotTell {
  if (pool.nodeCount > 0 && rows.length === 0) return cannotTell("absent", "the VM size of its nodes is not in the answer");
  const byFamily = new Map<VmFamily, number>();
  let total = 0;
  for (const { vmSize, nodes } of rows) {
    if (nodes === 0) continue;
    const sku = findSku(skus, vmSize);
    if (!sku) return notListed(vmSize);
    const vcpus = nodes * sku.vcpus;
    byFamily.set(sku.family, (byFamily.get(sku.family) ?? 0) + vcpus);
    total += vcpus;
  }
  return pool.priority === "spot" ? { byFamily: new Map(), regional: 0, spot: total } : { byFamily, regional: total, spot: 0 };
}
