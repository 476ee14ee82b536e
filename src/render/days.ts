import { shortDayText } from "../core/digest/words.ts";
import { type Day, dayOf, type Instant } from "../core/model/time.ts";

/** `23 Nov 2026` */
export const dayText = (at: Instant | Day, locale: string): string => {
  const day = dayOf(at as Instant);
  return `${shortDayText(day, locale)} ${day.slice(0, 4)}`;
};

/** `23 Nov 2026 02:03 UTC` */
export const momentText = (at: Instant, locale: string): string => `${dayText(at, locale)} ${at.slice(11, 16)} UTC`;
