import type { ArmBody } from "../arm/state.ts";
import { linuxPrices, REGIONS, rounded, type SampleRegion } from "./list-prices.ts";
import { madeUpGuid } from "./made-up.ts";
import { armSize } from "./pool-body.ts";

/** What spot costs of the price on demand; made up, within the 18 to 60 % of recorded rows. B-series of the first kind are not sold as spot. */
export function spotPrice(size: string, onDemand: number): number | undefined {
  if (/^B\d+m?s$/.test(size)) return undefined;
  return rounded(onDemand * share(size));
}

function share(size: string): number {
  if (/^F/.test(size)) return 0.35;
  if (/^NC/.test(size)) return 0.3;
  if (/^[EL]/.test(size)) return 0.2;
  return 0.25;
}

interface Change {
  readonly from: string;
  /** Of today's price. */
  readonly times: number;
}

/** Azure often gives one entry only. */
const STEADY: readonly Change[] = [{ from: "2026-11-02", times: 1 }];
/** Of the 28 days until 23 November: 8 cheap, then 8 dear, then 12 as today. Dearer from the second night on. */
const UP_AND_DOWN: readonly Change[] = [
  { from: "2026-08-30", times: 1.1 },
  { from: "2026-10-05", times: 0.9 },
  { from: "2026-11-04", times: 1.2 },
  { from: "2026-11-12", times: 1 },
  { from: "2026-11-24", times: 1.1 },
];
const RISEN: readonly Change[] = [
  { from: "2026-08-30", times: 0.75 },
  { from: "2026-11-17", times: 1 },
];
const CHANGES: Readonly<Record<string, readonly Change[]>> = {
  D4ds_v5: UP_AND_DOWN,
  D8ds_v5: UP_AND_DOWN,
  D8as_v5: UP_AND_DOWN,
  D4ads_v5: RISEN,
};

/** Percent an hour, from a day on. Azure names no class for every size. */
const CLASSES: Readonly<Record<string, readonly { readonly from: string; readonly band: string }[]>> = {
  D8ds_v5: [{ from: "2026-08-30", band: "5-10" }],
  D4ads_v5: [
    { from: "2026-08-30", band: "10-15" },
    { from: "2026-11-24", band: "15-20" },
  ],
  F8s_v2: [{ from: "2026-08-30", band: "15-20" }],
  NC16as_T4_v3: [{ from: "2026-08-30", band: "20+" }],
  NC24ads_A100_v4: [],
};
const RARELY = [{ from: "2026-08-30", band: "0-5" }];

/** What Resource Graph's SpotResources holds on a day, of every size that is sold as spot; some rows are odd. */
export const spotRows = (today: string): ArmBody[] => [
  ...REGIONS.flatMap((region) => linuxPrices(region).flatMap(([size, onDemand]) => rowsOf(size, region, onDemand, today))),
  ...oddRows(today),
];

function rowsOf(size: string, region: SampleRegion, onDemand: number, today: string): ArmBody[] {
  const price = spotPrice(size, onDemand);
  if (price === undefined) return [];
  const history = (CHANGES[size] ?? STEADY).filter(({ from }) => from <= today).map(({ from, times }) => spotEntry(from, price * times));
  const band = (CLASSES[size] ?? RARELY).findLast(({ from }) => from <= today)?.band;
  return [spotPriceRow(size, region, "linux", history), ...(band === undefined ? [] : [evictionRow(size, region, band)])];
}

/** What such tables hold now and then: a price of nothing, a system and a class that nobody knows, a row about no size. */
const oddRows = (today: string): ArmBody[] => [
  spotPriceRow("D16s_v5", "westeurope", "linux", [spotEntry("2026-11-01", 0.23), spotEntry(today, 0)]),
  spotPriceRow("D4ds_v5", "westeurope", "plan9", [spotEntry(today, 0.068)]),
  evictionRow("E16ds_v5", "northeurope", "Unknown"),
  { ...evictionRow("none", "swedencentral", "0-5"), sku: null },
];

export const spotEntry = (day: string, usd: number): ArmBody => ({
  effectiveDate: `${day}T00:00:00.0000000Z`,
  priceUSD: rounded(usd),
});

/** Entries come oldest first and stand in the table the other way round. */
export const spotPriceRow = (size: string, region: string, osType: string, entries: readonly ArmBody[]): ArmBody => ({
  ...row(size, region, "skuspotpricehistory", { osType, spotPrices: entries.toReversed() }, `/ostype/${osType}`),
  type: "microsoft.compute/skuspotpricehistory/ostype/location",
  kind: osType,
});

export const evictionRow = (size: string, region: string, evictionRate: string): ArmBody =>
  row(size, region, "skuspotevictionrate", { evictionRate });

/** The table belongs to no subscription; what stands in the place of one is made up. */
function row(size: string, region: string, kind: string, properties: ArmBody, below = ""): ArmBody {
  const name = armSize(size).toLowerCase();
  return {
    id: `/subscriptions/${madeUpGuid("spot market")}/providers/microsoft.compute/locations/${region}/${kind}/${name}${below}`,
    type: `microsoft.compute/${kind}/location`,
    location: region,
    sku: { name },
    properties,
  };
}
