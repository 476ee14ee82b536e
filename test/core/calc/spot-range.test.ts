import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SPOT_DAYS, spotRange } from "../../../src/core/calc/spot-range.ts";
import { addDays, day, instant } from "../../../src/core/model/time.ts";
import { law } from "../../support/law.ts";

const TODAY = day("2026-11-23");
const from = (ago: number, usdHourly: number, time = "00:00") => ({ from: instant(`${addDays(TODAY, -ago)}T${time}:00Z`), usdHourly });

const ALWAYS_005 = { latest: 0.05, low: 0.05, median: 0.05, high: 0.05, days: 28 };

describe("the spot prices of 28 days", () => {
  it("are one price where Azure has a single entry, however old", () => {
    expect(spotRange([from(300, 0.05)], TODAY)).toEqual({ ...ALWAYS_005, lastWeek: expect.closeTo(0.05, 12) });
  });

  it("count each day once, with the price that held at its end", () => {
    const prices = [from(300, 0.05), from(2, 0.09, "10:00"), from(2, 0.08, "11:00"), from(2, 0.05, "23:59")];

    expect(spotRange(prices, TODAY)).toMatchObject(ALWAYS_005);
  });

  it("hold until the next one", () => {
    const prices = [from(40, 0.05), from(9, 0.1), from(0, 0.2, "01:00")];

    expect(spotRange(prices, TODAY)).toMatchObject({ latest: 0.2, low: 0.05, median: 0.05, high: 0.2, days: 28 });
  });

  it.for([
    { ago: 27, days: 28 },
    { ago: 26, days: 27 },
    { ago: 0, days: 1 },
  ])("cover $days days from a first price $ago days ago", ({ ago, days }) => {
    expect(spotRange([from(ago, 0.05)], TODAY)).toMatchObject({ days });
  });

  it("have the mean of the last 7 days, today included", () => {
    const prices = [from(40, 0.05), from(6, 0.1), from(0, 0.17, "01:00")];

    expect(spotRange(prices, TODAY)?.lastWeek).toBeCloseTo((6 * 0.1 + 0.17) / 7, 12);
  });

  it.for([
    { ago: 6, has: true },
    { ago: 5, has: false },
  ])("have no mean of a week where the first price is $ago days old: $has", ({ ago, has }) => {
    expect(spotRange([from(ago, 0.05)], TODAY)?.lastWeek !== undefined).toBe(has);
  });

  it("leave out what ended before", () => {
    const prices = [from(60, 0.9), from(28, 0.8), from(27, 0.05)];

    expect(spotRange(prices, TODAY)).toMatchObject({ high: 0.05, days: 28 });
  });

  it("count the last price of today, and none of tomorrow", () => {
    const prices = [from(3, 0.05), from(0, 0.07, "23:59"), from(-1, 0.5)];

    expect(spotRange(prices, TODAY)).toMatchObject({ latest: 0.07, high: 0.07 });
  });

  it("have the mean of the two in the middle as their median", () => {
    expect(spotRange([from(3, 1), from(2, 2), from(1, 4), from(0, 8)], TODAY)).toMatchObject({ median: 3, days: 4 });
    expect(spotRange([from(2, 2), from(1, 8), from(0, 4)], TODAY)).toMatchObject({ median: 4, days: 3 });
  });

  it.for([0, -0.1, Number.NaN])("have a gap where Azure says %f", (odd) => {
    expect(spotRange([from(9, 0.05), from(5, odd), from(2, 0.06)], TODAY)).toEqual({
      latest: 0.06,
      low: 0.05,
      median: 0.05,
      high: 0.06,
      days: 7,
    });
  });

  it.for([{ prices: [] }, { prices: [from(-1, 0.05)] }])("are nothing where no day is covered", ({ prices }) => {
    expect(spotRange(prices, TODAY)).toBeUndefined();
  });

  const entry = fc
    .tuple(fc.integer({ min: -2, max: 60 }), fc.integer({ min: 1, max: 1000 }))
    .map(([ago, price]) => from(ago, price / 1000));

  law("stand in order, whatever the order they came in", [fc.uniqueArray(entry, { selector: (each) => each.from })], (prices) => {
    const range = spotRange(prices, TODAY);

    expect(spotRange(prices.toReversed(), TODAY)).toEqual(range);
    if (!range) return;
    expect(range.low).toBeLessThanOrEqual(range.median);
    expect(range.median).toBeLessThanOrEqual(range.high);
    expect(range.latest).toBeGreaterThanOrEqual(range.low);
    expect(range.days).toBeLessThanOrEqual(SPOT_DAYS);
  });
});
