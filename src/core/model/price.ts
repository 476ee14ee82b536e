import type { Currency } from "./money.ts";
import type { Region, VmSizeKey } from "./names.ts";
import type { Day, Instant } from "./time.ts";

/** One row of the public retail list, reduced. Always more than nothing: Azure lists unknown prices as 0, and those are left out. */
export interface Price {
  /** In the app's currency: an hour or a month, as the place it stands in says. */
  readonly amount: number;
  readonly meterId: string;
  /** The day from which it holds. */
  readonly from: Day;
  /** The same meter in US dollars, which is the real price: others are converted by Azure. Missing where that list could not be read. */
  readonly usd?: number;
}

/** What a commitment costs an hour, in the app's currency. Whole terms are divided by their hours. */
export interface Terms {
  readonly oneYear?: number;
  readonly threeYears?: number;
  readonly fiveYears?: number;
}

export interface VmPrice extends Price {
  readonly savingsPlan?: Terms;
}

/** An hour of one VM size. What is missing is not sold, or not listed: nothing stands in for it. */
export interface VmPrices {
  readonly linux?: VmPrice;
  /** With the Windows licence; with Azure Hybrid Benefit a Windows node costs the Linux price. */
  readonly windows?: VmPrice;
  readonly linuxSpot?: Price;
  readonly windowsSpot?: Price;
  /** Reserved instances: compute alone, the same for both systems. */
  readonly reserved?: Terms;
}

/** AKS bills nodes of Automatic clusters by the kind of VM, a vCPU and hour. */
export type AutomaticClass =
  | "general-purpose"
  | "compute-optimized"
  | "memory-optimized"
  | "storage-optimized"
  | "gpu-accelerated"
  | "high-performance"
  | "confidential";

/** A cluster and hour. Premium pays both of the first two. */
export interface AksPrices {
  readonly uptimeSla?: Price;
  readonly longTermSupport?: Price;
  readonly automaticControlPlane?: Price;
  readonly automaticVcpu: ReadonlyMap<AutomaticClass, Price>;
}

/** `P10 LRS`: tier and redundancy. */
export type DiskPriceKey = `${string} ${"LRS" | "ZRS"}`;

/** The retail prices of one region, reduced to what an AKS node and cluster are made of. */
export interface RetailPrices {
  readonly region: Region;
  readonly currency: Currency;
  readonly vms: ReadonlyMap<VmSizeKey, VmPrices>;
  /** A disk and month. */
  readonly disks: ReadonlyMap<DiskPriceKey, Price>;
  readonly aks: AksPrices;
  /** An address and hour. */
  readonly publicIps: { readonly standardStatic?: Price; readonly inPrefix?: Price };
}

/** Prices change seldom: a list of last week still says what things cost, with its age beside it. Minutes. */
export const PRICE_LIFE_MINUTES = 8 * 1440;

/** The chance that a spot node of a size is taken back within an hour, in percent, over the last 28 days. */
export const EVICTION_BANDS = ["0-5", "5-10", "10-15", "15-20", "20+"] as const;
export type EvictionBand = (typeof EVICTION_BANDS)[number];

/** US dollars an hour over the last 28 days, each day counting once. Azure gives spot history in no other currency. */
export interface SpotRange {
  readonly latest: number;
  readonly low: number;
  readonly median: number;
  readonly high: number;
  /** How many of the 28 days the history covers. */
  readonly days: number;
  /** The mean of the last 7 days; missing where not all of them are covered, and in what was stored before it was worked out. */
  readonly lastWeek?: number;
}

export interface SpotOffer {
  readonly linux?: SpotRange;
  readonly windows?: SpotRange;
  readonly evictions?: EvictionBand;
  /** What the band was on the first of the last 28 days for which one is stored. */
  readonly earlierEvictions?: EarlierEvictions;
}

export interface EarlierEvictions {
  readonly day: Day;
  readonly band: EvictionBand;
}

/** What spot nodes cost in a region, and how often they go. */
export interface SpotMarket {
  readonly region: Region;
  readonly bySize: ReadonlyMap<VmSizeKey, SpotOffer>;
}

/** What Azure said about spot in one region, before anything is worked out from it. */
export interface SpotReading {
  readonly region: Region;
  /** One entry for each size and system. */
  readonly prices: readonly SpotPrices[];
  readonly evictions: ReadonlyMap<VmSizeKey, EvictionBand>;
}

export interface SpotPrices {
  readonly vmSize: VmSizeKey;
  readonly os: "linux" | "windows";
  /** US dollars an hour, each from a moment until the next, oldest first; never empty. Azure keeps 90 days, and often one entry only. */
  readonly history: readonly { readonly from: Instant; readonly usdHourly: number }[];
}
