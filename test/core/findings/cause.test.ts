import { describe, expect, it } from "vitest";
import { caused } from "../../../src/core/findings/cause.ts";
import type { Cause } from "../../../src/core/model/event.ts";
import type { FindingRecord } from "../../../src/core/model/record.ts";
import { day } from "../../../src/core/model/time.ts";
import { minutesAfter, ref } from "../../support/build.ts";
import { on, record } from "../digest/estate.ts";

const ROUND = "check 1";
const change = (minutes: number, of: Partial<Cause> = {}): Cause => ({
  operation: `op${minutes}`,
  at: minutesAfter(minutes),
  cluster: ref(),
  ...of,
});
const found = (of: Partial<FindingRecord> = {}): FindingRecord =>
  record({
    round: ROUND,
    firstSeen: minutesAfter(10),
    lastSeen: minutesAfter(10),
    ...of,
    finding: { target: on("prod-weu-1"), subject: "apps" },
  });
const by = (of: FindingRecord, ...changes: readonly Cause[]): string | undefined => caused(of, changes, ROUND).cause?.operation;

describe("the change a finding appeared with", () => {
  it.for([
    { what: "the last one before it was seen", changes: [change(1), change(5), change(11)], says: "op5" },
    { what: "the one of its own pool", changes: [change(1, { pool: "APPS" }), change(5, { pool: "web" }), change(6)], says: "op1" },
    { what: "of its own cluster before another's", changes: [change(1), change(5, { cluster: ref("prod-weu-2") })], says: "op1" },
    { what: "another cluster's, where its own has none", changes: [change(5, { cluster: ref("prod-weu-2") })], says: "op5" },
    { what: "none where there was none", changes: [], says: undefined },
  ])("is $what", ({ changes, says }) => {
    expect(by(found(), ...changes)).toBe(says);
  });

  it.for([
    { what: "stood before", of: found({ state: "open", firstSeen: minutesAfter(-999) }) },
    { what: "was there at the first look", of: found({ baseline: true }) },
    { what: "is closed", of: found({ closed: { at: minutesAfter(10), reason: "fixed" } }) },
    { what: "comes nearer by itself", of: { ...found(), finding: { ...found().finding, due: day("2026-12-24") } } },
    { what: "grows by days", of: { ...found(), finding: { ...found().finding, magnitude: { value: 3, unit: "day" as const } } } },
  ])("is none for what $what", ({ of }) => {
    expect(by(of, change(5))).toBeUndefined();
  });

  it("is also known where a scan was faster than the check", () => {
    const scanned = found({ round: "2026-11-23", state: "new" });

    expect(by(scanned, change(5))).toBe("op5");
    expect(by(scanned, change(5, { cluster: ref("prod-weu-2") }))).toBeUndefined();
    expect(by({ ...scanned, cause: change(2) }, change(5))).toBe("op2");
  });
});
