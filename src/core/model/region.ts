import type { Fact } from "./absence.ts";
import type { SubnetId, VmFamily, VmSize, VmSizeKey } from "./names.ts";
import { vmSizeKey } from "./names.ts";
import type { Bytes, GiB } from "./units.ts";

/** What a VM size is. The same for every subscription. */
export interface VmSku {
  readonly vmSize: VmSize;
  readonly family: VmFamily;
  /** The family as Azure writes it, for people and for quota requests. */
  readonly familyName: string;
  /** What counts against quota. */
  readonly vcpus: number;
  /** What the guest sees; fewer than `vcpus` for constrained sizes. */
  readonly vcpusAvailable: number;
  /** ARM calls it MemoryGB; it is GiB, and may be fractional. */
  readonly memoryGiB: GiB;
  readonly architecture: "x64" | "arm64";
  readonly gpus: number;
  readonly hasPremiumDisk: boolean;
  /** False also while spot capacity is restricted. */
  readonly isSpotCapable: boolean;
  /** Its memory is encrypted by the processor (SEV-SNP, TDX). Absent in rows that were stored before it was read. */
  readonly isConfidential?: boolean;
  readonly hasInfiniband?: boolean;
  readonly ephemeralOsDisk: EphemeralCapability;
  readonly zones: readonly string[];
}

export interface EphemeralCapability {
  readonly isSupported: boolean;
  /** Missing on old API data: cache and temp disk then count as allowed, NVMe does not. */
  readonly placements?: readonly Placement[];
  readonly cacheBytes: Bytes;
  readonly tempBytes: Bytes;
  /** Of all NVMe disks together. */
  readonly nvmeBytes: Bytes;
  /** Of one of them; missing on old API data. */
  readonly nvmeDiskBytes?: Bytes;
}

export type Placement = "cache" | "temp" | "nvme";

export interface Skus {
  readonly byKey: ReadonlyMap<VmSizeKey, VmSku>;
}

export const findSku = (skus: Skus, size: VmSize): VmSku | undefined => skus.byKey.get(vmSizeKey(size));

/** Sizes a subscription may not use in the region, whole or in some zones, with Azure's reason code. */
export interface Restrictions {
  readonly byKey: ReadonlyMap<VmSizeKey, Restriction>;
}

export interface Restriction {
  readonly reason: string;
  /** Empty: the whole region. */
  readonly zones: readonly string[];
}

/** vCPUs; `free` may be negative after a limit was lowered. */
export interface Quota {
  readonly limit: number;
  readonly used: number;
  readonly free: number;
}

export interface Quotas {
  readonly byFamily: ReadonlyMap<VmFamily, Quota>;
  /** Total regional vCPUs of regular VMs (`cores`). */
  readonly regional?: Quota;
  /** All spot vCPUs of the region together (`lowPriorityCores`). */
  readonly spot?: Quota;
}

/** Addresses of one subnet; Azure's five are already taken off the limit. */
export interface SubnetUse {
  readonly limit: number;
  readonly used: number;
  readonly free: number;
}

/** Networks are read one by one: a subnet may be missing while its neighbour is known, so each carries its own fact. */
export interface Subnets {
  readonly byId: ReadonlyMap<SubnetId, Fact<SubnetUse>>;
}
