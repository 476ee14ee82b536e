import { describe, expect, it } from "vitest";
import { ruleId } from "../../../src/core/model/names.ts";
import { readRuleSettings } from "../../../src/core/rules/rule-settings.ts";
import { directory } from "./setting-examples.ts";

const read = (value: unknown) => readRuleSettings(value, directory, "the setting RULES");
const settingOf = (value: unknown, rule = "leftover-pool") => read(value).settings.get(ruleId(rule));
const problemsOf = (value: unknown) => read(value).problems.map(({ path, text }) => `${path}: ${text}`);

const REFUSED: readonly { readonly of: unknown; readonly says: string }[] = [
  { of: { "leftover-pol": {} }, says: "leftover-pol: is no rule; did you mean leftover-pool?" },
  { of: { "COST-04": {} }, says: "COST-04: is no rule; did you mean COST-049?" },
  { of: { "team-payments": {} }, says: "team-payments: is no rule" },
  { of: { "leftover-pool": true }, says: "leftover-pool: takes an object with off, severity, thresholds" },
  { of: { "leftover-pool": { severty: "low" } }, says: "leftover-pool.severty: is nothing that can be set; did you mean severity?" },
  {
    of: { "leftover-pool": { severity: "lwo" } },
    says: "leftover-pool.severity: takes info, low, medium, high, critical; did you mean low?",
  },
  { of: { "leftover-pool": { off: 1 } }, says: "leftover-pool.off: takes true, false or the reason" },
  { of: { "leftover-pool": { off: " " } }, says: "leftover-pool.off: takes true, false or the reason" },
  { of: { "leftover-pool": { thresholds: [3] } }, says: "leftover-pool.thresholds: takes an object of numbers" },
  { of: { "leftover-pool": { thresholds: { days: 0 } } }, says: "leftover-pool.thresholds.days: takes a number from 1 to 365 (days)" },
  { of: { "leftover-pool": { thresholds: { days: 366 } } }, says: "leftover-pool.thresholds.days: takes a number from 1 to 365 (days)" },
  { of: { "leftover-pool": { thresholds: { days: "90" } } }, says: "leftover-pool.thresholds.days: takes a number from 1 to 365 (days)" },
  {
    of: { "leftover-pool": { thresholds: { day: 9 } } },
    says: "leftover-pool.thresholds.day: is no threshold of this rule, which has days; did you mean days?",
  },
  {
    of: { "leftover-pool": { thresholds: { constructor: 9 } } },
    says: "leftover-pool.thresholds.constructor: is no threshold of this rule, which has days",
  },
  { of: { "spot-candidate": { thresholds: { days: 9 } } }, says: "spot-candidate.thresholds.days: the rule has no thresholds" },
  { of: { "leftover-pool": {}, "COST-049": {} }, says: "COST-049: is set twice, as leftover-pool and COST-049; the first one counts" },
  { of: [], says: ": takes a JSON object by rule id or code" },
  { of: null, says: ": takes a JSON object by rule id or code" },
];

describe("settings of rules", () => {
  it.for([
    { of: { off: true }, is: { off: "switched off by the setting RULES" } },
    { of: { off: " we run no such pools " }, is: { off: "switched off by the setting RULES: we run no such pools" } },
    { of: { off: false }, is: { off: false } },
    { of: { severity: "Low" }, is: { severity: "low" } },
    { of: { thresholds: { days: 1 } }, is: { thresholds: { days: 1 } } },
    { of: { thresholds: { days: 365 }, severity: "high" }, is: { thresholds: { days: 365 }, severity: "high" } },
    { of: {}, is: {} },
  ])("$of means $is", ({ of, is }) => {
    expect(settingOf({ "leftover-pool": of })).toEqual(is);
    expect(problemsOf({ "leftover-pool": of })).toEqual([]);
  });

  it.for(["leftover-pool", "Leftover-Pool", "COST-049", "cost-049", " COST-049 "])("know the rule as '%s'", (name) => {
    expect(settingOf({ [name]: { off: true } })).toEqual({ off: "switched off by the setting RULES" });
  });

  it.for(REFUSED)("$of is refused: $says", ({ of, says }) => {
    expect(problemsOf(of)).toEqual([says]);
  });

  it("hold as far as they are right: one wrong word takes nothing else with it", () => {
    const reading = read({
      "leftover-pool": { off: "not ours", severity: "loud", thresholds: { days: 30, constructor: 1 } },
      nothing: { off: true },
      "COST-008": { severity: "info" },
    });

    expect(reading.settings).toEqual(
      new Map([
        ["leftover-pool", { off: "switched off by the setting RULES: not ours", thresholds: { days: 30 } }],
        ["spot-candidate", { severity: "info" }],
      ]),
    );
    expect(reading.problems.map(({ path }) => path)).toEqual(["leftover-pool.severity", "leftover-pool.thresholds.constructor", "nothing"]);
  });
});
