import type { OsDisk } from "../model/cluster.ts";
import type { Placement, VmSku } from "../model/region.ts";
import { bytesToGib, type GiB, gib } from "../model/units.ts";
import { type CannotTell, cannotTell } from "./cannot-tell.ts";
import { LARGEST_EPHEMERAL_OS_DISK, localDisks, type NodeSecurity } from "./disk-local.ts";
import { type DiskTier, diskTier, type ManagedStorage } from "./disk-tier.ts";
import { ephemeralFit } from "./os-disk.ts";

// What AKS takes for a pool that is made now. Existing pools say what they have; older ones were made by other rules.
// Source: learn.microsoft.com/azure/aks/concepts-storage

export type DefaultOsDisk =
  | ({ readonly kind: "ephemeral" } & DefaultEphemeralOsDisk)
  | {
      readonly kind: "managed";
      readonly sizeGiB: GiB;
      readonly storage: ManagedStorage;
      readonly tier: DiskTier;
      /** The VM size shows the guest fewer vCPUs than it is charged for, and the two give different sizes. */
      readonly isEstimate: boolean;
    };

export interface DefaultEphemeralOsDisk {
  readonly sizeGiB: GiB;
  /** Documented for `temp`, seen in Azure's answers for `cache`; for `nvme` it is an inference. */
  readonly placement: Placement;
}

/** When neither type nor size is asked for. */
export function defaultOsDisk(sku: VmSku, security: NodeSecurity): DefaultOsDisk | CannotTell {
  const ephemeral = defaultEphemeralOsDisk(sku, security);
  if (ephemeral) return { kind: "ephemeral", ...ephemeral };
  if (!(sku.vcpus >= 1)) return cannotTell("unreadable", `no VM size has ${sku.vcpus} vCPUs`);
  const sizeGiB = defaultManagedOsDisk(sku.vcpus);
  const storage = managedStorage(sku);
  const tier = diskTier(sizeGiB, storage);
  if ("cannotTell" in tier) return tier;
  return { kind: "managed", sizeGiB, storage, tier, isEstimate: sizeGiB !== defaultManagedOsDisk(sku.vcpusAvailable) };
}

/** When a size is asked for and no type: ephemeral where it has room (API 2020-11-01 and later). Cannot tell where room is ambiguous. */
export function defaultOsDiskKind(wanted: GiB, sku: VmSku, security: NodeSecurity): OsDisk["kind"] | CannotTell {
  const fit = ephemeralFit(wanted, sku, security);
  if (fit.kind === "ambiguous") {
    return cannotTell("unsupported", `${wanted} GiB have no room in the cache of ${sku.vmSize}, but on another local disk`);
  }
  return fit.kind === "fits" ? "ephemeral" : "managed";
}

/** Standard SSD since 2023 (HDD before) where the VM size takes no premium disks, whatever the P names of the page say. */
export const managedStorage = (sku: VmSku): ManagedStorage => (sku.hasPremiumDisk ? "premium-ssd" : "standard-ssd");

/** Pools made from July 2022 on: P10, P15, P20 or P30. */
export function defaultManagedOsDisk(vcpus: number): GiB {
  if (vcpus < 8) return gib(128);
  if (vcpus < 16) return gib(256);
  if (vcpus < 64) return gib(512);
  return gib(1024);
}

/** AKS makes ephemeral disks by default only where the local disk has at least this. */
const SMALLEST_DEFAULT = gib(128);

/**
 * Since March 2025 the whole local disk. The page speaks of the temp disk alone; Azure's answers show the cache where a size
 * has both. Nothing: a managed disk.
 */
export function defaultEphemeralOsDisk(sku: VmSku, security: NodeSecurity): DefaultEphemeralOsDisk | undefined {
  const [first] = localDisks(sku, security);
  if (!first) return undefined;
  const sizeGiB = gib(Math.min(bytesToGib(first.room), LARGEST_EPHEMERAL_OS_DISK));
  return sizeGiB < SMALLEST_DEFAULT ? undefined : { sizeGiB, placement: first.placement };
}

/** Nodes of node auto-provisioning, unless their node class says otherwise. */
export const AUTO_PROVISIONED_OS_DISK = gib(128);
