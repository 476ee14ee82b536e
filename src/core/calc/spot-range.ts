import type { SpotPrices, SpotRange } from "../model/price.ts";
import { addDays, type Day, startOf } from "../model/time.ts";
import { mean, median } from "./sums.ts";

/** As many as Azure's eviction rates look back. */
export const SPOT_DAYS = 28;
/** Of the mean that says what spot costs lately. */
const WEEK = 7;

/**
 * The last 28 days, today included, each with the price that held at its end: changes within a day do not count more than a quiet
 * day. A price holds until the next one; days before the first are not covered. An amount that is no price leaves a gap.
 * Nothing where no day is covered.
 */
export function spotRange(prices: SpotPrices["history"], today: Day): SpotRange | undefined {
  const oldestFirst = [...prices].sort((a, b) => (a.from < b.from ? -1 : 1));
  const days: number[] = [];
  let ofWeek = 0;
  for (let ago = SPOT_DAYS - 1; ago >= 0; ago -= 1) {
    const end = startOf(addDays(today, 1 - ago));
    const held = oldestFirst.findLast(({ from }) => from < end)?.usdHourly;
    if (held === undefined || !Number.isFinite(held) || held <= 0) continue;
    days.push(held);
    if (ago < WEEK) ofWeek += 1;
  }
  const latest = days.at(-1);
  if (latest === undefined) return undefined;
  return {
    latest,
    low: Math.min(...days),
    median: median(days),
    high: Math.max(...days),
    days: days.length,
    ...(ofWeek === WEEK ? { lastWeek: mean(days.slice(-WEEK)) } : {}),
  };
}
