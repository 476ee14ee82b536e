import { describe, expect, it } from "vitest";
import { poolBehindControlPlane } from "../../../src/core/rules/pool-behind-control-plane.ts";
import { pool, systemPool, version } from "../../support/build.ts";
import { answersOf, answersOn, commandsOf, flawsOf, onlyFinding } from "./judging.ts";

const skewed = (controlPlane: string, nodes: string) =>
  answersOn(poolBehindControlPlane, pool({ version: version(nodes) }), { of: { version: version(controlPlane) } });

describe("pool-behind-control-plane", () => {
  it.for([
    { controlPlane: "1.35.4", nodes: "1.35.3", severity: "low", minors: 0 },
    { controlPlane: "1.35.4", nodes: "1.34.9", severity: "low", minors: 1 },
    { controlPlane: "1.35.4", nodes: "1.32.0", severity: "low", minors: 3 },
    { controlPlane: "1.35.4", nodes: "1.31.9", severity: "high", minors: 4 },
    { controlPlane: "1.28.1", nodes: "1.25.1", severity: "low", minors: 3 },
    { controlPlane: "1.27.1", nodes: "1.25.1", severity: "low", minors: 2 },
    { controlPlane: "1.27.1", nodes: "1.24.1", severity: "high", minors: 3 },
  ] as const)("finds nodes on $nodes behind $controlPlane: $severity", ({ controlPlane, nodes, severity, minors }) => {
    const finding = onlyFinding(skewed(controlPlane, nodes));

    expect(finding).toMatchObject({ subject: "apps", severity, magnitude: { value: minors, unit: "minor" } });
    expect(flawsOf(poolBehindControlPlane, finding)).toEqual([]);
  });

  it.for([
    { controlPlane: "1.34.2", nodes: "1.35.0", minors: 1 },
    { controlPlane: "1.34.2", nodes: "1.34.3", minors: 0 },
  ])("finds nodes on $nodes ahead of $controlPlane: high", ({ controlPlane, nodes, minors }) => {
    const finding = onlyFinding(skewed(controlPlane, nodes));

    expect(finding).toMatchObject({ severity: "high", magnitude: { value: minors, unit: "minor" } });
    expect(flawsOf(poolBehindControlPlane, finding)).toEqual([]);
  });

  it.for([
    { controlPlane: "1.35.4", nodes: "1.35.4" },
    { controlPlane: "1.35.4", nodes: "1.35" },
    { controlPlane: "1.35", nodes: "1.35.4" },
  ])("is silent about $nodes under $controlPlane", ({ controlPlane, nodes }) => {
    expect(skewed(controlPlane, nodes)).toMatchObject({ findings: [], unknown: [] });
  });

  it("says how far the control plane may still go, and upgrades the pool to it", () => {
    const finding = onlyFinding(skewed("1.35.4", "1.34.9"));

    expect(finding.detail).toContain("2 more minors");
    expect(commandsOf(finding)).toEqual([
      "az aks nodepool upgrade -g rg-prod --cluster-name prod-weu-1 -n apps --kubernetes-version 1.35.4",
    ]);
  });

  it("judges each pool by itself", () => {
    const nodePools = [systemPool(), pool({ name: "old", version: version("1.33.0") })];

    expect(answersOf(poolBehindControlPlane, { of: { nodePools } }).findings).toMatchObject([{ subject: "old" }]);
  });

  it("cannot tell about a pool whose version is not in the answer", () => {
    const { version: _, ...unversioned } = pool();

    expect(answersOn(poolBehindControlPlane, unversioned)).toMatchObject({
      findings: [],
      unknown: [{ subject: "apps", reason: { kind: "absent" } }],
    });
  });

  it("waits while the cluster is being upgraded", () => {
    const outcome = answersOn(poolBehindControlPlane, pool({ version: version("1.34.0") }), { of: { provisioningState: "Upgrading" } });

    expect(outcome).toMatchObject({ findings: [], unknown: [{ reason: { kind: "in-motion" } }] });
  });
});
