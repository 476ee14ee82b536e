import { describe, expect, it } from "vitest";
import { type Instant, instant } from "../../../src/core/model/time.ts";
import { poolBehindControlPlane } from "../../../src/core/rules/pool-behind-control-plane.ts";
import { poolBlocksNextHop } from "../../../src/core/rules/pool-blocks-next-hop.ts";
import type { Rule } from "../../../src/core/rules/rule.ts";
import { NOW, pool, systemPool, version, without } from "../../support/build.ts";
import { answersOf, answersOn, commandsOf, onlyFinding, SILENT } from "./judging.ts";

const skewed = (controlPlane: string, nodes: string, rule: Rule = poolBlocksNextHop, at: Instant = NOW) =>
  answersOn(rule, pool({ version: version(nodes) }), { at, of: { version: version(controlPlane) } });

describe("pool-blocks-next-hop", () => {
  it.for([
    { controlPlane: "1.35.4", nodes: "1.32.0", next: "1.36", behind: 4 },
    { controlPlane: "1.34.2", nodes: "1.31.9", next: "1.35", behind: 4 },
    { controlPlane: "1.28.1", nodes: "1.25.1", next: "1.29", behind: 4 },
    { controlPlane: "1.26.1", nodes: "1.24.1", next: "1.27", behind: 3 },
  ])("finds nodes on $nodes under $controlPlane, which cannot go to $next", ({ controlPlane, nodes, next, behind }) => {
    const finding = onlyFinding(skewed(controlPlane, nodes));

    expect(finding).toMatchObject({ subject: "apps", severity: "medium", magnitude: { value: behind, unit: "minor" } });
    expect(finding.title).toContain(next);
  });

  it.for([
    { what: "a pool with a minor to spare", controlPlane: "1.35.4", nodes: "1.33.0" },
    { what: "a pool that is too far behind already", controlPlane: "1.35.4", nodes: "1.31.0" },
    { what: "a skew that the next control plane allows", controlPlane: "1.27.1", nodes: "1.25.1" },
    { what: "a control plane that has nowhere to go", controlPlane: "1.37.1", nodes: "1.34.0" },
    { what: "nodes of the same version", controlPlane: "1.35.4", nodes: "1.35.4" },
  ])("is silent about $what", ({ controlPlane, nodes }) => {
    expect(skewed(controlPlane, nodes)).toMatchObject(SILENT);
  });

  it("waits for the next minor to be generally available: a month counts when it is over", () => {
    const at = (day: string) => skewed("1.35.4", "1.32.0", poolBlocksNextHop, instant(`${day}T02:00:00Z`)).findings.length;

    expect([at("2026-06-29"), at("2026-06-30")]).toEqual([0, 1]);
  });

  it.for(["1.37.1/1.34.0", "1.36.1/1.34.0", "1.36.1/1.33.0", "1.36.1/1.32.0", "1.27.1/1.25.1", "1.28.1/1.25.1"])(
    "shares its pools with pool-behind-control-plane, one finding each: %s",
    (versions) => {
      const [controlPlane = "", nodes = ""] = versions.split("/");

      expect([...skewed(controlPlane, nodes).findings, ...skewed(controlPlane, nodes, poolBehindControlPlane).findings]).toHaveLength(1);
    },
  );

  it("upgrades the pool to the control plane's version, and starts it first where it is stopped", () => {
    const stopped = pool({ version: version("1.32.0"), powerState: "stopped" });
    const finding = onlyFinding(answersOn(poolBlocksNextHop, stopped));

    expect(commandsOf(finding)).toEqual([
      "az aks nodepool upgrade -g rg-prod --cluster-name prod-weu-1 -n apps --kubernetes-version 1.35.4",
    ]);
    expect(finding.first).toContainEqual(expect.stringContaining("stopped"));
  });

  it("is milder outside production", () => {
    const of = { tags: { env: "dev" }, nodePools: [systemPool(), pool({ version: version("1.32.0") })] };

    expect(onlyFinding(answersOf(poolBlocksNextHop, { of })).severity).toBe("low");
  });

  it("leaves a pool of unknown version to pool-behind-control-plane, and waits while the cluster is in motion", () => {
    expect(answersOn(poolBlocksNextHop, without(pool(), "version"))).toMatchObject({ findings: [], unknown: [] });
    expect(answersOf(poolBlocksNextHop, { of: { provisioningState: "Upgrading" } }).unknown).toMatchObject([
      { reason: { kind: "in-motion" } },
    ]);
  });
});
