import { type PricesState, pricesState } from "../prices/index.ts";
import { oddVmRows } from "../prices/odd-rows.ts";
import { aksRows, diskRows, publicIpRows, type VmOffer, vmRows } from "../prices/rows.ts";
import type { PriceRow } from "../prices/state.ts";
import { sizeCalled } from "./skus.ts";
import { spotPrice } from "./spot.ts";

export const REGIONS = ["westeurope", "northeurope", "swedencentral"] as const;
export type SampleRegion = (typeof REGIONS)[number];

/** US dollars an hour in the regions above, in their order. */
type InRegions = readonly [westeurope: number, northeurope: number, swedencentral: number];

/**
 * Linux on demand, as karpenter's table of 2026-06 has it. Where that table holds the Windows price (it takes whichever row comes last),
 * the licence is taken off: D4as_v5, D8as_v5, D2ads_v5 and D8ads_v5; B2s_v2 and B4s_v2 are put in proportion.
 */
const LINUX: Readonly<Record<string, InRegions>> = {
  D2ds_v5: [0.136, 0.126, 0.12],
  D4ds_v5: [0.272, 0.252, 0.24],
  D8ds_v5: [0.544, 0.504, 0.48],
  D16ds_v5: [1.088, 1.008, 0.96],
  D32ds_v5: [2.176, 2.016, 1.92],
  D48ds_v5: [3.264, 3.024, 2.88],
  D64ds_v5: [4.352, 4.032, 3.84],
  D2ds_v6: [0.149, 0.139, 0.132],
  D4ds_v6: [0.298, 0.278, 0.265],
  D8ds_v6: [0.597, 0.555, 0.53],
  D16ds_v6: [1.194, 1.111, 1.059],
  D32ds_v6: [2.388, 2.222, 2.118],
  D2as_v5: [0.104, 0.096, 0.092],
  D4as_v5: [0.208, 0.192, 0.184],
  D8as_v5: [0.416, 0.384, 0.368],
  D2ads_v5: [0.125, 0.115, 0.11],
  D4ads_v5: [0.25, 0.23, 0.22],
  D8ads_v5: [0.5, 0.46, 0.44],
  D4s_v5: [0.23, 0.214, 0.204],
  D8s_v5: [0.46, 0.428, 0.408],
  D4pds_v5: [0.218, 0.202, 0.192],
  D8pds_v5: [0.436, 0.403, 0.384],
  D2s_v3: [0.12, 0.107, 0.102],
  D4s_v3: [0.24, 0.214, 0.204],
  D8s_v3: [0.48, 0.428, 0.408],
  D64s_v3: [3.84, 3.424, 3.264],
  DS2_v2: [0.136, 0.132, 0.136],
  DS3_v2: [0.272, 0.263, 0.272],
  D2_v3: [0.12, 0.107, 0.102],
  E4s_v5: [0.304, 0.282, 0.268],
  E8s_v5: [0.608, 0.564, 0.536],
  E4ds_v5: [0.346, 0.32, 0.304],
  E8ds_v5: [0.692, 0.64, 0.608],
  F2s_v2: [0.097, 0.096, 0.097],
  F4s_v2: [0.194, 0.192, 0.194],
  F8s_v2: [0.388, 0.384, 0.388],
  F16s_v2: [0.776, 0.768, 0.776],
  B4ms: [0.192, 0.182, 0.173],
  B20ms: [0.96, 0.909, 0.864],
  B2s_v2: [0.096, 0.091, 0.0864],
  B4s_v2: [0.192, 0.182, 0.173],
  L8s_v3: [0.832, 0.768, 0.728],
  "M8-2ms": [2.1511, 1.8438, 2.151],
  NC24ads_A100_v4: [4.775, 4.408, 4.775],
  NC16as_T4_v3: [1.505, 1.342, 1.276],
};

/** In use there, and the list does not know it. */
const NOT_LISTED = { region: "swedencentral", size: "NC24ads_A100_v4" } as const;
/** In use there, and listed twice at prices that cannot both be meant. */
const CONTRADICTORY = { region: "westeurope", size: "L8s_v3" } as const;
/** Sizes around whose price there are rows that are none, each with an amount that would be noticed. */
const ODD_NEIGHBOURS: ReadonlySet<string> = new Set(["D8ds_v5", "D4as_v5", "D8as_v5", "E8ds_v5"]);

/** US dollars a vCPU and hour, in every recorded pair of rows of these series. */
const WINDOWS_LICENCE = 0.046;
const hasWindows = (size: string): boolean => /^[DEF]/.test(size) && !/^D\d+p/.test(size);

/**
 * The other rows of a size. Terms have the shares that the recorded D2ds_v5 of eastus2 has; a Windows machine for dev/test costs what
 * a Linux one does, one of Cloud Services what a Windows one does, and low priority a fifth, as recorded. Spot is made up.
 */
function offerOf(size: string, region: SampleRegion, linux: number): VmOffer {
  const windows = hasWindows(size) ? rounded(linux + WINDOWS_LICENCE * sizeCalled(`Standard_${size}`).vcpus) : undefined;
  const linuxSpot = spotPrice(size, linux);
  return {
    linux,
    reserved: { oneYear: linux * 0.59, threeYears: linux * 0.38 },
    savingsPlan: { oneYear: rounded(linux * 0.69), threeYears: rounded(linux * 0.47) },
    lowPriority: rounded(linux * 0.2),
    ...(windows === undefined ? {} : { windows, devTest: linux, cloudServices: windows }),
    ...(linuxSpot === undefined ? {} : { linuxSpot }),
    ...(windows === undefined || linuxSpot === undefined ? {} : { windowsSpot: rounded((linuxSpot * windows) / linux) }),
    // The real list changes row by row; this region was dearer before.
    ...(region === "swedencentral" ? { effectiveStartDate: "2026-04-01T00:00:00Z" } : {}),
  };
}

function sizeRows(size: string, region: SampleRegion, linux: number): readonly PriceRow[] {
  if (region === NOT_LISTED.region && size === NOT_LISTED.size) return [];
  const name = `Standard_${size}`;
  const offer = offerOf(size, region, linux);
  const isTwice = region === CONTRADICTORY.region && size === CONTRADICTORY.size;
  return [
    ...vmRows(region, name, offer),
    ...(isTwice ? vmRows(region, name, { linux: rounded(linux * 1.1) }).map((row) => ({ ...row, productName: `${row.productName} Linux` })) : []),
    ...(ODD_NEIGHBOURS.has(size) ? oddVmRows(region, name, linux) : []),
  ];
}

/** US dollars a month in West Europe: local and zone-redundant, and for mounting a shared one. From the recorded page of its disks. */
const DISKS: Readonly<Record<string, readonly [lrs: number, zrs: number, mount: number]>> = {
  P4: [5.8072, 8.711, 0.338],
  P6: [11.2272, 16.841, 0.611],
  P10: [21.68, 32.519, 1.183],
  P15: [41.811428, 62.716, 2.372],
  P20: [80.54, 120.79, 4.27],
  P30: [148.68, 222.99, 8.541],
  E4: [2.4, 3.6, 0.338],
  E6: [4.8, 7.2, 0.611],
  E10: [9.6, 14.4, 1.183],
  E15: [19.2, 28.8, 2.379],
  E20: [38.4, 57.6, 4.277],
  E30: [76.8, 115.2, 8.541],
};

/** Made up: what is paid elsewhere for what costs 1 in West Europe. */
const ELSEWHERE: Readonly<Record<SampleRegion, number>> = { westeurope: 1, northeurope: 0.95, swedencentral: 0.9 };

function diskRowsIn(region: SampleRegion): readonly PriceRow[] {
  const here = (amount: number) => rounded(amount * ELSEWHERE[region]);
  return Object.entries(DISKS).flatMap(([tier, [lrs, zrs, mount]]) =>
    diskRows(region, tier, { lrs: here(lrs), zrs: here(zrs), mount, ...(tier.startsWith("E") ? { operations: 0.002 } : {}) }),
  );
}

/** A vCPU and hour: general purpose as known of West Europe, the others as recorded for Australia East. */
const AUTOMATIC = {
  "General Purpose": 0.011213,
  "Compute Optimized": 0.017684,
  "Memory Optimized": 0.018019,
  "Storage Optimized": 0.021006,
  "GPU Accelerated": 0.05213,
  "High Performance Compute": 0.010602,
  "Confidential Compute": 0.01757,
};

/** Six decimals, as the list has. */
const rounded = (amount: number): number => Number(amount.toFixed(6));

const rowsIn = (region: SampleRegion, at: number): readonly PriceRow[] => [
  ...Object.entries(LINUX).flatMap(([size, prices]) => sizeRows(size, region, prices[at] ?? Number.NaN)),
  ...diskRowsIn(region),
  ...aksRows(region, { automatic: AUTOMATIC }),
  ...publicIpRows(region),
];

/** What a US dollar is in euros; made up. */
const EUR = 0.92;
/** Small, so that the list of virtual machines takes several pages. */
const PAGE_SIZE = 250;

/** What the sample estate costs, in the regions it is in: list prices as of 2026, dated. */
export const samplePrices = (): PricesState =>
  pricesState({ rates: { EUR }, pageSize: PAGE_SIZE, rows: REGIONS.flatMap((region, at) => rowsIn(region, at)) });
