import { describe, expect, it } from "vitest";
import { nodeShare, type UpgradeSettings } from "../../../src/core/model/cluster.ts";
import { invalidSurge } from "../../../src/core/rules/invalid-surge.ts";
import { pool, systemPool } from "../../support/build.ts";
import { answersOn, commandsOf, onlyFinding } from "./judging.ts";

function settings(maxSurge: string, maxUnavailable: string): UpgradeSettings {
  const surge = nodeShare(maxSurge);
  const unavailable = nodeShare(maxUnavailable);
  return { ...(surge ? { maxSurge: surge } : {}), ...(unavailable ? { maxUnavailable: unavailable } : {}) };
}

describe("invalid-surge", () => {
  it.for([
    { mode: "user", surge: "0", unavailable: "0" },
    { mode: "user", surge: "0", unavailable: "-" },
    { mode: "user", surge: "0%", unavailable: "0%" },
    { mode: "system", surge: "0", unavailable: "0" },
    { mode: "system", surge: "0", unavailable: "1" },
    { mode: "system", surge: "10%", unavailable: "1" },
    { mode: "system", surge: "-", unavailable: "5%" },
  ] as const)("finds max surge $surge with max unavailable $unavailable on a $mode pool", ({ mode, surge, unavailable }) => {
    const finding = onlyFinding(answersOn(invalidSurge, pool({ mode, upgrade: settings(surge, unavailable) })));

    expect(finding).toMatchObject({ subject: "apps", severity: "high", magnitude: { value: 1, unit: "pool" } });
  });

  it.for([
    { mode: "user", surge: "-", unavailable: "-" },
    { mode: "user", surge: "1", unavailable: "0" },
    { mode: "user", surge: "0", unavailable: "1" },
    { mode: "user", surge: "10%", unavailable: "1" },
    { mode: "system", surge: "1%", unavailable: "0" },
    { mode: "system", surge: "-", unavailable: "0" },
  ] as const)("is silent about max surge $surge with max unavailable $unavailable on a $mode pool", ({ mode, surge, unavailable }) => {
    expect(answersOn(invalidSurge, pool({ mode, upgrade: settings(surge, unavailable) }))).toMatchObject({ findings: [], unknown: [] });
  });

  it("is silent about spot pools, which are upgraded without either", () => {
    expect(answersOn(invalidSurge, pool({ priority: "spot", upgrade: settings("0", "0") })).findings).toEqual([]);
  });

  it("offers in-place replacement on user pools only", () => {
    const user = onlyFinding(answersOn(invalidSurge, pool({ upgrade: settings("0", "0") })));
    const system = onlyFinding(answersOn(invalidSurge, systemPool({ upgrade: settings("0", "0") })));
    const isInPlace = (command: string) => command.includes("--max-unavailable 1");

    expect(commandsOf(user).some(isInPlace)).toBe(true);
    expect(commandsOf(system).some(isInPlace)).toBe(false);
  });

  it("keeps the surge a system pool has", () => {
    const finding = onlyFinding(answersOn(invalidSurge, pool({ mode: "system", upgrade: settings("33%", "1") })));

    expect(commandsOf(finding)).toEqual([
      "az aks nodepool update -g rg-prod --cluster-name prod-weu-1 -n apps --max-surge 33% --max-unavailable 0",
    ]);
    // azurerm knows max_unavailable of that resource alone, not of the default pool inside the cluster's.
    expect(finding.remedy.terraform).toBe(
      'azurerm_kubernetes_cluster_node_pool.upgrade_settings: max_surge = "33%", max_unavailable = "0"',
    );
  });

  it("judges a stopped cluster and one in motion too: it is about a setting", () => {
    const invalid = pool({ upgrade: settings("0", "0") });

    expect(answersOn(invalidSurge, invalid, { of: { powerState: "stopped" } }).findings).toHaveLength(1);
    expect(answersOn(invalidSurge, invalid, { of: { provisioningState: "Updating" } }).findings).toHaveLength(1);
  });
});
