import { describe, expect, it } from "vitest";
import { known, missing } from "../../../src/core/model/absence.ts";
import type { NodePool } from "../../../src/core/model/cluster.ts";
import { poolBehindControlPlane } from "../../../src/core/rules/pool-behind-control-plane.ts";
import { NOW, pool, poolSize, prices, systemPool, version, without } from "../../support/build.ts";
import { amountOf, answersOf, answersOn, commandsOf, onlyFinding } from "./judging.ts";

const skewed = (controlPlane: string, nodes: string) =>
  answersOn(poolBehindControlPlane, pool({ version: version(nodes) }), { of: { version: version(controlPlane) } });

const D4_X_20 = [poolSize("Standard_D4ds_v5", 20)];
const SHARE = (nodes: number) => ({ kind: "count", nodes }) as const;

describe("pool-behind-control-plane", () => {
  it.for([
    { controlPlane: "1.35.4", nodes: "1.35.3", severity: "low", minors: 0 },
    { controlPlane: "1.35.4", nodes: "1.34.9", severity: "low", minors: 1 },
    { controlPlane: "1.37.1", nodes: "1.34.0", severity: "low", minors: 3 },
    { controlPlane: "1.35.4", nodes: "1.31.9", severity: "high", minors: 4 },
    { controlPlane: "1.28.1", nodes: "1.26.1", severity: "low", minors: 2 },
    { controlPlane: "1.27.1", nodes: "1.25.1", severity: "low", minors: 2 },
    { controlPlane: "1.27.1", nodes: "1.24.1", severity: "high", minors: 3 },
  ] as const)("finds nodes on $nodes behind $controlPlane: $severity", ({ controlPlane, nodes, severity, minors }) => {
    const finding = onlyFinding(skewed(controlPlane, nodes));

    expect(finding).toMatchObject({ subject: "apps", severity, magnitude: { value: minors, unit: "minor" } });
  });

  it.for([
    { priority: "regular", first: /surge nodes/, restarts: /max surge at a time/ },
    { priority: "spot", first: /bears an eviction/, restarts: /evicted, not drained/ },
  ] as const)("says what an upgrade of a $priority pool takes", ({ priority, first, restarts }) => {
    const nodes = pool({ version: version("1.34.9"), priority });
    const finding = onlyFinding(answersOn(poolBehindControlPlane, nodes, { of: { version: version("1.35.4") } }));

    expect(finding.first[0]).toMatch(first);
    expect(finding.remedy.restarts).toMatch(restarts);
  });

  it.for([
    { controlPlane: "1.34.2", nodes: "1.35.0", minors: 1 },
    { controlPlane: "1.34.2", nodes: "1.34.3", minors: 0 },
  ])("finds nodes on $nodes ahead of $controlPlane: high", ({ controlPlane, nodes, minors }) => {
    const finding = onlyFinding(skewed(controlPlane, nodes));

    expect(finding).toMatchObject({ severity: "high", magnitude: { value: minors, unit: "minor" } });
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

  it("leaves a pool at the limit to the rule about the next hop, where there is one", () => {
    expect(skewed("1.35.4", "1.32.0")).toMatchObject({
      findings: [],
      notApplicable: [{ subject: "apps", why: expect.stringContaining("1.36") }],
    });
    expect(skewed("1.37.1", "1.34.0").findings).toHaveLength(1);
  });

  describe("costs the surge nodes of one upgrade, however many minors it is behind", () => {
    const facts = { prices: known(prices(), NOW) };
    const behind = (change: Partial<NodePool> = {}) =>
      onlyFinding(
        answersOn(poolBehindControlPlane, pool({ version: version("1.33.0"), nodeCount: 20, sizes: D4_X_20, ...change }), { facts }),
      );

    it("once: 10 waves of 2 nodes, 10 minutes each, at 0.24 an hour", () => {
      const finding = behind();

      expect(finding.worth).toMatchObject({ kind: "once", cost: { currency: "EUR" } });
      expect(amountOf(finding.worth)).toBeCloseTo(((2 * 100) / 60) * 0.24, 9);
    });

    it.for([
      { what: "spot nodes, which never surge", change: { priority: "spot" } },
      { what: "nodes that are replaced in place", change: { upgrade: { maxSurge: SHARE(0), maxUnavailable: SHARE(1) } } },
      { what: "a stopped pool", change: { powerState: "stopped" } },
    ] as const)("nothing for $what", ({ change }) => {
      expect(behind(change).worth).toEqual({ kind: "none" });
    });

    it.for([
      { what: "the size is not in the list", facts: { prices: known(prices({ vms: {} }), NOW) }, why: /Standard_D4ds_v5/ },
      { what: "no list was read", facts: { prices: missing("unavailable", "it did not answer") }, why: /it did not answer/ },
      { what: "no VM sizes were read", facts: { ...facts, skus: missing("throttled", "Azure asked to wait") }, why: /asked to wait/ },
    ])("not priced, and found all the same, where $what", ({ facts: given, why }) => {
      const finding = onlyFinding(answersOn(poolBehindControlPlane, pool({ version: version("1.33.0") }), { facts: given }));

      expect(finding.worth).toEqual({ kind: "not-priced", why: expect.stringMatching(why) });
    });

    it("nothing where the control plane follows: no node is replaced", () => {
      const ahead = answersOn(poolBehindControlPlane, pool({ version: version("1.36.0") }), { facts });

      expect(onlyFinding(ahead).worth).toEqual({ kind: "none" });
    });
  });

  it("judges each pool by itself", () => {
    const nodePools = [systemPool(), pool({ name: "old", version: version("1.33.0") })];

    expect(answersOf(poolBehindControlPlane, { of: { nodePools } }).findings).toMatchObject([{ subject: "old" }]);
  });

  it("cannot tell about a pool whose version is not in the answer", () => {
    expect(answersOn(poolBehindControlPlane, without(pool(), "version"))).toMatchObject({
      findings: [],
      unknown: [{ subject: "apps", reason: { kind: "absent" } }],
    });
  });

  it("waits while the cluster is being upgraded", () => {
    const outcome = answersOn(poolBehindControlPlane, pool({ version: version("1.34.0") }), { of: { provisioningState: "Upgrading" } });

    expect(outcome).toMatchObject({ findings: [], unknown: [{ reason: { kind: "in-motion" } }] });
  });
});
