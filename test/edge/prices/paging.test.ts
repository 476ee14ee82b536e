import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PriceRow, PricesState } from "../../../local/prices/index.ts";
import { vmRows } from "../../../local/prices/rows.ts";
import { madeUpHex } from "../../../local/sample/made-up.ts";
import { vmSize, vmSizeKey } from "../../../src/core/model/names.ts";
import { PricesLater } from "../../../src/edge/prices/index.ts";
import { thrownBy } from "../../support/thrown-by.ts";
import { AT, EUR, manySizes, pricesOn, someRows, USD, WEU } from "./stand-in.ts";

const skips = (requests: readonly { readonly path: string }[]): number[] =>
  requests
    .filter(({ path }) => decodeURIComponent(path).includes("'Virtual Machines' and priceType eq 'Consumption'"))
    .map(({ path }) => Number(new URLSearchParams(path.split("?")[1]).get("$skip")));

async function read(change: Partial<PricesState>) {
  const { api, prices, odd } = await pricesOn(change);
  const list = await prices.readPrices(WEU, USD, AT);
  return { list, odd, asked: api.requests.length, skips: skips(api.requests) };
}

/** Moves pages of virtual machines only: the other lists are one page. */
const whereVms = (arrange: NonNullable<PricesState["arrange"]>): NonNullable<PricesState["arrange"]> => {
  let count = 0;
  return (rows, asked) =>
    asked.filter.includes("'Virtual Machines' and priceType eq 'Consumption'") ? arrange(rows, { ...asked, count: ++count }) : rows;
};

const tinyRow = (): PriceRow => {
  const [row] = vmRows(WEU, "Standard_A1_v2", { linux: 0.04 });
  if (!row) throw new Error("no row");
  return row;
};

describe("the pages of a list", () => {
  it("are cut by our own $skip, ten rows of each once more, until one is short and has no link", async () => {
    const { list, skips: asked } = await read({ rows: manySizes(2500) });

    expect(list.vms.size).toBe(2500);
    expect(asked).toEqual([0, 990, 1980]);
  });

  it.for([
    { rows: 1000, asked: [0] },
    { rows: 999, asked: [0] },
    { rows: 1001, asked: [0, 990] },
  ])("of $rows rows are asked for at $asked", async ({ rows, asked }) => {
    const { list, skips: seen } = await read({ rows: manySizes(rows) });

    expect(list.vms.size).toBe(rows);
    // A full page is never believed to be the last.
    expect(seen).toEqual(rows === 1000 ? [...asked, 990] : asked);
  });

  it.for([
    [
      "leads to another host with a negative $top",
      (link: string | null) => link && "https://prices.azure.com:443/api/retail/prices?$top=-980",
    ],
    ["leads back to the first page", (link: string | null) => link && "/api/retail/prices?$skip=0"],
    ["is missing on a full page", () => null],
    ["is there behind the last page", () => "https://prices.azure.com:443/api/retail/prices?$skip=999999"],
  ] as const)("are all read where the link %s", async ([, nextPageLink]) => {
    const { list } = await read({ rows: manySizes(2100), nextPageLink });

    expect(list.vms.size).toBe(2100);
  });

  it("may be of any size", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 40 }), async (count, pageSize) => {
        const { list } = await read({ rows: manySizes(count), pageSize });

        expect(list.vms.size).toBe(count);
      }),
      { numRuns: 15 },
    );
  });

  it("lose nothing where rows come and go while they are read: the list is read again", async () => {
    const added = tinyRow();
    const { list, skips: asked } = await read({
      rows: manySizes(2500),
      arrange: whereVms((rows, { count }) => (count === 1 ? rows : [added, ...rows])),
    });

    expect(list.vms.size).toBe(2501);
    expect(list.vms.get(vmSizeKey(vmSize("Standard_A1_v2")))?.linux?.amount).toBe(0.04);
    expect(asked).toEqual([0, 990, 1980, 0, 800, 1600]);
  });

  it("that swallow rows at a seam give them back when the seams of the next pass fall elsewhere", async () => {
    const { list, skips: asked } = await read({
      rows: manySizes(1500),
      arrange: whereVms((rows, { skip }) => (skip === 990 ? moved(rows, 1000, 1020) : rows)),
    });

    expect(list.vms.size).toBe(1500);
    expect(asked).toEqual([0, 990, 0, 800]);
  });

  it("whose rows stand in another order on every page are a list as soon as every place of it is filled", async () => {
    const { list, skips: asked } = await read({
      rows: manySizes(1500),
      arrange: whereVms((rows, { skip, count }) => [
        ...rows.slice(0, skip),
        ...shuffled(rows.slice(skip, skip + 1000), count),
        ...rows.slice(skip + 1000),
      ]),
    });

    expect(list.vms.size).toBe(1500);
    expect(asked).toEqual([0, 990, 0, 800]);
  });

  it("that swallow the same rows every time are no list", async () => {
    const { prices } = await pricesOn({
      rows: manySizes(1500),
      // Everything behind the first page is cut from another order: these twenty rows are on no page.
      arrange: whereVms((rows, { skip }) => (skip === 0 ? rows : moved(rows, 1000, 1020))),
    });

    const error = await thrownBy(prices.readPrices(WEU, USD, AT));

    expect(error).toMatchObject({ message: expect.stringContaining("keep moving while they are read") });
  });

  it("that never stand still are no list: worth asking again, nothing is kept", async () => {
    const { prices } = await pricesOn({ rows: manySizes(2500), arrange: whereVms((rows, { count }) => shuffled(rows, count)) });

    const error = await thrownBy(prices.readPrices(WEU, USD, AT));

    expect(error).toBeInstanceOf(PricesLater);
    expect(error).toMatchObject({
      message:
        "Cannot read the retail prices of virtual machines in westeurope in USD: the pages of the list keep moving while they are read",
      missing: { kind: "unreadable" },
    });
  });

  it("that come again instead of going on are found out, not counted as the end", async () => {
    const { prices } = await pricesOn({
      rows: manySizes(1500),
      arrange: whereVms((rows, { skip }) => [...Array.from({ length: skip }, tinyRow), ...rows]),
    });

    const error = await thrownBy(prices.readPrices(WEU, USD, AT));

    expect(error).toBeInstanceOf(PricesLater);
    expect(error).toMatchObject({ message: expect.stringContaining("come again instead of going on") });
  });

  it("end, however many the service has", async () => {
    const { prices, api } = await pricesOn({
      pageSize: 2,
      arrange: whereVms((_, { skip }) => [...Array.from({ length: skip }, tinyRow), ...manySizes(skip + 3).slice(skip)]),
    });

    const error = await thrownBy(prices.readPrices(WEU, USD, AT));

    expect(error).toMatchObject({ message: expect.stringContaining("do not end: there are more than 300") });
    expect(api.requests).toHaveLength(300);
  });

  it("may hold a row twice", async () => {
    const rows = manySizes(1200);
    const { list, odd } = await read({ rows: [...rows, ...rows.slice(0, 700)] });

    expect(list.vms.size).toBe(1200);
    expect(odd).toEqual([]);
  });

  it("may change places among the terms of one meter, which are of equal rank", async () => {
    const terms = manySizes(700).flatMap(({ armSkuName }, index) =>
      vmRows(WEU, armSkuName, { linux: 1, reserved: { oneYear: 0.6, threeYears: 0.4, ...(index % 7 === 0 ? {} : { fiveYears: 0.3 }) } }),
    );
    let count = 0;
    const { list, odd, asked } = await read({
      rows: terms,
      arrange: (rows, { filter }) => (filter.includes("Reservation") && ++count % 2 === 0 ? eachMeterReversed(rows) : rows),
    });

    expect([...list.vms.values()].filter(({ reserved }) => reserved?.oneYear && reserved.threeYears)).toHaveLength(700);
    expect([...list.vms.values()].filter(({ reserved }) => reserved?.fiveYears)).toHaveLength(600);
    expect(odd).toEqual([]);
    expect(asked).toBe(3 + 4);
  });
});

describe("an API that refuses to sort", () => {
  const refuses = { match: /\$orderby/, status: 400, body: "" };
  const sorted = ({ path }: { readonly path: string }) => path.includes("$orderby");

  it("is read all the same, each list once more, with a warning", async () => {
    const { api, prices, warnings } = await pricesOn({ rows: [...someRows(), ...manySizes(2500)], faults: [refuses] });

    const list = await prices.readPrices(WEU, EUR, AT);

    expect(list.vms.size).toBe(2502);
    expect(list.vms.get(vmSizeKey(vmSize("Standard_D8ds_v5")))?.linux?.usd).toBe(0.544);
    expect(api.requests.filter(sorted)).toHaveLength(5 + 4);
    expect(warnings).toEqual(["The Retail Prices API refuses to sort (400): 9 price lists of westeurope were read as the rows came"]);
  });

  it("in the middle of a list begins that list again", async () => {
    const { api, prices, warnings } = await pricesOn({
      rows: [...someRows(), ...manySizes(1500)],
      faults: [{ ...refuses, match: /\$orderby.*skip=990/ }],
    });

    const list = await prices.readPrices(WEU, USD, AT);

    expect(list.vms.size).toBe(1502);
    expect(skips(api.requests)).toEqual([0, 990, 0, 990]);
    expect(warnings).toEqual(["The Retail Prices API refuses to sort (400): a price list of westeurope was read as the rows came"]);
  });

  it("is given up where the unsorted pages move while they are read", async () => {
    const { prices } = await pricesOn({
      rows: manySizes(2500),
      faults: [refuses],
      arrange: whereVms((rows, { count }) => shuffled(rows, count)),
    });

    const error = await thrownBy(prices.readPrices(WEU, USD, AT));

    expect(error).toBeInstanceOf(PricesLater);
    expect(error).toMatchObject({ missing: { why: "the pages of the list keep moving while they are read" } });
  });
});

function eachMeterReversed(rows: readonly PriceRow[]): readonly PriceRow[] {
  const meters = Map.groupBy(rows, ({ meterId }) => meterId);
  return [...meters.values()].flatMap((ofMeter) => ofMeter.reverse());
}

/** Another order for every seed. */
const shuffled = (rows: readonly PriceRow[], seed: number): readonly PriceRow[] =>
  rows
    .map((row, index) => ({ row, at: madeUpHex(`${seed} ${index}`, 12) }))
    .sort((a, b) => (a.at < b.at ? -1 : 1))
    .map(({ row }) => row);

/** The rows between two places stand in front of all others. */
const moved = (rows: readonly PriceRow[], from: number, to: number): readonly PriceRow[] => [
  ...rows.slice(from, to),
  ...rows.slice(0, from),
  ...rows.slice(to),
];
