import { describe, expect, it } from "vitest";
import { upgradeCost } from "../../../src/core/calc/upgrade-cost.ts";
import { vmSize } from "../../../src/core/model/names.ts";
import { gib } from "../../../src/core/model/units.ts";
import { cluster, percent, pool, poolSize, prices, sku, skus, vmPrices } from "../../support/build.ts";
import { moneyFacts, worked } from "./money-facts.ts";

const D8 = vmSize("Standard_D8ds_v5");
const FACTS = moneyFacts({
  prices: prices({ vms: { Standard_D4ds_v5: vmPrices(0.24), Standard_D8ds_v5: vmPrices(0.5) } }),
  skus: skus(sku(), sku({ name: "Standard_D8ds_v5", vcpus: 8 })),
});

/** A cluster that is short of quota and addresses: 3.0 hours of D8ds_v5 at 10 %, and 0.45 hours of D4ds_v5. */
const SYSTEM = pool({ name: "system", mode: "system", nodeCount: 3, upgrade: { maxSurge: percent(10) } });
const APPS = pool({ name: "apps", nodeCount: 20, sizes: [poolSize(D8, 20)], upgrade: { maxSurge: percent(10) } });
const measured = new Map([
  ["system", 9],
  ["apps", 9],
]);

describe("what an upgrade costs once", () => {
  it("is the hours of its surge nodes at the price of their sizes", () => {
    const cost = worked(upgradeCost(cluster({ nodePools: [SYSTEM, APPS] }), FACTS, { measured }));

    expect(cost.cost.amount).toBeCloseTo(0.45 * 0.24 + 3 * 0.5, 9);
    expect(cost.cost.currency).toBe("EUR");
    expect(cost.prices.map(({ what }) => what)).toEqual(["Standard_D4ds_v5, Linux", "Standard_D8ds_v5, Linux"]);
    expect(cost.workings).toEqual([
      { label: "pool system: hours of a surge node", formula: "1 × 27 / 60", value: "0.45" },
      { label: "pool system: surge nodes of Standard_D4ds_v5", formula: "0.45 × 0.24", value: "0.108 EUR" },
      { label: "pool apps: hours of a surge node", formula: "2 × 90 / 60", value: "3" },
      { label: "pool apps: surge nodes of Standard_D8ds_v5", formula: "3 × 0.5", value: "1.5 EUR" },
    ]);
  });

  it("takes the default minutes where none were measured, and max surge as it would be", () => {
    const only = cluster({ nodePools: [APPS] });

    expect(worked(upgradeCost(only, FACTS)).cost.amount).toBeCloseTo(((2 * 10 * 10) / 60) * 0.5, 9);
    expect(worked(upgradeCost(only, FACTS, { shares: new Map([["apps", percent(25)]]) })).cost.amount).toBeCloseTo(
      ((5 * 4 * 10) / 60) * 0.5,
      9,
    );
  });

  it("has managed disks and public addresses by the hour", () => {
    const whole = pool({ ...APPS, osDisk: { kind: "managed", sizeGiB: gib(128) }, nodePublicIp: {} });

    const cost = worked(upgradeCost(cluster({ nodePools: [whole] }), FACTS, { measured }));

    expect(cost.cost.amount).toBeCloseTo(3 * (0.5 + 20 / 730 + 0.005), 9);
    expect(cost.workings.at(-1)).toMatchObject({ formula: "3 × (0.5 + 20 / 730 + 0.005)" });
    expect(cost.prices.map(({ per }) => per)).toEqual(["hour", "month", "hour"]);
  });

  it("leaves spot pools out and says so", () => {
    const spot = pool({ name: "burst", priority: "spot" });

    const cost = worked(upgradeCost(cluster({ nodePools: [APPS, spot] }), FACTS, { measured }));

    expect(cost.cost.amount).toBeCloseTo(1.5, 9);
    expect(cost.workings.at(-1)).toEqual({ label: "left out: spot pools, which never surge", value: "burst" });
  });

  it("says that the surcharge of AKS Automatic is left out", () => {
    const cost = worked(upgradeCost(cluster({ isAutomatic: true, nodePools: [APPS] }), FACTS, { measured }));

    expect(cost.workings.at(-1)).toEqual({ label: "left out", value: "what AKS Automatic takes for the vCPUs" });
  });

  it("counts the dearest size of a Virtual Machines pool, which may be the one that surges", () => {
    const sizes = [poolSize("Standard_D4ds_v5", 10), poolSize(D8, 9), poolSize("Standard_D99", 0), poolSize("Standard_D4ds_v5", 1)];

    const cost = worked(upgradeCost(cluster({ nodePools: [pool({ ...APPS, kind: "virtual-machines", sizes })] }), FACTS, { measured }));

    expect(cost.cost.amount).toBeCloseTo(3 * 0.5, 9);
  });

  it.for([
    { what: "in place", of: pool({ ...APPS, upgrade: { maxSurge: percent(0), maxUnavailable: percent(10) } }) },
    { what: "of a stopped pool", of: pool({ ...APPS, powerState: "stopped" }) },
    { what: "of no nodes", of: pool({ nodeCount: 0, sizes: [] }) },
  ])("is nothing $what, and needs no price", ({ of }) => {
    expect(upgradeCost(cluster({ nodePools: [of] }), moneyFacts({ prices: prices({ vms: {} }) }))).toMatchObject({ cost: { amount: 0 } });
  });

  it.for([
    { what: "one size has no row", of: pool({ sizes: [poolSize("Standard_X", 3)] }), says: "Standard_X, Linux" },
    { what: "the disk has no row", of: pool({ osDisk: { kind: "managed", sizeGiB: gib(4096) } }), says: "P50 LRS disk" },
    { what: "AKS refuses", of: pool({ upgrade: { maxSurge: percent(0) } }), says: "AKS refuses to upgrade the pool" },
    { what: "no size is in the answer", of: pool({ sizes: [] }), says: "not in the answer" },
  ])("is not priced where $what", ({ of, says }) => {
    expect(upgradeCost(cluster({ nodePools: [APPS, of] }), FACTS)).toEqual({ notPriced: expect.stringContaining(says) });
  });
});
