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

/** The fields of a schedule that may say anything within their range; seconds, minutes and hours must be one number each. */
const RANGES = [
  { what: "second", from: 0, to: 59 },
  { what: "minute", from: 0, to: 59 },
  { what: "hour", from: 0, to: 23 },
  { what: "day", from: 1, to: 31, names: "" },
  { what: "month", from: 1, to: 12, names: "jan feb mar apr may jun jul aug sep oct nov dec" },
  { what: "weekday", from: 0, to: 7, names: "sun mon tue wed thu fri sat" },
] as const;

/** What is wrong with a six-field NCRONTAB of one time of day; nothing when the host will take it. */
export function scheduleProblem(text: string): string | undefined {
  const fields = text.trim().split(/\s+/);
  if (fields.length !== RANGES.length) return `has ${fields.length} fields; six are needed`;
  for (const [index, range] of RANGES.entries()) {
    const field = fields[index] ?? "";
    if ("names" in range) {
      if (!field.split(",").every((part) => isPart(part, range))) return `has a ${range.what} (${field}) that is no schedule`;
    } else if (!/^\d+$/.test(field)) {
      return `has the ${range.what} ${field}; a scan starts at one time of day, so it takes one number`;
    } else if (Number(field) > range.to) return `has a ${range.what} (${field}) over ${range.to}`;
  }
  return undefined;
}

/** `*`, `5`, `mon`, `1-5`, each with an optional step. */
function isPart(part: string, { from, to, names }: Extract<(typeof RANGES)[number], { readonly names: string }>): boolean {
  const [span = "", step, ...rest] = part.split("/");
  if (rest.length > 0 || (step !== undefined && !/^[1-9]\d*$/.test(step))) return false;
  const known = names.split(" ");
  const isValue = (value: string): boolean =>
    /^\d+$/.test(value) ? Number(value) >= from && Number(value) <= to : known.includes(value.toLowerCase()) && value !== "";
  const ends = span.split("-");
  return span === "*" || (ends.length <= 2 && ends.every(isValue));
}
