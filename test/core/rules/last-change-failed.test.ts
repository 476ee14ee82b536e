import { describe, expect, it } from "vitest";
import { lastChangeFailed } from "../../../src/core/rules/last-change-failed.ts";
import { pool, systemPool } from "../../support/build.ts";
import { answersOf, commandsOf, onlyFinding, SILENT, workingOf } from "./judging.ts";

const judged = (state: string, poolState = "Succeeded", change = {}) =>
  answersOf(lastChangeFailed, {
    of: { provisioningState: state, nodePools: [systemPool(), pool({ provisioningState: poolState, ...change })] },
  });

describe("last-change-failed", () => {
  it.for([
    { state: "Failed", severity: "high" },
    { state: "failed", severity: "high" },
    { state: "Canceled", severity: "medium" },
  ] as const)("finds a cluster whose last change is $state: $severity", ({ state, severity }) => {
    const finding = onlyFinding(judged(state));

    expect(finding).toMatchObject({ severity, magnitude: { value: 1 } });
    expect(finding).not.toHaveProperty("subject");
  });

  it.for(["Failed", "Canceled"])("finds a pool whose last change is %s", (state) => {
    const finding = onlyFinding(judged("Succeeded", state));

    expect(finding).toMatchObject({ subject: "apps" });
  });

  it("tells a failure once: of the pool, where both have failed", () => {
    expect(onlyFinding(judged("Failed", "Failed")).subject).toBe("apps");
  });

  it("is silent about a cluster at rest", () => {
    expect(judged("Succeeded")).toMatchObject(SILENT);
  });

  it("cannot tell about what is being changed, and still speaks about the pool that has failed beside it", () => {
    const moving = judged("Updating", "Failed");

    expect(moving.findings).toMatchObject([{ subject: "apps" }]);
    expect(moving.unknown).toMatchObject([{ reason: { kind: "in-motion" } }]);
    expect(judged("Succeeded", "Upgrading").unknown).toMatchObject([{ subject: "apps", reason: { kind: "in-motion" } }]);
  });

  it("hands on what Azure says, and says so where it says nothing", () => {
    const told = onlyFinding(judged("Succeeded", "Failed", { failure: { code: "SubnetIsFull", message: "no more addresses" } }));
    const silent = onlyFinding(judged("Succeeded", "Failed"));

    expect(told.detail).toContain("(SubnetIsFull)");
    expect(workingOf(told, "Azure says")).toBe("no more addresses");
    expect(told.notKnown.join()).not.toContain("why");
    expect(silent.notKnown).toContainEqual(expect.stringContaining("why"));
  });

  it("passes over the error of an earlier change that has been made good", () => {
    expect(judged("Succeeded", "Succeeded", { failure: { code: "QuotaExceeded" } }).findings).toEqual([]);
  });

  it("shows the state of what failed, and brings the cluster to what is set", () => {
    expect(commandsOf(onlyFinding(judged("Succeeded", "Failed")))).toEqual([
      "az aks nodepool show -g rg-prod --cluster-name prod-weu-1 -n apps --query status",
      "az aks update -g rg-prod -n prod-weu-1",
    ]);
    expect(commandsOf(onlyFinding(judged("Failed")))[0]).toBe("az aks show -g rg-prod -n prod-weu-1 --query status");
  });

  it("is milder outside production, and judges a stopped cluster", () => {
    expect(onlyFinding(answersOf(lastChangeFailed, { of: { provisioningState: "Failed", tags: { env: "dev" } } })).severity).toBe("medium");
    expect(answersOf(lastChangeFailed, { of: { provisioningState: "Failed", powerState: "stopped" } }).findings).toHaveLength(1);
  });
});
