import { describe, expect, it } from "vitest";
import { poolCost } from "../../../src/core/calc/pool-cost.ts";
import type { NodePool } from "../../../src/core/model/cluster.ts";
import { instant } from "../../../src/core/model/time.ts";
import { gib } from "../../../src/core/model/units.ts";
import { cluster, NOW, pool, poolSize, price, prices, sku, skus, vmPrices } from "../../support/build.ts";
import { moneyFacts, seenDays, worked } from "./money-facts.ts";

const MANAGED = { kind: "managed", sizeGiB: gib(128) } as const;
const D8 = poolSize("Standard_D8ds_v5", 1);
const D4 = poolSize("Standard_D4ds_v5", 3);

describe("a month of a pool", () => {
  it("is 730 hours of its nodes, and a month of a disk and 730 hours of an address for each", () => {
    const cost = worked(poolCost(pool({ osDisk: MANAGED, nodePublicIp: {} }), moneyFacts()));

    expect(cost.nodes.amount).toBeCloseTo(3 * 0.24 * 730, 9);
    expect(cost.disks.amount).toBe(3 * 20);
    expect(cost.addresses.amount).toBeCloseTo(3 * 0.005 * 730, 9);
    expect(cost.total).toEqual({ amount: cost.nodes.amount + cost.disks.amount + cost.addresses.amount, currency: "EUR" });
    expect(cost.basis).toEqual({ kind: "tonight" });
  });

  it("names each row it was worked out with, and the arithmetic", () => {
    const cost = worked(poolCost(pool({ osDisk: MANAGED, nodePublicIp: {} }), moneyFacts()));

    expect(cost.prices).toEqual([
      { what: "Standard_D4ds_v5, Linux", amount: 0.24, per: "hour", meterId: "meter-0.24", from: "2026-11-01", readAt: NOW },
      { what: "P10 LRS disk", amount: 20, per: "month", meterId: "meter-20", from: "2026-11-01", readAt: NOW },
      { what: "Standard static public IP address", amount: 0.005, per: "hour", meterId: "meter-0.005", from: "2026-11-01", readAt: NOW },
    ]);
    expect(cost.workings).toEqual([
      { label: "nodes counted", value: "3 tonight" },
      { label: "nodes, Standard_D4ds_v5", formula: "3 × 0.24 × 730", value: "525.6 EUR" },
      { label: "disks, Standard_D4ds_v5", formula: "3 × 20", value: "60 EUR" },
      { label: "public addresses, Standard_D4ds_v5", formula: "3 × 0.005 × 730", value: "10.95 EUR" },
    ]);
  });

  it("stands on the mean of its nights once seven are known", () => {
    const history = seenDays([[1], [2], [3], [4], [5], [6], [7], [8]]);

    const cost = worked(poolCost(pool(), moneyFacts({ history })));

    expect(cost.nodes.amount).toBeCloseTo(4.5 * 0.24 * 730, 9);
    expect(cost.basis).toEqual({ kind: "mean", nights: 8 });
    expect(cost.workings[0]).toEqual({ label: "nodes counted", formula: "mean of 8 nights", value: "4.5" });
  });

  it("of several sizes is the sum of each at its own price and its own kind of disk", () => {
    const mixed = pool({ kind: "virtual-machines", nodeCount: 4, sizes: [D4, D8], osDisk: MANAGED });
    const facts = moneyFacts({
      prices: prices({ vms: { Standard_D4ds_v5: vmPrices(0.24), Standard_D8ds_v5: vmPrices(0.5) } }),
      skus: skus(sku(), sku({ name: "Standard_D8ds_v5", vcpus: 8, hasPremiumDisk: false })),
    });

    const cost = worked(poolCost(mixed, facts));

    expect(cost.nodes.amount).toBeCloseTo((3 * 0.24 + 0.5) * 730, 9);
    expect(cost.disks.amount).toBe(3 * 20 + 10);
  });

  it("names a row once that several sizes share", () => {
    const mixed = pool({ kind: "virtual-machines", nodeCount: 4, sizes: [D4, D8], osDisk: MANAGED });
    const facts = moneyFacts({
      prices: prices({ vms: { Standard_D4ds_v5: vmPrices(0.24), Standard_D8ds_v5: vmPrices(0.5) } }),
      skus: skus(sku(), sku({ name: "Standard_D8ds_v5" })),
    });

    expect(worked(poolCost(mixed, facts)).prices.map(({ what }) => what)).toEqual([
      "Standard_D4ds_v5, Linux",
      "Standard_D8ds_v5, Linux",
      "P10 LRS disk",
    ]);
  });

  it.for([
    { what: "Windows nodes", change: { os: "windows" }, hybrid: false, hourly: 0.4 },
    { what: "Windows nodes with Hybrid Benefit", change: { os: "windows" }, hybrid: true, hourly: 0.24 },
    { what: "spot nodes", change: { priority: "spot" }, hybrid: false, hourly: 0.06 },
  ] satisfies { what: string; change: Partial<NodePool>; hybrid: boolean; hourly: number }[])(
    "of $what is at $hourly an hour",
    ({ change, hybrid, hourly }) => {
      const facts = moneyFacts({ cluster: cluster({ hasHybridBenefit: hybrid }) });

      expect(worked(poolCost(pool(change), facts)).nodes.amount).toBeCloseTo(3 * hourly * 730, 9);
    },
  );

  it("takes the addresses of a prefix at the prefix's price", () => {
    const cost = worked(poolCost(pool({ nodePublicIp: { prefixId: "p" } }), moneyFacts()));

    expect(cost.addresses.amount).toBeCloseTo(3 * 0.006 * 730, 9);
    expect(cost.notIncluded).toEqual(["addresses of its public IP prefix that no node has"]);
  });

  it.for([
    { what: "a stopped pool", of: pool({ powerState: "stopped" }), inside: cluster() },
    { what: "a pool of a stopped cluster", of: pool(), inside: cluster({ powerState: "stopped" }) },
    { what: "a pool scaled to zero", of: pool({ nodeCount: 0, sizes: [{ ...D4, nodeCount: 0 }] }), inside: cluster() },
  ])("is nothing for $what, and needs no price", ({ of, inside }) => {
    const cost = worked(poolCost(of, moneyFacts({ cluster: inside, prices: prices({ vms: {} }) })));

    expect(cost.total.amount).toBe(0);
    expect(cost.prices).toEqual([]);
  });

  it.for([
    { what: "a node", change: {}, list: prices({ vms: {} }), row: "Standard_D4ds_v5, Linux" },
    { what: "a disk", change: { osDisk: MANAGED }, list: prices({ disks: {} }), row: "P10 LRS disk" },
    { what: "an address", change: { nodePublicIp: {} }, list: prices({ publicIps: {} }), row: "Standard static public IP address" },
    {
      what: "an address of a prefix",
      change: { nodePublicIp: { prefixId: "p" } },
      list: prices({ publicIps: { standardStatic: price(0.005) } }),
      row: "Standard public IP address of a prefix",
    },
  ])("is not priced as a whole while the price of $what is missing", ({ change, list, row }) => {
    expect(poolCost(pool(change), moneyFacts({ prices: list }))).toEqual({
      notPriced: `no retail row for ${row} in westeurope (list read 23 Nov 02:03 UTC)`,
    });
  });

  it("says how old its prices are", () => {
    const cost = worked(poolCost(pool(), moneyFacts({ pricesReadAt: instant("2026-11-20T02:00:00Z") })));

    expect(cost.prices[0]?.readAt).toBe("2026-11-20T02:00:00.000Z");
  });

  it("is not priced where the kind of its disk is not known", () => {
    expect(poolCost(pool({ osDisk: MANAGED }), moneyFacts({ skus: skus() }))).toEqual({
      notPriced: "the region lists no VM size Standard_D4ds_v5, which decides what kind of disk it has",
    });
    expect(poolCost(pool(), moneyFacts({ skus: skus() }))).toHaveProperty("total");
  });

  it("is not priced on dedicated hosts, which are billed by the host", () => {
    expect(poolCost(pool({ hostGroupId: "hosts" }), moneyFacts())).toHaveProperty("notPriced");
  });

  it.for([
    { change: { osDisk: MANAGED, scaleDownMode: "deallocate" }, says: ["disks of deallocated nodes"] },
    { change: { osDisk: MANAGED, priority: "spot", spot: { evictionPolicy: "deallocate" } }, says: ["disks of deallocated nodes"] },
    { change: { osDisk: MANAGED, priority: "spot", spot: { evictionPolicy: "delete" } }, says: [] },
    { change: { scaleDownMode: "deallocate" }, says: [] },
    { change: { capacityReservationGroupId: "group" }, says: ["what its capacity reservation group holds and no node uses"] },
  ] satisfies { change: Partial<NodePool>; says: string[] }[])("says what is not in it: $says for $change", ({ change, says }) => {
    expect(worked(poolCost(pool(change), moneyFacts())).notIncluded).toEqual(says);
  });

  it("says that operations on Standard SSD disks are not in it", () => {
    const facts = moneyFacts({ skus: skus(sku({ hasPremiumDisk: false })) });

    expect(worked(poolCost(pool({ osDisk: MANAGED }), facts)).notIncluded).toEqual(["operations on Standard SSD disks"]);
    expect(worked(poolCost(pool(), facts)).notIncluded).toEqual([]);
  });
});
