import { describe, expect, it } from "vitest";
import { known } from "../../../src/core/model/absence.ts";
import { ending } from "../../../src/core/model/calendar.ts";
import { addDays, day, dayOf, instant } from "../../../src/core/model/time.ts";
import { WORSE_BY_SEVERITY_ALONE } from "../../../src/core/rules/rule.ts";
import { minorsToGo } from "../../../src/core/rules/support.ts";
import { versionOutOfSupport } from "../../../src/core/rules/version-out-of-support.ts";
import { count, NOW, pool, prices, systemPool, version } from "../../support/build.ts";
import { settledCalendar } from "../../support/calendar.ts";
import { amountOf, answersOf, commandsOf, onlyFinding, SILENT, workingOf } from "./judging.ts";

const running = (text: string, change = {}) => ({ version: version(text), ...change });

describe("version-out-of-support", () => {
  it.for([
    { now: "2026-11-23", runs: "1.33.4", plan: "community", past: 115 },
    { now: "2026-08-01", runs: "1.33.4", plan: "community", past: 1 },
    { now: "2026-11-23", runs: "1.30.9", plan: "community", past: 458 },
    { now: "2026-11-23", runs: "1.30.9", plan: "lts", past: 115 },
    { now: "2026-12-01", runs: "1.31.1", plan: "lts", past: 1 },
    { now: "2026-12-01", runs: "1.34.2", plan: "community", past: 1 },
  ] as const)("finds $runs under $plan support $past days past its end on $now", ({ now, runs, plan, past }) => {
    const at = instant(`${now}T02:00:00Z`);

    expect(onlyFinding(answersOf(versionOutOfSupport, { at, of: running(runs, { supportPlan: plan }) }))).toMatchObject({
      severity: "critical",
      magnitude: { value: past, unit: "day" },
    });
  });

  it.for([
    { what: "a version with months of support", runs: "1.35.4", plan: "community" },
    { what: "a version in its last days", runs: "1.34.2", plan: "community" },
    { what: "a version that only long-term support covers, under it", runs: "1.32.1", plan: "lts" },
  ] as const)("is silent about $what", ({ runs, plan }) => {
    const outcome = answersOf(versionOutOfSupport, { of: running(runs, { supportPlan: plan }) });

    expect(outcome).toMatchObject(SILENT);
  });

  it("still counts the last day as support", () => {
    const at = instant("2026-11-30T23:59:00Z");

    expect(answersOf(versionOutOfSupport, { at, of: running("1.34.2") }).findings).toEqual([]);
  });

  it("finds a version older than the calendar, at least as long past as the calendar's first row", () => {
    const finding = onlyFinding(answersOf(versionOutOfSupport, { of: running("1.27.9") }));

    expect(finding.magnitude.value).toBe(602);
    expect(finding.detail).toContain("before the support calendar begins, at least 602 days ago");
  });

  it.for([
    { left: 91, way: ["1.33", "1.34"] },
    { left: 90, way: ["1.33", "1.34", "1.35"] },
  ])("leads to a minor with $left days of support left: $way", ({ left, way }) => {
    const { versions } = settledCalendar;
    const ends = addDays(dayOf(NOW), left);
    const calendar = {
      ...settledCalendar,
      versions: versions.map((row) => (row.minor === "1.34" ? { ...row, communityEnd: ending(ends) } : row)),
    };

    expect(minorsToGo({ version: version("1.32.1"), supportPlan: "community" }, calendar, dayOf(NOW))).toEqual(way);
  });

  it("cannot tell about a version the calendar does not know yet", () => {
    const outcome = answersOf(versionOutOfSupport, { of: running("1.38.0") });

    expect(outcome.findings).toEqual([]);
    expect(outcome.unknown).toMatchObject([{ reason: { kind: "absent", why: expect.stringContaining("1.38") } }]);
  });

  it.for([
    { tags: { env: "prod" }, severity: "critical" },
    { tags: {}, severity: "critical" },
    { tags: { env: "dev" }, severity: "high" },
  ] as const)("is $severity with tags $tags", ({ tags, severity }) => {
    expect(onlyFinding(answersOf(versionOutOfSupport, { of: running("1.32.1", { tags }) })).severity).toBe(severity);
  });

  it("goes minor by minor to the first version that stays supported for more than 90 days", () => {
    const finding = onlyFinding(answersOf(versionOutOfSupport, { of: running("1.33.4") }));

    expect(commandsOf(finding).filter((command) => command.startsWith("az aks upgrade"))).toEqual([
      "az aks upgrade -g rg-prod -n prod-weu-1 --kubernetes-version 1.34",
      "az aks upgrade -g rg-prod -n prod-weu-1 --kubernetes-version 1.35",
    ]);
    expect(finding.remedy.bicep).toContain("'1.35'");
  });

  it("offers long-term support only while it still covers the version", () => {
    const covered = onlyFinding(answersOf(versionOutOfSupport, { of: running("1.33.4") }));
    const past = onlyFinding(answersOf(versionOutOfSupport, { of: running("1.30.4") }));
    const isOffer = (command: string) => command.includes("AKSLongTermSupport");

    expect(commandsOf(covered).some(isOffer)).toBe(true);
    expect(commandsOf(past).some(isOffer)).toBe(false);
  });

  it("upgrades the control plane alone where spot pools would hold it up", () => {
    const nodePools = [pool(), pool({ name: "spot", priority: "spot" })];
    const finding = onlyFinding(answersOf(versionOutOfSupport, { of: running("1.33.4", { nodePools }) }));

    expect(commandsOf(finding).filter((command) => command.startsWith("az aks upgrade"))).toEqual([
      expect.stringMatching(/1\.34 --control-plane-only$/),
      expect.stringMatching(/1\.35 --control-plane-only$/),
    ]);
    expect(finding.first).toContainEqual(expect.stringContaining("spot"));
  });

  it("says which environment it judged by", () => {
    const finding = onlyFinding(answersOf(versionOutOfSupport, { of: running("1.32.1", { tags: { env: "dev" } }) }));

    expect(workingOf(finding, "environment")).toBe("non-production (tag env=dev)");
  });

  it("doubts what was checked more than 90 days ago of the version, and the whole calendar where it has no row for it", () => {
    const judged = (minor: string, checkedOn: string) => {
      const versions = settledCalendar.versions.map((row) => (row.minor === minor ? { ...row, checkedOn: day(checkedOn) } : row));
      return onlyFinding(answersOf(versionOutOfSupport, { of: running("1.32.1"), calendar: { ...settledCalendar, versions } })).notKnown;
    };
    const older = onlyFinding(
      answersOf(versionOutOfSupport, { of: running("1.20.1"), calendar: { ...settledCalendar, checkedOn: day("2026-08-24") } }),
    );

    expect(judged("1.32", "2026-08-25")).not.toContainEqual(expect.stringContaining("re-check"));
    expect(judged("1.32", "2026-08-24")).toContainEqual(expect.stringContaining("re-check"));
    expect(judged("1.33", "2026-08-24")).not.toContainEqual(expect.stringContaining("re-check"));
    expect(older.notKnown).toContainEqual(expect.stringContaining("re-check"));
  });

  it("costs the surge nodes of each hop: 4 × (1 + 1) nodes for 3 waves of 10 minutes, at 0.24 an hour", () => {
    const nodes = { version: version("1.31.1"), upgrade: { maxSurge: count(1) } } as const;
    const of = running("1.31.1", { nodePools: [systemPool(nodes), pool(nodes)] });
    const finding = onlyFinding(answersOf(versionOutOfSupport, { of, facts: { prices: known(prices(), NOW) } }));
    const notPriced = onlyFinding(answersOf(versionOutOfSupport, { of }));

    expect(finding.remedy.steps.filter(({ text }) => text.startsWith("Upgrade to"))).toHaveLength(4);
    expect(finding.worth.kind).toBe("once");
    expect(amountOf(finding.worth)).toBeCloseTo((4 * (1 + 1) * 3 * 10 * 0.24) / 60, 9);
    expect(notPriced.worth).toMatchObject({ kind: "not-priced", why: expect.stringContaining("the test gives no prices") });
  });

  it("leaves a stopped cluster, where nothing runs, to its own rule", () => {
    const outcome = answersOf(versionOutOfSupport, { of: running("1.32.1", { powerState: "stopped" }) });

    expect(outcome).toMatchObject({ findings: [], notApplicable: [{ why: expect.stringContaining("stopped") }] });
  });

  it("never worsens by a day more", () => {
    const { stamp } = answersOf(versionOutOfSupport);

    expect(stamp.floor).toBe(WORSE_BY_SEVERITY_ALONE);
    expect(JSON.parse(JSON.stringify(stamp))).toEqual(stamp);
  });
});
