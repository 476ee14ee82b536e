import type { Placement, VmSku } from "../model/region.ts";
import { type Bytes, bytes, bytesToGib, type GiB, gib, gibToBytes } from "../model/units.ts";

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

/** Trusted Launch is either of the two. */
export interface NodeSecurity {
  readonly secureBoot: boolean;
  readonly vtpm: boolean;
}

export interface DefaultEphemeralOsDisk {
  readonly sizeGiB: GiB;
  /** Documented for `temp`, seen in Azure's answers for `cache`; for `nvme` it is an inference. */
  readonly placement: Placement;
}

/** What AKS takes for a managed OS disk when no size is asked for (pools made from July 2022 on): P10, P15, P20 or P30. */
export function defaultManagedOsDisk(vcpus: number): GiB {
  if (vcpus < 8) return gib(128);
  if (vcpus < 16) return gib(256);
  if (vcpus < 64) return gib(512);
  return gib(1024);
}

/** AKS takes OS disks from here on. */
const SMALLEST_OS_DISK = gib(30);
/** Azure's limit for ephemeral OS disks. */
const LARGEST_EPHEMERAL_OS_DISK = gib(2040);
/** AKS makes ephemeral disks by default only where the local disk has at least this. */
const SMALLEST_DEFAULT = gib(128);

export function ephemeralFit(wanted: GiB, sku: VmSku, security: NodeSecurity): EphemeralFit {
  const [first, ...others] = localDisks(sku, security);
  if (!first) return { kind: "unsupported", why: whyNoLocalDisk(sku) };

  const need = gibToBytes(wanted);
  const largest = largestOsDisk(first);
  if (need <= gibToBytes(LARGEST_EPHEMERAL_OS_DISK)) {
    if (need <= first.room) return { kind: "fits", placement: first.placement, leftGiB: left(first, need) };

    const possible = gib(Math.max(0, ...others.map(largestOsDisk)));
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

/** What AKS takes since March 2025 when neither size nor type is asked for: the whole local disk. Nothing: a managed disk. */
export function defaultEphemeralOsDisk(sku: VmSku, security: NodeSecurity): DefaultEphemeralOsDisk | undefined {
  const [first] = localDisks(sku, security);
  if (!first) return undefined;
  const sizeGiB = largestOsDisk(first);
  return sizeGiB < SMALLEST_DEFAULT ? undefined : { sizeGiB, placement: first.placement };
}

interface LocalDisk {
  readonly placement: Placement;
  /** Without what Trusted Launch keeps there. */
  readonly room: Bytes;
}

/** In the order in which Azure takes them: the cache where there is one, else temp disk or NVMe. */
function localDisks({ ephemeralOsDisk: offered }: VmSku, security: NodeSecurity): LocalDisk[] {
  if (!offered.isSupported) return [];
  const allowed: readonly Placement[] = offered.placements ?? ["cache", "temp"];
  const kept = security.secureBoot || security.vtpm ? gibToBytes(gib(1)) : 0;
  const sizes: readonly [Placement, Bytes][] = [
    ["cache", offered.cacheBytes],
    ["temp", offered.tempBytes],
    ["nvme", offered.nvmeBytes],
  ];
  return sizes.flatMap(([placement, size]) =>
    allowed.includes(placement) && size > 0 ? [{ placement, room: bytes(Math.max(0, size - kept)) }] : [],
  );
}

const largestOsDisk = ({ room }: LocalDisk): GiB => gib(Math.min(bytesToGib(room), LARGEST_EPHEMERAL_OS_DISK));

const left = ({ placement, room }: LocalDisk, need: Bytes): GiB => (placement === "nvme" ? gib(0) : bytesToGib(bytes(room - need)));

const whyNoLocalDisk = (sku: VmSku): string =>
  sku.ephemeralOsDisk.isSupported
    ? `${sku.vmSize} has no local disk that may hold the OS`
    : `Azure offers no ephemeral OS disk on ${sku.vmSize}`;
