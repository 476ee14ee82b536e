import { describe, expect, it } from "vitest";
import { spotPoolUnderAutoUpgrade } from "../../../src/core/rules/spot-pool-under-auto-upgrade.ts";
import { pool, systemPool } from "../../support/build.ts";
import { answersOf, commandsOf, onlyFinding } from "./judging.ts";

const nodePools = [systemPool(), pool(), pool({ name: "burst", priority: "spot" })];

describe("spot-pool-under-auto-upgrade", () => {
  it.for(["patch", "stable", "rapid"] as const)("finds a spot pool under the channel %s", (channel) => {
    const finding = onlyFinding(answersOf(spotPoolUnderAutoUpgrade, { of: { nodePools, autoUpgrade: { channel } } }));

    expect(finding).toMatchObject({ subject: "burst", severity: "info", magnitude: { value: 1, unit: "pool" } });
  });

  it.for(["none", "node-image"] as const)("is silent with the channel %s", (channel) => {
    expect(answersOf(spotPoolUnderAutoUpgrade, { of: { nodePools, autoUpgrade: { channel } } })).toMatchObject({
      findings: [],
      unknown: [],
    });
  });

  it("is silent without a spot pool, and about a cluster that was stored before channels were read", () => {
    expect(answersOf(spotPoolUnderAutoUpgrade).findings).toEqual([]);
    expect(answersOf(spotPoolUnderAutoUpgrade, { of: { nodePools }, lacks: "autoUpgrade" }).findings).toEqual([]);
  });

  it("looks after the pool by itself", () => {
    expect(commandsOf(onlyFinding(answersOf(spotPoolUnderAutoUpgrade, { of: { nodePools } })))).toEqual([
      "az aks nodepool show -g rg-prod --cluster-name prod-weu-1 -n burst --query currentOrchestratorVersion",
      "az aks nodepool upgrade -g rg-prod --cluster-name prod-weu-1 -n burst --kubernetes-version 1.35.4",
    ]);
  });

  it("waits in motion and does not apply while stopped", () => {
    expect(answersOf(spotPoolUnderAutoUpgrade, { of: { nodePools, provisioningState: "Updating" } }).unknown).toHaveLength(1);
    expect(answersOf(spotPoolUnderAutoUpgrade, { of: { nodePools, powerState: "stopped" } }).notApplicable).toHaveLength(1);
  });
});
