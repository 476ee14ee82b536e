import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decidedOf, decidedOn, outgrown, setAsideOf } from "../../../src/core/findings/decisions.ts";
import type { Decision } from "../../../src/core/model/decision.ts";
import { type Magnitude, SEVERITIES, type Severity } from "../../../src/core/model/finding.ts";
import type { FindingRecord } from "../../../src/core/model/record.ts";
import { addDays, day, dayOf, instant, startOf } from "../../../src/core/model/time.ts";
import { minutesAfter, NOW, SUBSCRIPTION, without } from "../../support/build.ts";
import { law } from "../../support/law.ts";
import { closed, record } from "./booking.ts";

const DAY = 1440;
const TWELVE: Magnitude = { value: 12, unit: "node" };

const at = (magnitude: Magnitude, severity: Severity = "medium", change: Partial<FindingRecord["finding"]> = {}): FindingRecord => {
  const stood = record({ lastSeen: NOW });
  return { ...stood, finding: { ...stood.finding, magnitude, severity, ...change } };
};

const decision = (change: Partial<Decision> = {}): Decision => ({
  id: "d-1",
  subscription: SUBSCRIPTION,
  finding: record().key,
  kind: "snoozed",
  at: minutesAfter(-10),
  by: { kind: "person", id: "p-1", name: "Ada Example" },
  why: "",
  until: day("2026-11-25"),
  reference: { severity: "medium", magnitude: TWELVE },
  ...change,
});
const accepted = (change: Partial<Decision> = {}): Decision => {
  return { ...without(decision({ kind: "accepted" }), "until"), ...change };
};
const withdrawn = (change: Partial<Decision> = {}): Decision => accepted({ id: "d-2", kind: "withdrawn", ...change });

describe("a decision with a last day", () => {
  it.for([
    { kind: "snoozed", when: "2026-11-25T23:59:59.999Z", ended: undefined },
    { kind: "snoozed", when: "2026-11-26T00:00:00Z", ended: { at: "2026-11-26T00:00:00.000Z", why: "date" } },
    { kind: "planned", when: "2026-11-25T12:00:00Z", ended: undefined },
    { kind: "planned", when: "2026-11-27T12:00:00Z", ended: { at: "2026-11-26T00:00:00.000Z", why: "date" } },
    { kind: "accepted", when: "2026-11-25T12:00:00Z", ended: undefined },
    { kind: "accepted", when: "2026-11-26T12:00:00Z", ended: { at: "2026-11-26T00:00:00.000Z", why: "date" } },
  ] as const)("of kind $kind at $when ended: $ended", ({ kind, when, ended }) => {
    expect(decidedOn(at(TWELVE), [decision({ kind })], instant(when))?.ended).toEqual(ended);
  });

  it("without one it holds until something else ends it", () => {
    expect(decidedOn(at(TWELVE), [accepted()], instant("2036-01-01T00:00:00Z"))).toEqual({ decision: accepted() });
  });
});

describe("a finding outgrows what was decided", () => {
  it.for([
    { what: "a quarter exactly", now: at({ value: 15, unit: "node" }), why: undefined },
    { what: "more than a quarter", now: at({ value: 15.01, unit: "node" }), why: "grown" },
    { what: "less than before", now: at({ value: 1, unit: "node" }), why: undefined },
    { what: "another unit", now: at({ value: 400, unit: "vCPU" }), why: undefined },
    { what: "graver", now: at(TWELVE, "high"), why: "graver" },
    { what: "graver in another unit", now: at({ value: 1, unit: "vCPU" }, "high"), why: "graver" },
    { what: "milder", now: at(TWELVE, "low"), why: undefined },
    { what: "dated and nearer", now: at({ value: 90, unit: "node" }, "medium", { due: day("2026-12-01") }), why: undefined },
    { what: "dated and graver", now: at(TWELVE, "high", { due: day("2026-12-01") }), why: "graver" },
  ] as const)("$what: $why", ({ now, why }) => {
    for (const kind of ["snoozed", "planned", "accepted"] as const)
      expect(decidedOn(now, [decision({ kind })], NOW)?.ended).toEqual(why && { at: NOW, why });
  });

  it("from nothing with anything at all", () => {
    const reference = { severity: "medium", magnitude: { value: 0, unit: "node" } } as const;

    expect(decidedOn(at({ value: 1, unit: "node" }), [accepted({ reference })], NOW)?.ended?.why).toBe("grown");
  });

  it("for good, once the app has put that down: shrinking brings nothing back", () => {
    const grown = at({ value: 16, unit: "node" });
    const [end, ...others] = outgrown([grown], [accepted()], NOW);

    expect(others).toEqual([]);
    expect(end).toMatchObject({ kind: "withdrawn", by: { kind: "app" }, at: NOW, reference: { magnitude: { value: 16 } } });
    const later = decidedOn(at({ value: 12, unit: "node" }), [accepted(), ...(end ? [end] : [])], minutesAfter(DAY));
    expect(later).toEqual({ decision: accepted(), ended: { at: NOW, why: "grown" } });
  });

  it("and is put down once, whichever round finds it", () => {
    const grown = at({ value: 16, unit: "node" }, "critical");
    const ends = outgrown([grown], [accepted()], NOW);

    expect(ends.map(({ why }) => why)).toEqual(["graver"]);
    expect(outgrown([grown], [accepted()], minutesAfter(60))).toEqual(ends);
    expect(outgrown([grown], [accepted(), ...ends], minutesAfter(60))).toEqual([]);
    expect(outgrown([at(TWELVE)], [decision()], minutesAfter(9 * DAY))).toEqual([]);
  });

  it("also where it had outgrown it before anybody decided: it ends as it was made, once", () => {
    const grown = { ...at({ value: 16, unit: "node" }), lastSeen: minutesAfter(-20) };
    const ends = outgrown([grown], [accepted()], NOW);

    expect(ends.map((end) => end.at)).toEqual([accepted().at]);
    expect(outgrown([grown], [accepted(), ...ends], NOW)).toEqual([]);
  });
});

describe("of several decisions", () => {
  it("the newest counts, whatever their order", () => {
    const newer = decision({ id: "d-0", kind: "planned", at: minutesAfter(-5), until: day("2026-12-24") });

    expect(decidedOn(at(TWELVE), [newer, decision()], NOW)).toEqual({ decision: newer });
    expect(decidedOn(at(TWELVE), [decision(), newer], NOW)).toEqual({ decision: newer });
  });

  it("what is withdrawn has ended, and what was decided before it does not come back", () => {
    const all = [accepted({ id: "d-0", at: minutesAfter(-20) }), decision(), withdrawn({ at: minutesAfter(-5) })];

    expect(decidedOn(at(TWELVE), all, NOW)).toEqual({ decision: decision(), ended: { at: minutesAfter(-5), why: "withdrawn" } });
  });

  it("one that ran out before it was withdrawn ended on its day", () => {
    const all = [decision(), withdrawn({ at: instant("2026-11-30T00:00:00Z") })];

    expect(decidedOn(at(TWELVE), all, instant("2026-12-01T00:00:00Z"))?.ended).toEqual({ at: "2026-11-26T00:00:00.000Z", why: "date" });
  });

  it("at the same moment the withdrawal is the later one", () => {
    expect(decidedOn(at(TWELVE), [withdrawn({ id: "a", at: minutesAfter(-10) }), decision()], NOW)?.ended?.why).toBe("withdrawn");
  });

  it("a withdrawal alone is nothing", () => {
    expect(decidedOn(at(TWELVE), [withdrawn()], NOW)).toBeUndefined();
  });
});

describe("nothing was decided", () => {
  it("about a finding that is closed", () => {
    expect(decidedOn(closed("fixed"), [decision()], NOW)).toBeUndefined();
  });

  it("about what was made again under the same name", () => {
    expect(decidedOn({ ...at(TWELVE), firstSeen: minutesAfter(-9) }, [decision()], NOW)).toBeUndefined();
    expect(decidedOn({ ...at(TWELVE), firstSeen: minutesAfter(-10) }, [decision()], NOW)).toBeDefined();
  });

  it("about other findings", () => {
    const other = record({ subject: "web" });

    expect([...decidedOf([at(TWELVE), other], [decision()], NOW).keys()]).toEqual([at(TWELVE).key]);
  });
});

describe("properties", () => {
  const magnitudes = fc.record({ value: fc.double({ min: 0, max: 1000, noNaN: true }), unit: fc.constantFrom("node", "vCPU") });
  const decisions = fc.array(
    fc.record({
      kind: fc.constantFrom("accepted", "snoozed", "planned", "withdrawn"),
      minutes: fc.integer({ min: -2000, max: 2000 }),
      days: fc.option(fc.integer({ min: -3, max: 3 }), { nil: undefined }),
      severity: fc.constantFrom(...SEVERITIES),
      magnitude: magnitudes,
    }),
    { maxLength: 6 },
  );
  const built = (given: typeof decisions extends fc.Arbitrary<infer T> ? T : never): Decision[] =>
    given.map(({ kind, minutes, days, severity, magnitude }, index) =>
      accepted({
        ...{ id: `d-${index}`, kind, at: minutesAfter(minutes), reference: { severity, magnitude } as Decision["reference"] },
        ...(days === undefined ? {} : { until: addDays(dayOf(NOW), days) }),
      }),
    );

  law("whatever was decided, the order of the rows does not matter", [decisions, magnitudes], (given, magnitude) => {
    const all = built(given);
    const finding = at(magnitude as Magnitude);

    expect(decidedOn(finding, all.toReversed(), NOW)).toEqual(decidedOn(finding, all, NOW));
  });

  law(
    "what is set aside is open, was decided since it was first seen, and is within its days",
    [decisions, magnitudes],
    (given, magnitude) => {
      const finding = at(magnitude as Magnitude);
      for (const held of setAsideOf(decidedOf([finding], built(given), NOW)).values()) {
        expect(held.at >= finding.firstSeen && held.at <= NOW).toBe(true);
        expect(held.until === undefined || startOf(addDays(held.until, 1)) > NOW).toBe(true);
      }
    },
  );

  law(
    "once the ends are put down, they stay: no later moment and no other size sets the finding aside again",
    [decisions, magnitudes, magnitudes],
    (given, magnitude, next) => {
      const finding = at(magnitude as Magnitude);
      const all = built(given).filter((each) => each.at <= NOW);
      const before = decidedOf([finding], all, NOW);
      const after = [...all, ...outgrown([finding], all, NOW)];
      const ended = before.get(finding.key)?.ended !== undefined;

      if (ended) expect(setAsideOf(decidedOf([at(next as Magnitude)], after, minutesAfter(DAY))).size).toBe(0);
    },
  );
});
