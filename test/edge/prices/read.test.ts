import { describe, expect, it } from "vitest";
import { aksRows, diskRows, publicIpRows, vmRows } from "../../../local/prices/rows.ts";
import { currency } from "../../../src/core/model/money.ts";
import { region, vmSize, vmSizeKey } from "../../../src/core/model/names.ts";
import type { RetailPrices, VmPrices } from "../../../src/core/model/price.ts";
import { instant } from "../../../src/core/model/time.ts";
import { PricesRefusal } from "../../../src/edge/prices/index.ts";
import { thrownBy } from "../../support/thrown-by.ts";
import { AT, EUR, pricesOn, someRows, USD, WEU } from "./stand-in.ts";

function first<T>([row]: readonly T[]): T {
  if (row === undefined) throw new Error("no row");
  return row;
}

const sizeIn = (list: RetailPrices, size: string): VmPrices | undefined => list.vms.get(vmSizeKey(vmSize(size)));

describe("the retail prices of a region", () => {
  it("are read into our own words, each with its meter, its day and its US dollars", async () => {
    const rows = [
      ...vmRows(WEU, "Standard_D4ds_v5", {
        linux: 0.2,
        windows: 0.4,
        linuxSpot: 0.05,
        windowsSpot: 0.15,
        reserved: { oneYear: 0.12, threeYears: 0.08, fiveYears: 0.06 },
        savingsPlan: { oneYear: 0.15, threeYears: 0.1 },
        effectiveStartDate: "2025-10-01T00:00:00Z",
      }),
      ...diskRows(WEU, "P10", { lrs: 20, zrs: 30, mount: 1, operations: 0.002 }),
      ...aksRows(WEU, { automatic: { "General Purpose": 0.01, "GPU Accelerated": 0.05 } }),
      ...publicIpRows(WEU),
    ];
    const { prices, odd, warnings } = await pricesOn({ rows, rates: { EUR: 0.5 } });

    const list = await prices.readPrices(WEU, EUR, AT);

    const money = (amount: number) => ({
      amount: amount / 2,
      usd: amount,
      from: "2025-10-01",
      meterId: expect.stringMatching(/^[\da-f-]{36}$/),
    });
    expect(list).toMatchObject({ region: "westeurope", currency: "EUR" });
    expect([...list.vms]).toEqual([
      [
        "standard_d4ds_v5",
        {
          linux: { ...money(0.2), savingsPlan: { oneYear: 0.075, threeYears: 0.05 } },
          windows: money(0.4),
          linuxSpot: money(0.05),
          windowsSpot: money(0.15),
          reserved: { oneYear: expect.closeTo(0.06, 4), threeYears: expect.closeTo(0.04, 4), fiveYears: expect.closeTo(0.03, 4) },
        },
      ],
    ]);
    expect(new Map(list.disks)).toEqual(
      new Map([
        ["P10 LRS", money(20)],
        ["P10 ZRS", money(30)],
      ]),
    );
    expect(list.aks).toEqual({
      uptimeSla: money(0.1),
      longTermSupport: money(0.6),
      automaticControlPlane: money(0.16),
      automaticVcpu: new Map([
        ["general-purpose", money(0.01)],
        ["gpu-accelerated", money(0.05)],
      ]),
    });
    expect(list.publicIps).toEqual({ standardStatic: money(0.005), inPrefix: money(0.006) });
    expect(odd).toEqual([]);
    expect(warnings).toEqual([]);
  });

  it("are asked for one region and list at a time, sorted, never with $top, and twice where the currency is not the dollar", async () => {
    const { api, prices } = await pricesOn();

    await prices.readPrices(WEU, EUR, AT);

    const asked = api.requests.map(({ path }) => new URL(path, api.url));
    expect(new Set(asked.map(({ pathname }) => pathname))).toEqual(new Set(["/api/retail/prices"]));
    expect(new Set(asked.map(({ searchParams }) => `${searchParams.get("currencyCode")} ${searchParams.get("$filter")}`))).toEqual(
      new Set([
        "'EUR' armRegionName eq 'westeurope' and serviceName eq 'Virtual Machines' and priceType eq 'Consumption'",
        "'USD' armRegionName eq 'westeurope' and serviceName eq 'Virtual Machines' and priceType eq 'Consumption'",
        "'EUR' armRegionName eq 'westeurope' and serviceName eq 'Virtual Machines' and priceType eq 'Reservation'",
        ...["'EUR'", "'USD'"].flatMap((code) => [
          `${code} armRegionName eq 'westeurope' and serviceName eq 'Storage' and priceType eq 'Consumption' and (productName eq 'Premium SSD Managed Disks' or productName eq 'Standard SSD Managed Disks' or productName eq 'Standard HDD Managed Disks')`,
          `${code} armRegionName eq 'westeurope' and serviceName eq 'Azure Kubernetes Service' and priceType eq 'Consumption'`,
          `${code} armRegionName eq 'westeurope' and serviceName eq 'Virtual Network' and priceType eq 'Consumption' and (productName eq 'IP Addresses' or productName eq 'Public IP Prefix')`,
        ]),
      ]),
    );
    expect(asked).toHaveLength(9);
    for (const { search, searchParams } of asked) {
      expect(searchParams.get("api-version")).toBe("2023-01-01-preview");
      expect(searchParams.get("$orderby")).toBe("meterId asc,skuId asc");
      expect(searchParams.has("$top")).toBe(false);
      expect(search.length).toBeLessThan(600);
    }
    expect(api.mostInFlight()).toBeLessThanOrEqual(2);
  });

  it("are their own US dollars where the app counts in dollars, and asked for once", async () => {
    const { api, prices } = await pricesOn();

    const list = await prices.readPrices(WEU, USD, AT);

    expect(sizeIn(list, "Standard_D4ds_v5")?.linux).toMatchObject({ amount: 0.272, usd: 0.272 });
    expect(api.requests).toHaveLength(5);
  });

  it("hold from the moment they are asked for", async () => {
    const rows = [
      ...someRows(),
      ...vmRows(WEU, "Standard_F8s_v2", { linux: 0.4, effectiveStartDate: "2026-12-01T00:00:00Z" }),
      ...vmRows(WEU, "Standard_F4s_v2", { linux: 0.2, effectiveStartDate: "2020-01-01T00:00:00Z" }),
    ];
    const { prices } = await pricesOn({ rows });

    const november = await prices.readPrices(WEU, USD, AT);
    const december = await prices.readPrices(WEU, USD, instant("2026-12-02T02:01:00Z"));

    expect(sizeIn(november, "Standard_F8s_v2")).toBeUndefined();
    expect(sizeIn(november, "Standard_F4s_v2")?.linux).toMatchObject({ amount: 0.2, from: "2020-01-01" });
    expect(sizeIn(december, "Standard_F8s_v2")?.linux).toMatchObject({ amount: 0.4, from: "2026-12-01" });
  });

  it("leave out rows of another region, also where the filter was not applied", async () => {
    const { prices, state } = await pricesOn();
    const elsewhere = vmRows("northeurope", "Standard_D4ds_v5", { linux: 0.1 });
    state.arrange = (rows) => [...rows, ...elsewhere];

    const list = await prices.readPrices(WEU, USD, AT);

    expect(sizeIn(list, "Standard_D4ds_v5")?.linux?.amount).toBe(0.272);
  });

  it.for([
    ["a region with a quote in it", region("west' or 'a' eq 'a"), EUR],
    ["no region", region(""), EUR],
    ["a currency that is none", WEU, currency("EURO")],
  ] as const)("are not asked for with %s", async ([, where, code]) => {
    const { api, prices } = await pricesOn();

    const error = await thrownBy(prices.readPrices(where, code, AT));

    expect(error).toBeInstanceOf(PricesRefusal);
    expect(error).toMatchObject({ missing: { kind: "unsupported" } });
    expect(api.requests).toEqual([]);
  });
});

describe("US dollars beside another currency", () => {
  it("are missing, with a warning, where that list cannot be read; nothing is converted", async () => {
    const { prices, warnings } = await pricesOn({ faults: [{ match: /currencyCode='USD'/, status: 503 }] });

    const list = await prices.readPrices(WEU, EUR, AT);

    expect(sizeIn(list, "Standard_D4ds_v5")?.linux).toEqual({ amount: 0.2448, from: "2025-10-01", meterId: expect.any(String) });
    expect(warnings).toEqual([
      "Cannot read the retail prices of virtual machines in westeurope in USD: the Retail Prices API could not answer (503); prices in EUR stand without US dollars",
    ]);
  });

  it.for([
    ["two sizes of one meter", { armSkuName: "Standard_D48_v3", skuId: "A/1" }, { armSkuName: "Standard_D48s_v3", skuId: "A/1" }],
    ["a meter and its spot SKU", { skuId: "A/1" }, { skuId: "A/2", skuName: "D48 v3 Spot", meterName: "D48 v3 Spot" }],
    ["a price and the one before it", { effectiveStartDate: "2026-01-01T00:00:00Z" }, { effectiveStartDate: "2024-01-01T00:00:00Z" }],
    ["the first tier and a later one", { tierMinimumUnits: 0 }, { tierMinimumUnits: 500 }],
  ] as const)("are those of the same row: %s", async ([, change, beside]) => {
    const shared = { ...first(vmRows(WEU, "Standard_D48_v3", { linux: 3 })), meterId: "aaaaaaaa-0000-4000-8000-000000000000" };
    const rows = [...someRows(), { ...shared, ...change }, { ...shared, ...beside, retailPrice: 4 }];
    const { prices } = await pricesOn({ rows });

    const list = await prices.readPrices(WEU, EUR, AT);

    expect(sizeIn(list, "Standard_D48_v3")?.linux).toMatchObject({ amount: 2.7, usd: 3 });
  });

  it("are missing for a row that is not in the list of dollars, or twice with different prices", async () => {
    const [d4] = vmRows(WEU, "Standard_D4ds_v5", { linux: 9 });
    const { prices } = await pricesOn({
      arrange: (rows, { currency: code, filter }) => {
        if (code !== "USD" || !d4 || !filter.includes("Virtual Machines")) return rows;
        return [...rows.filter(({ armSkuName }) => armSkuName !== "Standard_D8ds_v5"), d4];
      },
    });

    const list = await prices.readPrices(WEU, EUR, AT);

    expect(sizeIn(list, "Standard_D8ds_v5")?.linux).not.toHaveProperty("usd");
    expect(sizeIn(list, "Standard_D4ds_v5")?.linux).not.toHaveProperty("usd");
    expect(sizeIn(list, "Standard_D4ds_v5")?.windows).toHaveProperty("usd", 0.456);
  });
});
