import { describe, expect, it } from "vitest";
import { automaticClass } from "../../../src/core/calc/automatic-surcharge.ts";
import { clusterCost } from "../../../src/core/calc/cluster-cost.ts";
import { controlPlaneCost } from "../../../src/core/calc/control-plane-cost.ts";
import type { Cluster } from "../../../src/core/model/cluster.ts";
import { currency } from "../../../src/core/model/money.ts";
import { vmSize } from "../../../src/core/model/names.ts";
import { gib } from "../../../src/core/model/units.ts";
import { cluster, pool, poolSize, price, prices, sku, skus, systemPool, vmPrices } from "../../support/build.ts";
import { listRead, moneyFacts, seenDays, worked } from "./money-facts.ts";

/** As recorded for westeurope and everywhere (arm.md 3.3). */
const AKS = {
  uptimeSla: price(0.1),
  longTermSupport: price(0.6),
  automaticControlPlane: price(0.16),
  automaticVcpu: new Map([["general-purpose", price(0.011213)]] as const),
};
const IN_DOLLARS = prices({ currency: currency("USD"), aks: AKS });

describe("a month of the control plane", () => {
  it.for([
    { tier: "free", monthly: 0, why: "no fee" },
    { tier: "standard", monthly: 73, why: "0.10 × 730" },
    { tier: "premium", monthly: 511, why: "(0.10 + 0.60) × 730: 438 for long-term support on top" },
  ] satisfies { tier: Cluster["tier"]; monthly: number; why: string }[])("of tier $tier is $monthly: $why", ({ tier, monthly }) => {
    expect(worked(controlPlaneCost(cluster({ tier }), listRead(IN_DOLLARS))).monthly).toBeCloseTo(monthly, 9);
  });

  it("of AKS Automatic is its own fee in place of the tier's", () => {
    const cost = worked(controlPlaneCost(cluster({ isAutomatic: true }), listRead(IN_DOLLARS)));

    expect(cost.monthly).toBeCloseTo(0.16 * 730, 9);
    expect(cost.prices).toMatchObject([{ what: "AKS Automatic hosted control plane", amount: 0.16, per: "hour" }]);
  });

  it("is nothing while the cluster is stopped", () => {
    expect(controlPlaneCost(cluster({ tier: "premium", powerState: "stopped" }), listRead(IN_DOLLARS))).toMatchObject({ monthly: 0 });
  });

  it.for([
    { what: "tier standard without the fee", of: cluster(), aks: { automaticVcpu: new Map() }, says: "Uptime SLA" },
    {
      what: "tier premium without one of its fees",
      of: cluster({ tier: "premium" }),
      aks: { uptimeSla: price(0.1), automaticVcpu: new Map() },
      says: "long-term support",
    },
    {
      what: "AKS Automatic without its fee",
      of: cluster({ isAutomatic: true }),
      aks: { automaticVcpu: new Map() },
      says: "hosted control plane",
    },
    { what: "AKS Automatic with long-term support", of: cluster({ isAutomatic: true, tier: "premium" }), aks: AKS, says: "not documented" },
  ])("is not priced for $what", ({ of, aks, says }) => {
    const cost = controlPlaneCost(of, listRead(prices({ aks })));

    expect("notPriced" in cost ? cost.notPriced : "priced").toContain(says);
  });
});

describe("a month of a cluster", () => {
  it("is its control plane and all its pools", () => {
    const cost = clusterCost(cluster(), moneyFacts());

    expect(cost.controlPlane.amount).toBeCloseTo(73, 9);
    expect(cost.total.amount).toBeCloseTo(73 + 2 * 3 * 0.24 * 730, 9);
    expect([...cost.pools.keys()]).toEqual(["system", "apps"]);
    expect(cost.prices.map(({ what }) => what)).toEqual(["Uptime SLA", "Standard_D4ds_v5, Linux"]);
    expect(cost.workings).toContainEqual({ label: "pool apps: nodes, Standard_D4ds_v5", formula: "3 × 0.24 × 730", value: "525.6 EUR" });
    expect(cost.notPriced).toEqual([]);
  });

  it("is nothing while it is stopped", () => {
    expect(clusterCost(cluster({ powerState: "stopped" }), moneyFacts()).total.amount).toBe(0);
  });

  it("counts what is priced and names what is not", () => {
    const odd = pool({ name: "gpu", sizes: [poolSize("Standard_NC24ads_A100_v4", 1)], nodeCount: 1 });

    const cost = clusterCost(
      cluster({ nodePools: [systemPool(), odd] }),
      moneyFacts({ prices: prices({ aks: { automaticVcpu: new Map() } }) }),
    );

    expect(cost.total.amount).toBeCloseTo(3 * 0.24 * 730, 9);
    expect(cost.notPriced).toEqual([
      "control plane: no retail row for Uptime SLA in westeurope (list read 23 Nov 02:03 UTC)",
      "pool gpu: no retail row for Standard_NC24ads_A100_v4, Linux in westeurope (list read 23 Nov 02:03 UTC)",
    ]);
    expect(cost.pools.get("gpu")).toHaveProperty("notPriced");
  });

  it("names what is not in it", () => {
    const keeps = pool({ osDisk: { kind: "managed", sizeGiB: gib(128) }, scaleDownMode: "deallocate" });

    expect(clusterCost(cluster({ nodePools: [keeps], hasNodeAutoProvisioning: true }), moneyFacts()).notIncluded).toEqual([
      "pool apps: disks of deallocated nodes",
      "nodes of node auto-provisioning",
    ]);
  });

  it("takes what AKS Automatic bills a vCPU, on the same basis as the nodes", () => {
    const automatic = cluster({ isAutomatic: true, nodePools: [pool()] });
    const facts = moneyFacts({ prices: IN_DOLLARS, history: seenDays([[2], [2], [2], [2], [2], [2], [2]]) });

    const cost = clusterCost(automatic, facts);

    expect(cost.controlPlane.amount).toBeCloseTo(0.16 * 730 + 2 * 4 * 0.011213 * 730, 9);
    expect(cost.workings).toContainEqual({
      label: "AKS Automatic, Standard_D4ds_v5",
      formula: "2 × 4 × 0.011213 × 730",
      value: "65.484 USD",
    });
  });

  it.for([
    { what: "a kind of VM that is not documented", size: "Standard_DC4ads_v5", change: {}, says: "not documented" },
    {
      what: "a kind of VM without a row",
      size: "Standard_E4ds_v5",
      change: {},
      says: "no retail row for AKS Automatic, memory optimized vCPU",
    },
    { what: "a constrained size", size: "Standard_D8-4ds_v5", change: { vcpus: 8, vcpusAvailable: 4 }, says: "vCPUs that" },
  ])("leaves the surcharge without a price for $what", ({ size, change, says }) => {
    const automatic = cluster({ isAutomatic: true, nodePools: [pool({ nodeCount: 1, sizes: [poolSize(size, 1)] })] });
    const list = prices({ aks: AKS, vms: { [size]: vmPrices(0.3) } });

    const cost = clusterCost(automatic, moneyFacts({ prices: list, skus: skus(sku({ name: size, ...change })) }));

    expect(cost.notPriced).toEqual([expect.stringContaining(says)]);
    expect(cost.notPriced).toEqual([expect.stringMatching(/^AKS Automatic for pool apps: /)]);
  });
});

describe("the kind of VM that AKS Automatic bills a size as", () => {
  it.for([
    ["Standard_D4ds_v5", "general-purpose"],
    ["Standard_DS2_v2", "general-purpose"],
    ["Standard_B2s", "general-purpose"],
    ["Standard_A2_v2", "general-purpose"],
    ["Standard_F8s_v2", "compute-optimized"],
    ["Standard_FX12mds", "compute-optimized"],
    ["Standard_E32-8ds_v5", "memory-optimized"],
    ["standard_m128ms", "memory-optimized"],
    ["Standard_L8s_v3", "storage-optimized"],
    ["Standard_NC24ads_A100_v4", "gpu-accelerated"],
    ["Standard_HB120rs_v3", "high-performance"],
    ["Standard_DC4ads_v5", undefined],
    ["Standard_EC8as_v5", undefined],
    ["Standard_NCC40ads_H100_v5", undefined],
    ["Standard_NP10s", undefined],
    ["odd", undefined],
  ] as const)("%s: %s", ([size, kind]) => {
    expect(automaticClass(vmSize(size))).toBe(kind);
  });
});
