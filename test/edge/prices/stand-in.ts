import { afterEach } from "vitest";
import { type PriceRow, type PricesStandIn, type PricesState, pricesState, startPrices } from "../../../local/prices/index.ts";
import { aksRows, diskRows, publicIpRows, vmRows } from "../../../local/prices/rows.ts";
import { currency } from "../../../src/core/model/money.ts";
import { region } from "../../../src/core/model/names.ts";
import type { RetailPrices } from "../../../src/core/model/price.ts";
import type { OddItem } from "../../../src/core/model/scan.ts";
import { instant } from "../../../src/core/model/time.ts";
import { connectPrices, type Prices, type PricesSettings } from "../../../src/edge/prices/index.ts";
import { RetailItem, type RetailRow } from "../../../src/edge/prices/retail-row.ts";

export const WEU = region("westeurope");
export const EUR = currency("EUR");
export const USD = currency("USD");
export const AT = instant("2026-11-23T02:01:00Z");

const running: PricesStandIn[] = [];
afterEach(async () => {
  // A test may have closed its own already.
  await Promise.allSettled(running.splice(0).map((one) => one.close()));
});

/** What a region sells at least: two sizes, a disk, AKS and addresses. */
export const someRows = (): readonly PriceRow[] => [
  ...vmRows(WEU, "Standard_D4ds_v5", { linux: 0.272, windows: 0.456, linuxSpot: 0.05, reserved: { oneYear: 0.16, threeYears: 0.1 } }),
  ...vmRows(WEU, "Standard_D8ds_v5", { linux: 0.544 }),
  ...diskRows(WEU, "P10", { lrs: 21.68, zrs: 32.52 }),
  ...aksRows(WEU),
  ...publicIpRows(WEU),
];

/** `count` sizes that nobody has, with prices of their own. */
export const manySizes = (count: number): readonly PriceRow[] =>
  Array.from({ length: count }, (_, index) => vmRows(WEU, `Standard_X${index + 1}s_v9`, { linux: (index + 1) / 100 })).flat();

export interface PricesUnderTest {
  readonly api: PricesStandIn;
  readonly state: PricesState;
  readonly prices: Prices;
  readonly odd: readonly OddItem[];
  readonly warnings: readonly string[];
}

/** A stand-in that ends with the test, and a client of it that hardly waits. */
export async function pricesOn(change: Partial<PricesState> = {}, settings: Partial<PricesSettings> = {}): Promise<PricesUnderTest> {
  const state = pricesState({ rows: someRows(), ...change });
  const api = await startPrices(state);
  running.push(api);
  const odd: OddItem[] = [];
  const warnings: string[] = [];
  const prices = connectPrices({
    endpoint: api.url,
    timeoutMs: 60_000,
    firstDelayMs: 1,
    budgetMs: 300_000,
    signal: new AbortController().signal,
    onOdd: (items) => odd.push(...items),
    onWarning: (sentence) => warnings.push(sentence),
    ...settings,
  });
  return { api, state, prices, odd, warnings };
}

/** The prices of exactly these rows beside those a region has at least, in US dollars, as of a night in November 2026. */
export async function pricesFrom(rows: readonly unknown[]): Promise<{ readonly list: RetailPrices; readonly odd: readonly OddItem[] }> {
  const { prices, odd } = await pricesOn({ rows: [...someRows(), ...rows] as readonly PriceRow[] });
  return { list: await prices.readPrices(WEU, USD, AT), odd };
}

export const rowOf = (item: PriceRow): RetailRow => RetailItem.parse(item);
