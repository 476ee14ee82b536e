import type { VmSizeKey } from "../model/names.ts";
import type { EarlierEvictions, SpotMarket, SpotOffer, SpotPrices, SpotReading } from "../model/price.ts";
import { type Day, startOf } from "../model/time.ts";
import { spotRange } from "./spot-range.ts";

/** What was kept of the market on an earlier day. */
export interface SpotEarlier {
  readonly day: Day;
  readonly market: SpotMarket;
}

/**
 * Azure's history, which is often one entry long, behind what was stored on the days before it begins, oldest first. From its first entry
 * on it stands alone: Azure dates prices back, and a day stored before it did would go on saying the old one.
 */
export function spotMarketOf(reading: SpotReading, earlier: readonly SpotEarlier[], today: Day): SpotMarket {
  const offers = new Map<VmSizeKey, SpotOffer>();
  for (const [size, evictions] of reading.evictions) {
    const before = earlierEvictions(earlier, size);
    offers.set(size, { evictions, ...(before ? { earlierEvictions: before } : {}) });
  }
  for (const prices of reading.prices) {
    const range = spotRange([...storedBefore(prices, earlier), ...prices.history], today);
    if (range) offers.set(prices.vmSize, { ...offers.get(prices.vmSize), [prices.os]: range });
  }
  return { region: reading.region, bySize: offers };
}

function storedBefore({ vmSize, os, history: [first] }: SpotPrices, earlier: readonly SpotEarlier[]): SpotPrices["history"] {
  return earlier.flatMap(({ day, market }) => {
    const range = market.bySize.get(vmSize)?.[os];
    return range && (first === undefined || startOf(day) < first.from) ? [{ from: startOf(day), usdHourly: range.latest }] : [];
  });
}

/** Of days oldest first: the band of a size on the first of them that has one. Azure itself keeps only the band of today. */
export function earlierEvictions(days: readonly SpotEarlier[], size: VmSizeKey): EarlierEvictions | undefined {
  for (const { day, market } of days) {
    const band = market.bySize.get(size)?.evictions;
    if (band) return { day, band };
  }
  return undefined;
}
