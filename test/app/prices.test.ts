import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { PricesState } from "../../local/prices/index.ts";
import { samplePrices } from "../../local/sample/prices.ts";
import { userPool } from "../../local/sample/spec.ts";
import type { Fault } from "../../local/stand-in.ts";
import { cardText } from "../../local/terminal.ts";
import type { Worth } from "../../src/core/model/finding.ts";
import { findingsOf, scanRow } from "../support/rows.ts";
import { clusterOf, openWorld, show, type TestWorld } from "../support/world.ts";

/** Of every request: those that are answered must beat it also on a slow machine. */
const TIMEOUT_SECONDS = 5;

// The pool `apps` of every cluster has six nodes of Standard_D8ds_v5 of a fixed size, of which four may go: 0.544 US dollars an hour
// in West Europe, 0.504 in North Europe, and 0.92 euros a dollar.
const WESTERN = 4 * 0.544 * 730 * 0.92;
const NORTHERN = 4 * 0.504 * 730 * 0.92;

async function worthOf(world: TestWorld, name: string): Promise<Worth> {
  const records = await findingsOf(world, name);
  const found = records.find(({ stamp, finding }) => stamp.rule === "fixed-size-pool" && finding.subject === "apps");
  return found?.finding.worth ?? expect.fail(`nothing is said of ${name}`);
}
const amount = (usd: number) => ({ kind: "monthly", monthly: { amount: expect.closeTo(usd, 4), currency: "EUR" } });

describe.for<{ readonly trouble: string; readonly change: Partial<PricesState>; readonly why: string; readonly most: number }>([
  {
    trouble: "down, and then slow",
    change: {
      faults: [
        { match: /currencyCode='EUR'/, times: 4, status: 503, body: {} },
        { match: /currencyCode='EUR'/, delayMs: 60_000 },
        { match: /retail/, status: 503, body: {} },
      ],
    },
    why: `the Retail Prices API did not answer within ${TIMEOUT_SECONDS} s`,
    most: 10, // five tries in each of two currencies
  },
  { trouble: "in another currency", change: { rates: {} }, why: "the Retail Prices API answers in USD, not in EUR", most: 9 },
  {
    trouble: "throttled",
    change: { faults: [{ match: /retail/, status: 429, headers: { "retry-after": "600" }, body: {} }] },
    why: "the Retail Prices API asks to wait (429)",
    most: 2,
  },
])("a price list that is $trouble on the first night", ({ change, why, most }) => {
  let world: TestWorld;
  beforeAll(async () => {
    world = await openWorld({
      clusters: ["one", "two", "three"].map((name) => clusterOf(`${name}-1`)),
      prices: { ...samplePrices(), ...change },
      settings: { REQUEST_TIMEOUT_SECONDS: String(TIMEOUT_SECONDS) },
    });
    await world.night("2026-11-23");
    await world.morning("2026-11-23");
  });
  afterAll(() => world.close());

  it("holds up no subscription and fails nothing", async () => {
    for (const name of ["one", "two", "three"]) expect(await scanRow(world, "2026-11-23", name)).toMatchObject({ state: "done" });
    expect((await world.store.scans.list())[0]?.closedAt).toMatch(/^2026-11-23T02:(00|15)/);
    expect(world.host.failures).toEqual([]);
    expect(world.cards("operators")).toEqual([]);
  });

  it("leaves amounts without a price, and says why", async () => {
    for (const name of ["one", "two", "three"]) {
      expect(await worthOf(world, name)).toEqual({ kind: "not-priced", why: `the retail prices are not known: ${why}` });
    }
    const [card = ""] = world.cards("platform");
    expect(card).toContain("Baseline: 3 findings in 3 clusters\n");
    expect(card).toContain(`3 findings are not priced: the retail prices are not known: ${why}.`);
  });

  it("is asked by one subscription, and by no other within the hour", () => {
    expect(world.prices?.requests.length).toBeLessThanOrEqual(most);
    expect(world.logged.filter((line) => line.includes("amounts stay without a price"))).toHaveLength(1);
  });
});

describe("a price list that three subscriptions in two regions need", () => {
  const clusters = [clusterOf("one-1"), clusterOf("two-1"), clusterOf("north-1", {}, { region: "northeurope" })];
  const state = samplePrices();
  let world: TestWorld;
  beforeAll(async () => {
    // Whoever reads it first is at it until the other has come.
    state.faults.push({ match: /westeurope/, until: () => vi.waitUntil(() => waitedFor().length > 0, { timeout: 60_000 }), times: 2 });
    world = await openWorld({ clusters, prices: state, sideBySide: true });
    await world.night("2026-11-23");
    await world.morning("2026-11-23");
  });
  afterAll(() => world.close());

  const waitedFor = () => world.logged.filter((line) => line.includes("the prices of EUR westeurope are being read by another message"));
  /** How often each list was begun, by region, since then. */
  const begun = (since: number): Readonly<Record<string, number>> => {
    const first = (world.prices?.requests ?? []).slice(since).flatMap(({ path }) => {
      const query = new URL(path, "https://localhost").searchParams;
      const [, region = ""] = /armRegionName eq '(\w+)'/.exec(query.get("$filter") ?? "") ?? [];
      return query.get("$skip") === "0" ? [`${region} ${query.get("currencyCode")} ${query.get("$filter")}`] : [];
    });
    const lists = Map.groupBy(first, (list) => list.split(" ")[0] ?? "");
    expect(new Set(first).size).toBe(first.length);
    return Object.fromEntries([...lists].map(([region, of]) => [region, of.length]));
  };

  it("is read once a region, all of it in euros and what has a use for it in US dollars", () => {
    expect(begun(0)).toEqual({ westeurope: 5 + 4, northeurope: 5 + 4 });
  });

  it("serves whoever came while it was read: that message came back", async () => {
    expect(waitedFor()).toHaveLength(1);
    expect(await worthOf(world, "one")).toMatchObject(amount(WESTERN));
    expect(await worthOf(world, "two")).toMatchObject(amount(WESTERN));
    expect(await worthOf(world, "north")).toMatchObject(amount(NORTHERN));
    expect(world.host.failures).toEqual([]);
  });

  it("is not read again when a cluster that was in motion is judged half an hour later", async () => {
    const before = world.prices?.requests.length ?? 0;
    show(world.state, [clusterOf("one-1", {}, { state: "Updating" }), ...clusters.slice(1)]);
    await world.night("2026-11-24", {
      at: (moment) => {
        if (moment.toISOString().includes("T02:15")) show(world.state, clusters);
      },
    });

    expect(world.logged.join("\n")).toMatch(/scan 2026-11-24: 1 clusters of .* read again, 0 still in motion/);
    expect(begun(before)).toEqual({ westeurope: 9, northeurope: 9 });
  });

  describe("and that does not answer from the third night on", () => {
    const LAST_READ = "2026-11-24T02:00";
    /** Each morning has something to tell. */
    const withNews = (pools: number) =>
      clusters.map((spec) => ({
        ...spec,
        pools: [
          ...spec.pools,
          ...Array.from({ length: pools }, (_, index) => userPool(`more${index + 1}`, "D8ds_v5", 5, { ephemeralGiB: 300 })),
        ],
      }));
    const lastCard = (): string => world.cards("platform").at(-1) ?? "";

    beforeAll(async () => {
      state.faults.push({ match: /retail/, status: 500, body: {} });
      for (const of of ["2026-11-25", "2026-11-26", "2026-12-01"]) {
        if (of !== "2026-11-26") show(world.state, withNews(of === "2026-11-25" ? 1 : 2));
        await world.night(of);
        await world.morning(of);
      }
    });

    it("is asked once a region and night, and warns each time", () => {
      const warned = world.logged.filter((line) => line.includes("could not answer (500); older ones are used"));

      expect(warned).toHaveLength(3 * 2);
      expect(world.host.failures).toEqual([]);
    });

    it("leaves amounts as they were, dated", async () => {
      const worth = await worthOf(world, "one");

      expect(worth).toMatchObject({ ...amount(WESTERN), prices: [{ readAt: expect.stringMatching(`^${LAST_READ}`) }] });
      expect(world.cards("platform").join("\n")).toMatch(/Prices for .* were read 24 Nov 02:00 UTC: 7 days old\./);
    });

    it("leaves them without a price once the list is more than eight days old", async () => {
      await world.night("2026-12-02");
      show(world.state, withNews(3));
      await world.night("2026-12-03");
      await world.morning("2026-12-03");

      const why = `the retail prices are not known: last read 2026-11-24 02:00 UTC, more than 8 days ago`;
      expect(await worthOf(world, "one")).toEqual({ kind: "not-priced", why });
      expect(lastCard()).toContain(`not priced: ${why}.`);
    });

    it("has prices again when it answers, for all of them by the night after", async () => {
      state.faults.length = 0;
      await world.night("2026-12-04");

      expect(await worthOf(world, "north")).toMatchObject({
        ...amount(NORTHERN),
        prices: [{ readAt: expect.stringMatching(/^2026-12-04/) }],
      });

      show(world.state, withNews(4));
      await world.night("2026-12-05");
      await world.morning("2026-12-05");

      for (const name of ["one", "two"]) expect(await worthOf(world, name)).toMatchObject(amount(WESTERN));
      expect(lastCard()).not.toContain("not priced");
    });
  });
});

it("a list whose US dollars are missing prices everything but what needs them, and says so in the log", async () => {
  const faults: Fault[] = [{ match: /currencyCode='USD'/, status: 500, body: {} }];
  const world = await openWorld({ clusters: [clusterOf("one-1")], prices: { ...samplePrices(), faults } });
  try {
    await world.night("2026-11-23");
    await world.morning("2026-11-23");

    expect(await worthOf(world, "one")).toMatchObject(amount(WESTERN));
    expect(world.logged.join("\n")).toMatch(/warning .*prices in EUR stand without US dollars/);
    expect(world.teams.posts.map(({ body }) => cardText(body))[0]).not.toContain("not priced");
  } finally {
    await world.close();
  }
});
