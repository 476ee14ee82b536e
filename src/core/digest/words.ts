import type { Magnitude, MagnitudeUnit } from "../model/finding.ts";
import { type Day, dayOf, type Instant } from "../model/time.ts";

export const counted = (many: number, one: string, several = `${one}s`): string => `${many} ${many === 1 ? one : several}`;

/** `Mon 23 Nov`, in the order and words of the locale. */
export const weekdayText = (of: Day, locale: string): string => dateText(of, locale, { weekday: "short", day: "numeric", month: "short" });
/** `23 Nov` */
export const shortDayText = (of: Day, locale: string): string => dateText(of, locale, { day: "numeric", month: "short" });

/** `24 Nov 09:12 UTC` */
export const momentText = (at: Instant, locale: string): string => `${shortDayText(dayOf(at), locale)} ${at.slice(11, 16)} UTC`;

/** Made once: formatters are dear to make, and a report writes tens of thousands of days. */
const made = new Map<string, Intl.DateTimeFormat>();

function dateText(of: Day, locale: string, format: Intl.DateTimeFormatOptions): string {
  const key = `${locale} ${Object.values(format).join(" ")}`;
  const known = made.get(key) ?? new Intl.DateTimeFormat(locale, { ...format, timeZone: "UTC" });
  made.set(key, known);
  return known.format(new Date(`${of}T00:00:00Z`));
}

const UNIT_WORDS: Record<MagnitudeUnit, readonly [one: string, several: string]> = {
  node: ["node", "nodes"],
  vCPU: ["vCPU", "vCPUs"],
  address: ["address", "addresses"],
  GiB: ["GiB", "GiB"],
  minor: ["minor", "minors"],
  patch: ["patch", "patches"],
  hour: ["hour", "hours"],
  day: ["day", "days"],
  pool: ["pool", "pools"],
  point: ["point", "points"],
  wave: ["wave", "waves"],
  tag: ["tag", "tags"],
};

/** `6 addresses`; at most one decimal. */
export function magnitudeText({ value, unit }: Magnitude): string {
  const [one, several] = UNIT_WORDS[unit];
  return counted(Math.round(value * 10) / 10, one, several);
}

/** `a, b and 3 more` */
export function someOf(names: readonly string[], most: number): string {
  const shown = names.length > most ? [...names.slice(0, most - 1), `${names.length - most + 1} more`] : names;
  const last = shown.at(-1) ?? "";
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(", ")} and ${last}`;
}

/** `in 7 days`, `today`, `6 days ago` */
export function nearnessText(daysLeft: number): string {
  if (daysLeft === 0) return "today";
  return daysLeft > 0 ? `in ${counted(daysLeft, "day")}` : `${counted(-daysLeft, "day")} ago`;
}

/** Sorts by code points: the same on every machine. */
export const byText = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
