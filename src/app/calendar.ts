import { builtInCalendar, type Calendar, newerCalendar } from "../core/model/calendar.ts";
import { UnreadableRows } from "../edge/store/index.ts";
import type { Run } from "./compose.ts";

/** The calendar a run judges by: the stored one where it is newer and can be read, else the one the app was deployed with. */
export async function effectiveCalendar({ store, log, now }: Pick<Run, "store" | "log" | "now">): Promise<Calendar> {
  try {
    const stored = await store.calendars.get(now);
    return stored ? newerCalendar(builtInCalendar, stored) : builtInCalendar;
  } catch (error) {
    if (!(error instanceof UnreadableRows)) throw error;
    log.warn(`${error.message}; judged by the built-in calendar of ${builtInCalendar.checkedOn}`);
    return builtInCalendar;
  }
}
