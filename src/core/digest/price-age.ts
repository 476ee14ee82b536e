import { FACT_LIFE_MINUTES } from "../model/absence.ts";
import type { FindingRecord } from "../model/record.ts";
import { type Instant, minutesBetween } from "../model/time.ts";
import { placeOf } from "./places.ts";
import { plainSentence } from "./plain.ts";
import type { View } from "./rows.ts";
import { byText, counted, momentText, someOf } from "./words.ts";

/** `read 23 Nov 02:01 UTC`, with its age once it is no longer of last night. */
export function readText(at: Instant, now: Instant, locale: string): string {
  const age = ageText(at, now);
  return `read ${momentText(at, locale)}${age === undefined ? "" : `, ${age}`}`;
}

/** `Prices for dev-weu-9 were read 23 Nov 02:00 UTC: 7 days old.` Of what stands in a sum; the oldest where they are several. */
export function oldPricesText(
  records: readonly FindingRecord[],
  { names, standings, locale }: PriceView,
  now: Instant,
): string | undefined {
  const old = records.flatMap(({ key, finding }) => {
    const standing = standings.get(key);
    const reads = standing?.kind === "counted" ? standing.saving.prices.map(({ readAt }) => readAt) : [];
    return reads.flatMap((at) => (ageText(at, now) === undefined ? [] : [{ at, place: placeOf(finding.target, names) }]));
  });
  const [oldest] = old.map(({ at }) => at).sort(byText);
  if (oldest === undefined) return undefined;
  const places = [...new Set(old.map(({ place }) => place))].sort(byText);
  return plainSentence(`Prices for ${someOf(places, 3)} were read ${momentText(oldest, locale)}: ${ageText(oldest, now)}.`);
}

type PriceView = Pick<View, "names" | "standings" | "locale">;

function ageText(at: Instant, now: Instant): string | undefined {
  const minutes = minutesBetween(at, now);
  if (minutes <= FACT_LIFE_MINUTES) return undefined;
  return minutes < 2880 ? `${Math.floor(minutes / 60)} hours old` : `${counted(Math.floor(minutes / 1440), "day")} old`;
}
