import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ending, lastDay, precisionOf } from "../../../src/core/model/calendar.ts";
import { addDays } from "../../../src/core/model/time.ts";
import { law } from "../../support/law.ts";

describe("when something ends", () => {
  it.for([
    { text: "2027-06-30", precision: "day", last: "2027-06-30" },
    { text: "2026-11", precision: "month", last: "2026-11-30" },
    { text: "2026-12", precision: "month", last: "2026-12-31" },
    { text: "2027-02", precision: "month", last: "2027-02-28" },
    { text: "2028-02", precision: "month", last: "2028-02-29" },
  ])("$text is as exact as a $precision and lasts through $last", ({ text, precision, last }) => {
    expect(precisionOf(ending(text))).toBe(precision);
    expect(lastDay(ending(text))).toBe(last);
  });

  it.for(["2026", "2026-13", "2026-00", "2026-1", "2026-02-30", "30 Nov 2026", "2026-11-30T00:00:00Z", ""])("is never %j", (text) => {
    expect(() => ending(text)).toThrow(/ is not a day of the form YYYY-MM-DD$/);
  });

  law(
    "with only a month lasts to the day before the next month",
    [fc.integer({ min: 2020, max: 2099 }), fc.integer({ min: 1, max: 12 })],
    (year, month) => {
      const text = `${year}-${String(month).padStart(2, "0")}`;

      const last = lastDay(ending(text));

      expect(last.slice(0, 7)).toBe(text);
      expect(addDays(last, 1).slice(8)).toBe("01");
    },
  );
});
