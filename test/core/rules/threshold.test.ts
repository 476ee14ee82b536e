import { describe, expect, it } from "vitest";
import { clusterId, ruleId } from "../../../src/core/model/names.ts";
import { rules } from "../../../src/core/rules/index.ts";
import { changedThresholds, thresholdProblem, thresholdsIn } from "../../../src/core/rules/threshold.ts";

const DAYS = { standard: 60, min: 1, max: 365, unit: "days", says: "a pool counts as left over" };
const META = { id: "example", thresholds: { days: DAYS, nodes: { ...DAYS, standard: 3, unit: "nodes" } } };
const HERE = clusterId("/here");
const said = (days: number) => new Map([[ruleId("example"), { thresholds: { days } }]]);

describe("what counts as threshold", () => {
  it.for([
    { what: "nothing set", settings: undefined, days: 60 },
    { what: "set for another rule", settings: { rules: new Map([[ruleId("other"), { thresholds: { days: 1 } }]]) }, days: 60 },
    { what: "set for all", settings: { rules: said(90) }, days: 90 },
    { what: "set for all and the cluster", settings: { rules: said(90), byCluster: new Map([[HERE, said(7)]]) }, days: 7 },
    { what: "set for another cluster", settings: { rules: said(90), byCluster: new Map([[clusterId("/there"), said(7)]]) }, days: 90 },
  ])("with $what is $days", ({ settings, days }) => {
    expect(thresholdsIn(META, settings, HERE)).toEqual({ days, nodes: 3 });
  });

  it("is nothing for a rule without any", () => {
    expect(thresholdsIn({ id: "example" }, { rules: said(1) }, HERE)).toEqual({});
  });

  it("is told from what the rule has", () => {
    expect(changedThresholds(META.thresholds, { days: 60, nodes: 3 })).toEqual({});
    expect(changedThresholds(META.thresholds, { days: 90, nodes: 3 })).toEqual({ days: 90 });
  });

  it.for([
    { value: 1, isRefused: false },
    { value: 365, isRefused: false },
    { value: 2.5, isRefused: false },
    { value: 0.99, isRefused: true },
    { value: 365.01, isRefused: true },
    { value: Number.NaN, isRefused: true },
    { value: "90", isRefused: true },
    { value: null, isRefused: true },
  ])("as $value is refused: $isRefused", ({ value, isRefused }) => {
    expect(thresholdProblem(value, DAYS)).toBe(isRefused ? "takes a number from 1 to 365 (days)" : undefined);
  });
});

describe.for(rules.filter(({ meta }) => meta.thresholds))("the thresholds of $meta.id", ({ meta }) => {
  it.for(Object.entries(meta.thresholds ?? {}))(
    "%s stands within its bounds and says what is so from there on",
    ([name, { standard, min, max, unit, says }]) => {
      expect(min).toBeLessThanOrEqual(standard);
      expect(standard).toBeLessThanOrEqual(max);
      // What a tag can spell: `days=90`.
      expect(name).toMatch(/^[a-z][\w-]*$/i);
      expect(`${min};${max}`).toMatch(/^\d+(\.\d+)?;\d+(\.\d+)?$/);
      expect(unit).not.toBe("");
      expect(says).toMatch(/^[^A-Z].*[^.]$/);
    },
  );
});
