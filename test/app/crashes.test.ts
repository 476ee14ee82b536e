import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { travelTo } from "../../local/clock.ts";
import { type PoolSpec, userPool } from "../../local/sample/spec.ts";
import { scanId } from "../../src/core/model/names.ts";
import type { ScanMessage } from "../../src/core/model/scan.ts";
import { day, instant } from "../../src/core/model/time.ts";
import { type FaultyStorage, holding, type StorageFault, startFaultyStorage } from "../support/faulty-storage.ts";
import { findingsOf, rawRows, scanRow, waitingIn } from "../support/rows.ts";
import { clusterOf, openWorld, show, subscriptionOf, type TestWorld, under, usages } from "../support/world.ts";

const QUEUE = "scan-subscription";
const message = (name: string, page: number) => holding("POST\n", `/${QUEUE}/messages`, subscriptionOf(name), `"page":${page},`);
const write = (verb: string, table: string, name: string, ...more: readonly string[]) =>
  holding(`${verb}\n`, `/${table}`, subscriptionOf(name), ...more);
const once = (what: StorageFault["what"], match: StorageFault["match"]): StorageFault => ({ what, match, times: 1 });

/** Each happens once to a subscription of its own, while its neighbours are left in peace. */
const ACCIDENTS: Readonly<Record<string, { readonly what: string; readonly faults: readonly StorageFault[]; readonly dies?: number }>> = {
  firstlost: { what: "its first message is lost", faults: [once("swallow", message("firstlost", 0))] },
  nextlost: { what: "the message for its third page is lost", faults: [once("swallow", message("nextlost", 2))] },
  unsent: { what: "the message for its second page cannot be sent", faults: [once("refuse", message("unsent", 1))] },
  died: { what: "the host dies after the successor of a page was sent", faults: [], dies: 1 },
  diedtoo: {
    what: "the host dies after a page whose successor is lost",
    faults: [once("swallow", message("diedtoo", 2))],
    dies: 1,
  },
  twice: { what: "its message is delivered twice at the same time", faults: [] },
  page: { what: "storage breaks while a page is put down", faults: [once("refuse", write("POST", "clusters", "page"))] },
  turned: { what: "the answer to a turned page is lost", faults: [once("lose", write("PUT", "scans(", "turned", '"page":2,'))] },
  judged: { what: "storage breaks between the findings and the end", faults: [once("refuse", write("PUT", "scans(", "judged", '"done"'))] },
  ended: { what: "the answer to its end is lost", faults: [once("lose", write("PUT", "scans(", "ended", '"done"'))] },
  unsaved: { what: "its findings cannot be saved", faults: [once("refuse", write("POST", "findings", "unsaved"))] },
  saved: { what: "the answer to its saved findings is lost", faults: [once("lose", write("POST", "findings", "saved"))] },
  first: { what: "the mark of the first judgement is lost", faults: [once("refuse", write("PUT", "clusters(", "first", "firstRound"))] },
  summed: { what: "its summary cannot be written", faults: [once("refuse", write("POST", "summaries", "summed"))] },
  killed: {
    what: "its judge dies with the lease in its hand",
    faults: [once("refuse", write("PUT", "scans(", "killed", '"done"')), once("refuse", write("DELETE", "checks(", "killed"))],
  },
  leased: { what: "the answer to its lease is lost", faults: [once("lose", write("POST", "checks", "leased"))] },
  held: { what: "a dead holder's lease lies on it", faults: [] },
  broken: { what: "Azure breaks off while quota is read", faults: [] },
};

/** One more node of `apps` takes 8 vCPUs: 5 are free. */
const SHORT = usages({ standardDDSv5Family: [495, 500] });
const estate = (change: Partial<PoolSpec> = {}, names: readonly string[] = ["calm", ...Object.keys(ACCIDENTS)]) =>
  names.flatMap((name) => [1, 2, 3].map((number) => clusterOf(`${name}-${number}`, change)));

let storage: FaultyStorage;
let world: TestWorld;

beforeAll(async () => {
  storage = await startFaultyStorage();
  world = await openWorld({ clusters: estate(), storage, retrySeconds: 120, settings: { SCAN_DEADLINE_MINUTES: "60" } });
  world.state.pageSize = 1;
  for (const scope of Object.keys(world.state.usages)) world.state.usages[scope] = SHORT;
});
afterAll(async () => {
  await world.close();
  await storage.close();
});

/** What is remembered of a subscription, without its name and the moments: it is the same for all that are cut alike. */
async function remembered(name: string): Promise<string> {
  const id = subscriptionOf(name);
  const summaries = (await world.store.summaries.list()).filter(({ subscription }) => subscription === id);
  const snapshots = (await world.store.snapshots.list(id)).map(({ value }) => value);
  return JSON.stringify([await findingsOf(world, name), snapshots, summaries], null, 1)
    .replaceAll(id, "(subscription)")
    .replaceAll(new RegExp(`(?<![a-z0-9])${name}-`, "g"), "(cluster)-")
    .replaceAll(`rg-${name}`, "(group)")
    .replaceAll(/"resourceUid": "[^"]*"/g, "(uid)")
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z|\d\d:\d\d UTC/g, "(moment)");
}

/** Everything but leases, which nobody reads once they are given back. */
const TABLES = ["clusters", "findings", "told", "scans", "failures", "outbox", "summaries"];
const allRows = async () => await Promise.all(TABLES.map((table) => rawRows(world, table)));

describe("storage that cannot be reached when the app starts", () => {
  it("fails that invocation, not the process: health is unknown, said once in the log, and well as soon as storage answers", async () => {
    storage.faults.push({ what: "refuse", match: () => true });
    const [before, failures] = [world.logged.length, world.host.failures.length];
    const away = await world.host.request("GET", "/api/health");
    storage.faults.length = 0;

    const answer = await world.host.request("GET", "/api/health");

    expect(away).toMatchObject({ status: 503, headers: { "cache-control": "no-store" }, body: '{"state":"unknown"}' });
    expect(world.logged.slice(before)).toEqual([expect.stringMatching(/^error health .*storage answered 503/)]);
    expect(world.host.failures.length).toBe(failures);
    expect(answer).toMatchObject({ status: 200, body: '{"state":"waiting"}' });
  });
});

describe("a night with an accident in every subscription but one", () => {
  let failuresBefore: number;

  beforeAll(async () => {
    failuresBefore = world.host.failures.length;
    storage.faults.push(...Object.values(ACCIDENTS).flatMap(({ faults }) => faults));
    storage.faults.push(once("refuse", holding("POST\n", "/scans\n", '"!"')));
    world.state.faults.push({ match: under("broken", "usages"), times: 1, dropConnection: true });

    const dying = new Map(Object.entries(ACCIDENTS).flatMap(([name, { dies }]) => (dies === undefined ? [] : [[name, dies]])));
    world.host.dieAfter = (_, text) => {
      const { subscription, page } = JSON.parse(text) as { readonly subscription: string; readonly page: number };
      const name = [...dying.keys()].find((each) => subscriptionOf(each) === subscription && dying.get(each) === page);
      return name !== undefined && dying.delete(name);
    };
    const copy: ScanMessage = { kind: "page", scan: scanId("2026-11-23"), subscription: subscriptionOf("twice"), page: 0, hops: 0 };
    travelTo("2026-11-23T01:40:00Z");
    await world.store.queues.send(QUEUE, copy, 20 * 60);
    await world.store.leases.take(subscriptionOf("held"), "dead", instant("2026-11-23T01:55:00Z"), instant("2026-11-23T02:06:00Z"));

    await world.night("2026-11-23");
    await world.morning("2026-11-23");
  });

  it("has every accident once", () => {
    for (const [name, { faults }] of Object.entries(ACCIDENTS)) expect(faults.map(storage.met), name).toEqual(faults.map(() => 1));
    expect(world.host.failures.length - failuresBefore).toBeGreaterThan(8);
  });

  it.for(Object.entries(ACCIDENTS).map(([name, { what }]) => ({ name, what })))("remembers the same where $what", async ({ name }) => {
    expect(await remembered(name)).toEqual(await remembered("calm"));
    expect(await scanRow(world, "2026-11-23", name)).toMatchObject({ state: "done", clustersRead: 3 });
  });

  it("has something to remember", async () => {
    const rules = (await findingsOf(world, "calm")).map(({ stamp }) => stamp.rule);

    expect(rules).toEqual([1, 2, 3].flatMap(() => ["fixed-size-pool", "surge-family-quota"]));
  });

  it("closes the scan, complete, at the first look after the lost messages were sent again", async () => {
    const [scan] = await world.store.scans.list();

    expect(scan?.closedAt).toMatch(/^2026-11-23T02:45/);
    expect(await waitingIn(world, QUEUE)).toBe(0);
  });

  it.for([
    ["died", "02:00", "02:01", "it was done before its message came back"],
    ["held", "02:06", "02:08", "the lease had run out"],
    ["diedtoo", "02:10", "02:13", "the message that came back sent for the page that was lost"],
    ["killed", "02:11", "02:14", "the lease of its own dead judge had run out"],
    ["firstlost", "02:30", "02:32", "nobody had touched it for twenty minutes"],
    ["nextlost", "02:30", "02:32", "nobody had touched it for twenty minutes"],
  ] as const)("ends %s from %s to %s: %s", async ([name, from, to]) => {
    const ended = (await scanRow(world, "2026-11-23", name)).touchedAt.slice(11, 16);

    expect(ended >= from && ended <= to, ended).toBe(true);
  });

  it("reads a page once, whoever brings its message", () => {
    const pages = world.arm.requests.filter(({ path }) => under("twice", "managedClusters\\?").test(path));

    expect(pages).toHaveLength(4);
  });

  it("tells everything once, on one card", async () => {
    const findings = 6 * (1 + Object.keys(ACCIDENTS).length);
    const rows = await world.store.told.list("platform");

    expect(world.cards("platform")).toHaveLength(1);
    expect(world.cards("platform")[0]).toContain(`Baseline: ${findings} findings in ${findings / 2} clusters`);
    expect(rows).toHaveLength(findings);
    expect(world.cards("operators")).toEqual([]);
    expect(await world.store.failures.since(day("2026-11-22"))).toEqual([]);
  });
});

describe("a timer that fires again", () => {
  const more = userPool("more", "D8ds_v5", 5, { ephemeralGiB: 300 });
  const grown = estate().map((spec) =>
    spec.name === "calm-1" || spec.name === "held-1" ? { ...spec, pools: [...spec.pools, more] } : spec,
  );
  const due = new Date("2026-11-24T02:00:00Z");

  beforeAll(async () => {
    show(world.state, grown);
    // Its second page comes back after 25 minutes; meanwhile the timer fires again.
    world.state.faults.push({ match: under("calm", "skipToken=1$"), times: 1, status: 429, headers: { "retry-after": "1500" }, body: {} });
    await world.night("2026-11-24", {
      at: async (moment) => {
        if (moment.toISOString().includes("T02:15")) await world.host.fireTimer("nightly-scan", due);
      },
    });
    await world.morning("2026-11-24");
  });

  it("while its scan is half done, sends for what has not ended and changes nothing else", async () => {
    expect(
      world.logged.filter((line) => line.includes("scan 2026-11-24: ") && line.includes("expected")).map((line) => line.slice(-15)),
    ).toEqual(["9 messages sent", "1 messages sent"]);
    expect((await world.store.scans.list())[0]?.closedAt).toMatch(/^2026-11-24T02:15/);
    expect(await remembered("calm")).toEqual(await remembered("held"));
    expect(world.cards("platform")).toHaveLength(2);
    expect(world.cards("platform")[1]).toMatch(/^4 new\n/);
  });

  it("after its scan has ended, writes not one row and sends not one card", async () => {
    const before = await allRows();
    const requests = world.arm.requests.length;

    for (let run = 2; run <= 3; run++) {
      await world.host.fireTimer("nightly-scan", due);
      await world.live("2026-11-24T07:30:00Z", "2026-11-24T08:00:00Z");
    }

    expect(await allRows()).toEqual(before);
    expect(world.cards("platform")).toHaveLength(2);
    expect(world.arm.requests.slice(requests).filter(({ path }) => path.includes("managedClusters"))).toEqual([]);
  });

  it("past midnight, is still that night's: no other scan begins", async () => {
    travelTo("2026-11-25T00:30:00Z");
    await world.host.fireTimer("nightly-scan", due);

    expect((await world.store.scans.list()).map(({ id }) => id)).toEqual(["2026-11-24", "2026-11-23"]);
  });
});

describe("a subscription that is not done by the deadline", () => {
  beforeAll(async () => {
    const [from, until] = [instant("2026-11-25T01:50:00Z"), instant("2026-11-25T06:00:00Z")];
    await world.store.leases.take(subscriptionOf("held"), "somebody who never comes back", from, until);
    await world.night("2026-11-25", { until: "03:30" });
  });

  it("fails as not finished, and the scan closes with what it has", async () => {
    const rows = (await world.store.scans.subscriptions(scanId("2026-11-25"))).map(({ value }) => value);

    expect(rows.filter(({ state }) => state !== "done")).toMatchObject([
      { name: "held", state: "failed", failure: { kind: "unavailable", why: "the scan did not finish by its deadline" } },
    ]);
    expect((await world.store.scans.list())[0]?.closedAt).toMatch(/^2026-11-25T03:(00|15)/);
  });

  it("has its late messages ended unread", async () => {
    expect(world.logged.join("\n")).toContain("scan 2026-11-25 is past its deadline; a message for");
    expect(await waitingIn(world, QUEUE)).toBe(0);
  });

  it("keeps what it had", async () => {
    for (const { state, round, unknown } of await findingsOf(world, "held")) {
      expect([round, unknown]).toEqual(["2026-11-24", undefined]);
      expect(state).not.toBe("resolved");
    }
  });
});

describe("storage that is away for a quarter of an hour in the middle of the scan", () => {
  beforeAll(async () => {
    storage.faults.length = 0;
    world.state.faults.push({
      match: under("calm", "skipToken=1$"),
      times: 1,
      afterAnswer: () => storage.faults.push({ what: "refuse", match: () => true }),
    });
    show(world.state, estate({ nodes: 9 }));
    await world.night("2026-11-26", {
      at: (moment) => {
        if (moment.toISOString().includes("T02:15")) storage.faults.length = 0;
      },
    });
    await world.morning("2026-11-26");
  });

  it("ends with everything found, a closed scan and one card", async () => {
    for (const name of ["calm", ...Object.keys(ACCIDENTS)]) {
      const found = (await findingsOf(world, name)).filter(({ finding, closed }) => finding.subject === "apps" && !closed);

      expect(await scanRow(world, "2026-11-26", name), name).toMatchObject({ state: "done", clustersRead: 3 });
      expect(found.map(({ stamp, finding, state }) => `${stamp.rule} ${finding.magnitude.value} ${state}`).sort()).toEqual([
        ...[1, 2, 3].map(() => "fixed-size-pool 9 worsened"),
        ...[1, 2, 3].map(() => "surge-family-quota 3 open"),
      ]);
    }
    expect((await world.store.scans.list())[0]?.closedAt).toMatch(/^2026-11-26T02:/);
    expect(world.cards("platform")).toHaveLength(3);
  });
});
