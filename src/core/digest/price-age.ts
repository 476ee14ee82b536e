import { FACT_LIFE_MINUTES } from "../model/absence.ts";
import { type Instant, minutesBetween } from "../model/time.ts";
import type { Standing } from "./standing.ts";
import { byText, counted, momentText } from "./words.ts";

/** `read 23 Nov 02:01 UTC`, with its age once it is no longer of last night. */
export function readText(at: Instant, now: Instant, locale: string): string {
  const age = ageText(at, now);
  return `read ${momentText(at, locale)}${age === undefined ? "" : `, ${age}`}`;
}

/** When the oldest price was read that a sum stands on, if that is long ago. */
export function oldPricesText(standings: readonly Standing[], now: Instant, locale: string): string | undefined {
  const [oldest] = standings
    .flatMap((standing) => (standing.kind === "counted" ? standing.saving.prices.map(({ readAt }) => readAt) : []))
    .sort(byText);
  const age = oldest && ageText(oldest, now);
  return age && `The oldest prices were read ${momentText(oldest, locale)}: ${age}.`;
}

function ageText(at: Instant, now: Instant): string | undefined {
  const minutes = minutesBetween(at, now);
  if (minutes <= FACT_LIFE_MINUTES) return undefined;
  return minutes < 2880 ? `${Math.floor(minutes / 60)} hours old` : `${counted(Math.floor(minutes / 1440), "day")} old`;
}
