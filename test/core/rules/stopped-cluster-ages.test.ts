import { describe, expect, it } from "vitest";
import { addDays, day, startOf } from "../../../src/core/model/time.ts";
import type { Rule } from "../../../src/core/rules/rule.ts";
import { stoppedClusterAges } from "../../../src/core/rules/stopped-cluster-ages.ts";
import { supportEndsSoon } from "../../../src/core/rules/support-ends-soon.ts";
import { versionOutOfSupport } from "../../../src/core/rules/version-out-of-support.ts";
import { version } from "../../support/build.ts";
import { answersOf, commandsOf, onlyFinding, SILENT } from "./judging.ts";

const END = day("2026-11-30");
/** A stopped cluster whose version leaves community support in so many days. */
const leavingIn = (days: number, change = {}, rule: Rule = stoppedClusterAges) =>
  answersOf(rule, { at: startOf(addDays(END, -days)), of: { powerState: "stopped", version: version("1.34.2"), ...change } });

describe("stopped-cluster-ages", () => {
  it.for([
    { days: 90, severity: "low", elsewhere: "info", value: 0 },
    { days: 0, severity: "low", elsewhere: "info", value: 90 },
    { days: -1, severity: "medium", elsewhere: "low", value: 91 },
    { days: -400, severity: "medium", elsewhere: "low", value: 490 },
  ] as const)("finds it $days days before the end: $severity, $elsewhere outside production", ({ days, severity, elsewhere, value }) => {
    const finding = onlyFinding(leavingIn(days));

    expect(finding).toMatchObject({ severity, magnitude: { value, unit: "day" } });
    expect(finding.due).toBe(days < 0 ? undefined : END);
    expect(onlyFinding(leavingIn(days, { tags: { env: "test" } })).severity).toBe(elsewhere);
  });

  it("is silent 91 days before the end", () => {
    expect(leavingIn(91)).toMatchObject(SILENT);
  });

  it("does not apply to a cluster that runs: starting it is no repair", () => {
    expect(leavingIn(-1, { powerState: "running" })).toMatchObject({ findings: [], notApplicable: [{ why: "the cluster runs" }] });
  });

  it.for([10, -10])("speaks alone about a stopped cluster, %s days before the end", (days) => {
    const all = [stoppedClusterAges, supportEndsSoon, versionOutOfSupport].flatMap((rule) => leavingIn(days, {}, rule).findings);

    expect(all).toHaveLength(1);
  });

  it("goes by the plan: long-term support covers a version for another year", () => {
    expect(leavingIn(-1, { supportPlan: "lts" }).findings).toEqual([]);
    expect(onlyFinding(leavingIn(-366, { supportPlan: "lts" })).title).toContain("long-term support");
  });

  it("bounds a version that is older than the calendar", () => {
    const finding = onlyFinding(answersOf(stoppedClusterAges, { of: { powerState: "stopped", version: version("1.24.9") } }));

    expect(finding.detail).toContain("at least 602 days");
  });

  it("cannot tell about a version the calendar does not know yet", () => {
    expect(answersOf(stoppedClusterAges, { of: { powerState: "stopped", version: version("1.38.0") } }).unknown).toMatchObject([
      { reason: { kind: "absent" } },
    ]);
  });

  it("starts it, then upgrades it, or has it deleted", () => {
    const finding = onlyFinding(leavingIn(-1));

    expect(commandsOf(finding)[0]).toBe("az aks start -g rg-prod -n prod-weu-1");
    expect(commandsOf(finding).join("\n")).not.toContain("delete");
    expect(finding.remedy.steps.at(-1)?.text).toContain("delete the cluster");
    expect(finding.notKnown).toContain("since when it is stopped");
  });
});
