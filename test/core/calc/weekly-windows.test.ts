import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { peaksInWindows } from "../../../src/core/calc/upgrade-windows.ts";
import { weeklyWindows } from "../../../src/core/calc/weekly-windows.ts";
import type { MaintenanceWindow, Recurrence, Weekday } from "../../../src/core/model/maintenance.ts";
import { law } from "../../support/law.ts";

const SUNDAY: Recurrence = { every: "week", interval: 1, weekday: 7 };
const window = (change: Partial<MaintenanceWindow> = {}): MaintenanceWindow => ({
  kind: "window",
  recurs: SUNDAY,
  startMinute: 120,
  durationHours: 6,
  utcOffsetMinutes: 0,
  blocked: [],
  ...change,
});
const all = (startMinute: number) => [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, startMinute, durationMinutes: 360 }));

describe("a schedule as weekly windows in UTC", () => {
  it.for([
    { what: "Sunday 02:00 UTC", change: {}, weekday: 7, startMinute: 120 },
    { what: "Sunday 02:00 at +05:30", change: { utcOffsetMinutes: 330 }, weekday: 6, startMinute: 1230 },
    { what: "Sunday 23:00 at -08:00", change: { startMinute: 1380, utcOffsetMinutes: -480 }, weekday: 1, startMinute: 420 },
    {
      what: "Monday 00:00 at +01:00",
      change: { recurs: { every: "week", interval: 1, weekday: 1 }, startMinute: 0, utcOffsetMinutes: 60 },
      weekday: 7,
      startMinute: 1380,
    },
    { what: "every third Sunday", change: { recurs: { every: "week", interval: 3, weekday: 7 } }, weekday: 7, startMinute: 120 },
    {
      what: "the last Friday of a month",
      change: { recurs: { every: "month", interval: 1, week: "last", weekday: 5 } },
      weekday: 5,
      startMinute: 120,
    },
  ] as const)("of $what opens on day $weekday at minute $startMinute", ({ change, weekday, startMinute }) => {
    expect(weeklyWindows(window(change))).toEqual([{ weekday, startMinute, durationMinutes: 360 }]);
  });

  it.for([
    { what: "a day", recurs: { every: "day", interval: 1 } },
    { what: "a third day", recurs: { every: "day", interval: 3 } },
    { what: "a day of the month", recurs: { every: "month", interval: 1, dayOfMonth: 1 } },
  ] as const)("of $what opens on every day of the week", ({ recurs }) => {
    expect(weeklyWindows(window({ recurs }))).toEqual(all(120));
  });

  it("of whole hours opens in each of them, and of none at any time", () => {
    const hours = [{ weekday: 2, hour: 23 }] as const;

    expect(weeklyWindows({ kind: "hours", hours, blocked: [] })).toEqual([{ weekday: 2, startMinute: 1380, durationMinutes: 60 }]);
    expect(weeklyWindows({ kind: "hours", hours: [], blocked: [] })).toEqual([]);
  });

  it("cannot be told of a form that is not known", () => {
    expect(weeklyWindows({ kind: "unknown" })).toMatchObject({ cannotTell: { kind: "unsupported" } });
  });

  const weekday = fc.integer({ min: 1, max: 7 }) as fc.Arbitrary<Weekday>;

  law(
    "is always one that peaks can be counted in",
    [weekday, fc.integer({ min: 0, max: 1439 }), fc.integer({ min: -720, max: 840 })],
    (on, startMinute, utcOffsetMinutes) => {
      const windows = weeklyWindows(window({ recurs: { every: "week", interval: 1, weekday: on }, startMinute, utcOffsetMinutes }));
      const peaks = "cannotTell" in windows ? windows : peaksInWindows([{ name: "a", windows, needs: new Map([["q", 1]]) }]);

      expect(peaks).not.toHaveProperty("cannotTell");
    },
  );
});
