import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Recurrence } from "../../../src/core/model/maintenance.ts";
import { addDays, type Day, day, daysBetween } from "../../../src/core/model/time.ts";
import { daysApart, earliestOpening } from "../../../src/core/rules/maintenance-opening.ts";
import { maintenanceWindow } from "../../support/build.ts";
import { law } from "../../support/law.ts";

const MONDAY = day("2026-11-23");
const opens = (recurs: Recurrence, change = {}, from: Day = MONDAY) => earliestOpening(maintenanceWindow({ recurs, ...change }), from, 100);

describe("the earliest opening of a maintenance window", () => {
  it.for([
    { recurs: { every: "day", interval: 3 }, on: "2026-11-23" },
    { recurs: { every: "week", interval: 1, weekday: 1 }, on: "2026-11-23" },
    { recurs: { every: "week", interval: 2, weekday: 7 }, on: "2026-11-29" },
    { recurs: { every: "month", interval: 1, dayOfMonth: 22 }, on: "2026-12-22" },
    { recurs: { every: "month", interval: 1, dayOfMonth: 23 }, on: "2026-11-23" },
    { recurs: { every: "month", interval: 1, dayOfMonth: 31 }, on: "2026-11-30" },
    { recurs: { every: "month", interval: 1, week: "first", weekday: 2 }, on: "2026-12-01" },
    { recurs: { every: "month", interval: 1, week: "first", weekday: 1 }, on: "2026-12-07" },
    { recurs: { every: "month", interval: 1, week: "second", weekday: 2 }, on: "2026-12-08" },
    { recurs: { every: "month", interval: 1, week: "fourth", weekday: 1 }, on: "2026-11-23" },
    { recurs: { every: "month", interval: 1, week: "last", weekday: 1 }, on: "2026-11-30" },
    { recurs: { every: "month", interval: 2, week: "third", weekday: 7 }, on: "2026-12-20" },
  ] as const)("of $recurs is on $on", ({ recurs, on }) => {
    expect(opens(recurs)).toBe(on);
  });

  it("waits for its start date and for blocked ranges, both ends included", () => {
    const weekly = { every: "week", interval: 1, weekday: 7 } as const;

    expect(opens(weekly, { startDate: day("2026-11-29") })).toBe("2026-11-29");
    expect(opens(weekly, { startDate: day("2026-11-30") })).toBe("2026-12-06");
    expect(opens(weekly, { blocked: [{ first: day("2026-11-29"), last: day("2026-12-06") }] })).toBe("2026-12-13");
    expect(opens(weekly, { blocked: [{ first: day("2026-11-01"), last: day("2027-11-01") }] })).toBeUndefined();
  });

  law(
    "is never before its day, never in a blocked range, and a weekly window without them opens within seven days",
    [fc.integer({ min: 0, max: 4000 }), fc.constantFrom(1, 2, 3, 4, 5, 6, 7), fc.nat(60)],
    (from, weekday, blockedDays) => {
      const start = addDays(day("2020-01-01"), from);
      const weekly = { every: "week", interval: 1, weekday } as const;
      const blocked = [{ first: start, last: addDays(start, blockedDays) }];
      const free = opens(weekly, {}, start);
      const late = opens(weekly, { blocked }, start);

      expect(daysBetween(start, free ?? start)).toBeLessThan(7);
      expect(daysBetween(start, late ?? start)).toBeGreaterThan(blockedDays);
    },
  );

  it.for([
    { recurs: { every: "day", interval: 3 }, apart: 3 },
    { recurs: { every: "week", interval: 4, weekday: 1 }, apart: 28 },
    { recurs: { every: "month", interval: 3, dayOfMonth: 1 }, apart: 93 },
  ] as const)("comes back after $apart days at the most: $recurs", ({ recurs, apart }) => {
    expect(daysApart(recurs)).toBe(apart);
  });
});
