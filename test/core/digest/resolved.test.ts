import { describe, expect, it } from "vitest";
import { resolvedLines } from "../../../src/core/digest/resolved.ts";
import { missing } from "../../../src/core/model/absence.ts";
import type { LedgerEntry } from "../../../src/core/model/ledger.ts";
import type { ClosingReason, FindingRecord } from "../../../src/core/model/record.ts";
import { minutesAfter, NOW } from "../../support/build.ts";
import { booked, EUR, entryOf, managedDisk, measured, names } from "./estate.ts";

const ended = (of: FindingRecord, reason: ClosingReason): FindingRecord => ({
  ...of,
  state: "resolved",
  closed: { at: NOW, reason, ...(reason === "moved" ? { successor: "web2" } : {}) },
});
const entry = (of: FindingRecord, realised: LedgerEntry["realised"], change: Partial<LedgerEntry> = {}): LedgerEntry =>
  entryOf(of, realised, { from: NOW, ...change });

const view = { names, locale: "en-GB", timeZone: "Europe/Berlin", currency: EUR };
const worths = (records: readonly FindingRecord[], ...entries: readonly LedgerEntry[]): readonly (string | undefined)[] =>
  resolvedLines(records, { ...view, booked: booked(...entries) }).map(({ worth }) => worth);

describe("the money of what ended", () => {
  const fixed = ended(managedDisk("prod-neu-1", "web", 10), "fixed");
  const other = ended(managedDisk("prod-neu-1", "api", 10), "fixed");
  const upTo = { firmness: "up-to" } as const;
  const moved = { reason: "moved" } as const;

  it.for<readonly [string, readonly LedgerEntry[], string | undefined]>([
    ["what is booked for it", [entry(fixed, measured(342))], "€342/month since 23 Nov"],
    ["what was measured where it moved", [entry(fixed, measured(128), moved)], "€128/month since 23 Nov, measured"],
    ["what was measured where an up-to amount was said", [entry(fixed, measured(70), upTo)], "€70/month since 23 Nov, measured"],
    ["what it costs more since", [entry(fixed, measured(-20), moved)], "€20/month more since 23 Nov, measured"],
    ["nothing that is not booked", [entry(other, measured(128))], undefined],
    ["nothing that could not be measured", [entry(fixed, missing("absent", "no price of the new size"), moved)], undefined],
    ["nothing that has ended by now", [entry(fixed, measured(128), { until: minutesAfter(60) })], undefined],
    ["nothing in another currency", [entry(fixed, measured(128, "USD"))], undefined],
    ["nothing that cannot be shown", [entry(fixed, measured(0.001))], undefined],
  ])("is %s", ([, entries, expected]) => {
    expect(worths([fixed], ...entries)).toEqual([expected]);
  });

  it("is one sum for one repair of many pools, since the local day of the last", () => {
    const entries = [entry(fixed, measured(342), { from: minutesAfter(22 * 60) }), entry(other, measured(342))];

    expect(worths([fixed, other], ...entries)).toEqual(["€684/month since 24 Nov"]);
    expect(worths([other, fixed], ...entries)).toEqual(["€684/month since 24 Nov"]);
  });

  it("is called measured only where all of it is", () => {
    expect(worths([fixed, other], entry(fixed, measured(342)), entry(other, measured(8), upTo))).toEqual(["€350/month since 23 Nov"]);
  });

  it("leads to its arithmetic where one was measured, and what was booked as said or is a sum leads nowhere", () => {
    const links = { report: "https://r", finding: () => "https://r/one", rule: () => "https://r/rule" };
    const pages = (records: readonly FindingRecord[], ...entries: readonly LedgerEntry[]) =>
      resolvedLines(records, { ...view, links, booked: booked(...entries) }).map(({ page }) => page);

    expect(pages([fixed], entry(fixed, measured(128), moved))).toEqual(["https://r/one"]);
    expect(pages([fixed], entry(fixed, measured(128)))).toEqual([undefined]);
    expect(pages([fixed], entry(fixed, measured(0.001), moved))).toEqual([undefined]);
    expect(pages([fixed, other], entry(fixed, measured(128), upTo), entry(other, measured(8), upTo))).toEqual([undefined]);
  });

  it("puts what saves most first", () => {
    const [gone, dear] = [ended(fixed, "gone"), ended(managedDisk("prod-neu-1", "a", 1, { finding: { title: "Another" } }), "fixed")];
    const lines = resolvedLines([gone, dear], { ...view, booked: booked(entry(dear, measured(8))) });

    expect(lines.map(({ title }) => title)).toEqual(["Another", "Ephemeral OS disk has room"]);
  });
});
