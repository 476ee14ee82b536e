import { describe, expect, it } from "vitest";
import { day, instant } from "../../../src/core/model/time.ts";
import { upgradedByAks } from "../../../src/core/rules/upgraded-by-aks.ts";
import { version } from "../../support/build.ts";
import { settledCalendar } from "../../support/calendar.ts";
import { answersOf, commandsOf, onlyFinding, SILENT } from "./judging.ts";

const onThe = (on: string, runs: string, change = {}, calendar = settledCalendar) =>
  answersOf(upgradedByAks, { at: instant(`${on}T02:00:00Z`), calendar, of: { version: version(runs), ...change } });

describe("upgraded-by-aks", () => {
  it.for([
    { what: "whose last straw is 31 days away", day: "2026-09-30", runs: "1.33.4", severity: "medium", behind: 3, due: "2026-10-31" },
    { what: "whose last straw is 30 days away", day: "2026-10-01", runs: "1.33.4", severity: "high", behind: 3, due: "2026-10-31" },
    { what: "whose last straw is out since today", day: "2026-10-31", runs: "1.33.4", severity: "high", behind: 4, due: undefined },
    { what: "that should have been upgraded", day: "2026-11-23", runs: "1.33.4", severity: "high", behind: 4, due: undefined },
    { what: "whose last straw is not in the calendar", day: "2026-12-01", runs: "1.34.2", severity: "medium", behind: 3, due: undefined },
  ] as const)("finds a version $what: $severity", ({ day: on, runs, severity, behind, due }) => {
    const finding = onlyFinding(onThe(on, runs));

    expect(finding).toMatchObject({ severity, magnitude: { value: behind, unit: "minor" } });
    expect(finding.due).toBe(due);
  });

  it.for([
    { what: "its last day of community support", day: "2026-11-30", runs: "1.34.2", change: {} },
    { what: "a supported version", day: "2026-11-23", runs: "1.35.4", change: {} },
    { what: "long-term support", day: "2026-11-23", runs: "1.33.4", change: { supportPlan: "lts" } },
    { what: "a channel that moves minors", day: "2026-11-23", runs: "1.33.4", change: { autoUpgrade: { channel: "stable" } } },
    { what: "the newest channel", day: "2026-11-23", runs: "1.33.4", change: { autoUpgrade: { channel: "rapid" } } },
  ])("is silent about $what", ({ day, runs, change }) => {
    expect(onThe(day, runs, change)).toMatchObject(SILENT);
  });

  it.for(["none", "patch", "node-image"] as const)("finds it with the channel %s, which never moves minors", (channel) => {
    expect(onThe("2026-11-23", "1.33.4", { autoUpgrade: { channel } }).findings).toHaveLength(1);
  });

  it("does not apply to what AKS has left alone long ago", () => {
    expect(onThe("2026-11-23", "1.32.4")).toMatchObject({ findings: [], notApplicable: [{ why: expect.stringContaining("old") }] });
  });

  it("says that a planned release may not have come", () => {
    const isDoubted = (calendar = settledCalendar) =>
      onlyFinding(onThe("2026-11-23", "1.33.4", {}, calendar)).notKnown.some((line) => line.includes("planned"));
    const confirmed = settledCalendar.versions.map((row) => ({ ...row, confidence: "high" as const }));

    expect(isDoubted()).toBe(true);
    expect(isDoubted({ ...settledCalendar, versions: confirmed })).toBe(false);
  });

  it("is doubted by the row of the release that ends it", () => {
    const isDoubted = (minor: string) => {
      const versions = settledCalendar.versions.map((row) => (row.minor === minor ? { ...row, checkedOn: day("2026-08-01") } : row));
      const { notKnown } = onlyFinding(onThe("2026-11-23", "1.33.4", {}, { ...settledCalendar, versions }));
      return notKnown.some((line) => line.includes("re-check"));
    };

    expect([isDoubted("1.37"), isDoubted("1.33")]).toEqual([true, false]);
  });

  it("lets AKS come in a window, and better comes before", () => {
    const commands = commandsOf(onlyFinding(answersOf(upgradedByAks, { of: { version: version("1.33.4") } })));

    expect(commands[0]).toMatch(
      /^az aks maintenanceconfiguration add -g rg-prod --cluster-name prod-weu-1 --name aksManagedAutoUpgradeSchedule /,
    );
    expect(commands).toContain("az aks upgrade -g rg-prod -n prod-weu-1 --kubernetes-version 1.34");
  });

  it("is milder outside production, waits in motion and does not apply while stopped", () => {
    const of = { version: version("1.33.4") };

    expect(onlyFinding(answersOf(upgradedByAks, { of: { ...of, tags: { env: "dev" } } })).severity).toBe("medium");
    expect(answersOf(upgradedByAks, { of: { ...of, provisioningState: "Upgrading" } }).unknown).toMatchObject([
      { reason: { kind: "in-motion" } },
    ]);
    expect(answersOf(upgradedByAks, { of: { ...of, powerState: "stopped" } })).toMatchObject({ findings: [], notApplicable: [{}] });
  });
});
