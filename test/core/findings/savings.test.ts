import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { newestEntries, savingsByMonth } from "../../../src/core/findings/savings.ts";
import type { LedgerEntry } from "../../../src/core/model/ledger.ts";
import { currency } from "../../../src/core/model/money.ts";
import type { FindingKey } from "../../../src/core/model/record.ts";
import { addDays, day, instant, startOf } from "../../../src/core/model/time.ts";
import { ref, SUBSCRIPTION } from "../../support/build.ts";
import { law } from "../../support/law.ts";

const EUR = currency("EUR");
const euros = (amount: number) => ({ amount, currency: EUR });
const NOT_PRICED = { missing: { kind: "absent", why: "no price" } } as const;

const entry = (from: string, change: Partial<LedgerEntry> = {}): LedgerEntry => ({
  key: "finding" as FindingKey,
  subscription: SUBSCRIPTION,
  cluster: ref().id,
  code: "COST-001",
  about: "disk",
  reason: "fixed",
  from: instant(from),
  predicted: euros(730),
  firmness: "firm",
  realised: { money: euros(365) },
  ...change,
});

/** Month, predicted and realised; a euro an hour is 730 a month. */
const firm = (entries: readonly LedgerEntry[], through: string) =>
  savingsByMonth(entries, day(through), EUR).map(({ month, firm: { predicted, realised } }) => [month, predicted.amount, realised.amount]);

describe("what was saved by month", () => {
  it.for([
    // 30 days of November are 720 hours, 31 of December 744: 720/730 × 730 = 720.
    {
      what: "whole months",
      from: "2026-11-01T00:00Z",
      through: "2026-12-31",
      expected: [
        ["2026-11", 720, 360],
        ["2026-12", 744, 372],
      ],
    },
    // From 23 Nov 02:00 to the end of the 30th: 22 h + 7 × 24 h = 190 h.
    { what: "from the hour it was seen", from: "2026-11-23T02:00Z", through: "2026-11-30", expected: [["2026-11", 190, 95]] },
    { what: "to the end of the last day", from: "2026-11-23T00:00Z", through: "2026-11-23", expected: [["2026-11", 24, 12]] },
    { what: "nothing of what comes later", from: "2026-11-24T00:00Z", through: "2026-11-23", expected: [] },
    // February of a leap year: 29 × 24 = 696.
    { what: "a leap year", from: "2028-02-01T00:00Z", through: "2028-02-29", expected: [["2028-02", 696, 348]] },
  ] as const)("counts $what", ({ from, through, expected }) => {
    const rows = firm([entry(from)], through);

    expect(rows.map(([month]) => month)).toEqual(expected.map(([month]) => month));
    for (const [index, [, predicted, realised]] of expected.entries()) {
      expect(rows[index]?.[1]).toBeCloseTo(predicted, 6);
      expect(rows[index]?.[2]).toBeCloseTo(realised, 6);
    }
  });

  it("ends with the entry, and lists months in which nothing was in force", () => {
    const entries = [
      entry("2026-09-30T22:00Z", { until: instant("2026-10-01T05:00Z") }),
      entry("2026-12-31T23:00Z", { key: "other" as FindingKey }),
    ];

    const rows = firm(entries, "2026-12-31");

    // 2 h of September, 5 h of October, nothing, 1 h of December.
    expect(rows.map(([month, predicted]) => [month, Number(predicted).toFixed(6)])).toEqual([
      ["2026-09", "2.000000"],
      ["2026-10", "5.000000"],
      ["2026-11", "0.000000"],
      ["2026-12", "1.000000"],
    ]);
  });

  it("counts a saving for 8,760 hours, twelve months of 730, and lists the months after as nothing", () => {
    const rows = firm([entry("2026-11-23T02:00Z")], "2028-01-31");

    expect(rows.reduce((sum, [, predicted]) => sum + Number(predicted), 0)).toBeCloseTo(12 * 730, 6);
    // 2027-11-01 to 23 Nov 02:00: 22 × 24 + 2 = 530 h.
    expect(rows[12]).toEqual(["2027-11", expect.closeTo(530, 6), expect.closeTo(265, 6)]);
    expect(rows.slice(13)).toEqual([
      ["2027-12", 0, 0],
      ["2028-01", 0, 0],
    ]);
  });

  it("saves nothing where an entry was taken back at its first moment", () => {
    expect(firm([entry("2026-11-23T02:00Z", { until: instant("2026-11-23T02:00Z") })], "2026-11-30")).toEqual([["2026-11", 0, 0]]);
  });

  it("keeps firm and up to apart, and takes off what costs more than before", () => {
    const [november] = savingsByMonth(
      [
        entry("2026-11-01T00:00Z"),
        entry("2026-11-01T00:00Z", { realised: { money: euros(-73) } }),
        entry("2026-11-01T00:00Z", { firmness: "up-to", predicted: euros(7300), realised: { money: euros(1460) } }),
      ],
      day("2026-11-30"),
      EUR,
    );

    // 720 h: firm 2 × 730 predicted, 365 − 73 = 292 realised; up to 7,300 and 1,460; each × 720/730.
    expect(november).toEqual({
      month: "2026-11",
      firm: { predicted: euros(expect.closeTo(1440, 6)), realised: euros(expect.closeTo(288, 6)), unmeasured: 0 },
      upTo: { predicted: euros(expect.closeTo(7200, 6)), realised: euros(expect.closeTo(1440, 6)), unmeasured: 0 },
    });
  });

  it("counts what was not measured in the months it was in force, and adds up no other currency", () => {
    const dollars = { amount: 999, currency: currency("USD") };
    const entries = [
      entry("2026-11-01T00:00Z", { realised: NOT_PRICED, until: instant("2026-12-01T00:00Z") }),
      entry("2026-12-01T00:00Z", { predicted: dollars, realised: { money: dollars } }),
    ];

    expect(savingsByMonth(entries, day("2026-12-31"), EUR).map((month) => month.firm)).toEqual([
      { predicted: euros(expect.closeTo(720, 6)), realised: euros(0), unmeasured: 1 },
      { predicted: euros(0), realised: euros(0), unmeasured: 1 },
    ]);
  });

  it("of no entries is no month", () => {
    expect(savingsByMonth([], day("2026-11-30"), EUR)).toEqual([]);
  });
});

describe("what was saved, whatever the entries", () => {
  const some = fc
    .record({
      from: fc.nat(900 * 24),
      hours: fc.option(fc.nat(600 * 24), { nil: undefined }),
      amount: fc.integer({ min: 1, max: 5000 }),
      firmness: fc.constantFrom("firm" as const, "up-to" as const),
      key: fc.uuid(),
    })
    .map(({ from, hours, amount, firmness, key }) => {
      const start = Date.parse("2026-01-01T00:00Z") + from * 3_600_000;
      return entry(new Date(start).toISOString(), {
        key: key as FindingKey,
        predicted: euros(amount),
        realised: { money: euros(amount / 2) },
        firmness,
        ...(hours === undefined ? {} : { until: instant(start + hours * 3_600_000) }),
      });
    });
  const all = fc.array(some, { maxLength: 8 });
  const last = fc.nat(1200).map((days) => addDays(day("2026-01-01"), days));
  const total = (entries: readonly LedgerEntry[], through: ReturnType<typeof day>) =>
    savingsByMonth(entries, through, EUR).reduce((sum, { firm: a, upTo: b }) => sum + a.predicted.amount + b.predicted.amount, 0);

  law("does not depend on their order, to the last digit", [all, last], (entries, through) => {
    expect(savingsByMonth(entries.toReversed(), through, EUR)).toEqual(savingsByMonth(entries, through, EUR));
  });

  law("is never more than twelve months of each entry, nor than the hours since it began", [all, last], (entries, through) => {
    const end = Date.parse(startOf(addDays(through, 1)));
    const most = entries.map(({ from, predicted: { amount } }) => {
      const hours = Math.min(8760, Math.max(0, (end - Date.parse(from)) / 3_600_000));
      return (amount * hours) / 730;
    });

    expect(total(entries, through)).toBeLessThanOrEqual(most.reduce((sum, each) => sum + each, 0) + 1e-6);
  });

  law("grows with every day and never for what has passed", [all, last], (entries, through) => {
    const months = savingsByMonth(entries, through, EUR);
    const later = savingsByMonth(entries, addDays(through, 40), EUR);

    expect(total(entries, addDays(through, 40))).toBeGreaterThanOrEqual(total(entries, through) - 1e-6);
    expect(later.slice(0, Math.max(0, months.length - 1))).toEqual(months.slice(0, -1));
  });
});

it("the newest entry of a finding is the one that began last, in whatever order they come", () => {
  const [first, last] = [entry("2026-10-02T02:00:00Z", { until: instant("2026-10-05T02:00:00Z") }), entry("2026-10-31T23:55:00Z")];
  const other = entry("2026-11-02T02:00:00Z", { key: "other" as FindingKey });

  for (const entries of [
    [first, last, other],
    [other, last, first],
  ])
    expect([...newestEntries(entries).values()].sort((a, b) => (a.from < b.from ? -1 : 1))).toEqual([last, other]);
});
