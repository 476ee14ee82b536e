import { describe, expect, it } from "vitest";
import { type ResolvedView, resolvedLines } from "../../../src/core/digest/resolved.ts";
import { missing } from "../../../src/core/model/absence.ts";
import type { LedgerEntry } from "../../../src/core/model/ledger.ts";
import { currency } from "../../../src/core/model/money.ts";
import type { ClosingReason, FindingRecord } from "../../../src/core/model/record.ts";
import { minutesAfter, NOW, ref, SUBSCRIPTION } from "../../support/build.ts";
import { EUR, managedDisk, names, saves } from "./estate.ts";

const view: ResolvedView = { names, locale: "en-GB", timeZone: "Europe/Berlin", currency: EUR };

const ended = (of: FindingRecord, reason: ClosingReason, minutes = 0): FindingRecord => ({
  ...of,
  state: "resolved",
  closed: { at: minutesAfter(minutes), reason, ...(reason === "moved" ? { successor: "web2" } : {}) },
});
const entry = (of: FindingRecord, realised: LedgerEntry["realised"], change: Partial<LedgerEntry> = {}): LedgerEntry => ({
  key: of.key,
  subscription: SUBSCRIPTION,
  cluster: ref().id,
  code: "COST-004",
  about: "disk",
  reason: "moved",
  from: NOW,
  predicted: { amount: 410, currency: EUR },
  firmness: "firm",
  realised,
  ...change,
});
const measured = (amount: number, code = "EUR"): LedgerEntry["realised"] => ({ money: { amount, currency: currency(code) } });

const worths = (records: readonly FindingRecord[], entries?: readonly LedgerEntry[]): readonly (string | undefined)[] =>
  resolvedLines(records, { ...view, ...(entries ? { booked: new Map(entries.map((each) => [each.key, each])) } : {}) }).map(
    ({ worth }) => worth,
  );

describe("the money of what ended", () => {
  const disk = managedDisk("prod-neu-1", "web", 10);
  const [fixed, moved, gone] = [ended(disk, "fixed"), ended(disk, "moved"), ended(disk, "gone")];
  const upTo = ended({ ...disk, finding: { ...disk.finding, worth: saves(90, { firmness: "up-to" }) } }, "fixed");

  it.for<readonly [string, FindingRecord, LedgerEntry | undefined, string | undefined]>([
    ["what a firm finding said that was fixed", fixed, undefined, "€342/month since 23 Nov"],
    ["what the ledger holds for it", fixed, entry(fixed, measured(300), { reason: "fixed" }), "€300/month since 23 Nov"],
    ["what was measured where it moved", moved, entry(moved, measured(128)), "€128/month since 23 Nov, measured"],
    [
      "what was measured where only an up-to amount was said",
      upTo,
      entry(upTo, measured(70), { reason: "fixed", firmness: "up-to" }),
      "€70/month since 23 Nov, measured",
    ],
    ["what it costs more since it moved", moved, entry(moved, measured(-20)), "€20/month more since 23 Nov, measured"],
    ["nothing that has ended by now", moved, entry(moved, measured(128), { until: minutesAfter(60) }), undefined],
    ["nothing where it moved and nobody measured", moved, undefined, undefined],
    ["nothing where it could not be measured", moved, entry(moved, missing("absent", "no price of the new size")), undefined],
    ["nothing for a guess that was not measured", upTo, undefined, undefined],
    ["nothing that was deleted", gone, undefined, undefined],
    ["nothing in another currency", moved, entry(moved, measured(128, "USD")), undefined],
    ["nothing that cannot be shown", moved, entry(moved, measured(0.001)), undefined],
  ])("is %s", ([, record, booked, expected]) => {
    expect(worths([record], booked && [booked])).toEqual([expected]);
  });

  it("is the local day, of the last one where several ended", () => {
    const late = [ended(disk, "fixed", 22 * 60), ended(managedDisk("prod-neu-1", "api", 10), "fixed")];

    expect(worths(late)).toEqual(["€684/month since 24 Nov"]);
    expect(worths(late.toReversed())).toEqual(["€684/month since 24 Nov"]);
  });

  it("is called measured only where all of it is", () => {
    const other = ended(managedDisk("prod-neu-1", "api", 10), "fixed");

    const entries = [entry(fixed, measured(342), { reason: "fixed" }), entry(other, measured(8))];

    expect(worths([fixed, other], entries)).toEqual(["€350/month since 23 Nov"]);
  });

  it("is not said twice for two that saved the same money", () => {
    const size = ended(
      {
        ...disk,
        key: `${disk.key}size` as FindingRecord["key"],
        finding: { ...disk.finding, title: "Smaller", worth: saves(500, { about: "size" }) },
      },
      "fixed",
    );

    expect(worths([size, fixed])).toEqual(["€500/month since 23 Nov", undefined]);
  });

  it("is nothing that the ledger did not book", () => {
    const other = ended(managedDisk("prod-neu-1", "api", 10, { finding: { title: "Another" } }), "fixed");

    expect(worths([fixed, other], [entry(other, measured(8), { reason: "fixed" })])).toEqual(["€8.00/month since 23 Nov", undefined]);
    expect(worths([fixed], [])).toEqual([undefined]);
  });

  it("puts what saves most first", () => {
    const other = ended(managedDisk("prod-neu-1", "api", 20, { finding: { title: "Another" } }), "fixed");

    expect(resolvedLines([fixed, gone, other], view).map(({ title }) => title)).toEqual([
      "Another",
      "Ephemeral OS disk has room",
      "Ephemeral OS disk has room",
    ]);
  });
});
