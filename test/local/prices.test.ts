import { afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { type PricesStandIn, type PricesState, pricesState, startPrices } from "../../local/prices/index.ts";
import { aksRows, diskRows, publicIpRows, vmRows } from "../../local/prices/rows.ts";

const Page = z.object({
  BillingCurrency: z.string(),
  Items: z.array(z.looseObject({ retailPrice: z.number(), currencyCode: z.string(), skuName: z.string(), productName: z.string() })),
  NextPageLink: z.string().nullable(),
  Count: z.number(),
});

const ROWS = [
  ...vmRows("westeurope", "Standard_D4ds_v5", { linux: 0.2, windows: 0.4, savingsPlan: { oneYear: 0.1 }, reserved: { oneYear: 0.12 } }),
  ...vmRows("northeurope", "Standard_NC24ads_A100_v4", { linux: 3 }),
  ...diskRows("westeurope", "P10", { lrs: 20 }),
  ...aksRows("westeurope"),
  ...publicIpRows("westeurope"),
];

const running: PricesStandIn[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.close()));
});

async function ask(query: string, change: Partial<PricesState> = {}) {
  const api = await startPrices(pricesState({ rows: ROWS, ...change }));
  running.push(api);
  const response = await fetch(`${api.url}/api/retail/prices?${query}`);
  const body: unknown = await response.json();
  return { status: response.status, body, api };
}
const page = async (query: string, change: Partial<PricesState> = {}) => Page.parse((await ask(query, change)).body);

describe("the stand-in of the Retail Prices API", () => {
  it("answers in the API's envelope, a page of a thousand, in US dollars when nothing is said", async () => {
    const { BillingCurrency, Items, NextPageLink, Count } = await page("");

    expect({ BillingCurrency, NextPageLink, Count }).toEqual({ BillingCurrency: "USD", NextPageLink: null, Count: ROWS.length });
    expect(Items).toHaveLength(ROWS.length);
    expect(Object.keys(Items[0] ?? {})).toContain("unitOfMeasure");
  });

  it.for([
    ["serviceName eq 'Virtual Machines' and armRegionName eq 'westeurope' and priceType eq 'Consumption'", 2],
    ["serviceName eq 'virtual machines'", 0],
    ["priceType eq 'Reservation'", 1],
    ["armSkuName ne 'Standard_D4ds_v5' and serviceName eq 'Virtual Machines'", 1],
    ["(serviceName eq 'Storage' or serviceName eq 'Virtual Network') and armRegionName eq 'westeurope'", 5],
    ["contains(productName, 'Windows')", 1],
    ["contains(productName,'it''s')", 0],
  ] as const)("keeps to the filter %s", async ([filter, count]) => {
    expect((await page(`$filter=${encodeURIComponent(filter)}`)).Items).toHaveLength(count);
  });

  it.for(["retailPrice gt 1", "nothing eq 'a'", "serviceName eq", "serviceName eq Storage", "serviceName eq 'a' serviceName eq 'b'"])(
    "refuses the filter %s",
    async (filter) => {
      expect((await ask(`$filter=${encodeURIComponent(filter)}`)).status).toBe(400);
    },
  );

  it("converts into currencies it knows, plans included, and answers in US dollars where it knows none", async () => {
    const euros = await page("currencyCode='EUR'", { rates: { EUR: 0.5 } });
    const gold = await page("currencyCode='XAU'");

    expect(euros).toMatchObject({ BillingCurrency: "EUR" });
    expect(euros.Items[0]).toMatchObject({ currencyCode: "EUR", retailPrice: 0.1, savingsPlan: [{ retailPrice: 0.05 }] });
    expect(gold).toMatchObject({ BillingCurrency: "USD" });
    expect(gold.Items[0]).toMatchObject({ currencyCode: "USD", retailPrice: 0.2 });
  });

  it("takes its page off a $top in the link to the next page, which then leads nowhere", async () => {
    const { NextPageLink } = await page("$top=1", { pageSize: 3 });

    expect(NextPageLink).toMatch(/\$top=-2&\$skip=3$/);
    expect((await fetch(NextPageLink ?? "")).status).toBe(400);
  });

  it("sorts by what it is asked to", async () => {
    const skus = (await page("$orderby=skuName desc,meterId asc")).Items.map(({ skuName }) => skuName);

    expect(skus).toEqual([...skus].sort((a, b) => (a < b ? 1 : -1)));
  });

  it("injects a fault as often as it says, and then answers", async () => {
    const faults = [{ match: /priceType eq 'Reservation'/, times: 1, status: 503, headers: { "retry-after": "7" }, body: "{}" }];
    const { status, api } = await ask("$filter=priceType%20eq%20'Reservation'", { faults });

    expect(status).toBe(503);
    expect((await fetch(`${api.url}/api/retail/prices?$filter=priceType%20eq%20'Reservation'`)).status).toBe(200);
    expect(api.requests).toHaveLength(2);
  });

  it("knows no other address", async () => {
    const { api } = await ask("");

    expect((await fetch(`${api.url}/prices`)).status).toBe(404);
    expect((await fetch(`${api.url}/api/retail/prices`, { method: "POST" })).status).toBe(405);
  });
});

describe("rows of a price list", () => {
  it("are named as Azure names them", () => {
    const names = [...ROWS, ...vmRows("westeurope", "Standard_E32-8ds_v5", { linuxSpot: 1, cloudServices: 2 })].map(
      ({ productName, skuName }) => `${productName}: ${skuName}`,
    );

    expect(names).toEqual(
      expect.arrayContaining([
        "Virtual Machines Ddsv5 Series: D4ds v5",
        "Virtual Machines Ddsv5 Series Windows: D4ds v5",
        "Virtual Machines NCads A100 v4 Series: NC24ads A100 v4",
        "Virtual Machines Edsv5 Series: E32-8ds v5 Spot",
        "Edsv5 Series Cloud Services: E32-8ds v5",
        "Premium SSD Managed Disks: P10 LRS",
      ]),
    );
  });

  it("share the meter of a size among its terms, and carry whole terms", () => {
    const [linux, , reserved] = ROWS;

    expect(reserved).toMatchObject({
      type: "Reservation",
      reservationTerm: "1 Year",
      unitOfMeasure: "1 Hour",
      retailPrice: Math.round(0.12 * 8760),
    });
    expect(reserved?.meterId).toBe(linux?.meterId);
    expect(reserved?.skuId).not.toBe(linux?.skuId);
  });

  it("are always the same, and no two of one meter and SKU price different things", () => {
    const ids = ROWS.map(({ meterId, skuId, type, reservationTerm = "" }) => [meterId, skuId, type, reservationTerm].join());

    expect(new Set(ids).size).toBe(ROWS.length);
    expect(vmRows("westeurope", "Standard_D4ds_v5", { linux: 0.2 })[0]?.meterId).toBe(ROWS[0]?.meterId);
  });

  it("of a disk of no kind are refused", () => {
    expect(() => diskRows("westeurope", "Q10", { lrs: 1 })).toThrow("Q10 is no tier of managed disks");
  });
});
