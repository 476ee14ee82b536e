import { type Day, day, dayOf, instant } from "./time.ts";

declare const endingBrand: unique symbol;

/**
 * When something ends, as exactly as its source says it: a day (`2027-06-30`), or only a month (`2026-11`), whose last day then
 * counts. Text, so that a calendar is plain JSON.
 */
export type Ending = string & { readonly [endingBrand]: true };

/** @throws RangeError when the text is neither a day nor a month. */
export function ending(text: string): Ending {
  if (/^\d{4}-\d{2}$/.test(text)) day(`${text}-01`);
  else day(text);
  return text as Ending;
}

export const precisionOf = (of: Ending): "day" | "month" => (of.length === "2026-11".length ? "month" : "day");

/** The last day on which it still holds. Sources write "until" and "starting on" about the same day: that day counts as the last one. */
export function lastDay(of: Ending): Day {
  if (precisionOf(of) === "day") return day(of);
  const [year, month] = of.split("-").map(Number);
  return dayOf(instant(Date.UTC(year ?? 0, month ?? 0, 0)));
}
