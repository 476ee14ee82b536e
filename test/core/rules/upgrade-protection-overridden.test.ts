import { describe, expect, it } from "vitest";
import { instant } from "../../../src/core/model/time.ts";
import { upgradeProtectionOverridden } from "../../../src/core/rules/upgrade-protection-overridden.ts";
import { minutesAfter } from "../../support/build.ts";
import { answersOf, commandsOf, onlyFinding, workingOf } from "./judging.ts";

const DAY = 1440;
const endingIn = (minutes: number, change = {}) =>
  answersOf(upgradeProtectionOverridden, { of: { upgradesForcedUntil: minutesAfter(minutes), ...change } });

describe("upgrade-protection-overridden", () => {
  it.for([
    { left: 1, severity: "medium", days: 1 },
    { left: 3 * DAY, severity: "medium", days: 3 },
    { left: 7 * DAY, severity: "medium", days: 7 },
    { left: 7 * DAY + 1, severity: "high", days: 8 },
    { left: 1000 * DAY, severity: "high", days: 1000 },
  ] as const)("finds an override that ends in $left minutes: $severity", ({ left, severity, days }) => {
    const finding = onlyFinding(endingIn(left));

    expect(finding).toMatchObject({ severity, magnitude: { value: days, unit: "day" } });
  });

  it("is silent without an override, and from the minute on in which it ends", () => {
    expect(answersOf(upgradeProtectionOverridden)).toMatchObject({ findings: [], unknown: [] });
    expect(endingIn(0)).toMatchObject({ findings: [], unknown: [] });
    // Of a recorded answer.
    expect(answersOf(upgradeProtectionOverridden, { of: { upgradesForcedUntil: instant("2022-11-01T13:00:00Z") } }).findings).toEqual([]);
  });

  it("says when it ends and how to end it now", () => {
    const finding = onlyFinding(answersOf(upgradeProtectionOverridden, { of: { upgradesForcedUntil: instant("2030-12-31T13:00:00Z") } }));

    expect(finding.title).toBe("Upgrades pass over AKS's own checks until 31 Dec 2030");
    expect(workingOf(finding, "override ends")).toBe("31 Dec 2030 13:00 UTC");
    expect(commandsOf(finding)).toEqual(["az aks update -g rg-prod -n prod-weu-1 --disable-force-upgrade"]);
  });

  it.for([
    { minutes: 90, left: "2 hours" },
    { minutes: 47 * 60, left: "47 hours" },
    { minutes: 2 * DAY, left: "2 days" },
  ])("counts $minutes minutes as $left", ({ minutes, left }) => {
    expect(workingOf(onlyFinding(endingIn(minutes)), "left")).toBe(left);
  });

  it("is milder outside production, and judges a cluster that is stopped or in motion", () => {
    expect(onlyFinding(endingIn(30 * DAY, { tags: { env: "dev" } })).severity).toBe("medium");
    expect(endingIn(DAY, { powerState: "stopped" }).findings).toHaveLength(1);
    expect(endingIn(DAY, { provisioningState: "Upgrading" }).findings).toHaveLength(1);
  });
});
