import type { EvictionThreshold, KubeletOverrides } from "../model/cluster.ts";
import { type Bytes, bytes, type GiB, gib, gibToBytes, mibToBytes } from "../model/units.ts";
import { type CannotTell, cannotTell } from "./cannot-tell.ts";
import { BY_VERSION, isPossibleThreshold, type ReservedScheme } from "./reserved-shape.ts";

/** The disk that holds pods' ephemeral storage: the OS disk, or the temp disk where the kubelet disk is `temporary`. */
export interface NodeDisk {
  readonly os: "linux" | "windows";
  readonly sizeGiB: GiB;
  /** The capacity of its file system as the node object shows it; a 128 GiB disk shows 3 % less. */
  readonly measured?: Bytes;
  readonly overrides?: KubeletOverrides;
}

/** What pods may use of it. `of-nominal` is more than kubectl shows, because the file system takes its own first. */
export interface DiskForPods {
  readonly kind: "measured" | "of-nominal";
  readonly allocatable: Bytes;
}

/**
 * Linux nodes keep 10 % of the file system free, hardened ones 1 GiB more for the system. Windows nodes and those of node
 * auto-provisioning have no threshold for disks. Disk sizes are binary: node auto-provisioning takes them for decimal.
 */
export function diskForPods(disk: NodeDisk, scheme: ReservedScheme = BY_VERSION): DiskForPods | CannotTell {
  const { os, sizeGiB, measured, overrides } = disk;
  const nominal = gibToBytes(sizeGiB);
  const capacity = measured ?? nominal;
  if (!(sizeGiB > 0 && capacity > 0 && capacity <= nominal)) return cannotTell("unreadable", "no disk has that size");
  if (!isPossibleThreshold(overrides?.hardEvictionDisk)) return cannotTell("unreadable", "no node has that eviction threshold");

  const isLinux = os === "linux";
  const byRule = isLinux && scheme.kind !== "auto-provisioned" ? TEN_PERCENT : undefined;
  const system = isLinux && scheme.kind === "hardened" ? gibToBytes(gib(1)) : 0;
  const free = thresholdBytes(overrides?.hardEvictionDisk ?? byRule, capacity);
  return { kind: measured === undefined ? "of-nominal" : "measured", allocatable: bytes(Math.max(0, capacity - system - free)) };
}

const TEN_PERCENT: EvictionThreshold = { kind: "percent", percent: 10 };

/** The kubelet keeps percentages as 32-bit floats and cuts the product to whole bytes; a node of Azure/AKS#3525 shows it to the byte. */
function thresholdBytes(threshold: EvictionThreshold | undefined, capacity: Bytes): number {
  if (!threshold) return 0;
  if (threshold.kind === "amount") return mibToBytes(threshold.sizeMiB);
  return Math.floor(capacity * Math.fround(Math.fround(threshold.percent) / 100));
}
