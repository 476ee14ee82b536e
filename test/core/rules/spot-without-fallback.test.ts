import { describe, expect, it } from "vitest";
import { known, missing } from "../../../src/core/model/absence.ts";
import type { NodePool } from "../../../src/core/model/cluster.ts";
import { vmFamily } from "../../../src/core/model/names.ts";
import { spotWithoutFallback } from "../../../src/core/rules/spot-without-fallback.ts";
import { NOW, pool, poolSize, quota, quotas, sku, skus, spotMarket, spotOffer, systemPool } from "../../support/build.ts";
import { answersOf, commandsOf, onlyFinding, SILENT, workingOf } from "./judging.ts";

const SPOT_TAINT = "kubernetes.azure.com/scalesetpriority=spot:NoSchedule";
const spot = (change: Partial<NodePool> = {}) =>
  pool({ name: "batch", priority: "spot", spot: { evictionPolicy: "delete" }, taints: [SPOT_TAINT], ...change });
const system = systemPool({ taints: ["CriticalAddonsOnly=true:NoSchedule"] });
const D8 = "Standard_D8ds_v5";
const rows = {
  skus: known(skus(sku(), sku({ name: D8, vcpus: 8 }), sku({ name: "Standard_D4pds_v5", architecture: "arm64" })), NOW),
};
const of8 = [poolSize(D8, 1)];
const answers = (nodePools: readonly NodePool[], { of = {}, facts = {} } = {}) =>
  answersOf(spotWithoutFallback, { of: { nodePools: [system, ...nodePools], ...of }, facts: { ...rows, ...facts } });

describe("spot-without-fallback", () => {
  it("finds a spot pool whose pods no other pool could take, and adds a regular one that rests at no nodes", () => {
    const finding = onlyFinding(answers([spot()]));

    expect(finding).toMatchObject({ subject: "batch", severity: "medium", magnitude: { value: 3, unit: "node" }, worth: { kind: "none" } });
    const [add, expander] = commandsOf(finding);
    expect(add).toContain(
      "-n batchreg --node-vm-size Standard_D4ds_v5 --node-count 0 --enable-cluster-autoscaler --min-count 0 --max-count 3",
    );
    expect(add).not.toMatch(/Spot|scalesetpriority/);
    expect(expander).toBe("az aks update -g rg-prod -n prod-weu-1 --cluster-autoscaler-profile expander=priority");
    expect(finding.notKnown).toHaveLength(1);
  });

  it.for([
    { expander: "priority", commands: 1 },
    { expander: "least-waste", commands: 2 },
  ])("sets the expander unless it goes by priority: $expander", ({ expander, commands }) => {
    const finding = onlyFinding(answers([spot()], { of: { autoscaler: { expander } } }));

    expect(commandsOf(finding)).toHaveLength(commands);
    expect(workingOf(finding, "expander")).toBe(expander);
  });

  it.for([
    { what: "of another system", other: pool({ os: "windows" }) },
    { what: "of another processor", other: pool({ sizes: [poolSize("Standard_D4pds_v5", 1)] }) },
    { what: "with a taint of its own", other: pool({ taints: ["team=web:NoSchedule"] }) },
    { what: "that is stopped", other: pool({ powerState: "stopped" }) },
    { what: "of spot nodes of the same size", other: spot({ name: "more" }) },
  ])("counts no pool $what", ({ other }) => {
    expect(answers([spot(), other]).findings.map(({ subject }) => subject)).toContain("batch");
  });

  it.for([
    { what: "a regular pool", others: [pool()] },
    { what: "a regular pool that prefers others", others: [pool({ taints: ["team=web:PreferNoSchedule"] })] },
    { what: "a regular pool that is itself marked for spot", others: [pool({ tags: { workload: "batch" } })] },
    { what: "a system pool that takes pods", others: [systemPool({ name: "open" })] },
    { what: "spot of another size", others: [spot({ name: "more", sizes: of8 })] },
  ])("is silent beside $what", ({ others }) => {
    expect(answers([spot(), ...others])).toMatchObject(SILENT);
  });

  it("is silent about regular pools", () => {
    expect(answers([pool()])).toMatchObject(SILENT);
  });

  it.for([
    { what: "node auto-provisioning", on: {}, of: { hasNodeAutoProvisioning: true } },
    { what: "AKS Automatic", on: {}, of: { isAutomatic: true } },
    { what: "a stopped pool", on: { powerState: "stopped" }, of: {} },
    { what: "a fixed pool without nodes", on: { nodeCount: 0, sizes: [poolSize("Standard_D4ds_v5", 0)] }, of: {} },
  ] as const)("does not apply to $what", ({ on, of }) => {
    expect(answers([spot(on)], { of })).toMatchObject({ findings: [], notApplicable: [{ subject: "batch" }] });
  });

  it("of a pool that rests at no nodes speaks about its maximum", () => {
    const resting = spot({ nodeCount: 0, sizes: [poolSize("Standard_D4ds_v5", 0, { min: 0, max: 6 })] });

    const finding = onlyFinding(answers([resting]));

    expect(finding.magnitude.value).toBe(6);
    expect(commandsOf(finding)[0]).toContain("--max-count 6");
  });

  it.for([
    { free: 12, says: undefined },
    { free: 11, says: "Regular quota and addresses have room for the new pool: now for 2 of 3 nodes" },
  ])("with $free vCPUs of the family free: room is asked for where it is short", ({ free, says }) => {
    const given = quotas({ byFamily: new Map([[vmFamily("standardDDSv5Family"), quota(100, 100 - free)]]) });

    const { first } = onlyFinding(answers([spot()], { facts: { quotas: known(given, NOW) } }));

    expect(first.find((line) => line.includes("Regular quota"))).toBe(says);
  });

  it("does not know of room without quotas, and is found all the same", () => {
    const finding = onlyFinding(answers([spot()], { facts: { quotas: missing("throttled", "Azure asked to wait") } }));

    expect(finding.notKnown.join()).toContain("Azure asked to wait");
  });

  it("names other sizes on spot, the lowest price times evictions first", () => {
    const others = ["Standard_D4a", "Standard_D4b", "Standard_D4c"].map((name) => sku({ name }));
    const market = spotMarket({
      Standard_D4a: spotOffer({ evictions: "10-15" }),
      Standard_D4b: spotOffer({ evictions: "5-10" }),
      Standard_D4c: {},
    });

    const finding = onlyFinding(answers([spot()], { facts: { skus: known(skus(sku(), ...others), NOW), spot: known(market, NOW) } }));

    expect(finding.workings.flatMap(({ label }) => (label.startsWith("spot, ") ? [label] : []))).toEqual([
      "spot, Standard_D4b",
      "spot, Standard_D4a",
    ]);
  });

  it("cannot tell where the size of another pool has no SKU: it might take the pods", () => {
    expect(answers([spot(), pool({ sizes: [poolSize("Standard_X", 1)] })])).toMatchObject({
      findings: [],
      unknown: [{ subject: "batch", reason: { kind: "absent" } }],
    });
  });

  it("waits while the pool is being scaled", () => {
    expect(answers([spot({ provisioningState: "Scaling" })]).unknown).toMatchObject([{ reason: { kind: "in-motion" } }]);
  });
});
