import { expect, it, onTestFinished, vi } from "vitest";
import type { ArmBody } from "../../../local/arm/index.ts";
import { region, vmSize, vmSizeKey } from "../../../src/core/model/names.ts";
import { EVICTION_BANDS } from "../../../src/core/model/price.ts";
import { thrownBy } from "../../support/thrown-by.ts";
import { azureOn, SUB, WEU } from "./stand-in.ts";

const D4 = vmSizeKey(vmSize("Standard_D4ds_v5"));
const ROOT = "/subscriptions/00000000-0000-0000-0000-000000000000/providers/microsoft.compute";

/** Built by hand: no recorded row of this table is known. */
const prices = (osType: unknown, spotPrices: unknown, change: ArmBody = {}): ArmBody => ({
  id: `${ROOT}/locations/westeurope/skuspotpricehistory/standard_d4ds_v5/ostype/${osType}`,
  type: "microsoft.compute/skuspotpricehistory/ostype/location",
  kind: osType,
  location: "westeurope",
  sku: { name: "standard_d4ds_v5" },
  properties: { osType, spotPrices },
  ...change,
});

const eviction = (evictionRate: unknown, change: ArmBody = {}): ArmBody => ({
  id: `${ROOT}/locations/westeurope/skuspotevictionrate/standard_d4ds_v5`,
  type: "microsoft.compute/skuspotevictionrate/location",
  location: "westeurope",
  sku: { name: "standard_d4ds_v5" },
  properties: { evictionRate },
  ...change,
});

const point = (effectiveDate: unknown, priceUSD: unknown) => ({ effectiveDate, priceUSD });

it("reads the price history of both systems, oldest first, and how often nodes go", async () => {
  const history = [point("2026-11-20T00:00:00Z", 0.0512), point("2026-10-02T00:00:00.0000000Z", 0.0498)];
  const { azure, odd } = await azureOn({ spot: [prices("Linux", history), prices("windows", [history[0]]), eviction("5-10")] });

  expect(await azure.readSpot(WEU)).toEqual({
    region: WEU,
    prices: [
      {
        vmSize: D4,
        os: "linux",
        history: [
          { from: "2026-10-02T00:00:00.000Z", usdHourly: 0.0498 },
          { from: "2026-11-20T00:00:00.000Z", usdHourly: 0.0512 },
        ],
      },
      { vmSize: D4, os: "windows", history: [{ from: "2026-11-20T00:00:00.000Z", usdHourly: 0.0512 }] },
    ],
    evictions: new Map([[D4, "5-10"]]),
  });
  expect(odd).toEqual([]);
});

it("asks the whole tenant, because a question about a subscription finds no spot rows", async () => {
  const { arm, azure } = await azureOn({ spot: [eviction("0-5")] });

  await azure.readSpot(WEU);

  const bodies = arm.requests.map(({ body = "" }) => JSON.parse(body));
  expect(bodies).toHaveLength(2);
  expect(bodies.every((body) => !("subscriptions" in body) && body.options.$top === 1000)).toBe(true);
  expect(bodies.map(({ query }) => query)).toContain(
    "spotresources | where type =~ 'microsoft.compute/skuspotevictionrate/location' | where location =~ 'westeurope' " +
      "| project id, location, sku, properties | order by id asc",
  );
});

it("knows nothing of other regions", async () => {
  const { azure } = await azureOn({ spot: [eviction("0-5", { location: "northeurope" }), eviction("20+")] });

  expect((await azure.readSpot(region("North Europe"))).evictions).toEqual(new Map([[D4, "0-5"]]));
});

it.for([
  ["a number", 0.05, 0.05],
  ["text", "0.05", 0.05],
] as const)("takes a price that is %s", async ([, priceUSD, expected]) => {
  const { azure } = await azureOn({ spot: [prices("linux", [point("2026-11-20", priceUSD)])] });

  const [row] = (await azure.readSpot(WEU)).prices;

  expect(row?.history).toEqual([{ from: "2026-11-20T00:00:00.000Z", usdHourly: expected }]);
});

it.for([
  ["of nothing", point("2026-11-20T00:00:00Z", 0), "priceUSD: expected more than 0"],
  ["below nothing", point("2026-11-20T00:00:00Z", -1), "priceUSD: expected more than 0"],
  ["that is a word", point("2026-11-20T00:00:00Z", "cheap"), "priceUSD: expected a price"],
  ["of no day", point("lately", 0.05), "effectiveDate: expected a date"],
  ["without a day", { priceUSD: 0.05 }, "effectiveDate: expected string, received undefined"],
] as const)("leaves out a price %s, tells of it, and keeps its neighbours", async ([, bad, problem]) => {
  const { azure, odd } = await azureOn({ spot: [prices("linux", [bad, point("2026-11-19T06:00:00", 0.06)])] });

  const spot = await azure.readSpot(WEU);

  expect(spot.prices).toEqual([{ vmSize: D4, os: "linux", history: [{ from: "2026-11-19T06:00:00.000Z", usdHourly: 0.06 }] }]);
  expect(odd).toEqual([{ id: "item 1 of standard_d4ds_v5 linux of the spot market of westeurope", problem }]);
});

it("takes a date without a zone as UTC wherever it runs", async () => {
  vi.stubEnv("TZ", "Asia/Kolkata");
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  const { azure } = await azureOn({ spot: [prices("linux", [point("2026-11-20T06:00:00", 1), point("2026-11-19T06:00:00+01:00", 2)])] });

  const [row] = (await azure.readSpot(WEU)).prices;

  expect(row?.history.map(({ from }) => from)).toEqual(["2026-11-19T05:00:00.000Z", "2026-11-20T06:00:00.000Z"]);
});

it("has no history where none of the prices fits", async () => {
  const { azure } = await azureOn({ spot: [prices("linux", [point("2026-11-20T00:00:00Z", 0)])] });

  expect((await azure.readSpot(WEU)).prices).toEqual([]);
});

it.for([
  ["a system we do not know", prices("solaris", [point("2026-11-20", 1)]), "properties.osType: solaris is not a word we know"],
  ["no size", prices("linux", [point("2026-11-20", 1)], { sku: null }), "sku: expected object, received null"],
  ["no prices", prices("linux", []), "properties.spotPrices: Too small: expected array to have >=1 items"],
  [
    "an eviction rate we do not know",
    eviction("5"),
    'properties.evictionRate: Invalid option: expected one of "0-5"|"5-10"|"10-15"|"15-20"|"20+"',
  ],
  ["no eviction rate", eviction(undefined), 'properties.evictionRate: Invalid option: expected one of "0-5"|"5-10"|"10-15"|"15-20"|"20+"'],
] as const)("takes a row with %s as not there and tells of it", async ([, row, problem]) => {
  const { azure, odd } = await azureOn({ spot: [row] });

  expect(await azure.readSpot(WEU)).toEqual({ region: WEU, prices: [], evictions: new Map() });
  expect(odd).toEqual([{ id: `${row.id} of the spot market of westeurope`, problem }]);
});

it.for(EVICTION_BANDS)("knows the eviction rate %s", async (band) => {
  const { azure } = await azureOn({ spot: [eviction(band)] });

  expect((await azure.readSpot(WEU)).evictions.get(D4)).toBe(band);
});

it("comes back after Resource Graph's own pause when it is asked too often", async () => {
  const { arm, state, azure } = await azureOn();
  const headers = { "x-ms-user-quota-remaining": "0", "x-ms-user-quota-resets-after": "00:01:05" };
  state.faults.push({ match: /ResourceGraph/, status: 429, headers, body: { error: { code: "RateLimiting" } } });

  expect(await thrownBy(azure.readSpot(WEU))).toMatchObject({
    name: "AzureLater",
    missing: { kind: "throttled", why: "Azure asks to wait (429 RateLimiting)" },
    retryAfterSeconds: 65,
  });
  expect(arm.requests).toHaveLength(1);
});

it("asks nothing for a region that would end the query", async () => {
  const { arm, azure } = await azureOn({ subscriptions: [{ subscriptionId: SUB, displayName: "Shop" }] });

  expect(await thrownBy(azure.readSpot(region("x' or 'a' == 'a")))).toMatchObject({ name: "AzureRefusal", code: "BadName" });
  expect(arm.requests).toEqual([]);
});
