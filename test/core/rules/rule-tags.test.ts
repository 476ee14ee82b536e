import { describe, expect, it } from "vitest";
import type { Tags } from "../../../src/core/model/cluster.ts";
import { ruleId } from "../../../src/core/model/names.ts";
import { rules } from "../../../src/core/rules/index.ts";
import { readRuleTags } from "../../../src/core/rules/rule-tags.ts";
import { directory } from "./setting-examples.ts";

const read = (tags: Tags, on: "cluster" | "pool" = "cluster") => readRuleTags(tags, directory, on);
const settingOf = (value: string, key = "advisor-COST-049") => read({ [key]: value }).settings.get(ruleId("leftover-pool"));

describe("a tag", () => {
  it.for([
    { value: "off", is: { off: "switched off by the tag advisor-COST-049" } },
    { value: " OFF ", is: { off: "switched off by the tag advisor-COST-049" } },
    {
      value: "off: sized by the vendor; do not touch",
      is: { off: "switched off by the tag advisor-COST-049: sized by the vendor; do not touch" },
    },
    { value: "off:", is: { off: "switched off by the tag advisor-COST-049" } },
    {
      value: "Fixed on purpose: licence is bound to 4 nodes",
      is: { off: "fixed on purpose: licence is bound to 4 nodes (tag advisor-COST-049)" },
    },
    { value: "on", is: { off: false } },
    { value: "low", is: { severity: "low" } },
    { value: "days=90", is: { thresholds: { days: 90 } } },
    { value: "days = 90 ; High", is: { thresholds: { days: 90 }, severity: "high" } },
    { value: "on; info", is: { off: false, severity: "info" } },
  ])("'$value' means $is", ({ value, is }) => {
    expect(settingOf(value)).toEqual(is);
    expect(read({ "advisor-COST-049": value }).problems).toEqual([]);
  });

  it.for(["advisor-leftover-pool", "Advisor-Leftover-Pool", "ADVISOR-cost-049"])("is ours as %s", (key) => {
    expect(settingOf("info", key)).toEqual({ severity: "info" });
  });

  it.for(["advisor", "advisors-COST-049", "owner", "x-advisor-off"])("is not ours as %s", (key) => {
    expect(read({ [key]: "COST-999" })).toEqual({ settings: new Map(), problems: [] });
  });

  it("silences several rules at once, whatever parts them", () => {
    const { settings, problems } = read({ "advisor-off": "COST-049, spot-candidate;UPG-011" });

    expect(new Set(settings.keys())).toEqual(new Set(["leftover-pool", "region-wide", "spot-candidate"]));
    expect(settings.get(ruleId("region-wide"))).toEqual({ off: "switched off by the tag advisor-off" });
    expect(problems).toEqual([]);
  });

  it("about one rule says more than the list", () => {
    const { settings } = read({ "advisor-off": "COST-049 COST-008", "advisor-COST-049": "on", "advisor-COST-008": "low" });

    expect(settings.get(ruleId("leftover-pool"))).toEqual({ off: false });
    expect(settings.get(ruleId("spot-candidate"))).toEqual({ off: "switched off by the tag advisor-off", severity: "low" });
  });

  it.for([
    { tags: { "advisor-COST-999": "off" }, says: "the tag advisor-COST-999 names no rule; did you mean COST-049?" },
    { tags: { "advisor-spot": "off" }, says: "the tag advisor-spot names no rule" },
    { tags: { "advisor-": "off" }, says: "the tag advisor- names no rule" },
    { tags: { "advisor-off": "COST-08" }, says: 'the tag advisor-off names "COST-08", which is no rule; did you mean COST-008?' },
    {
      tags: { "advisor-COST-049": "of" },
      says: 'the tag advisor-COST-049 says "of", which is not on, off, a severity, a threshold or fixed on purpose: <reason>; did you mean off?',
    },
    {
      tags: { "advisor-COST-049": "" },
      says: 'the tag advisor-COST-049 says "", which is not on, off, a severity, a threshold or fixed on purpose: <reason>',
    },
    {
      tags: { "advisor-COST-049": "fixed on purpose" },
      says: "the tag advisor-COST-049 gives no reason; it takes fixed on purpose: <reason>",
    },
    {
      tags: { "advisor-COST-049": "fixed on purpose: " },
      says: "the tag advisor-COST-049 gives no reason; it takes fixed on purpose: <reason>",
    },
    { tags: { "advisor-COST-049": "days=0" }, says: "the tag advisor-COST-049 sets days to 0: takes a number from 1 to 365 (days)" },
    {
      tags: { "advisor-COST-049": "age=9" },
      says: "the tag advisor-COST-049 sets age to 9: is no threshold of this rule, which has days",
    },
    {
      tags: { "advisor-UPG-011": "share=0.1" },
      says: "the tag advisor-UPG-011 sets share to 0.1: the rule looks at a whole region; its thresholds are set for the whole app",
    },
    {
      tags: { "advisor-leftover-pool": "low", "advisor-COST-049": "high" },
      says: "the tags advisor-COST-049 and advisor-leftover-pool are about one rule; the first one counts",
    },
  ])("$tags is refused: $says", ({ tags, says }) => {
    expect(read(tags).problems).toEqual([says]);
  });

  it("that is refused sets nothing, and is quoted no longer than needed", () => {
    const { settings, problems } = read({ "advisor-COST-049": `low; ${"x".repeat(200)}` });

    expect(settings.size).toBe(0);
    expect(problems[0]).toContain(`"${"x".repeat(40)}…"`);
  });

  it("on a pool sets everything but thresholds", () => {
    expect(read({ "advisor-COST-049": "fixed on purpose: it waits for the audit" }, "pool").settings.size).toBe(1);
    expect(read({ "advisor-COST-049": "days=9" }, "pool").problems).toEqual([
      "the tag advisor-COST-049 sets days to 9: thresholds are set on the cluster",
    ]);
  });

  it.for(rules.map(({ meta }) => meta.id))("about %s has a name that Azure takes, storage accounts included", (id) => {
    expect(`advisor-${id}`).toMatch(/^[^<>%&\\?/]{1,128}$/);
  });
});
