import { describe, expect, it } from "vitest";
import type { NodePool } from "../../../src/core/model/cluster.ts";
import { autoProvisioningBesideAutoscaler } from "../../../src/core/rules/auto-provisioning-beside-autoscaler.ts";
import { cluster, NOW, pool, poolSize, regionView, snapshot } from "../../support/build.ts";
import { answersIn, answersOf, commandsOf, onlyFinding, SILENT } from "./judging.ts";

const fixed = (change: Partial<NodePool> = {}) => pool({ sizes: [poolSize("Standard_D4ds_v5", 3)], ...change });
const TAINTED = { taints: ["dedicated=batch:NoSchedule"] };
const answers = (nodePools: readonly NodePool[], of = {}) =>
  answersOf(autoProvisioningBesideAutoscaler, { of: { hasNodeAutoProvisioning: true, nodePools, ...of } });

describe("auto-provisioning-beside-autoscaler", () => {
  it("finds the pools that are still autoscaled, once for the cluster", () => {
    const finding = onlyFinding(answers([fixed({ name: "system", mode: "system" }), pool(), pool({ name: "web", ...TAINTED })]));

    expect(finding).toMatchObject({ severity: "medium", magnitude: { value: 2, unit: "pool" }, pools: ["apps", "web"] });
    expect(finding).not.toHaveProperty("subject");
    expect(commandsOf(finding)).toEqual(
      ["apps", "web"].map((name) => `az aks nodepool update -g rg-prod --cluster-name prod-weu-1 -n ${name} --disable-cluster-autoscaler`),
    );
  });

  it.for([
    { taint: "dedicated=batch:NoSchedule", severity: "low" },
    { taint: "autoscaling.azure.com/cas-block=true:NoExecute", severity: "low" },
    { taint: "dedicated=batch:PreferNoSchedule", severity: "medium" },
  ])("is $severity where the only such pool has the taint $taint", ({ taint, severity }) => {
    const finding = onlyFinding(answers([pool({ taints: [taint] })]));

    expect(finding.severity).toBe(severity);
  });

  it.for([
    { what: "fixed pools", pools: [fixed()], of: {} },
    { what: "Windows pools, for which it makes no nodes", pools: [fixed(), pool({ name: "win", os: "windows" })], of: {} },
    { what: "clusters without node auto-provisioning", pools: [pool()], of: { hasNodeAutoProvisioning: false } },
  ] as const)("is silent about $what", ({ pools, of }) => {
    expect(answers(pools, of)).toMatchObject(SILENT);
  });

  it("does not apply to AKS Automatic", () => {
    expect(answers([pool()], { isAutomatic: true })).toMatchObject({ findings: [], notApplicable: [{}] });
  });

  it("cannot tell of a cluster that was not read", () => {
    const reason = { kind: "forbidden", why: "the app may not read it" } as const;
    const unseen = snapshot(cluster({ hasNodeAutoProvisioning: true }), { readFailed: { since: NOW, reason } });

    const outcome = answersIn(autoProvisioningBesideAutoscaler, regionView({ snapshots: [unseen] }));

    expect(outcome).toMatchObject({ findings: [], unknown: [{ reason }] });
  });
});
