import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { INTERESTING, SUBSCRIPTIONS, sampleEstate, settle } from "../../local/sample/estate.ts";
import { samplePrices } from "../../local/sample/prices.ts";
import { cardText } from "../../local/terminal.ts";
import { startWorld, type World } from "../../local/world.ts";
import { standingsOf } from "../../src/core/digest/standing.ts";
import type { Summary } from "../../src/core/model/delivery.ts";
import type { Worth } from "../../src/core/model/finding.ts";
import { currency } from "../../src/core/model/money.ts";
import type { FindingRecord } from "../../src/core/model/record.ts";
import { openStore } from "../../src/edge/store/index.ts";
import { onlyRules } from "../support/world.ts";

// The prices of `local/sample/list-prices.ts` once more, and everything else from them by hand. US dollars, by region: West Europe,
// North Europe, Sweden Central.

/** A US dollar. */
const EUR = 0.92;
/** Hours. */
const MONTH = 730;

/** An hour on demand. */
const D2AS = { weu: 0.104 };
const D4AS = { weu: 0.208, neu: 0.192, sdc: 0.184 };
const D8AS = { neu: 0.384 };
const D4DS = { weu: 0.272, sdc: 0.24 };
const D8DS = { weu: 0.544, sdc: 0.48 };
const D4S_V3 = { weu: 0.24 };
/** An hour of a Linux spot node: a quarter of 0.23. */
const D4ADS_SPOT = { neu: 0.0575 };
/** A month of a locally redundant disk: what West Europe pays, 95 % and 90 % of it. */
const P10 = { weu: 21.68, neu: 20.596, sdc: 19.512 };
const P15 = { neu: 39.720857 };
/** An hour of the uptime SLA, which the tiers Standard and Premium pay. */
const SLA = 0.1;

/** Those whose amounts are worked out here; the test stays the same whatever other rules there are. */
const RULES = [
  ...["managed-os-disk", "node-reserved-share", "fixed-size-pool", "spot-candidate", "spot-without-autoscaler"],
  ...["windows-licence-paid-twice", "support-ends-soon", "version-out-of-support"],
];
const ROUTES = [
  { name: "platform", match: "default", target: "TEAMS_WEBHOOK_PLATFORM", timeZone: "Europe/Berlin", sendAt: "07:30" },
  { name: "payments", match: { tag: { team: "payments" } }, target: "TEAMS_WEBHOOK_PAYMENTS", timeZone: "Europe/Berlin", sendAt: "07:30" },
];

let world: World;
let summaries: readonly Summary[];
const records: FindingRecord[] = [];

beforeAll(async () => {
  world = await startWorld({
    state: sampleEstate(),
    prices: samplePrices(),
    channels: ["platform", "payments"],
    settings: { ROUTES: JSON.stringify(ROUTES), RULES: onlyRules(RULES) },
    startsAt: "2026-11-23T01:30:00Z",
    bundle: inject("bundle"),
  });
  await world.live("2026-11-23T01:45:00Z", "2026-11-23T07:00:00Z", (moment) => {
    if (moment.toISOString().slice(11, 16) === "02:15") settle(world.state);
  });
  const store = await openStore({ kind: "connection-string", connectionString: world.azurite.connectionString });
  for await (const record of store.findings.all()) records.push(record);
  summaries = await store.summaries.list();
});
afterAll(() => world.close());

const clusterOf = ({ finding: { target } }: FindingRecord): string =>
  target.kind === "cluster" ? target.cluster.slice(target.cluster.lastIndexOf("/") + 1) : target.region;

/** `cluster/pool` or `cluster`. */
function recordOf(where: string, rule: string): FindingRecord {
  const [cluster, pool] = where.split("/");
  const found = records.filter(
    (each) => clusterOf(each) === cluster && each.finding.subject === pool && each.stamp.rule === rule && !each.closed,
  );
  return found.length === 1 && found[0] ? found[0] : expect.fail(`${found.length} findings of ${rule} at ${where}`);
}
const worthOf = <K extends Worth["kind"]>(where: string, rule: string, kind: K): Extract<Worth, { readonly kind: K }> => {
  const { worth } = recordOf(where, rule).finding;
  return worth.kind === kind ? (worth as Extract<Worth, { readonly kind: K }>) : expect.fail(JSON.stringify(worth));
};

interface Expected {
  readonly where: string;
  readonly rule: string;
  readonly firmness: "firm" | "up-to";
  /** US dollars a month. */
  readonly usd: number;
  readonly ends?: readonly [low: number, high: number];
  readonly before: number;
}

const MONTHLY: readonly Expected[] = [
  {
    ...{ where: "prod-neu-1/web", rule: "managed-os-disk", firmness: "firm" },
    usd: 12 * P15.neu, // 256 GiB a node
    ends: [8 * P15.neu, 20 * P15.neu],
    before: 12 * P15.neu,
  },
  {
    ...{ where: "dev-weu-9/ci", rule: "managed-os-disk", firmness: "firm" },
    usd: 3 * P10.weu, // 128 GiB a node
    before: 3 * P10.weu,
  },
  {
    // Twice the size at twice the price: the nodes cost the same, and half of the disks go.
    ...{ where: "dev-weu-3/ci", rule: "node-reserved-share", firmness: "firm" },
    usd: 6 * (D2AS.weu * MONTH + P10.weu) - 3 * (D4AS.weu * MONTH + P10.weu),
    ends: [2 * P10.weu - 1 * P10.weu, 8 * P10.weu - 4 * P10.weu],
    before: 6 * (D2AS.weu * MONTH + P10.weu),
  },
  {
    // 6 nodes on local disks, which may go down to 2.
    ...{ where: "prod-sdc-1/apps", rule: "fixed-size-pool", firmness: "up-to" },
    usd: (6 - 2) * D8DS.sdc * MONTH,
    before: 6 * D8DS.sdc * MONTH,
  },
  {
    ...{ where: "prod-sdc-1/jobs", rule: "fixed-size-pool", firmness: "up-to" },
    usd: (4 - 2) * D4DS.sdc * MONTH,
    before: 4 * D4DS.sdc * MONTH,
  },
  {
    ...{ where: "dev-weu-3/tools", rule: "fixed-size-pool", firmness: "up-to" },
    usd: (3 - 2) * (D4AS.weu * MONTH + P10.weu),
    before: 3 * (D4AS.weu * MONTH + P10.weu),
  },
  {
    ...{ where: "dev-weu-9/ci", rule: "fixed-size-pool", firmness: "up-to" },
    usd: (3 - 2) * (D4DS.weu * MONTH + P10.weu),
    before: 3 * (D4DS.weu * MONTH + P10.weu),
  },
  {
    ...{ where: "catalog-weu-1/apps", rule: "fixed-size-pool", firmness: "up-to" },
    usd: (4 - 2) * (D4S_V3.weu * MONTH + P10.weu),
    before: 4 * (D4S_V3.weu * MONTH + P10.weu),
  },
  {
    // Of 28 days 8 cost 0.0864, 12 cost 0.096 and 8 cost 0.1152: the median is a quarter of the price on demand. The ends are the
    // dearest spot price at the fewest nodes and the cheapest at the most.
    ...{ where: "batch-neu-2/burst", rule: "spot-candidate", firmness: "up-to" },
    usd: 12 * (D8AS.neu - 0.096) * MONTH,
    ends: [4 * (D8AS.neu - 0.1152) * MONTH, 20 * (D8AS.neu - 0.0864) * MONTH],
    before: 12 * D8AS.neu * MONTH,
  },
  {
    ...{ where: "dev-weu-9/ci", rule: "spot-candidate", firmness: "up-to" },
    usd: 3 * (D4DS.weu - 0.068) * MONTH,
    ends: [3 * (D4DS.weu - 0.0816) * MONTH, 3 * (D4DS.weu - 0.0612) * MONTH],
    before: 3 * D4DS.weu * MONTH,
  },
  {
    ...{ where: "batch-neu-2/scavenge", rule: "spot-without-autoscaler", firmness: "up-to" },
    usd: (5 - 2) * D4ADS_SPOT.neu * MONTH,
    before: 5 * D4ADS_SPOT.neu * MONTH,
  },
  {
    // 0.046 a vCPU and hour, 8 vCPUs, on a node of 0.5 without it.
    ...{ where: "shop-weu-1/win22", rule: "windows-licence-paid-twice", firmness: "up-to" },
    usd: 3 * 8 * 0.046 * MONTH,
    ends: [2 * 8 * 0.046 * MONTH, 5 * 8 * 0.046 * MONTH],
    before: 3 * (0.5 + 8 * 0.046) * MONTH,
  },
];

const usdOf = (where: string, rule: string): number =>
  MONTHLY.find((each) => each.where === where && each.rule === rule)?.usd ?? expect.fail(`${where} ${rule}`);

describe("a month of what was found on the first night of the sample estate", () => {
  it.for(MONTHLY)("at $where by $rule: $firmness", ({ where, rule, firmness, usd, ends, before }) => {
    const worth = worthOf(where, rule, "monthly");

    expect(worth).toMatchObject({ firmness, basis: { kind: "tonight" }, monthly: { currency: "EUR" }, before: { currency: "EUR" } });
    expect(worth.monthly.amount).toBeCloseTo(usd * EUR, 4);
    expect(worth.before.amount).toBeCloseTo(before * EUR, 4);
    expect([worth.range?.low, worth.range?.high]).toEqual(ends ? ends.map((end) => expect.closeTo(end * EUR, 4)) : [undefined, undefined]);
  });

  it("has no other amounts", () => {
    const priced = records.filter(({ finding, closed }) => finding.worth.kind === "monthly" && !closed);
    const where = (each: FindingRecord) => `${clusterOf(each)}/${each.finding.subject} ${each.stamp.rule}`;

    expect(priced.map(where).sort((a, b) => (a < b ? -1 : 1))).toEqual(
      MONTHLY.map((each) => `${each.where} ${each.rule}`).sort((a, b) => (a < b ? -1 : 1)),
    );
  });

  it("names the rows that an amount stands on, dated", () => {
    const { prices } = worthOf("prod-neu-1/web", "managed-os-disk", "monthly");

    expect(prices).toMatchObject([
      { what: "P15 LRS disk", per: "month", from: "2025-10-01", readAt: expect.stringMatching(/^2026-11-23T02:00/) },
    ]);
    expect(prices[0]?.amount).toBeCloseTo(P15.neu * EUR, 6);
  });

  it("says how often spot nodes would go: at most 5 % an hour", () => {
    const { finding } = recordOf("batch-neu-2/burst", "spot-candidate");

    expect(12 * 0.05 * 24).toBeCloseTo(14.4);
    expect(finding.detail).toContain("up to 14 evictions a day (class 0–5 % an hour)");
  });

  it("says why there is no amount where the list has no price", () => {
    expect(worthOf("ml-sdc-1/gpu", "spot-candidate", "not-priced").why).toBe(
      "no retail row for Standard_NC24ads_A100_v4, Linux in swedencentral (list read 23 Nov 02:00 UTC)",
    );
  });
});

describe("the one-off cost of an upgrade, at 10 minutes a wave", () => {
  it.for([
    {
      where: "prod-weu-1",
      // system: 1 of 3 nodes more for 3 waves. apps: 10 % of 20 are 2 more for 10 waves. All on local disks.
      usd: 1 * (30 / 60) * D4DS.weu + 2 * (100 / 60) * D8DS.weu,
    },
    {
      where: "store-neu-2",
      // system: 1 more for 3 waves. till: 1 of 2 more for 2 waves. A node has a P10.
      usd: (1 * (30 / 60) + 1 * (20 / 60)) * (D4AS.neu + P10.neu / MONTH),
    },
    {
      where: "store-sdc-4",
      usd: (1 * (30 / 60) + 1 * (20 / 60)) * (D4AS.sdc + P10.sdc / MONTH),
    },
    {
      where: "platform-dev-3",
      // Both pools have 2 nodes: 1 more each for 2 waves.
      usd: (1 * (20 / 60) + 1 * (20 / 60)) * (D4AS.weu + P10.weu / MONTH),
    },
  ])("of $where", ({ where, usd }) => {
    expect(worthOf(where, "support-ends-soon", "once").cost.amount).toBeCloseTo(usd * EUR, 6);
  });

  it("is none where AKS refuses to upgrade", () => {
    expect(worthOf(INTERESTING.outOfSupport, "version-out-of-support", "none")).toEqual({ kind: "none" });
  });
});

const EURO = currency("EUR");
const firm = {
  prod: usdOf("prod-neu-1/web", "managed-os-disk"),
  dev: usdOf("dev-weu-9/ci", "managed-os-disk") + usdOf("dev-weu-3/ci", "node-reserved-share"),
};
const upTo = {
  prod: usdOf("prod-sdc-1/apps", "fixed-size-pool") + usdOf("prod-sdc-1/jobs", "fixed-size-pool"),
  data: usdOf("batch-neu-2/burst", "spot-candidate") + usdOf("batch-neu-2/scavenge", "spot-without-autoscaler"),
  // Not the fixed size of dev-weu-9/ci: its disks go for certain, and its nodes may be spot.
  dev: usdOf("dev-weu-3/tools", "fixed-size-pool") + usdOf("dev-weu-9/ci", "spot-candidate"),
  shop: usdOf("catalog-weu-1/apps", "fixed-size-pool") + usdOf("shop-weu-1/win22", "windows-licence-paid-twice"),
};

describe("totals", () => {
  it("of a cluster count its disks, which are certain, and spot nodes, and not the third, which would take from both", () => {
    const standings = standingsOf(
      records.filter((each) => clusterOf(each) === "dev-weu-9" && !each.closed),
      EURO,
    );
    const kind = (rule: string) => standings.get(recordOf("dev-weu-9/ci", rule).key)?.kind;

    expect(["managed-os-disk", "spot-candidate", "fixed-size-pool"].map(kind)).toEqual(["counted", "counted", "also-possible"]);
  });

  it.for([
    { subscription: "prod", route: "payments", firm: firm.prod, upTo: upTo.prod, notPriced: 0 },
    { subscription: "data", route: "payments", firm: 0, upTo: upTo.data, notPriced: 0 },
    { subscription: "dev", route: "payments", firm: firm.dev, upTo: upTo.dev, notPriced: 0 },
    { subscription: "prod", route: "platform", firm: 0, upTo: 0, notPriced: 0 },
    { subscription: "shop", route: "platform", firm: 0, upTo: upTo.shop, notPriced: 0 },
    { subscription: "data", route: "platform", firm: 0, upTo: 0, notPriced: 1 },
    { subscription: "dev", route: "platform", firm: 0, upTo: 0, notPriced: 0 },
    { subscription: "stores", route: "platform", firm: 0, upTo: 0, notPriced: 0 },
    { subscription: "platform-dev", route: "platform", firm: 0, upTo: 0, notPriced: 0 },
  ] as const)("of subscription $subscription for route $route", ({ subscription, route, ...expected }) => {
    const { money } = summaryOf(subscription, route);

    expect(money?.firm.amount).toBeCloseTo(expected.firm * EUR, 4);
    expect(money?.upTo.amount).toBeCloseTo(expected.upTo * EUR, 4);
    expect(money?.notPriced).toBe(expected.notPriced);
  });

  it("of the estate count everything once", () => {
    const sum = (of: (summary: Summary) => number | undefined) => summaries.reduce((all, each) => all + (of(each) ?? Number.NaN), 0);

    expect(summaries).toHaveLength(9);
    expect(sum(({ money }) => money?.firm.amount)).toBeCloseTo((firm.prod + firm.dev) * EUR, 4);
    expect(sum(({ money }) => money?.upTo.amount)).toBeCloseTo((upTo.prod + upTo.data + upTo.dev + upTo.shop) * EUR, 4);
    expect(sum(({ money }) => money?.notPriced)).toBe(1);
  });

  it("of a route stand in its headline, rounded, the firm ones alone", () => {
    expect((firm.prod + firm.dev) * EUR).toBeCloseTo(558.19, 2);
    expect(headlineOf("payments")).toMatch(/^Baseline: \d+ findings in \d+ clusters, €558\/month at list price/);
    expect(headlineOf("platform")).toMatch(/^Baseline: \d+ findings in \d+ clusters(\. |$)/);
  });
});

describe("what the clusters of a subscription cost", () => {
  it.for([
    {
      ...{ subscription: "data", route: "payments", clustersNotPriced: 0 },
      // batch-neu-2: system, burst and workers with a P10 a node, scavenge on spot and local disks.
      usd:
        SLA * MONTH +
        3 * (D4AS.neu * MONTH + P10.neu) +
        12 * (D8AS.neu * MONTH + P10.neu) +
        6 * (D8AS.neu * MONTH + P10.neu) +
        5 * D4ADS_SPOT.neu * MONTH,
    },
    {
      ...{ subscription: "stores", route: "platform", clustersNotPriced: 0 },
      // 4 clusters in each of three regions: 3 nodes of system and 2 of till.
      usd: 12 * SLA * MONTH + 4 * 5 * ((D4AS.weu + D4AS.neu + D4AS.sdc) * MONTH + P10.weu + P10.neu + P10.sdc),
    },
    {
      ...{ subscription: "dev", route: "payments", clustersNotPriced: 0 },
      // Free tier. dev-weu-3: 2 B4ms, 3 D4as_v5, 6 D2as_v5. dev-weu-9: 2 D4as_v5, 3 D4ds_v5. All with a P10.
      usd: (2 * 0.192 + 3 * D4AS.weu + 6 * D2AS.weu + 2 * D4AS.weu + 3 * D4DS.weu) * MONTH + 16 * P10.weu,
    },
    {
      ...{ subscription: "prod", route: "platform", clustersNotPriced: 0 },
      // prod-weu-4: 3 D4as_v5 and 8 D8as_v5 at 0.416. prod-neu-3 is Automatic and shows no pools: its control plane.
      usd: SLA * MONTH + 3 * (D4AS.weu * MONTH + P10.weu) + 8 * (0.416 * MONTH + P10.weu) + 0.16 * MONTH,
    },
  ] as const)("$subscription, as route $route sees it", ({ subscription, route, usd, clustersNotPriced }) => {
    const { money } = summaryOf(subscription, route);

    expect(money?.cost?.money.amount).toBeCloseTo(usd * EUR, 3);
    expect(money?.cost?.clustersNotPriced).toBe(clustersNotPriced);
  });

  it("is said to be incomplete where a size has no price: the caches of dwh-weu-1 and the GPUs of ml-sdc-1", () => {
    expect(summaryOf("data", "platform").money?.cost?.clustersNotPriced).toBe(2);
  });
});

function summaryOf(name: string, route: string): Summary {
  const [, id] = Object.entries(SUBSCRIPTIONS).find(([each]) => each === name) ?? [];
  const found = summaries.find((each) => each.subscription === id && each.route === route);
  return found ?? expect.fail(`no summary of ${name} for ${route}`);
}

const headlineOf = (channel: string): string =>
  world.teams.posts.filter(({ path }) => path.includes(`/${channel}/`)).map(({ body }) => cardText(body).split("\n")[0] ?? "")[0] ?? "";
