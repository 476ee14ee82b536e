import { describe, expect, it } from "vitest";
import { autoUpgradeOff } from "../../../src/core/rules/auto-upgrade-off.ts";
import { pool, systemPool, version } from "../../support/build.ts";
import { answersOf, commandsOf, onlyFinding, SILENT } from "./judging.ts";

const OFF = { autoUpgrade: { channel: "none", nodeOsChannel: "node-image" } } as const;

describe("auto-upgrade-off", () => {
  it.for([
    { runs: "1.37.0", plan: "community", severity: "low", behind: 0 },
    { runs: "1.36.1", plan: "community", severity: "low", behind: 1 },
    { runs: "1.35.4", plan: "community", severity: "medium", behind: 2 },
    { runs: "1.33.4", plan: "community", severity: "medium", behind: 4 },
    { runs: "1.33.4", plan: "lts", severity: "low", behind: 4 },
  ] as const)("finds a cluster on $runs under $plan support without a channel: $severity", ({ runs, plan, severity, behind }) => {
    const finding = onlyFinding(answersOf(autoUpgradeOff, { of: { ...OFF, version: version(runs), supportPlan: plan } }));

    expect(finding).toMatchObject({ severity, magnitude: { value: behind, unit: "minor" } });
  });

  it.for(["patch", "stable", "rapid"] as const)("is silent with the channel %s", (channel) => {
    expect(answersOf(autoUpgradeOff, { of: { autoUpgrade: { channel } } })).toMatchObject(SILENT);
  });

  it("is silent on AKS Automatic, which has a channel whatever stands there", () => {
    expect(answersOf(autoUpgradeOff, { of: { ...OFF, isAutomatic: true } })).toMatchObject({ findings: [], unknown: [] });
  });

  it("leaves the older channel for node images to its own rule", () => {
    expect(answersOf(autoUpgradeOff, { of: { autoUpgrade: { channel: "node-image" } } })).toMatchObject({
      findings: [],
      notApplicable: [{ why: expect.stringContaining("node images") }],
    });
  });

  it("cannot tell about a cluster that was stored before channels were read", () => {
    expect(answersOf(autoUpgradeOff, { lacks: "autoUpgrade" })).toMatchObject({ findings: [], unknown: [{ reason: { kind: "absent" } }] });
  });

  it("offers patches alone under long-term support, and says that it may not be missed", () => {
    const community = onlyFinding(answersOf(autoUpgradeOff, { of: OFF }));
    const longTerm = onlyFinding(answersOf(autoUpgradeOff, { of: { ...OFF, supportPlan: "lts" } }));

    expect(commandsOf(community)).toEqual([
      "az aks update -g rg-prod -n prod-weu-1 --auto-upgrade-channel patch",
      "az aks update -g rg-prod -n prod-weu-1 --auto-upgrade-channel stable",
    ]);
    expect(commandsOf(longTerm)).toHaveLength(1);
    expect(community.notKnown).toContainEqual(expect.stringContaining("Fleet Manager"));
  });

  it("names the spot pools that a channel would take along", () => {
    const nodePools = [systemPool(), pool({ name: "burst", priority: "spot" })];

    expect(onlyFinding(answersOf(autoUpgradeOff, { of: { ...OFF, nodePools } })).first).toContainEqual(expect.stringContaining("burst"));
  });

  it("is milder outside production, and judges a cluster that is stopped or in motion", () => {
    expect(onlyFinding(answersOf(autoUpgradeOff, { of: { ...OFF, tags: { env: "dev" } } })).severity).toBe("low");
    expect(answersOf(autoUpgradeOff, { of: { ...OFF, powerState: "stopped" } }).findings).toHaveLength(1);
    expect(answersOf(autoUpgradeOff, { of: { ...OFF, provisioningState: "Updating" } }).findings).toHaveLength(1);
  });
});
