import { describe, expect, it } from "vitest";
import { known, missing } from "../../../src/core/model/absence.ts";
import { vmSize } from "../../../src/core/model/names.ts";
import { paidTierOnTinyCluster } from "../../../src/core/rules/paid-tier-on-tiny-cluster.ts";
import { NOW, prices, systemPool } from "../../support/build.ts";
import { amountOf, answersOf, commandsOf, onlyFinding, SILENT, workingOf } from "./judging.ts";

const facts = { prices: known(prices(), NOW) };
const nodes = (nodeCount: number, max?: number) =>
  systemPool({
    nodeCount,
    sizes: [{ vmSize: vmSize("Standard_D4ds_v5"), nodeCount, ...(max === undefined ? {} : { autoscale: { min: 1, max } }) }],
  });
const dev = { tags: { env: "dev" }, nodePools: [nodes(3)] };

describe("paid-tier-on-tiny-cluster", () => {
  it("finds a cluster of three nodes for development, worth the fee of the Standard tier", () => {
    const finding = onlyFinding(answersOf(paidTierOnTinyCluster, { of: dev, facts }));

    expect(finding).toMatchObject({ severity: "low", magnitude: { value: 3, unit: "node" } });
    expect(finding.worth).toMatchObject({ kind: "monthly", about: "tier", firmness: "firm" });
    expect(amountOf(finding.worth)).toBeCloseTo(0.1 * 730, 6);
    expect(workingOf(finding, "environment")).toBe("non-production (tag env=dev)");
    expect(commandsOf(finding)).toEqual(["az aks update -g rg-prod -n prod-weu-1 --tier free"]);
  });

  it.for([
    { what: "three nodes tonight", pools: [nodes(3)], finds: true },
    { what: "four nodes tonight", pools: [nodes(4)], finds: false },
    { what: "three nodes in two pools", pools: [nodes(2), { ...nodes(1), name: "b" }], finds: true },
    { what: "four nodes in two pools", pools: [nodes(2), { ...nodes(2), name: "b" }], finds: false },
    { what: "nine nodes at most", pools: [nodes(2, 9)], finds: true },
    { what: "ten nodes at most", pools: [nodes(2, 10)], finds: false },
    {
      what: "a stopped pool, which may come back",
      pools: [nodes(2), { ...nodes(2), name: "b", powerState: "stopped" as const }],
      finds: false,
    },
  ])("with $what, found: $finds", ({ pools, finds }) => {
    const outcome = answersOf(paidTierOnTinyCluster, { of: { ...dev, nodePools: pools }, facts });

    expect(outcome).toMatchObject({ findings: finds ? [{}] : [], notApplicable: finds ? [] : [{}] });
  });

  it("takes the number of nodes that people set", () => {
    const outcome = answersOf(paidTierOnTinyCluster, { of: { ...dev, nodePools: [nodes(5)] }, facts, thresholds: { mostNodes: 5 } });

    expect(outcome.findings).toHaveLength(1);
  });

  it("is found without an amount where prices were not read", () => {
    const outcome = answersOf(paidTierOnTinyCluster, { of: dev, facts: { prices: missing("unavailable", "the list did not answer") } });

    expect(onlyFinding(outcome).worth).toEqual({ kind: "not-priced", why: expect.stringContaining("did not answer") });
  });

  it.for([
    { what: "to production", of: { tags: { env: "prod" } }, why: /^production/ },
    { what: "to what nothing marks: taking a mark away saves nothing", of: { tags: {} }, why: /not marked/ },
    { what: "to Premium, which has findings of its own", of: { tier: "premium" }, why: /Premium/ },
    { what: "to AKS Automatic", of: { isAutomatic: true }, why: /Automatic/ },
    { what: "to a stopped cluster, which pays no fee", of: { powerState: "stopped" }, why: /stopped/ },
  ] as const)("does not apply $what", ({ of, why }) => {
    const outcome = answersOf(paidTierOnTinyCluster, { of: { ...dev, ...of }, facts });

    expect(outcome).toMatchObject({ findings: [], unknown: [], notApplicable: [{ why: expect.stringMatching(why) }] });
  });

  it("is silent about the Free tier", () => {
    const outcome = answersOf(paidTierOnTinyCluster, { of: { ...dev, tier: "free" }, facts });

    expect(outcome).toMatchObject(SILENT);
  });

  it("cannot tell with node auto-provisioning, whose nodes stand in no pool", () => {
    const outcome = answersOf(paidTierOnTinyCluster, { of: { ...dev, hasNodeAutoProvisioning: true }, facts });

    expect(outcome).toMatchObject({ findings: [], unknown: [{ reason: { kind: "unsupported" } }] });
  });
});
