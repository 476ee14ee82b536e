import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clusterArmId, clusterBody } from "../../local/sample/cluster-body.ts";
import { type ClusterSpec, userPool } from "../../local/sample/spec.ts";
import { day } from "../../src/core/model/time.ts";
import { type FaultyStorage, holding, startFaultyStorage } from "../support/faulty-storage.ts";
import { rawRows, scanRow, tableOf } from "../support/rows.ts";
import { clusterOf, EVERY_DAY, openWorld, refOf, show, subscriptionOf, type TestWorld, under } from "../support/world.ts";

const TEAMS = ["platform", "payments", "orders"] as const;
const ROUTES = [
  ...TEAMS.map((name) => ({
    name,
    match: name === "platform" ? "default" : { tag: { team: name } },
    target: `TEAMS_WEBHOOK_${name.toUpperCase()}`,
    days: EVERY_DAY,
  })),
  { name: "operators", match: "operator", target: "TEAMS_WEBHOOK_OPERATORS", days: EVERY_DAY },
];

const STALLED = ["stalled", "stuck", "stopped"] as const;
const ODD = ["odd", "odder"] as const;
const SUBSCRIPTIONS = ["calm", "shared", "many", "spoilt", ...STALLED, ...ODD] as const;
/** A cluster for each route, in both of these. */
const owned = (name: string) => TEAMS.map((team, index) => clusterOf(`${name}-${index + 1}`, {}, { tags: { team } }));
const many = Array.from({ length: 20 }, (_, index) => clusterOf(`many-${index + 1}`));
const estate: readonly ClusterSpec[] = [
  ...owned("calm"),
  ...owned("shared"),
  ...many.slice(0, 1),
  ...["spoilt", ...STALLED, ...ODD].map((name) => clusterOf(`${name}-1`)),
];
const without = (name: string) => estate.filter((spec) => spec.name !== name);
/** Every route has something else to tell. */
const withNews = (specs: readonly ClusterSpec[]) =>
  specs.map((spec) =>
    spec.subscription === subscriptionOf("calm")
      ? { ...spec, pools: [...spec.pools, userPool("news", "D8ds_v5", 5, { ephemeralGiB: 300 })] }
      : spec,
  );

let storage: FaultyStorage;
let world: TestWorld;

const DEADLINE_MINUTES = 80;

beforeAll(async () => {
  storage = await startFaultyStorage();
  world = await openWorld({
    clusters: estate,
    routes: ROUTES,
    storage,
    retrySeconds: 120,
    settings: { SCAN_DEADLINE_MINUTES: String(DEADLINE_MINUTES) },
  });
  await world.night("2026-11-23");
  await world.morning("2026-11-23");
});
afterAll(async () => {
  await world.close();
  await storage.close();
});

const forbidden = { status: 403, body: { error: { code: "AuthorizationFailed", message: "" } } };
const throttled = { status: 429, body: { error: { code: "TooManyRequests", message: "" } } };

/** What the operators heard while that went on. */
async function heardIn(step: () => Promise<unknown>): Promise<readonly string[]> {
  const before = world.cards("operators").length;
  await step();
  return world.cards("operators").slice(before);
}
async function scanOf(id: string) {
  return (await world.store.scans.list()).find((scan) => scan.id === id);
}

describe("a list of subscriptions that cannot be had all night, with subscriptions known from the night before", () => {
  it.for([
    {
      what: "asks to wait a minute",
      night: "2026-11-24",
      fault: { ...throttled, headers: { "retry-after": "60" } },
      why: "Azure asks to wait (429 TooManyRequests)",
    },
    {
      what: "asks to wait and does not say how long",
      night: "2026-11-25",
      fault: throttled,
      why: "Azure asks to wait (429 TooManyRequests)",
    },
    { what: "is refused", night: "2026-11-26", fault: forbidden, why: "the app may not read it (403 AuthorizationFailed)" },
  ])("$what: the scan goes on with those and closes, and the operators hear once that day why", async ({ night, fault, why }) => {
    world.state.faults.push({ match: /^\/subscriptions\?/, ...fault });

    const heard = await heardIn(async () => {
      await world.night(night);
      await world.morning(night);
    });
    world.state.faults.length = 0;

    for (const name of SUBSCRIPTIONS) expect(await scanRow(world, night, name), name).toMatchObject({ name, state: "done" });
    expect(await scanOf(night)).toMatchObject({ expected: SUBSCRIPTIONS.length, closedAt: expect.stringMatching(`^${night}T02:`) });
    expect(heard).toEqual([expect.stringMatching(/^The list of subscriptions could not be read\n/)]);
    expect(heard[0]).toContain(`${why}. The scan of ${night} went on with the ${SUBSCRIPTIONS.length} subscriptions of the night before.`);
    expect(world.host.failures).toEqual([]);
    expect(await world.host.request("GET", "/api/health")).toMatchObject({ status: 200 });
  });
});

describe("rows whose messages are all lost", () => {
  const sent = new Map<string, string[]>();

  beforeAll(async () => {
    for (const name of STALLED) {
      const isSent = holding("POST\n", "/scan-subscription/messages", subscriptionOf(name));
      storage.faults.push({
        what: "swallow",
        match: (asked) => {
          if (!isSent(asked)) return false;
          sent.set(name, [...(sent.get(name) ?? []), new Date().toISOString().slice(11, 16)]);
          return true;
        },
      });
    }
    await world.night("2026-11-27", { until: "03:45" });
    storage.faults.length = 0;
  });

  it.for(STALLED)("%s is sent for again after more than 20 minutes, not with every delivery", (name) => {
    expect(sent.get(name)).toEqual(["02:00", "02:30", "03:00"]);
  });

  it("count as not finished at the deadline, which closes the scan", async () => {
    for (const name of STALLED) expect(await scanRow(world, "2026-11-27", name)).toMatchObject({ state: "failed" });
    expect((await scanOf("2026-11-27"))?.closedAt).toMatch(/^2026-11-27T03:30/);
  });
});

describe("a row of a subscription that cannot be read", () => {
  const night = "2026-11-28";
  const closedBy = new Map<string, boolean>();
  let heard: readonly string[];

  beforeAll(async () => {
    storage.faults.push({ what: "swallow", match: holding("POST\n", "/scan-subscription/messages", subscriptionOf("spoilt")) });
    heard = await heardIn(async () => {
      await world.night(night, {
        until: "03:45",
        at: async (moment) => {
          const time = moment.toISOString().slice(11, 16);
          if (time === "02:15") await spoil();
          if (time > "02:00") closedBy.set(time, (await scanOf(night))?.closedAt !== undefined);
        },
      });
      await world.morning(night);
    });
    storage.faults.length = 0;
  });

  it("keeps the scan open until its deadline", async () => {
    expect([...closedBy]).toEqual(["02:15", "02:30", "02:45", "03:00", "03:15", "03:30"].map((time) => [time, false]));
    expect(await scanOf(night)).toMatchObject({ closedAt: expect.stringMatching(`^${night}T03:30`), unreadableRows: 1 });
  });

  it("does not count as complete, and the operators hear of it once", () => {
    const all = SUBSCRIPTIONS.length;
    expect(world.logged.join("\n")).toContain(`scan ${night} closed: ${all - 1} of ${all} subscriptions complete`);
    expect(heard).toEqual([expect.stringMatching(`^1 subscription of the scan of ${night} cannot be told of\n`)]);
  });

  async function spoil(): Promise<void> {
    const rows = await rawRows(world, "scans");
    const row = rows.find(({ partitionKey, rowKey }) => partitionKey === night && rowKey === subscriptionOf("spoilt"));
    await tableOf(world, "scans").updateEntity({ partitionKey: night, rowKey: String(row?.rowKey), json: "{" }, "Merge");
  }
});

describe("listed items that do not even say which cluster they are", () => {
  const night = "2026-11-29";
  let heard: readonly string[];

  beforeAll(async () => {
    show(world.state, [...without("shared-3"), ...many.slice(1)]);
    for (const name of ODD) {
      const good = clusterBody(clusterOf(`${name}-1`));
      const body = { value: [{ ...good, id: "nonsense" }, good] };
      world.state.faults.push({ match: under(name, "managedClusters\\?"), status: 200, body });
    }
    heard = await heardIn(async () => {
      await world.night(night);
      await world.morning(night);
    });
    world.state.faults.length = 0;
  });

  it("are put down, each with its subscription", async () => {
    const units = (await world.store.failures.since(day(night))).map(({ queue, id, reason }) => `${queue} ${id} ${reason}`);

    expect(new Set(units)).toEqual(
      new Set(ODD.map((name) => `managedClusters.list ${night} ${subscriptionOf(name)} nonsense id: expected the id of a managed cluster`)),
    );
  });

  it("are told to the operators in one notice", () => {
    expect(heard).toEqual([expect.stringMatching(/^2 messages were set aside\n/)]);
    for (const name of ODD) expect(heard[0]).toContain(`${subscriptionOf(name)} nonsense`);
  });

  it.for(ODD)("do not keep the rest of the page of %s from being read", async (name) => {
    expect(await scanRow(world, night, name)).toMatchObject({ state: "done", clustersRead: 1 });
    expect((await world.store.snapshots.get(refOf(clusterOf(`${name}-1`))))?.value).toMatchObject({ lastScan: night });
  });
});

describe("a subscription that is refused, with clusters of several routes", () => {
  const night = "2026-11-30";
  const lastCard = (team: string) => world.cards(team).at(-1);

  beforeAll(async () => {
    show(world.state, withNews([...without("shared-3"), ...many.slice(1)]));
    world.state.faults.push({ match: under("shared"), ...forbidden });
    await world.night(night);
    await world.morning(night);
    world.state.faults.length = 0;
  });

  it.for(["platform", "payments"])("is told on route %s", (team) => {
    expect(lastCard(team)).toMatch(/^1 new/);
    expect(lastCard(team)).toContain("subscription shared: the app may not read it (403 AuthorizationFailed), since 30 Nov");
  });

  it("is not told where the only cluster was gone before", async () => {
    const gone = await world.store.snapshots.get(refOf(clusterOf("shared-3")));

    expect(gone?.value.presence.kind).toBe("gone");
    expect(lastCard("orders")).toMatch(/^1 new/);
    expect(lastCard("orders")).not.toContain("COULD NOT CHECK");
  });

  it("lends none of its clusters to the number on the card", () => {
    expect(lastCard("payments")).toMatch(/AKS Advisor · payments · .* · 1 cluster$/m);
  });
});

describe("a read that is put off among many", () => {
  const isTaken = holding("POST\n", "/checks", subscriptionOf("many"));
  const isGivenBack = holding("DELETE\n", "/checks(", subscriptionOf("many"));
  const marks: { readonly what: "taken" | "given back"; readonly requests: number }[] = [];
  let requestsBefore: number;
  const requests = () => world.arm.requests.filter(({ path }) => under("many").test(path)).length;

  beforeAll(async () => {
    requestsBefore = world.arm.requests.length;
    world.state.unlisted = new Set(many.map(clusterArmId));
    world.state.faults.push(
      { match: under("many", "managedClusters/many-1\\?"), times: 1, ...throttled, headers: { "retry-after": "600" } },
      { match: under("many", "managedClusters/many-"), delayMs: 10 },
    );
    storage.faults.push({
      what: "refuse",
      match: (asked) => {
        if (isTaken(asked)) marks.push({ what: "taken", requests: requests() });
        if (isGivenBack(asked)) marks.push({ what: "given back", requests: requests() });
        return false;
      },
    });
    await world.night("2026-12-01");
    storage.faults.length = 0;
    world.state.faults.length = 0;
  });

  it("waits for the others: nothing is asked once the lease was given back", () => {
    const givenBack = marks.filter(({ what }) => what === "given back").map(({ requests: asked }) => asked);
    const later = [...marks.filter(({ what }) => what === "taken").slice(1), { requests: requests() }].map(({ requests: asked }) => asked);

    expect(givenBack[0]).toBeGreaterThanOrEqual(many.length);
    expect(later.slice(0, givenBack.length)).toEqual(givenBack);
  });

  it("is made when it comes back", async () => {
    const asked = world.arm.requests.slice(requestsBefore).filter(({ path }) => under("many", "managedClusters/many-1\\?").test(path));

    expect(asked).toHaveLength(2);
    expect(world.host.failures).toEqual([]);
    expect(await scanRow(world, "2026-12-01", "many")).toMatchObject({ state: "done" });
  });
});
