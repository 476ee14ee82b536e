import { expect, it } from "vitest";
import { scheduledTime } from "../../src/app/schedule.ts";
import { instant } from "../../src/core/model/time.ts";

const due = instant("2026-11-23T23:59:59Z");

it.for([
  { what: "on time", now: "2026-11-24T00:00:00Z", next: due, scheduled: due },
  { what: "a second early", now: "2026-11-23T23:59:58Z", next: due, scheduled: due },
  { what: "past due by ten hours", now: "2026-11-24T10:00:00Z", next: due, scheduled: due },
  { what: "missed for days", now: "2026-11-26T10:00:00Z", next: due, scheduled: instant("2026-11-26T10:00:00Z") },
  { what: "started by hand at noon", now: "2026-11-23T12:00:00Z", next: due, scheduled: instant("2026-11-23T12:00:00Z") },
  { what: "without a status", now: "2026-11-24T00:00:00Z", next: undefined, scheduled: instant("2026-11-24T00:00:00Z") },
  { what: "with a broken status", now: "2026-11-24T00:00:00Z", next: "soon", scheduled: instant("2026-11-24T00:00:00Z") },
])("a timer run $what was scheduled for $scheduled", ({ now, next, scheduled }) => {
  expect(scheduledTime(next, instant(now))).toBe(scheduled);
});
