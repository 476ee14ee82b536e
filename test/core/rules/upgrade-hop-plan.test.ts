import { describe, expect, it } from "vitest";
import { known, missing } from "../../../src/core/model/absence.ts";
import type { Cluster } from "../../../src/core/model/cluster.ts";
import type { VersionCatalogue } from "../../../src/core/model/version-catalogue.ts";
import { upgradeHopPlan } from "../../../src/core/rules/upgrade-hop-plan.ts";
import { leading, NOW, pool, systemPool, version, versionCatalogue } from "../../support/build.ts";
import { answersOf, commandsOf, onlyFinding, workingOf } from "./judging.ts";

const to = (minor: string, ...next: readonly string[]) => leading(minor, [1], next);
const CATALOGUE = versionCatalogue(
  to("1.36"),
  to("1.35", "1.36.1"),
  to("1.34", "1.35.1"),
  to("1.33", "1.34.1"),
  to("1.32", "1.33.1", "1.35.1"),
);
const judged = (runs: string, change: Partial<Cluster> = {}, catalogue: VersionCatalogue = CATALOGUE) =>
  answersOf(upgradeHopPlan, {
    of: { version: version(runs), nodePools: [systemPool({ version: version(runs) })], ...change },
    facts: { versions: known(catalogue, NOW) },
  });

describe("upgrade-hop-plan", () => {
  it.for([
    { runs: "1.36.1", hops: undefined },
    { runs: "1.35.1", hops: undefined },
    { runs: "1.34.1", hops: "2 hops" },
    { runs: "1.32.1", hops: "4 hops" },
  ])("on $runs: $hops", ({ runs, hops }) => {
    const { findings, unknown } = judged(runs);

    expect(findings.map(({ title }) => title)).toEqual(hops === undefined ? [] : [`${hops} to 1.36, the newest supported version`]);
    expect(unknown).toEqual([]);
  });

  it("lists hops and pools in the order they go, with commands", () => {
    const old = pool({ name: "old", version: version("1.31.1"), nodeCount: 4 });
    const finding = onlyFinding(judged("1.33.1", { nodePools: [systemPool({ version: version("1.33.1") }), old] }));

    expect(finding).toMatchObject({ severity: "info", magnitude: { value: 3, unit: "minor" }, worth: { kind: "none" } });
    expect(finding.detail).toBe(
      "From 1.33 the control plane goes by 1.34, 1.35 and 1.36. With node pools upgraded as seldom as skew allows, 11 nodes are replaced on the way.",
    );
    expect(workingOf(finding, "hop 2")).toBe("first old to 1.34.1");
    expect(workingOf(finding, "likely time of the pools, one after another")).toBe("1 h 50 min");
    expect(commandsOf(finding)).toEqual([
      "az aks upgrade -g rg-prod -n prod-weu-1 --control-plane-only --kubernetes-version 1.34.1",
      "az aks nodepool upgrade -g rg-prod --cluster-name prod-weu-1 -n old --kubernetes-version 1.34.1",
      "az aks upgrade -g rg-prod -n prod-weu-1 --control-plane-only --kubernetes-version 1.35.1",
      "az aks upgrade -g rg-prod -n prod-weu-1 --control-plane-only --kubernetes-version 1.36.1",
      "az aks nodepool upgrade -g rg-prod --cluster-name prod-weu-1 -n system --kubernetes-version 1.36.1",
      "az aks nodepool upgrade -g rg-prod --cluster-name prod-weu-1 -n old --kubernetes-version 1.36.1",
    ]);
  });

  it("skips minors under long-term support", () => {
    expect(onlyFinding(judged("1.32.1", { supportPlan: "lts", tier: "premium" })).title).toContain("2 hops");
  });

  it("gives no time where a spot pool has none that is known", () => {
    const spot = pool({ name: "spot", priority: "spot", version: version("1.34.1") });
    const finding = onlyFinding(judged("1.34.1", { nodePools: [systemPool({ version: version("1.34.1") }), spot] }));

    expect(finding.notKnown).toContain("how long the pools take");
    expect(workingOf(finding, "likely time of the pools, one after another")).toBeUndefined();
  });

  it("says that nodes of auto-provisioning are replaced too, and counts them nowhere", () => {
    const unseen = "nodes that node auto-provisioning made: they stand in no pool, and are replaced too";

    expect(onlyFinding(judged("1.34.1", { hasNodeAutoProvisioning: true })).notKnown).toContain(unseen);
    expect(onlyFinding(judged("1.34.1")).notKnown).not.toContain(unseen);
  });

  it.for([
    { what: "a minor that the region no longer offers: the rules about support speak of it", runs: "1.30.1", of: {} },
    { what: "AKS Automatic, which upgrades itself", runs: "1.34.1", of: { isAutomatic: true, hasNodeAutoProvisioning: true } },
  ])("does not apply to $what", ({ runs, of }) => {
    expect(judged(runs, of)).toMatchObject({ findings: [], unknown: [], notApplicable: [{}] });
  });

  it("cannot tell without the whole catalogue, nor where it has no way", () => {
    const facts = { versions: missing("forbidden", "the app may not read it") };
    const noWay = versionCatalogue(to("1.36"), to("1.35"), to("1.34"));

    expect(judged("1.34.1", {}, noWay)).toMatchObject({ findings: [], unknown: [{ reason: { kind: "absent" } }] });
    expect(judged("1.34.1", {}, { ...CATALOGUE, isComplete: false }).unknown).toMatchObject([{ reason: { kind: "unreadable" } }]);
    expect(answersOf(upgradeHopPlan, { facts }).unknown).toMatchObject([{ reason: { kind: "forbidden" } }]);
  });

  it("does not apply while the cluster is stopped", () => {
    expect(judged("1.34.1", { powerState: "stopped" }).notApplicable).toHaveLength(1);
  });
});
