import type { MaintenanceTimes, Recurrence, Weekday } from "../model/maintenance.ts";
import { type CannotTell, cannotTell } from "./cannot-tell.ts";
import type { WeeklyWindow } from "./upgrade-windows.ts";

const DAY = 24 * 60;
const WEEK = 7 * DAY;
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7] as const satisfies readonly Weekday[];

/**
 * The windows of a schedule as a week in UTC; none means any time. A window of every second week or month counts as every week, one on
 * a day of the month as every day: when they meet is then told too often, never too seldom. Start dates and blocked days are not
 * looked at, for the same reason.
 */
export function weeklyWindows(times: MaintenanceTimes): readonly WeeklyWindow[] | CannotTell {
  switch (times.kind) {
    case "unknown":
      return cannotTell("unsupported", "its maintenance schedule has a form that is not known");
    case "hours":
      return times.hours.map(({ weekday, hour }) => ({ weekday, startMinute: hour * 60, durationMinutes: 60 }));
    case "window": {
      const { recurs, startMinute, durationHours, utcOffsetMinutes } = times;
      return weekdaysOf(recurs).map((weekday) => {
        const minute = ((weekday - 1) * DAY + startMinute - utcOffsetMinutes + WEEK) % WEEK;
        return { weekday: Math.floor(minute / DAY) + 1, startMinute: minute % DAY, durationMinutes: durationHours * 60 };
      });
    }
  }
}

const weekdaysOf = (recurs: Recurrence): readonly Weekday[] => ("weekday" in recurs ? [recurs.weekday] : EVERY_DAY);
