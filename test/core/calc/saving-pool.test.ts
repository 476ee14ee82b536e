import { describe, expect, it } from "vitest";
import type { NotPriced } from "../../../src/core/calc/not-priced.ts";
import type { PoolFacts } from "../../../src/core/calc/pool-cost.ts";
import { autoscaleSaving } from "../../../src/core/calc/saving-autoscale.ts";
import { diskSaving } from "../../../src/core/calc/saving-disk.ts";
import { licenceSaving } from "../../../src/core/calc/saving-licence.ts";
import { scheduleSaving } from "../../../src/core/calc/saving-schedule.ts";
import { sizeSaving } from "../../../src/core/calc/saving-size.ts";
import { tierSaving } from "../../../src/core/calc/saving-tier.ts";
import type { Cluster, NodePool } from "../../../src/core/model/cluster.ts";
import { currency } from "../../../src/core/model/money.ts";
import { vmSize } from "../../../src/core/model/names.ts";
import type { Saving } from "../../../src/core/model/saving.ts";
import { instant } from "../../../src/core/model/time.ts";
import { gib } from "../../../src/core/model/units.ts";
import { cluster, NOW, pool, poolSize, price, prices, sku, skus, vmPrices } from "../../support/build.ts";
import { listRead, moneyFacts, seenDays, worked } from "./money-facts.ts";

const D4 = vmSize("Standard_D4ds_v5");
const D8 = vmSize("Standard_D8ds_v5");
const MANAGED = { kind: "managed", sizeGiB: gib(128) } as const;
/** Three D4ds_v5 with managed disks, fixed or as the autoscaler likes between 3 and 10. */
const FIXED = pool({ sizes: [poolSize(D4, 3)], osDisk: MANAGED });
const SCALED = pool({ osDisk: MANAGED });
const TWO_SIZES = moneyFacts({
  prices: prices({ vms: { Standard_D4ds_v5: vmPrices(0.24), Standard_D8ds_v5: vmPrices(0.4) } }),
  skus: skus(sku(), sku({ name: "Standard_D8ds_v5", vcpus: 8 })),
});
const WEEK = seenDays([[2], [2], [2], [2], [2], [2], [2]]);
const OLD = instant("2026-11-20T02:00:00Z");

type Work = (pool: NodePool, facts: PoolFacts) => Saving | NotPriced;

describe("managed disks, gone", () => {
  it("save what they cost, for certain", () => {
    const saving = worked(diskSaving(FIXED, moneyFacts()));

    expect(saving).toMatchObject({
      about: "disk",
      firmness: "firm",
      monthly: { amount: 60, currency: "EUR" },
      before: { amount: 60, currency: "EUR" },
      basis: { kind: "tonight" },
      prices: [{ what: "P10 LRS disk", per: "month" }],
    });
    expect(saving).not.toHaveProperty("range");
    expect(saving.workings).toEqual([
      { label: "nodes counted", value: "3 tonight" },
      { label: "disks, Standard_D4ds_v5", formula: "3 × 20", value: "60 EUR" },
    ]);
  });

  it("save at both ends what so many disks cost", () => {
    expect(worked(diskSaving(SCALED, moneyFacts({ history: WEEK })))).toMatchObject({
      monthly: { amount: 40 },
      range: { low: 40, high: 200 },
    });
  });

  it("need no price of a node", () => {
    expect(diskSaving(FIXED, moneyFacts({ prices: prices({ vms: {} }) }))).toHaveProperty("monthly");
  });

  it("are worth nothing where they are ephemeral", () => {
    expect(diskSaving(pool(), moneyFacts())).toMatchObject({ monthly: { amount: 0 } });
  });
});

describe("another size", () => {
  it("saves nodes and disks now less those it takes", () => {
    const saving = worked(sizeSaving(FIXED, { vmSize: D8, nodes: 1 }, TWO_SIZES));

    expect(saving).toMatchObject({ about: "size", firmness: "firm" });
    expect(saving.before.amount).toBeCloseTo(3 * 0.24 * 730 + 3 * 20, 9);
    expect(saving.monthly.amount).toBeCloseTo(3 * 0.24 * 730 + 3 * 20 - (0.4 * 730 + 20), 9);
    expect(saving.prices.map(({ what }) => what)).toEqual(["Standard_D4ds_v5, Linux", "P10 LRS disk", "Standard_D8ds_v5, Linux"]);
    expect(saving.workings.slice(-4)).toEqual([
      { label: "nodes of Standard_D8ds_v5, not rounded", formula: "3 × 1 / 3", value: "1" },
      { label: "nodes, Standard_D8ds_v5", formula: "1 × 0.4 × 730", value: "292 EUR" },
      { label: "disks, Standard_D8ds_v5", formula: "1 × 20", value: "20 EUR" },
      { label: "less a month", formula: "585.6 − 312", value: "273.6 EUR" },
    ]);
  });

  it("has as many nodes a node on a mean as tonight, in fractions", () => {
    const saving = worked(sizeSaving(FIXED, { vmSize: D8, nodes: 2 }, { ...TWO_SIZES, history: WEEK }));

    expect(saving.monthly.amount).toBeCloseTo(2 * (0.24 * 730 + 20) - (4 / 3) * (0.4 * 730 + 20), 9);
    expect(saving.workings).toContainEqual({ label: "nodes of Standard_D8ds_v5, not rounded", formula: "2 × 2 / 3", value: "1.3333" });
  });

  it("has a range from the fewest nodes to the most", () => {
    const saving = worked(sizeSaving(SCALED, { vmSize: D8, nodes: 1 }, TWO_SIZES));

    const aNode = 0.24 * 730 + 20 - (0.4 * 730 + 20) / 3;
    expect(saving.range?.low).toBeCloseTo(3 * aNode, 9);
    expect(saving.range?.high).toBeCloseTo(10 * aNode, 9);
  });

  it("is worth less than nothing where it costs more", () => {
    expect(worked(sizeSaving(FIXED, { vmSize: D8, nodes: 3 }, TWO_SIZES)).monthly.amount).toBeCloseTo(-3 * 0.16 * 730, 9);
  });

  it("may come with another disk", () => {
    const saving = worked(sizeSaving(FIXED, { vmSize: D8, nodes: 1, osDisk: { kind: "ephemeral", sizeGiB: gib(128) } }, TWO_SIZES));

    expect(saving.monthly.amount).toBeCloseTo(3 * 0.24 * 730 + 60 - 0.4 * 730, 9);
  });

  it("moves with the market on spot pools", () => {
    const spot = { ...FIXED, priority: "spot" } as const;

    expect(worked(sizeSaving(spot, { vmSize: D8, nodes: 1 }, TWO_SIZES))).toMatchObject({ firmness: "up-to", confidence: "low" });
  });

  it("is not priced where the other size has no price, or the pool no nodes", () => {
    const empty = pool({ nodeCount: 0, sizes: [poolSize(D4, 0, { min: 0, max: 3 })] });

    expect(sizeSaving(FIXED, { vmSize: vmSize("Standard_X"), nodes: 1 }, TWO_SIZES)).toHaveProperty("notPriced");
    expect(sizeSaving(empty, { vmSize: D8, nodes: 1 }, TWO_SIZES)).toHaveProperty("notPriced");
  });
});

describe("an autoscaler", () => {
  it("saves at most the nodes above the fewest, with their disks and addresses", () => {
    const saving = worked(autoscaleSaving({ ...FIXED, nodePublicIp: {} }, 1, moneyFacts()));

    expect(saving).toMatchObject({ about: "autoscale", firmness: "up-to", confidence: "low" });
    expect(saving.monthly.amount).toBeCloseTo(2 * (0.24 * 730 + 20 + 0.005 * 730), 9);
    expect(saving.before.amount).toBeCloseTo(3 * (0.24 * 730 + 20 + 0.005 * 730), 9);
    expect(saving.workings.at(-1)).toEqual({
      label: "with 1 of 3 nodes all the time",
      formula: "596.55 × 0.66667",
      value: "397.7 EUR",
    });
  });

  it("saves no disks where it deallocates nodes", () => {
    const saving = worked(autoscaleSaving({ ...FIXED, scaleDownMode: "deallocate", nodePublicIp: {} }, 1, moneyFacts()));

    expect(saving.monthly.amount).toBeCloseTo(2 * 0.24 * 730, 9);
    // Without the disks and addresses that are in the pool's bill.
    expect(saving.isOfPart).toBe(true);
    expect(worked(autoscaleSaving(FIXED, 1, moneyFacts()))).not.toHaveProperty("isOfPart");
  });

  it("and a size of several in one pool is a part of its bill, the only one is not", () => {
    const two = pool({ kind: "virtual-machines", sizes: [D4, D8].map((vmSize) => poolSize(vmSize, 2)), nodeCount: 4 });
    const one = { ...two, sizes: two.sizes.slice(0, 1), nodeCount: 2 };
    const facts = { ...TWO_SIZES, cluster: cluster({ nodePools: [two] }) };

    expect(worked(sizeSaving(one, { vmSize: D8, nodes: 1 }, facts)).isOfPart).toBe(true);
    expect(worked(sizeSaving(one, { vmSize: D8, nodes: 1 }, TWO_SIZES))).not.toHaveProperty("isOfPart");
  });

  it.for([3, 4])("saves nothing where it may leave no fewer than %i of 3 nodes", (fewest) => {
    expect(worked(autoscaleSaving(FIXED, fewest, moneyFacts())).monthly.amount).toBe(0);
  });

  it("saves all where it may leave none", () => {
    const saving = worked(autoscaleSaving(FIXED, 0, moneyFacts()));

    expect(saving.monthly).toEqual(saving.before);
  });

  it("stands on the mean of the nights", () => {
    expect(worked(autoscaleSaving(FIXED, 1, moneyFacts({ history: WEEK }))).monthly.amount).toBeCloseTo(0.24 * 730 + 20, 9);
  });
});

describe("a stop schedule", () => {
  it("of 12 hours on 5 days saves 64.3 % of the hours of nodes, not of disks", () => {
    const saving = worked(scheduleSaving(FIXED, 12 * 5, moneyFacts()));

    expect(saving).toMatchObject({ about: "stop-schedule", firmness: "up-to" });
    expect(saving.monthly.amount / saving.before.amount).toBeCloseTo(0.643, 3);
    expect(saving.before.amount).toBeCloseTo(3 * 0.24 * 730, 9);
    expect(saving.workings.at(-1)).toEqual({
      label: "stopped 108 of 168 hours a week",
      formula: "525.6 × 0.64286",
      value: "337.89 EUR",
    });
  });

  it.for([-1, 169, Number.NaN])("of %i hours a week is none", (hours) => {
    expect(scheduleSaving(FIXED, hours, moneyFacts())).toHaveProperty("notPriced");
  });
});

describe("Windows licences of one's own", () => {
  const WINDOWS = pool({ os: "windows", nodeCount: 1, sizes: [poolSize("Standard_DS2_v2", 1)] });
  const DOLLARS = moneyFacts({
    prices: prices({ currency: currency("USD"), vms: { Standard_DS2_v2: { linux: price(0.146), windows: price(0.238) } } }),
  });

  it("save 173.74 − 106.58 = 67.16 US dollars a month on a DS2_v2", () => {
    const saving = worked(licenceSaving(WINDOWS, DOLLARS));

    expect(saving).toMatchObject({ about: "licence", firmness: "up-to", confidence: "low" });
    expect(saving.before.amount).toBeCloseTo(173.74, 9);
    expect(saving.monthly.amount).toBeCloseTo(67.16, 9);
    expect(saving.workings.at(-1)).toEqual({ label: "less a month", formula: "173.74 − 106.58", value: "67.16 USD" });
    expect(saving.prices.map(({ what }) => what)).toEqual([
      "Standard_DS2_v2, Windows",
      "Standard_DS2_v2, Linux, for Windows with Hybrid Benefit",
    ]);
  });

  it.for([
    { what: "Linux nodes", of: pool(), facts: moneyFacts() },
    { what: "spot nodes", of: pool({ os: "windows", priority: "spot" }), facts: moneyFacts() },
    { what: "a cluster that uses them", of: pool({ os: "windows" }), facts: moneyFacts({ cluster: cluster({ hasHybridBenefit: true }) }) },
    {
      what: "a size without a Linux row",
      of: pool({ os: "windows" }),
      facts: moneyFacts({ prices: prices({ vms: { Standard_D4ds_v5: { windows: price(1) } } }) }),
    },
  ])("save nothing that is known on $what", ({ of, facts }) => {
    expect(licenceSaving(of, facts)).toHaveProperty("notPriced");
  });
});

describe("a lower pricing tier", () => {
  const LIST = listRead(prices({ aks: { uptimeSla: price(0.1), longTermSupport: price(0.6), automaticVcpu: new Map() } }));

  it.for([
    { from: "standard", to: "free", monthly: 73, before: 73 },
    { from: "premium", to: "standard", monthly: 438, before: 511 },
    { from: "premium", to: "free", monthly: 511, before: 511 },
    { from: "free", to: "standard", monthly: -73, before: 0 },
    { from: "standard", to: "standard", monthly: 0, before: 73 },
  ] satisfies { from: Cluster["tier"]; to: "free" | "standard"; monthly: number; before: number }[])(
    "saves $monthly a month from $from to $to",
    ({ from, to, monthly, before }) => {
      const saving = worked(tierSaving(cluster({ tier: from }), to, { at: NOW, prices: LIST }));

      expect(saving).toMatchObject({ about: "tier", firmness: "firm", basis: { kind: "tonight" }, confidence: "medium" });
      expect(saving.monthly.amount).toBeCloseTo(monthly, 9);
      expect(saving.before.amount).toBeCloseTo(before, 9);
    },
  );

  it.for([
    { what: "AKS Automatic", of: cluster({ isAutomatic: true }), list: LIST },
    { what: "a stopped cluster", of: cluster({ powerState: "stopped" }), list: LIST },
    { what: "a fee without a row", of: cluster(), list: listRead(prices({ aks: { automaticVcpu: new Map() } })) },
  ])("is not priced for $what", ({ of, list }) => {
    expect(tierSaving(of, "free", { at: NOW, prices: list })).toHaveProperty("notPriced");
  });
});

describe("how sure an amount is", () => {
  it.for([
    { what: "firm, on a mean, with prices of today", facts: moneyFacts({ history: WEEK }), confidence: "high" },
    { what: "firm, on tonight's count", facts: moneyFacts(), confidence: "medium" },
    { what: "firm, on a mean, with older prices", facts: moneyFacts({ history: WEEK, pricesReadAt: OLD }), confidence: "medium" },
  ])("$confidence where it is $what", ({ facts, confidence }) => {
    expect(diskSaving(FIXED, facts)).toMatchObject({ confidence });
  });

  it("low where it is up to something", () => {
    expect(autoscaleSaving(FIXED, 1, moneyFacts({ history: WEEK }))).toMatchObject({ confidence: "low" });
  });
});

describe("hardware that is paid for either way", () => {
  const bound = { ...FIXED, capacityReservationGroupId: "group" };

  it.for([
    ["another size", (of: NodePool, facts: PoolFacts) => sizeSaving(of, { vmSize: D8, nodes: 1 }, facts)],
    ["an autoscaler", (of: NodePool, facts: PoolFacts) => autoscaleSaving(of, 1, facts)],
    ["a stop schedule", (of: NodePool, facts: PoolFacts) => scheduleSaving(of, 60, facts)],
  ] satisfies [string, Work][])("%s saves nothing that is known in a capacity reservation group", ([, work]) => {
    expect(work(bound, TWO_SIZES)).toEqual({
      notPriced: "its capacity reservation group is billed whether nodes use it or not, and what it holds is not read",
    });
    expect(work(FIXED, TWO_SIZES)).toHaveProperty("monthly");
  });

  it("does not hold for its disks", () => {
    expect(diskSaving(bound, TWO_SIZES)).toHaveProperty("monthly");
  });
});

describe("every saving on nodes", () => {
  it.for([
    ["another size", (of: NodePool, facts: PoolFacts) => sizeSaving(of, { vmSize: D8, nodes: 1 }, facts)],
    ["an autoscaler", (of: NodePool, facts: PoolFacts) => autoscaleSaving(of, 1, facts)],
    ["a stop schedule", (of: NodePool, facts: PoolFacts) => scheduleSaving(of, 60, facts)],
    ["licences", (of: NodePool, facts: PoolFacts) => licenceSaving({ ...of, os: "windows" }, facts)],
  ] satisfies [string, Work][])("of %s has no amount without a price of tonight's nodes", ([, work]) => {
    const list = prices({ vms: { Standard_D8ds_v5: vmPrices(0.4) } });

    expect(work(FIXED, moneyFacts({ prices: list, skus: TWO_SIZES.skus }))).toEqual({
      notPriced: expect.stringContaining("no retail row for Standard_D4ds_v5"),
    });
  });

  it("has none either where a size has a price only at one end", () => {
    const grows = pool({
      kind: "virtual-machines",
      sizes: [poolSize(D4, 3), poolSize("Standard_X", 0, { min: 0, max: 2 })],
    });

    expect(scheduleSaving(grows, 60, moneyFacts())).toEqual({ notPriced: expect.stringContaining("Standard_X") });
    expect(scheduleSaving(pool({ sizes: grows.sizes.slice(0, 1) }), 60, moneyFacts())).toHaveProperty("monthly");
  });
});
