import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Calendar } from "../../src/core/model/calendar.ts";
import { day } from "../../src/core/model/time.ts";
import { readCalendar } from "../../src/edge/store/calendar-file.ts";

/**
 * The dates of support as they were known on 20 November 2026. What is tested is tested by these: when Azure moves a date, the built-in
 * calendar changes, and no law does.
 */
export const settledCalendar: Calendar = settled();

function settled(): Calendar {
  const read = readCalendar(JSON.parse(readFileSync(join(import.meta.dirname, "calendar.json"), "utf8")), day("2026-11-20"));
  if ("calendar" in read) return read.calendar;
  throw new Error(`calendar.json: ${read.problem}`);
}
