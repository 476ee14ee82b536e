import { describe, expect, it } from "vitest";
import { composeDigest } from "../../../src/core/digest/compose.ts";
import type { Digest, DigestInput } from "../../../src/core/digest/digest.ts";
import type { Decided, DecisionEnd } from "../../../src/core/model/decision.ts";
import type { FindingRecord } from "../../../src/core/model/record.ts";
import { day } from "../../../src/core/model/time.ts";
import { minutesAfter } from "../../support/build.ts";
import { baselineNight, decided, fixedSize, managedDisk, noAddresses, on, record, saves, setAside, supportEnds, toldOf } from "./estate.ts";

const DAY = 1440;
/** Ten days later, about a route that was told of something long ago. */
const compose = (records: readonly FindingRecord[], change: Partial<DigestInput> = {}): Digest | undefined =>
  composeDigest({
    ...baselineNight(),
    ...{ couldNotCheck: [], records, at: minutesAfter(10 * DAY + 270), day: day("2026-12-03") },
    ...change,
    told: [toldOf(record({ finding: { subject: "long-ago" } })), ...(change.told ?? [])],
  });

const over = (of: FindingRecord, why: DecisionEnd["why"], change: Parameters<typeof setAside>[1] = {}): Decided => ({
  decision: setAside(of, change),
  ended: { at: minutesAfter(8 * DAY), why },
});
const rows = (digest: Digest | undefined) =>
  digest?.sections.flatMap(({ kind, rows: of }) =>
    of.map(({ where, note }) => `${kind}: ${where}${note === undefined ? "" : ` (${note})`}`),
  );

const disk = managedDisk("prod-neu-1", "web", 10);
const size = fixedSize("prod-weu-1", "web");

describe("what is set aside", () => {
  const held = decided({ decision: setAside(disk) });

  it("is not told, although nobody was told of it", () => {
    expect(compose([disk], { decided: held })).toBeUndefined();
  });

  it("counts neither as open nor in the money, and stands in the footer", () => {
    const digest = compose([disk, size, managedDisk("prod-neu-1", "api", 6)], { decided: held });

    expect(digest).toMatchObject({ headline: "2 new · €205/month at list price", setAside: "1 snoozed", stillOpen: { findings: 0 } });
    expect(digest?.firmTotal?.amount).toBeCloseTo(205.2);
    expect(digest?.tells.map(({ key }) => key)).not.toContain(disk.key);
  });

  it("is counted by kind: snoozed, accepted, planned", () => {
    const four = ["a", "b", "c", "d"].map((pool) => managedDisk("prod-neu-1", pool, 1));
    const kinds = ["planned", "snoozed", "accepted", "snoozed"] as const;
    const digest = compose([size, ...four], {
      decided: decided(...four.map((each, index) => ({ decision: setAside(each, { kind: kinds[index] ?? "snoozed" }) }))),
    });

    expect(digest?.setAside).toBe("2 snoozed · 1 accepted · 1 planned");
  });

  it("excludes nothing: what it competed with counts", () => {
    const about = { about: "size" } as const;
    const best = managedDisk("prod-neu-1", "web", 1, { rule: "x", finding: { worth: saves(500, about) } });
    const second = managedDisk("prod-neu-1", "web", 1, { rule: "y", finding: { worth: saves(90, about) } });

    expect(compose([best, second])?.headline).toBe("2 new · €500/month at list price");
    expect(compose([best, second], { decided: decided({ decision: setAside(best) }) })?.headline).toBe("1 new · €90/month at list price");
  });

  it("is silent at its dates and where it grows a little", () => {
    const dated = supportEnds("prod-weu-1");

    expect(
      compose([dated], { told: [toldOf(dated, { at: minutesAfter(-40 * DAY) })], decided: decided({ decision: setAside(dated) }) }),
    ).toBeUndefined();
    const grown = noAddresses("prod-weu-2", "etl", 40);
    const told = [toldOf(grown, { magnitude: { value: 34, unit: "address" } })];
    expect(compose([grown], { told })?.headline).toBe("1 worse");
    expect(compose([grown], { told, decided: decided({ decision: setAside(grown) }) })).toBeUndefined();
  });

  it("is told as resolved as usual", () => {
    const closed = { ...disk, state: "resolved" as const, closed: { at: minutesAfter(9 * DAY), reason: "fixed" as const } };

    expect(compose([closed], { told: [toldOf(disk)], decided: held })?.headline).toBe("1 resolved");
  });

  it("below the floor of the route is not counted", () => {
    const digest = compose([disk, size], {
      route: { ...baselineNight().route, floor: "medium" },
      decided: decided({ decision: setAside(size) }),
    });

    expect(digest?.setAside).toBeUndefined();
  });
});

describe("a decision that has ended", () => {
  const grown = noAddresses("prod-weu-2", "etl", 40);
  it.for<readonly [string, Decided, string, string]>([
    ["by its date", over(disk, "date"), "1 back from snooze", "snoozed until 30 Nov"],
    ["by its date, planned", over(disk, "date", { kind: "planned" }), "1 past the plan", "planned until 30 Nov"],
    ["by its date, accepted", over(disk, "date", { kind: "accepted" }), "1 no longer accepted", "accepted until 30 Nov"],
    [
      "by growth",
      over(disk, "grown", { kind: "accepted", reference: { severity: disk.finding.severity, magnitude: { value: 7, unit: "node" } } }),
      "1 no longer accepted",
      "accepted at 7 nodes",
    ],
    [
      "by becoming graver",
      over(disk, "graver", { reference: { severity: "info", magnitude: disk.finding.magnitude } }),
      "1 back from snooze",
      "snoozed at info",
    ],
    ["because somebody took it back", over(disk, "withdrawn"), "1 back from snooze", "no longer snoozed"],
  ])("%s says the finding again", ([, how, headline, note]) => {
    const digest = compose([disk], { told: [toldOf(disk)], decided: decided(how) });

    expect(digest?.headline).toBe(`${headline} · €342/month at list price`);
    expect(rows(digest)).toEqual([`back: prod-neu-1 / web (${note})`]);
    expect(digest?.tells).toMatchObject([{ key: disk.key, state: "open", said: "back" }]);
  });

  it("is said once", () => {
    const ended = decided(over(disk, "date"));
    const first = compose([disk], { told: [toldOf(disk)], decided: ended });

    expect(
      compose([disk], { told: first?.tells ?? [], decided: ended, at: minutesAfter(11 * DAY), day: day("2026-12-04") }),
    ).toBeUndefined();
  });

  it("was told since by another way, and is not said again", () => {
    expect(compose([disk], { told: [toldOf(disk, { at: minutesAfter(9 * DAY) })], decided: decided(over(disk, "date")) })).toBeUndefined();
  });

  it("does not hide that it was told as resolved meanwhile: then it came back like any other", () => {
    const digest = compose([disk], {
      told: [toldOf(disk, { state: "resolved", at: minutesAfter(5 * DAY) })],
      decided: decided(over(disk, "date")),
    });

    expect(rows(digest)).toEqual(["new: prod-neu-1 / web (back again)"]);
  });

  it("brings back what the route had never heard of, and a baseline that was set aside", () => {
    for (const each of [disk, { ...disk, baseline: true }])
      expect(rows(compose([each], { decided: decided(over(each, "date")) }))).toEqual(["back: prod-neu-1 / web (snoozed until 30 Nov)"]);
  });

  it("on the first night of a route is part of the baseline", () => {
    const others = [grown, size].map((each) => ({ ...each, baseline: true }));
    const digest = composeDigest({ ...baselineNight(), records: [disk, ...others], decided: decided(over(disk, "date")) });

    expect(digest?.headline).toBe("Baseline: 3 findings in 3 clusters, €342/month at list price");
  });

  it("of several kinds is counted by kind", () => {
    const kinds = ["planned", "snoozed", "snoozed"] as const;
    const pools = ["a", "b", "c"].map((pool) => fixedSize("prod-weu-1", pool, { finding: { title: `Advice ${pool}` } }));
    const digest = compose(pools, {
      decided: decided(...pools.map((each, index) => over(each, "date", { kind: kinds[index] ?? "snoozed" }))),
    });

    expect(digest?.headline).toBe("2 back from snooze · 1 past the plan");
  });
});

describe("a change that failed half way", () => {
  it("stands under what does not wait", () => {
    const failed = record({
      rule: "last-change-failed",
      code: "UPG-038",
      finding: { target: on("prod-weu-1"), title: "The last change of these nodes failed" },
    });

    expect(rows(compose([failed]))?.[0]).toMatch(/^act-soon: prod-weu-1/);
    expect(compose([failed], { told: [toldOf(failed)] })).toBeUndefined();
  });
});
