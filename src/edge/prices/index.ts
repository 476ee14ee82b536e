import type { Currency } from "../../core/model/money.ts";
import type { Region } from "../../core/model/names.ts";
import type { RetailPrices } from "../../core/model/price.ts";
import type { OddItem } from "../../core/model/scan.ts";
import type { Instant } from "../../core/model/time.ts";
import { noneListed } from "./errors.ts";
import { readRegion } from "./read.ts";
import { reduce } from "./reduce.ts";
import type { RetailRow } from "./retail-row.ts";
import { usdFrom } from "./usd.ts";

export { PricesLater, PricesRefusal } from "./errors.ts";

export interface PricesSettings {
  /** `https://prices.azure.com`, or a stand-in's. Only the public cloud has this API. */
  readonly endpoint: string;
  /** For each request, from when it is sent until its body is read. */
  readonly timeoutMs: number;
  /** Before the second try of a request; doubled for each further one, up to 30 s, with jitter. */
  readonly firstDelayMs: number;
  /** For everything `readPrices` does. */
  readonly budgetMs: number;
  /** Ends every request that is open or still to come. */
  readonly signal: AbortSignal;
  /** Hears of rows that do not fit and of prices that contradict each other: they are left out. */
  readonly onOdd: (items: readonly OddItem[]) => void;
  /** Hears of what is not there although the rest could be read, as a sentence. */
  readonly onWarning: (sentence: string) => void;
}

export interface Prices {
  /**
   * Everything the public list says about AKS in one region, as of `at`: minutes, not seconds. All of it or nothing,
   * but for the US dollars, which may be missing with a warning.
   * @throws PricesRefusal when the answer will be the same tomorrow, PricesLater when it is worth asking again, and the signal's
   * reason when it was aborted.
   */
  readPrices(region: Region, currency: Currency, at: Instant): Promise<RetailPrices>;
}

const unsortedText = (lists: number, region: Region): string =>
  `The Retail Prices API refuses to sort (400): ${lists === 1 ? "a price list" : `${lists} price lists`} of ${region} ${lists === 1 ? "was" : "were"} read as the rows came`;

export function connectPrices(settings: PricesSettings): Prices {
  const tellOdd = (region: Region, items: readonly OddItem[]) => {
    if (items.length > 0) settings.onOdd(items.map(({ id, problem }) => ({ id: `${id} of the retail prices of ${region}`, problem })));
  };
  return {
    readPrices: async (region, currency, at) => {
      const { lists, dollars } = await readRegion(settings, region, currency);
      const usdOf = dollars ? usdFrom("lists" in dollars ? dollars.lists : []) : ({ amount }: RetailRow) => amount;
      const rows = lists.flatMap((list) => list.rows);
      const { prices, odd } = reduce(rows, { region, currency, at, usdOf });

      tellOdd(region, [...lists.flatMap((list) => list.odd), ...odd]);
      for (const { what } of lists.filter((list) => list.rows.length === 0)) settings.onWarning(noneListed(what).message);
      const unsorted = [...lists, ...(dollars && "lists" in dollars ? dollars.lists : [])].filter(({ isUnsorted }) => isUnsorted);
      if (unsorted.length > 0) settings.onWarning(unsortedText(unsorted.length, region));
      if (dollars && "error" in dollars) settings.onWarning(`${dollars.error.message}; prices in ${currency} stand without US dollars`);
      return prices;
    },
  };
}
