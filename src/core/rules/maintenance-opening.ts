import type { MaintenanceWindow, Recurrence, WeekOfMonth } from "../model/maintenance.ts";
import { addDays, type Day, day, daysBetween } from "../model/time.ts";

/**
 * The first day on which a window may open, counted from `from` (which it may be), within so many days; nothing when it does not. Of
 * an interval of several weeks or months it is not known which are meant, so any counts: it never opens earlier than this.
 */
export function earliestOpening({ recurs, startDate, blocked }: MaintenanceWindow, from: Day, withinDays: number): Day | undefined {
  for (let days = 0; days <= withinDays; days++) {
    const on = addDays(from, days);
    if (startDate !== undefined && on < startDate) continue;
    if (isDayOf(recurs, on) && !blocked.some(({ first, last }) => first <= on && on <= last)) return on;
  }
  return undefined;
}

/** Days from one opening to the next, at the most. */
export const daysApart = ({ every, interval }: Recurrence): number => interval * { day: 1, week: 7, month: 31 }[every];

function isDayOf(recurs: Recurrence, on: Day): boolean {
  if (recurs.every === "day") return true;
  const date = Number(on.slice(8, 10));
  if ("dayOfMonth" in recurs) return date === recurs.dayOfMonth || (isLastOfMonth(on) && recurs.dayOfMonth > date);
  if (weekdayOf(on) !== recurs.weekday) return false;
  return recurs.every === "week" || isInWeek(recurs.week, on, date);
}

const ORDER = ["first", "second", "third", "fourth"] as const satisfies readonly WeekOfMonth[];

const isInWeek = (week: WeekOfMonth, on: Day, date: number): boolean =>
  week === "last" ? addDays(on, 7).slice(0, 7) !== on.slice(0, 7) : ORDER.indexOf(week) === Math.floor((date - 1) / 7);

const isLastOfMonth = (on: Day): boolean => addDays(on, 1).slice(0, 7) !== on.slice(0, 7);

const A_MONDAY = day("2001-01-01");
/** 1 is Monday, 7 is Sunday. */
const weekdayOf = (on: Day): number => (daysBetween(A_MONDAY, on) % 7) + 1;
