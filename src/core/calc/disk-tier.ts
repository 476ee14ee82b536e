import { type GiB, gib } from "../model/units.ts";
import { type CannotTell, cannotTell } from "./cannot-tell.ts";

export type ManagedStorage = "premium-ssd" | "standard-ssd";

/**
 * The size a managed disk is billed as, with what it gives without bursts. Azure counts throughput in 10^6 bytes.
 * Left out where Microsoft's own pages of 2019, 2023 and later disagree: small Standard SSDs, and their throughput up to E50.
 */
export interface DiskTier {
  readonly name: string;
  readonly sizeGiB: GiB;
  readonly iops?: number;
  readonly megabytesPerSecond?: number;
}

type Row = readonly [name: string, sizeGiB: number, iops?: number, megabytesPerSecond?: number];

/** Source of both: learn.microsoft.com/azure/virtual-machines/disks-types (base, without performance plus). */
const PREMIUM_SSD: readonly Row[] = [
  ["P1", 4, 120, 25],
  ["P2", 8, 120, 25],
  ["P3", 16, 120, 25],
  ["P4", 32, 120, 25],
  ["P6", 64, 240, 50],
  ["P10", 128, 500, 100],
  ["P15", 256, 1100, 125],
  ["P20", 512, 2300, 150],
  ["P30", 1024, 5000, 200],
  ["P40", 2048, 7500, 250],
  ["P50", 4096, 7500, 250],
  ["P60", 8192, 16_000, 500],
  ["P70", 16_384, 18_000, 750],
  ["P80", 32_767, 20_000, 900],
];

const STANDARD_SSD: readonly Row[] = [
  ["E1", 4],
  ["E2", 8],
  ["E3", 16],
  ["E4", 32],
  ["E6", 64],
  ["E10", 128, 500],
  ["E15", 256, 500],
  ["E20", 512, 500],
  ["E30", 1024, 500],
  ["E40", 2048, 500],
  ["E50", 4096, 500],
  ["E60", 8192, 2000, 400],
  ["E70", 16_384, 4000, 600],
  ["E80", 32_767, 6000, 750],
];

const TIERS: Readonly<Record<ManagedStorage, readonly DiskTier[]>> = {
  "premium-ssd": PREMIUM_SSD.map(diskTierOf),
  "standard-ssd": STANDARD_SSD.map(diskTierOf),
};

function diskTierOf([name, sizeGiB, iops, megabytesPerSecond]: Row): DiskTier {
  return {
    name,
    sizeGiB: gib(sizeGiB),
    ...(iops === undefined ? {} : { iops }),
    ...(megabytesPerSecond === undefined ? {} : { megabytesPerSecond }),
  };
}

/** The smallest tier that holds the disk: Azure bills every size as the next offered one. */
export function diskTier(sizeGiB: GiB, storage: ManagedStorage): DiskTier | CannotTell {
  const tier = sizeGiB > 0 ? TIERS[storage].find((each) => each.sizeGiB >= sizeGiB) : undefined;
  return tier ?? cannotTell("unreadable", `no managed disk has ${sizeGiB} GiB`);
}

/** The tier below, or nothing below the smallest: what a disk would drop to that is larger than it needs to be. */
export function nextLowerTier(tier: DiskTier, storage: ManagedStorage): DiskTier | undefined {
  return TIERS[storage].findLast(({ sizeGiB }) => sizeGiB < tier.sizeGiB);
}
