import type { Placement, VmSku } from "../model/region.ts";
import { type Bytes, bytes, type GiB, gib, gibToBytes } from "../model/units.ts";
import { type CannotTell, cannotTell } from "./cannot-tell.ts";

/** Trusted Launch is either of the first two. ARM reports confidential VMs by size only, so that one is for the caller to know. */
export interface NodeSecurity {
  readonly secureBoot: boolean;
  readonly vtpm: boolean;
  readonly isConfidential?: boolean;
}

/** A local disk that may hold the OS. */
export interface LocalDisk {
  readonly placement: Placement;
  /** Without what Trusted Launch or a confidential VM keeps there. */
  readonly room: Bytes;
}

/** In the order in which Azure takes them by default: the cache where there is one, else temp disk or NVMe. */
export const PLACEMENTS: readonly Placement[] = ["cache", "temp", "nvme"];

/** Missing on old API data: cache and temp then count as allowed. */
const OLD_PLACEMENTS: readonly Placement[] = ["cache", "temp"];

/** Those that exist and are allowed, in Azure's order. */
export function localDisks(sku: VmSku, security: NodeSecurity): LocalDisk[] {
  return PLACEMENTS.filter((placement) => isAllowed(sku, placement) && localBytes(sku, placement) > 0).map((placement) => ({
    placement,
    room: roomOn(sku, placement, security),
  }));
}

const isAllowed = ({ ephemeralOsDisk }: VmSku, placement: Placement): boolean =>
  ephemeralOsDisk.isSupported && (ephemeralOsDisk.placements ?? OLD_PLACEMENTS).includes(placement);

function localBytes({ ephemeralOsDisk: { cacheBytes, tempBytes, nvmeBytes } }: VmSku, placement: Placement): Bytes {
  return { cache: cacheBytes, temp: tempBytes, nvme: nvmeBytes }[placement];
}

/** 1 GiB, once, for Trusted Launch as for confidential VMs (azure/virtual-machines/ephemeral-os-disks). */
const keptFor = ({ secureBoot, vtpm, isConfidential = false }: NodeSecurity): number =>
  secureBoot || vtpm || isConfidential ? gibToBytes(gib(1)) : 0;

const roomOn = (sku: VmSku, placement: Placement, security: NodeSecurity): Bytes =>
  bytes(Math.max(0, localBytes(sku, placement) - keptFor(security)));

/** One way to place an ephemeral OS disk; by bytes, since a size in GiB may end anywhere. */
export interface PlacementFit {
  readonly placement: Placement;
  readonly verdict: "fits" | "too-large" | "not-allowed" | "no-such-disk";
  readonly needed: Bytes;
  readonly room: Bytes;
}

/** All three, whichever Azure would take: equality fits (D8ds_v5 gets 300 of 300 GiB), although one page says "larger than". */
export function placementFits(wanted: GiB, sku: VmSku, security: NodeSecurity): readonly PlacementFit[] {
  const needed = gibToBytes(wanted);
  return PLACEMENTS.map((placement) => {
    const room = roomOn(sku, placement, security);
    return { placement, verdict: verdictOn(sku, placement, needed, room), needed, room };
  });
}

function verdictOn(sku: VmSku, placement: Placement, needed: Bytes, room: Bytes): PlacementFit["verdict"] {
  if (localBytes(sku, placement) === 0) return "no-such-disk";
  if (!isAllowed(sku, placement)) return "not-allowed";
  return needed > 0 && needed <= Math.min(room, gibToBytes(LARGEST_EPHEMERAL_OS_DISK)) ? "fits" : "too-large";
}

/** AKS takes OS disks from here on. */
export const SMALLEST_OS_DISK = gib(30);
/** Azure's limit for ephemeral OS disks. */
export const LARGEST_EPHEMERAL_OS_DISK = gib(2040);

/** What pods find of local disks. */
export interface LocalStorageLeft {
  readonly temp: Bytes;
  readonly nvme: { readonly bytes: Bytes } | CannotTell;
}

/**
 * Beside an OS disk that has room there; `managed` takes nothing. On NVMe the OS takes whole disks and gives nothing back of
 * them (azure/virtual-machines/ephemeral-os-disks), so the size of a single one must be known.
 */
export function localStorageLeft(
  osDisk: { readonly sizeGiB: GiB; readonly placement: Placement } | "managed",
  sku: VmSku,
  security: NodeSecurity,
): LocalStorageLeft | CannotTell {
  const { tempBytes: temp, nvmeBytes, nvmeDiskBytes } = sku.ephemeralOsDisk;
  const untouched = { temp, nvme: { bytes: nvmeBytes } };
  if (osDisk === "managed") return untouched;
  const fit = placementFits(osDisk.sizeGiB, sku, security).find(({ placement }) => placement === osDisk.placement);
  if (fit?.verdict !== "fits") return cannotTell("unsupported", `an OS disk of ${osDisk.sizeGiB} GiB has no room there`);

  const taken = fit.needed + keptFor(security);
  switch (osDisk.placement) {
    case "cache":
      return untouched;
    case "temp":
      return { ...untouched, temp: bytes(temp - taken) };
    case "nvme": {
      if (!nvmeDiskBytes) return { temp, nvme: cannotTell("absent", "the size of a single NVMe disk is not in the answer") };
      const disks = Math.ceil(taken / nvmeDiskBytes);
      return { temp, nvme: { bytes: bytes(Math.max(0, nvmeBytes - disks * nvmeDiskBytes)) } };
    }
  }
}
