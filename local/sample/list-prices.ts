export const REGIONS = ["westeurope", "northeurope", "swedencentral"] as const;
export type SampleRegion = (typeof REGIONS)[number];

/** US dollars an hour, and where in a row each region has its own. */
type InRegions = readonly [westeurope: number, northeurope: number, swedencentral: number];
const COLUMNS = { westeurope: 0, northeurope: 1, swedencentral: 2 } as const satisfies Record<SampleRegion, number>;

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

/** Every size that is sold there, with its US dollars an hour. */
export const linuxPrices = (region: SampleRegion): readonly (readonly [size: string, hourly: number])[] =>
  Object.entries(LINUX).map(([size, prices]) => [size, prices[COLUMNS[region]]]);

/** Six decimals, as the list has. */
export const rounded = (amount: number): number => Number(amount.toFixed(6));

/** US dollars a month in West Europe: local and zone-redundant, and for mounting a shared one. From the recorded page of its disks. */
export const DISKS: Readonly<Record<string, readonly [lrs: number, zrs: number, mount: number]>> = {
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

/** US dollars a vCPU and hour: general purpose as known of West Europe, the others as recorded for Australia East. */
export const AUTOMATIC = {
  "General Purpose": 0.011213,
  "Compute Optimized": 0.017684,
  "Memory Optimized": 0.018019,
  "Storage Optimized": 0.021006,
  "GPU Accelerated": 0.05213,
  "High Performance Compute": 0.010602,
  "Confidential Compute": 0.01757,
};
