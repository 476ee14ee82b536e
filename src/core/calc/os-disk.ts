import type { Placement, VmSku } from "../model/region.ts";
import { bytes, bytesToGib, type GiB, gib, gibToBytes } from "../model/units.ts";
import { LARGEST_EPHEMERAL_OS_DISK, type LocalDisk, localDisks, type NodeSecurity, SMALLEST_OS_DISK } from "./disk-local.ts";

/**
 * Whether an ephemeral OS disk has room on the local disks of a VM size. Where a size has several, its cache counts as certain;
 * that Azure would take a larger temp disk for a request the cache cannot hold is not documented.
 */
export type EphemeralFit =
  /** `leftGiB` are the whole GiB of that disk which stay; 0 on NVMe, where the OS takes whole disks and gives nothing back. */
  | { readonly kind: "fits"; readonly placement: Placement; readonly leftGiB: GiB }
  /** `largest` is the largest OS disk that certainly has room. */
  | { readonly kind: "too-large"; readonly largest: GiB; readonly placement: Placement }
  /** The certain disk is too small, another may hold it. `certain` is 0 where no allowed OS disk is small enough. */
  | { readonly kind: "ambiguous"; readonly certain: GiB; readonly possible: GiB }
  | { readonly kind: "unsupported"; readonly why: string };

/** Compared in bytes; an OS disk that fills the local disk fits. */
export const ephemeralFit = (wanted: GiB, sku: VmSku, security: NodeSecurity): EphemeralFit => fitFor(PLAIN, wanted, sku, security);

/**
 * Full caching (preview) keeps the whole OS image beside an ephemeral disk: the local disk must be larger than twice the OS disk
 * and 1 GiB, on sizes of 8 vCPUs and more. Source: learn.microsoft.com/azure/virtual-machines/ephemeral-os-disks
 */
export function fullCacheFit(wanted: GiB, sku: VmSku, security: NodeSecurity): EphemeralFit {
  if (sku.vcpusAvailable < 8) return { kind: "unsupported", why: `${sku.vmSize} has fewer than the 8 vCPUs that full caching takes` };
  return fitFor(FULLY_CACHED, wanted, sku, security);
}

/** What an OS disk takes of a local disk. */
interface Footprint {
  readonly need: (osDisk: GiB) => number;
  /** The largest OS disk, in whole GiB, on a disk with so much room. */
  readonly largest: (disk: LocalDisk) => GiB;
}

const capped = (size: number): GiB => gib(Math.max(0, Math.min(size, LARGEST_EPHEMERAL_OS_DISK)));
const PLAIN: Footprint = { need: gibToBytes, largest: ({ room }) => capped(bytesToGib(room)) };
/** One byte, because the disk must be larger than that. */
const FULLY_CACHED: Footprint = {
  need: (osDisk) => gibToBytes(gib(2 * osDisk + 1)) + 1,
  largest: ({ room }) => capped(Math.floor((room - 1 - gibToBytes(gib(1))) / gibToBytes(gib(2)))),
};

function fitFor({ need: needFor, largest: largestOn }: Footprint, wanted: GiB, sku: VmSku, security: NodeSecurity): EphemeralFit {
  const [first, ...others] = localDisks(sku, security);
  if (!first) return { kind: "unsupported", why: whyNoLocalDisk(sku) };
  if (!(wanted > 0)) return { kind: "unsupported", why: `no OS disk has ${wanted} GiB` };

  const need = needFor(wanted);
  const largest = largestOn(first);
  if (wanted <= LARGEST_EPHEMERAL_OS_DISK) {
    if (need <= first.room) return { kind: "fits", placement: first.placement, leftGiB: left(first, need) };

    const possible = gib(Math.max(0, ...others.map(largestOn)));
    if (wanted <= possible) return { kind: "ambiguous", certain: largest < SMALLEST_OS_DISK ? gib(0) : largest, possible };
  }
  if (largest < SMALLEST_OS_DISK) {
    return {
      kind: "unsupported",
      why: `its ${PLACES[first.placement]} has room for ${largest} GiB and an OS disk takes at least ${SMALLEST_OS_DISK} GiB`,
    };
  }
  return { kind: "too-large", largest, placement: first.placement };
}

const PLACES: Readonly<Record<Placement, string>> = { cache: "cache", temp: "temp disk", nvme: "NVMe disk" };

const left = ({ placement, room }: LocalDisk, need: number): GiB => (placement === "nvme" ? gib(0) : bytesToGib(bytes(room - need)));

const whyNoLocalDisk = (sku: VmSku): string =>
  sku.ephemeralOsDisk.isSupported
    ? `${sku.vmSize} has no local disk that may hold the OS`
    : `Azure offers no ephemeral OS disk on ${sku.vmSize}`;
