import { ephemeralFit } from "../calc/os-disk.ts";
import type { Cluster, NodePool, PoolSize, Tags } from "../model/cluster.ts";
import { vmSizeKey } from "../model/names.ts";
import type { VmSku } from "../model/region.ts";
import { isAtLeast } from "../model/version.ts";
import { featuresOf, whyNever } from "./features.ts";
import { interruptible } from "./interruptible.ts";

/** A scale-set pool that could live in a Virtual Machines pool, with its one size. */
export interface Mergeable {
  readonly pool: NodePool;
  readonly size: PoolSize;
  readonly sku: VmSku;
}

/** As far as is known without its SKU. They need Kubernetes 1.27. For a pool that is marked interruptible spot is the better way. */
export const isMergeable = (cluster: Cluster, pool: NodePool): boolean =>
  pool.mode === "user" &&
  pool.kind === "scale-set" &&
  pool.powerState === "running" &&
  isAtLeast(pool.version ?? cluster.version, 1, 27) &&
  interruptible(pool).kind !== "marked" &&
  whyNever("virtual-machines", pool) === undefined;

/** Equal for pools that differ in nothing that pods or the new pool would notice, save size and numbers. */
export function alikeKey({ pool, sku }: Mergeable): string {
  const fit = ephemeralFit(pool.osDisk.sizeGiB, sku, pool.security);
  // One pool places all its ephemeral disks alike.
  const placement = pool.osDisk.kind === "ephemeral" && fit.kind === "fits" ? fit.placement : fit.kind;
  return JSON.stringify([
    [...featuresOf(pool, sku)].filter((feature) => feature !== "cluster-autoscaler"),
    ...[sku.family, sku.architecture, pool.osSku ?? "", pool.workloadRuntime ?? ""],
    ...[pool.taints.toSorted(), sorted(pool.labels), pool.nodeSubnet ?? "", pool.podSubnet ?? "", pool.podIpAllocation],
    ...[pool.maxPods ?? "", pool.osDisk.kind, pool.osDisk.sizeGiB, pool.osDisk.kind === "ephemeral" ? placement : ""],
    ...[pool.kubeletDisk, pool.kubeletOverrides ?? "", pool.scaleDownMode],
  ]);
}

const sorted = (of: Tags): [string, string][] => Object.entries(of).sort(([a], [b]) => (a < b ? -1 : 1));

/** What the new pool holds of one size, and the pools that had it. */
export interface Profile {
  readonly size: PoolSize;
  readonly sku: VmSku;
  readonly pools: readonly NodePool[];
}

/** One profile a size, smallest first. A size that is autoscaled anywhere is autoscaled; fixed nodes raise its minimum. */
export function profilesOf(group: readonly Mergeable[]): Profile[] {
  const bySize = Map.groupBy(group, ({ size }) => vmSizeKey(size.vmSize));
  return [...bySize.values()]
    .flatMap((alike) => {
      const [first, ...others] = alike;
      if (!first) return [];
      const size = others.reduce<PoolSize>((sum, other) => added(sum, other.size), first.size);
      return [{ size, sku: first.sku, pools: alike.map(({ pool }) => pool) }];
    })
    .sort((a, b) => a.sku.vcpus - b.sku.vcpus || a.sku.memoryGiB - b.sku.memoryGiB);
}

function added(a: PoolSize, b: PoolSize): PoolSize {
  const nodeCount = a.nodeCount + b.nodeCount;
  if (!a.autoscale && !b.autoscale) return { vmSize: a.vmSize, nodeCount };
  const rangeA = a.autoscale ?? { min: a.nodeCount, max: a.nodeCount };
  const rangeB = b.autoscale ?? { min: b.nodeCount, max: b.nodeCount };
  return { vmSize: a.vmSize, nodeCount, autoscale: { min: rangeA.min + rangeB.min, max: rangeA.max + rangeB.max } };
}
