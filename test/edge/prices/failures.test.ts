import { createServer } from "node:http";
import { describe, expect, it } from "vitest";
import { listen } from "../../../local/listen.ts";
import type { PricesState } from "../../../local/prices/index.ts";
import { currency } from "../../../src/core/model/money.ts";
import { PricesLater, PricesRefusal } from "../../../src/edge/prices/index.ts";
import { thrownBy } from "../../support/thrown-by.ts";
import { AT, EUR, manySizes, pricesOn, someRows, USD, WEU } from "./stand-in.ts";

type Fault = PricesState["faults"][number];
const VMS = /'Virtual Machines' and priceType eq 'Consumption'/;

const whatOf = (of: string, code = "USD") => `Cannot read the retail prices of ${of} in westeurope in ${code}`;
/** A header has whole seconds. */
const dated = (ms: number) => ({ header: new Date(ms).toUTCString(), over: Math.floor(ms / 1000) * 1000 });
const bodyOf = (change: object) => JSON.stringify({ BillingCurrency: "USD", Items: [], NextPageLink: null, Count: 0, ...change });

describe("an answer that is worth asking for again", () => {
  it.for<[string, Fault]>([
    ["429 without Retry-After", { match: VMS, times: 4, status: 429, body: "" }],
    ["429 with Retry-After", { match: VMS, times: 1, status: 429, headers: { "retry-after": "0" }, body: "" }],
    [
      "503 with a page of HTML",
      { match: VMS, times: 4, status: 503, headers: { "content-type": "text/html" }, body: "<html>Sorry</html>" },
    ],
    ["408", { match: VMS, times: 1, status: 408, body: "" }],
    [
      "200 with a page of HTML",
      { match: VMS, times: 2, status: 200, headers: { "content-type": "text/html" }, body: "<html>Sorry</html>" },
    ],
    ["half a body, its end cut off by a proxy", { match: VMS, times: 2, status: 200, body: '{"BillingCurrency":"USD","Items":[{"curr' }],
    ["half a body and a broken connection", { match: VMS, times: 2, body: bodyOf({ Items: someRows() }), dropConnection: true }],
    ["no answer", { match: VMS, times: 2, dropConnection: true }],
  ])("is asked for again: %s", async ([, fault]) => {
    const { api, prices } = await pricesOn({ faults: [fault] });

    const list = await prices.readPrices(WEU, USD, AT);

    expect(list.vms.size).toBe(2);
    expect(api.requests).toHaveLength(5 + (fault.times ?? 0));
  });

  it("is asked for again in the middle of a list, and nothing is lost", async () => {
    const { prices } = await pricesOn({ rows: manySizes(2500), faults: [{ match: /skip=990/, times: 1, status: 503, body: "" }] });

    const list = await prices.readPrices(WEU, USD, AT);

    expect(list.vms.size).toBe(2500);
  });

  it.for<[string, Fault, string, object]>([
    ["throttled", { match: VMS, status: 429, body: "" }, "the Retail Prices API asks to wait (429)", { kind: "throttled" }],
    ["503", { match: VMS, status: 503, body: "<html>" }, "the Retail Prices API could not answer (503)", { kind: "unavailable" }],
    ["no JSON", { match: VMS, status: 200, body: "<html>" }, "the answer is not JSON", { kind: "unreadable" }],
    ["cut off", { match: VMS, dropConnection: true }, "the connection broke (UND_ERR_SOCKET)", { kind: "unavailable" }],
  ])("is given up after five tries: %s", async ([, fault, why, missing]) => {
    const { api, prices } = await pricesOn({ faults: [fault] });

    const error = await thrownBy(prices.readPrices(WEU, USD, AT));

    expect(error).toBeInstanceOf(PricesLater);
    expect(error).toMatchObject({ message: `${whatOf("virtual machines")}: ${why}`, missing });
    expect(api.requests).toHaveLength(5);
  });

  it.for<[string, () => { readonly header: string; readonly over: number }]>([
    ["in seconds", () => ({ header: "1", over: Date.now() + 1000 })],
    ["as a date", () => dated(Date.now() + 2000)],
  ])("is not asked for before Retry-After is over, given %s", async ([, asked]) => {
    const { header, over } = asked();
    const { api, prices } = await pricesOn({
      faults: [{ match: VMS, times: 1, status: 429, headers: { "retry-after": header }, body: "" }],
    });

    await prices.readPrices(WEU, USD, AT);

    // A timer may ring a millisecond early.
    expect(Date.now()).toBeGreaterThanOrEqual(over - 5);
    expect(api.requests).toHaveLength(6);
  });

  it("is handed on with its Retry-After where that is longer than anybody should sleep", async () => {
    const { api, prices } = await pricesOn({ faults: [{ match: VMS, status: 429, headers: { "retry-after": "3600" }, body: "" }] });

    const error = await thrownBy(prices.readPrices(WEU, USD, AT));

    expect(error).toMatchObject({ name: "PricesLater", status: 429, retryAfterSeconds: 3600 });
    expect(api.requests).toHaveLength(1);
  });

  it("is one that takes too long", async () => {
    const faults = [
      { match: VMS, times: 1, delayMs: 60_000 },
      { match: VMS, times: 3, status: 503, body: "" },
      { match: VMS, delayMs: 60_000 },
    ];
    const { api, prices } = await pricesOn({ faults }, { timeoutMs: 2000 });

    const error = await thrownBy(prices.readPrices(WEU, USD, AT));

    expect(error).toBeInstanceOf(PricesLater);
    expect(error).toMatchObject({ message: `${whatOf("virtual machines")}: the Retail Prices API did not answer within 2 s` });
    expect(api.requests).toHaveLength(5);
  });

  it("is one of a server that is not there", async () => {
    const { api, prices } = await pricesOn();
    await api.close();

    const error = await thrownBy(prices.readPrices(WEU, EUR, AT));

    expect(error).toBeInstanceOf(PricesLater);
    expect(error).toMatchObject({ missing: { kind: "unavailable", why: "the connection broke (ECONNREFUSED)" } });
  });
});

describe("an answer that will be the same tomorrow", () => {
  it.for<[string, Fault, string, string]>([
    ["404", { match: VMS, status: 404, body: "" }, "unavailable", "the Retail Prices API refused the request (404)"],
    ["403", { match: VMS, status: 403, body: "" }, "forbidden", "the Retail Prices API lets nobody in from here (403)"],
    [
      "a redirect",
      { match: VMS, status: 302, headers: { location: "https://127.0.0.1:9/" }, body: "" },
      "unreadable",
      "the Retail Prices API leads to another address (302)",
    ],
    [
      "no list",
      { match: VMS, body: "{}" },
      "unreadable",
      "the answer does not fit: BillingCurrency: expected string, received undefined; Items: expected array, received undefined",
    ],
    ["null", { match: VMS, body: "null" }, "unreadable", "the answer does not fit: expected object, received null"],
    ["an empty list", { match: VMS, body: bodyOf({}) }, "absent", "the Retail Prices API lists none"],
    [
      "an empty list that says it goes on",
      { match: VMS, body: bodyOf({ NextPageLink: "https://prices.azure.com" }) },
      "absent",
      "the Retail Prices API lists none",
    ],
    [
      "another currency",
      { match: VMS, body: bodyOf({ BillingCurrency: "INR", Items: someRows() }) },
      "unsupported",
      "the Retail Prices API answers in INR, not in USD",
    ],
    [
      "a single row in another currency",
      { match: VMS, body: bodyOf({ Items: someRows().map((row, index) => (index === 2 ? { ...row, currencyCode: "EUR" } : row)) }) },
      "unsupported",
      "the Retail Prices API answers in EUR, not in USD",
    ],
    [
      "a currency that is none",
      { match: VMS, body: bodyOf({ BillingCurrency: "<script>alert(1)</script>" }) },
      "unsupported",
      "the Retail Prices API answers in another currency, not in USD",
    ],
  ])("is asked for once: %s", async ([, fault, kind, why]) => {
    const { api, prices } = await pricesOn({ faults: [fault] });

    const error = await thrownBy(prices.readPrices(WEU, USD, AT));

    expect(error).toBeInstanceOf(PricesRefusal);
    expect(error).toMatchObject({ message: `${whatOf("virtual machines")}: ${why}`, missing: { kind, why } });
    expect(api.requests).toHaveLength(1);
  });

  it("is asked for once more, unsorted, where it is 400, and no further", async () => {
    const { api, prices } = await pricesOn({ faults: [{ match: VMS, status: 400, body: "" }] });

    const error = await thrownBy(prices.readPrices(WEU, USD, AT));

    const why = "the Retail Prices API refused the request (400)";
    expect(error).toBeInstanceOf(PricesRefusal);
    expect(error).toMatchObject({ message: `${whatOf("virtual machines")}: ${why}`, missing: { kind: "unavailable", why } });
    expect(api.requests.map(({ path }) => path.includes("$orderby"))).toEqual([true, false]);
  });

  it("is one in US dollars where the API does not know the currency", async () => {
    const { prices } = await pricesOn();

    const error = await thrownBy(prices.readPrices(WEU, currency("XAU"), AT));

    expect(error).toMatchObject({ message: `${whatOf("virtual machines", "XAU")}: the Retail Prices API answers in USD, not in XAU` });
  });

  it("of one list is that of all of them: half a price list is none", async () => {
    const { prices } = await pricesOn({ faults: [{ match: /Kubernetes.*/, status: 400, body: "" }] });

    const error = await thrownBy(prices.readPrices(WEU, USD, AT));

    expect(error).toMatchObject({ message: `${whatOf("AKS")}: the Retail Prices API refused the request (400)` });
  });
});

describe("a list that is empty but for virtual machines", () => {
  it("is told of, and its prices are missing", async () => {
    const { prices, warnings } = await pricesOn({ rows: manySizes(1) });

    const list = await prices.readPrices(WEU, EUR, AT);

    expect(list.disks.size).toBe(0);
    expect(list.aks).toEqual({ automaticVcpu: new Map() });
    expect(warnings).toEqual(
      ["reserved instances", "managed disks", "AKS", "public IP addresses"].map(
        (of) => `${whatOf(of, "EUR")}: the Retail Prices API lists none`,
      ),
    );
  });
});

describe("a row that does not fit", () => {
  it("is named, and its neighbours are kept", async () => {
    const bad = [
      { ...someRows()[0], meterId: "bad-price", skuId: "S/1", retailPrice: "0.1" },
      { ...someRows()[0], meterId: "bad-date", skuId: "S/2", effectiveStartDate: "soon" },
      { serviceName: "Virtual Machines" },
      null,
    ];
    const { prices, odd } = await pricesOn({ faults: [{ match: VMS, body: bodyOf({ Items: [...bad, ...someRows()] }) }] });

    const list = await prices.readPrices(WEU, USD, AT);

    expect(list.vms.size).toBe(2);
    expect(odd).toEqual([
      { id: "meter bad-price S/1 of the retail prices of westeurope", problem: "retailPrice: expected number, received string" },
      { id: "meter bad-date S/2 of the retail prices of westeurope", problem: "effectiveStartDate: expected a date" },
      { id: "meter unnamed of the retail prices of westeurope", problem: expect.stringMatching(/^currencyCode: expected string/) },
      { id: "meter unnamed of the retail prices of westeurope", problem: "expected object, received null" },
    ]);
  });
});

describe("the time that reading may take", () => {
  it("ends with the budget, waits included", async () => {
    const { prices } = await pricesOn({ faults: [{ match: VMS, status: 503, body: "" }] }, { firstDelayMs: 30_000, budgetMs: 100 });

    const error = await thrownBy(prices.readPrices(WEU, USD, AT));

    expect(error).toBeInstanceOf(PricesLater);
    expect(error).toMatchObject({
      message: "Cannot read the retail prices of westeurope: the Retail Prices API did not answer within 0.1 s",
    });
  });

  it("of the US dollars ends with the budget too, and costs nothing else", async () => {
    const { prices, warnings } = await pricesOn({ faults: [{ match: /'USD'/, delayMs: 60_000 }] }, { budgetMs: 2000 });

    const list = await prices.readPrices(WEU, EUR, AT);

    expect(list.vms.size).toBe(2);
    expect(warnings).toEqual([expect.stringContaining("the Retail Prices API did not answer within 2 s; prices in EUR stand without")]);
  });

  it.for<[string, { readonly faults: Fault[]; readonly asked: number; readonly open: number }]>([
    ["while an answer is awaited", { faults: [{ match: VMS, delayMs: 60_000 }], asked: 1, open: 1 }],
    [
      "while the last answer is awaited",
      {
        faults: [
          { match: VMS, times: 4, status: 503, body: "" },
          { match: VMS, delayMs: 60_000 },
        ],
        asked: 5,
        open: 1,
      },
    ],
    ["while a wait goes on", { faults: [{ match: VMS, status: 429, headers: { "retry-after": "50" }, body: "" }], asked: 1, open: 0 }],
  ])("ends with the caller's signal %s, with its reason", async ([, { faults, asked, open }]) => {
    const leaving = new AbortController();
    const { api, prices } = await pricesOn({ faults }, { signal: leaving.signal });

    const reading = thrownBy(prices.readPrices(WEU, USD, AT));
    await expect.poll(() => [api.requests.length, api.inFlight()]).toEqual([asked, open]);
    leaving.abort(new Error("the host is stopping"));

    expect(await reading).toEqual(new Error("the host is stopping"));
  });

  it("is not spent on US dollars once the prices themselves are refused", async () => {
    const { api, prices } = await pricesOn({
      faults: [
        { match: /'EUR'/, status: 403, body: "" },
        { match: /'USD'/, delayMs: 60_000 },
      ],
    });

    await thrownBy(prices.readPrices(WEU, EUR, AT));

    await expect.poll(() => api.inFlight()).toBe(0);
    expect(api.requests.length).toBeLessThanOrEqual(2);
  });
});

describe("a body that stalls half way", () => {
  it("is given up after the time of a request", async () => {
    const { port, close } = await listen(
      createServer((_, response) => {
        response.writeHead(200, { "content-type": "application/json" });
        response.write('{"BillingCurrency":"USD",');
      }),
    );
    const { prices } = await pricesOn({}, { endpoint: `http://127.0.0.1:${port}`, timeoutMs: 200 });

    const error = await thrownBy(prices.readPrices(WEU, USD, AT));
    await close();

    expect(error).toMatchObject({ message: `${whatOf("virtual machines")}: the Retail Prices API did not answer within 0.2 s` });
  });
});
