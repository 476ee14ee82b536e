declare const instantBrand: unique symbol;
declare const dayBrand: unique symbol;

/** A moment as ISO 8601 UTC text with milliseconds and `Z`: it compares and sorts as text. */
export type Instant = string & { readonly [instantBrand]: true };
/** A calendar day, `YYYY-MM-DD`, in UTC unless a name says otherwise. */
export type Day = string & { readonly [dayBrand]: true };

const MINUTE = 60_000;

/** Takes any ISO text or epoch milliseconds. @throws RangeError when it is not a date. */
export const instant = (value: string | number): Instant => new Date(value).toISOString() as Instant;

/** @throws RangeError when the text is not a calendar day. */
export function day(text: string): Day {
  const at = Date.parse(`${text}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(at) || dayOf(instant(at)) !== text) {
    throw new RangeError(`${text} is not a day of the form YYYY-MM-DD`);
  }
  return text as Day;
}

export const dayOf = (at: Instant): Day => at.slice(0, 10) as Day;
export const startOf = (of: Day): Instant => `${of}T00:00:00.000Z` as Instant;
export const addMinutes = (at: Instant, minutes: number): Instant => instant(Date.parse(at) + minutes * MINUTE);
export const addDays = (of: Day, days: number): Day => dayOf(instant(Date.parse(of) + days * 1440 * MINUTE));
/** Whole and fractional minutes from one moment to another; negative when `to` is earlier. */
export const minutesBetween = (from: Instant, to: Instant): number => (Date.parse(to) - Date.parse(from)) / MINUTE;
/** Whole days from one day to another; negative when `to` is earlier. */
export const daysBetween = (from: Day, to: Day): number => (Date.parse(to) - Date.parse(from)) / (1440 * MINUTE);
export const later = (a: Instant, b: Instant): Instant => (a > b ? a : b);

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
/** `30 Nov` */
export const dayText = (of: Day): string => `${Number(of.slice(8, 10))} ${MONTHS[Number(of.slice(5, 7)) - 1]}`;
/** `23 Nov 02:03 UTC` */
export const momentText = (at: Instant): string => `${dayText(dayOf(at))} ${at.slice(11, 16)} UTC`;
