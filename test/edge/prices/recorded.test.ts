import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { PriceRow } from "../../../local/prices/index.ts";
import { REAL } from "../../../local/real.ts";
import { currency } from "../../../src/core/model/money.ts";
import { type Region, region, vmSize, vmSizeKey } from "../../../src/core/model/names.ts";
import type { VmPrices } from "../../../src/core/model/price.ts";
import { instant } from "../../../src/core/model/time.ts";
import { classify, type RowClass } from "../../../src/edge/prices/classify.ts";
import { type Reduced, reduce } from "../../../src/edge/prices/reduce.ts";
import { RetailItem, RetailPage, type RetailRow } from "../../../src/edge/prices/retail-row.ts";
import { pricesOn } from "./stand-in.ts";

const isAbsent = !existsSync(`${REAL}/arm/manifest.json`);

/** A day on which the two rows with an end (31 January 2026) have ended. */
const AT = instant("2026-11-20T02:00:00Z");
const VMS = "retail-prices-virtual-machines-eastus2-page1.json";
const STORAGE = "retail-prices-storage-westeurope.json";
const AKS = "retail-prices-aks-australiaeast.json";
const NETWORK = "retail-prices-virtual-network-westeurope.json";

const bodyOf = (file: string): unknown => JSON.parse(readFileSync(`${REAL}/arm/${file}`, "utf8"));
const rowsOf = (file: string): readonly RetailRow[] => RetailPage.parse(bodyOf(file)).Items.map((item) => RetailItem.parse(item));

const regionOf = (rows: readonly RetailRow[]): Region => rows[0]?.region ?? region("nowhere");
const reduced = (file: string): Reduced => {
  const rows = rowsOf(file);
  return reduce(rows, { region: regionOf(rows), currency: currency("USD"), at: AT, usdOf: ({ amount }) => amount });
};

/** The classes there are rows of. */
const countsOf = (file: string): Partial<Record<RowClass, number>> => {
  const rows = rowsOf(file);
  const byClass = Map.groupBy(rows, (row) => classify(row, { region: regionOf(rows), at: AT }));
  return Object.fromEntries([...byClass].map(([what, all]) => [what, all.length]));
};

const classed = (file: string, what: RowClass, at = AT): readonly RetailRow[] => {
  const rows = rowsOf(file);
  return rows.filter((row) => classify(row, { region: regionOf(rows), at }) === what);
};

/** The rows as they are: only that they are rows is checked here. */
const RetailRows = z.object({ Items: z.array(z.custom<PriceRow>((row) => RetailItem.safeParse(row).success)) });
const KarpenterTable = z.record(z.string(), z.record(z.string(), z.number()));

describe.skipIf(isAbsent)(`recorded price pages from ${REAL} (skipped where that folder is absent)`, () => {
  it("are these", () => {
    expect(readdirSync(`${REAL}/arm`).filter((file) => file.startsWith("retail-"))).toEqual([
      AKS,
      "retail-prices-empty-australiaeast.json",
      STORAGE,
      VMS,
      "retail-prices-virtual-machines-one-item.json",
      NETWORK,
    ]);
  });

  it("of virtual machines: every row is of one class, and none unknown", () => {
    expect(countsOf(VMS)).toEqual({
      linux: 100,
      windows: 95,
      "linux-spot": 130,
      "windows-spot": 110,
      reservation: 166,
      "low-priority": 112,
      "cloud-services": 19,
      "dev-test": 252,
      "dedicated-host": 12,
      expired: 4,
    });
    expect(classed(VMS, "expired").map(({ meterName, until }) => [meterName, until])).toEqual([
      ["Standard_M832-208ds_12_v3 Spot", "2026-01-31T23:59:00.000Z"],
      ["DS3 v2 - Expired", undefined],
      ["Standard_M832s_12_v3 Spot", "2026-01-31T23:59:00.000Z"],
      ["D11 v2/DS11 v2 - Expired", undefined],
    ]);
  });

  it("of virtual machines: before their end, rows with an end are what they are", () => {
    expect(classed(VMS, "expired", instant("2026-01-15T00:00:00Z"))).toHaveLength(2);
    expect(classed(VMS, "linux-spot", instant("2026-01-15T00:00:00Z"))).toHaveLength(132);
  });

  it("of virtual machines: nothing but Windows ends in Windows, nothing but spot in Spot", () => {
    expect(
      classed(VMS, "linux").filter(({ productName, skuName }) => /windows|spot|low priority/i.test(`${productName} ${skuName}`)),
    ).toEqual([]);
    expect(classed(VMS, "windows").every(({ productName }) => productName.endsWith(" Windows"))).toBe(true);
    expect(classed(VMS, "dedicated-host").map(({ armSkuName }) => armSkuName)).not.toContainEqual(expect.stringMatching(/^Standard_/));
    expect(classed(VMS, "cloud-services").map(({ armSkuName }) => armSkuName)).toContain("Standard_B2pls_v2");
  });

  it("of virtual machines: become prices by the hour", () => {
    const { prices, odd } = reduced(VMS);
    const sizeOf = (size: string): VmPrices | undefined => prices.vms.get(vmSizeKey(vmSize(size)));

    expect(odd).toEqual([]);
    expect(sizeOf("Standard_NC48ads_A100_v4")).toMatchObject({
      linux: { amount: 7.346, from: "2022-06-01", savingsPlan: { oneYear: 6.1148104, threeYears: 4.5317474 } },
      reserved: { oneYear: 42_066 / 8760 },
    });
    // On this page B2pls v2 stands under Cloud Services alone, so there is no price of the machine.
    expect(sizeOf("Standard_B2pls_v2")?.linux).toBeUndefined();
    const reserved = [...prices.vms.values()].flatMap(({ linux, reserved: terms }) =>
      linux && terms ? Object.values(terms).map((hourly) => hourly / linux.amount) : [],
    );
    expect(reserved.length).toBeGreaterThan(10);
    expect(reserved.every((share) => share > 0.2 && share < 0.9)).toBe(true);
  });

  it("of virtual machines: cost what another program read half a year later, but for thirteen sizes with new prices", () => {
    const table = KarpenterTable.parse(bodyOf("prices-linux-ondemand-usd-karpenter.json")).eastus2 ?? {};
    const linux = classed(VMS, "linux");

    const differ = linux.filter(({ armSkuName, amount }) => table[armSkuName] !== amount).map(({ armSkuName }) => armSkuName);

    expect(differ).toEqual([
      "Standard_D248lds_v7",
      "Standard_E96ads_v5",
      "Standard_E64-16as_v5",
      "Standard_D32nlds_v6",
      "Standard_D8ads_v5",
      "Standard_D248s_v7",
      "Standard_D2nls_v6",
      "Standard_D64lds_v7",
      "Standard_D8ns_v6",
      "Standard_E32ds_v7",
      "Standard_E8ds_v7",
      "Standard_D16ls_v7",
      "Standard_D8s_v7",
    ]);
    expect(linux).toHaveLength(100);
  });

  it("of storage: every row is of one class, and what is of no use is named", () => {
    expect(countsOf(STORAGE)).toEqual({ disk: 67, "disk-mount": 56, "disk-operations": 36, "disk-extra": 16, "other-service": 1333 });
    expect(new Set(classed(STORAGE, "disk-extra").map(({ meterName }) => meterName.replace(/^Snapshots | ?(LRS|ZRS) ?/g, "")))).toEqual(
      new Set(["Confidential Compute EncryptionProvisioned Capacity", "Burst Enablement", "Snapshots", "Burst Transactions"]),
    );
    expect(new Set(classed(STORAGE, "other-service").map(({ productName }) => productName)).size).toBe(32);
  });

  it("of storage: become prices of disks by tier and redundancy", () => {
    const { disks } = reduced(STORAGE).prices;

    expect(disks.size).toBe(67);
    expect(disks.get("P10 LRS")).toMatchObject({ amount: 21.68, from: "2018-05-01" });
    expect(disks.get("P15 ZRS")?.amount).toBe(62.716);
    expect(disks.get("E10 LRS")?.amount).toBe(9.6);
    expect(disks.get("S4 LRS")?.amount).toBe(1.536);
  });

  it("of AKS: every row is a tier or a part of Automatic", () => {
    expect(countsOf(AKS)).toEqual({ "aks-tier": 2, "aks-automatic": 8 });
    const { aks } = reduced(AKS).prices;
    expect(aks).toMatchObject({ uptimeSla: { amount: 0.1 }, longTermSupport: { amount: 0.6 }, automaticControlPlane: { amount: 0.16 } });
    expect([...aks.automaticVcpu].map(([kind, { amount }]) => [kind, amount])).toEqual(
      expect.arrayContaining([
        ["general-purpose", 0.011369],
        ["compute-optimized", 0.017684],
        ["memory-optimized", 0.018019],
        ["storage-optimized", 0.021006],
        ["gpu-accelerated", 0.05213],
        ["high-performance", 0.010602],
        ["confidential", 0.01757],
      ]),
    );
    expect(aks.automaticVcpu.size).toBe(7);
  });

  it("of networks: two rows are addresses a node may have", () => {
    expect(countsOf(NETWORK)).toEqual({ "public-ip": 1, "public-ip-prefix": 1, "public-ip-other": 4, "other-service": 2 });
    expect(reduced(NETWORK).prices.publicIps).toMatchObject({ standardStatic: { amount: 0.005 }, inPrefix: { amount: 0.006 } });
  });

  it("of one item and of none are read too", () => {
    const one = RetailItem.parse(bodyOf("retail-prices-virtual-machines-one-item.json"));

    expect(classify(one, { region: region("eastus2"), at: AT })).toBe("cloud-services");
    expect(rowsOf("retail-prices-empty-australiaeast.json")).toEqual([]);
  });

  it("are the same when they come through the stand-in, page by page", async () => {
    const rows = RetailRows.parse(bodyOf(VMS)).Items;
    const { prices, odd } = await pricesOn({ rows, pageSize: 100 });

    const list = await prices.readPrices(region("eastus2"), currency("USD"), AT);

    expect(odd).toEqual([]);
    expect(new Map(list.vms)).toEqual(reduced(VMS).prices.vms);
  });
});
