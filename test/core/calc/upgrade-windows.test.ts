import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Peaks, peaksInWindows, type WeeklyWindow, type WindowClaim } from "../../../src/core/calc/upgrade-windows.ts";
import { lawTried } from "../../support/law.ts";

const FAMILY = "standardDDSv5Family";
const HOUR = 60;
const DAY = 24 * HOUR;

const window = (weekday: number, startHour: number, hours: number): WeeklyWindow => ({
  weekday,
  startMinute: startHour * HOUR,
  durationMinutes: hours * HOUR,
});
const claim = (name: string, needed: number, ...windows: readonly WeeklyWindow[]): WindowClaim<string> => ({
  name,
  windows,
  needs: new Map([[FAMILY, needed]]),
});

function peaksOf(...claims: readonly WindowClaim<string>[]): Peaks {
  const peaks = peaksInWindows(claims);
  const found = "cannotTell" in peaks ? undefined : peaks.get(FAMILY);
  if (!found) throw new Error("something is needed of the family");
  return found;
}

describe("the peak of clusters that share a quota", () => {
  it("is their sum where windows overlap, from when to when, and by hour", () => {
    const { highest, byHour } = peaksOf(claim("a", 44, window(7, 2, 4)), claim("b", 20, window(7, 4, 4)));

    expect(highest).toEqual({ needed: 64, from: 6 * DAY + 4 * HOUR, to: 6 * DAY + 6 * HOUR, claims: ["a", "b"] });
    expect(byHour).toHaveLength(168);
    expect(byHour.slice(144, 153)).toEqual([0, 0, 44, 44, 64, 64, 20, 20, 0]);
  });

  it("is the larger one where a window opens as the other closes", () => {
    expect(peaksOf(claim("a", 44, window(7, 2, 4)), claim("b", 20, window(7, 6, 4))).highest).toMatchObject({ needed: 44, claims: ["a"] });
  });

  it("adds up two windows that meet for a minute only, within that hour", () => {
    const early = { weekday: 1, startMinute: 120, durationMinutes: 31 };
    const late = { weekday: 1, startMinute: 150, durationMinutes: 240 };
    const { highest, byHour } = peaksOf(claim("a", 4, early), claim("b", 8, late));

    expect(highest).toEqual({ needed: 12, from: 150, to: 151, claims: ["a", "b"] });
    expect(byHour.slice(1, 5)).toEqual([0, 12, 8, 8]);
  });

  it("runs over midnight, and from Sunday into Monday", () => {
    expect(peaksOf(claim("a", 4, window(1, 22, 4)), claim("b", 8, window(2, 1, 1))).highest).toMatchObject({
      needed: 12,
      from: DAY + HOUR,
    });
    expect(peaksOf(claim("a", 4, window(7, 22, 4)), claim("b", 8, window(1, 1, 1))).highest).toMatchObject({ needed: 12, from: HOUR });
  });

  it("counts a cluster without a window at any time, and one with two windows once", () => {
    const any = claim("any", 16);
    const twice = claim("twice", 8, window(6, 1, 8), window(6, 4, 8));

    expect(peaksOf(any).highest).toEqual({ needed: 16, from: 0, to: 7 * DAY, claims: ["any"] });
    expect(peaksOf(any, twice).highest).toMatchObject({ needed: 24, from: 5 * DAY + HOUR, to: 5 * DAY + 12 * HOUR });
    expect(Math.min(...peaksOf(any, twice).byHour)).toBe(16);
  });

  it("keeps what is needed of different things apart", () => {
    const peaks = peaksInWindows([
      { name: "a", windows: [window(1, 2, 4)], needs: new Map([["x", 4]]) },
      { name: "b", windows: [window(1, 2, 4)], needs: new Map([["y", 8]]) },
    ]);
    if ("cannotTell" in peaks) throw new Error("all of it can be");

    expect([...peaks].map(([key, { highest }]) => [key, highest.needed, highest.claims])).toEqual([
      ["x", 4, ["a"]],
      ["y", 8, ["b"]],
    ]);
  });

  it("is the first of several as high, from when it is reached to when it changes", () => {
    expect(peaksOf(claim("a", 8, window(1, 2, 2), window(2, 2, 2))).highest).toEqual({ needed: 8, from: 120, to: 240, claims: ["a"] });
    expect(peaksOf(claim("a", 8, window(1, 2, 2)), claim("b", 8, window(1, 4, 2))).highest).toMatchObject({ to: 240, claims: ["a"] });
  });

  it.for([
    { of: "a minute at midnight on Monday", window: { weekday: 1, startMinute: 0, durationMinutes: 1 }, from: 0, to: 1 },
    { of: "all week", window: { weekday: 1, startMinute: 0, durationMinutes: 7 * DAY }, from: 0, to: 7 * DAY },
    { of: "the last minute", window: { weekday: 7, startMinute: 1439, durationMinutes: 1 }, from: 7 * DAY - 1, to: 7 * DAY },
  ])("counts a single vCPU in a window of $of", ({ window: of, from, to }) => {
    expect(peaksOf(claim("a", 1, of)).highest).toEqual({ needed: 1, from, to, claims: ["a"] });
  });

  it("is nothing of nothing", () => {
    expect(peaksInWindows([])).toEqual(new Map());
    expect(peaksOf(claim("a", 0, window(1, 2, 4))).highest).toMatchObject({ needed: 0, claims: [] });
  });

  it.for([
    { what: "an eighth day", of: claim("a", 4, { weekday: 8, startMinute: 0, durationMinutes: 60 }) },
    { what: "a day before the first", of: claim("a", 4, { weekday: 0, startMinute: 0, durationMinutes: 60 }) },
    { what: "half a day", of: claim("a", 4, { weekday: 1.5, startMinute: 0, durationMinutes: 60 }) },
    { what: "a start after midnight", of: claim("a", 4, { weekday: 1, startMinute: 1440, durationMinutes: 60 }) },
    { what: "a start before the day", of: claim("a", 4, { weekday: 1, startMinute: -1, durationMinutes: 60 }) },
    { what: "no duration", of: claim("a", 4, { weekday: 1, startMinute: 0, durationMinutes: 0 }) },
    { what: "more than a week", of: claim("a", 4, { weekday: 1, startMinute: 0, durationMinutes: 7 * DAY + 1 }) },
    { what: "fewer than no vCPUs", of: claim("a", -4, window(1, 2, 4)) },
    { what: "a need that is no number", of: claim("a", Number.NaN) },
  ])("cannot be told of $what", ({ of }) => {
    expect(peaksInWindows([of])).toMatchObject({ cannotTell: { kind: "unreadable" } });
  });
});

describe("laws of the peak", () => {
  const windows = fc.record({
    weekday: fc.integer({ min: 1, max: 7 }),
    startMinute: fc.nat({ max: 1439 }),
    durationMinutes: fc.integer({ min: 1, max: 2 * DAY }),
  });
  const claims = fc.array(fc.record({ needed: fc.integer({ min: 1, max: 100 }), windows: fc.array(windows, { maxLength: 2 }) }), {
    minLength: 1,
    maxLength: 5,
  });

  /** Counted from the window's own start, this week's or last week's. */
  const isOpenAt = (minute: number, open: readonly WeeklyWindow[]) =>
    open.length === 0 ||
    open.some(({ weekday, startMinute, durationMinutes }) => {
      const start = (weekday - 1) * DAY + startMinute;
      return [start, start - 7 * DAY].some((from) => minute >= from && minute < from + durationMinutes);
    });

  lawTried(30)("is what minute by minute counting finds", [claims], (rows) => {
    const minutes = Array.from({ length: 7 * DAY }, (_, minute) =>
      rows.reduce((sum, row) => sum + (isOpenAt(minute, row.windows) ? row.needed : 0), 0),
    );
    const { highest, byHour } = peaksOf(...rows.map((row, index) => claim(`${index}`, row.needed, ...row.windows)));

    expect(highest.needed).toBe(Math.max(...minutes));
    expect(highest.from).toBe(minutes.indexOf(highest.needed));
    expect(byHour).toEqual(Array.from({ length: 168 }, (_, hour) => Math.max(...minutes.slice(hour * 60, hour * 60 + 60))));
  });
});
