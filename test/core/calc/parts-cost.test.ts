import { describe, expect, it } from "vitest";
import { clusterCost } from "../../../src/core/calc/cluster-cost.ts";
import { partsCost } from "../../../src/core/calc/parts-cost.ts";
import { poolCost } from "../../../src/core/calc/pool-cost.ts";
import { partsOf } from "../../../src/core/calc/savings.ts";
import { SAVING_KINDS, type SavingKind } from "../../../src/core/model/saving.ts";
import { gib } from "../../../src/core/model/units.ts";
import { cluster, pool, poolSize, price, prices, systemPool } from "../../support/build.ts";
import { moneyFacts, seenDays, worked } from "./money-facts.ts";
import { WORKED_CLUSTER, WORKED_FACTS, WORKED_POOL } from "./savings-pool.ts";

const inAll = (about: SavingKind) => worked(partsCost(WORKED_CLUSTER, { about }, WORKED_FACTS)).monthly;

describe("a month of the parts of a bill that advice is about", () => {
  it.for<readonly [SavingKind, number, string]>([
    ["disk", 80, "4 × 20"],
    ["public-ip", 29.2, "4 × 0.01 × 730"],
    ["spot", 1460, "4 × 0.50 × 730"],
    ["size", 1540, "nodes and disks"],
    ["autoscale", 1569.2, "all that a node has"],
    ["tier", 73, "0.10 × 730"],
    ["idle", 1642.2, "everything"],
  ])("is, for %s, %d: %s", ([about, monthly]) => {
    expect(inAll(about)).toBeCloseTo(monthly, 6);
  });

  it("is what the same parts are in the cost of the pool and of the cluster", () => {
    const cost = clusterCost(WORKED_CLUSTER, WORKED_FACTS);
    const ofPool = worked(poolCost(WORKED_POOL, { ...WORKED_FACTS, cluster: WORKED_CLUSTER }));
    const parts = { nodes: ofPool.nodes.amount, disks: ofPool.disks.amount, addresses: ofPool.addresses.amount };
    const amounts = { ...parts, "control-plane": cost.controlPlane.amount };

    for (const about of SAVING_KINDS) {
      expect(inAll(about), about).toBeCloseTo(
        partsOf(about).reduce((sum, part) => sum + amounts[part], 0),
        6,
      );
    }
    expect(inAll("idle")).toBeCloseTo(cost.total.amount, 6);
  });

  it("is worked out with its rows and its nodes, by pool", () => {
    const history = seenDays([[5], [3]]);
    const { workings, prices: rows } = worked(partsCost(cluster(), { about: "spot", pool: "apps" }, moneyFacts({ history })));

    expect(workings.map(({ label }) => label)).toEqual(["apps: nodes counted", "apps: nodes, Standard_D4ds_v5"]);
    expect(rows).toMatchObject([{ what: "Standard_D4ds_v5, Linux", per: "hour" }]);
  });

  it("asks for the price of no other part", () => {
    const odd = pool({
      name: "gpu",
      sizes: [poolSize("Standard_NC24ads_A100_v4", 1)],
      nodeCount: 1,
      osDisk: { kind: "ephemeral", sizeGiB: gib(128) },
    });
    const of = cluster({ nodePools: [systemPool(), odd] });

    expect(partsCost(of, { about: "disk", pool: "gpu" }, moneyFacts())).toEqual({
      ...{ monthly: 0, prices: [] },
      workings: [
        { label: "gpu: nodes counted", value: "1 tonight" },
        { label: "gpu: disks", value: "0 EUR" },
      ],
    });
    expect(partsCost(of, { about: "spot", pool: "gpu" }, moneyFacts())).toHaveProperty("notPriced");
    expect(partsCost(of, { about: "spot" }, moneyFacts())).toHaveProperty("notPriced");
    expect(partsCost(of, { about: "tier" }, moneyFacts({ prices: prices({ aks: { automaticVcpu: new Map() } }) }))).toEqual({
      notPriced: expect.stringMatching(/^control plane: no retail row for Uptime SLA/),
    });
    expect(partsCost(of, { about: "spot", pool: "apps" }, moneyFacts())).toEqual({ notPriced: "there is no pool apps" });
  });

  it("has the surcharges of AKS Automatic with the control plane", () => {
    const aks = { automaticControlPlane: price(0.16), automaticVcpu: new Map([["general-purpose", price(0.01)]] as const) };
    const of = cluster({ isAutomatic: true, nodePools: [systemPool()] });
    const facts = moneyFacts({ prices: prices({ aks }) });

    // 3 nodes of 4 vCPUs.
    expect(worked(partsCost(of, { about: "tier" }, facts)).monthly).toBeCloseTo((0.16 + 12 * 0.01) * 730, 6);
  });
});
