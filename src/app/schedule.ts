import { type Instant, instant, minutesBetween } from "../core/model/time.ts";

const MISSED_AFTER_MINUTES = 36 * 60;

/**
 * When this run of a timer was due. While a timer's function runs, the host's status still names this occurrence as the next
 * one, also when it is past due; a retry of the same night so gets the same scan. Absent on the first run ever; a time that
 * lies ahead or days back says nothing about this run.
 */
export function scheduledTime(next: string | undefined, now: Instant): Instant {
  if (next === undefined || Number.isNaN(Date.parse(next))) return now;
  const due = instant(next);
  const overdue = minutesBetween(due, now);
  return overdue < -1 || overdue > MISSED_AFTER_MINUTES ? now : due;
}
