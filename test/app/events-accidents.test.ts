import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { travelTo } from "../../local/clock.ts";
import { rollingEvent } from "../../local/events.ts";
import { clusterArmId } from "../../local/sample/cluster-body.ts";
import { day, instant } from "../../src/core/model/time.ts";
import { type FaultyStorage, holding, type StorageFault, startFaultyStorage } from "../support/faulty-storage.ts";
import { findingsOf, waitingIn } from "../support/rows.ts";
import { clusterOf, HEALTHY, onlyRules, openWorld, refOf, SPEAKING, show, subscriptionOf, type TestWorld } from "../support/world.ts";

const QUEUE = "check-cluster";
const once = (what: StorageFault["what"], match: StorageFault["match"]): StorageFault => ({ what, match, times: 1 });
const to = (verb: string, table: string, ...more: readonly string[]) => holding(`${verb}\n`, table, ...more);
const of = (name: string): string => subscriptionOf(name);

interface Accident {
  readonly what: string;
  readonly faults: (name: string) => readonly StorageFault[];
  /** Cards in the end: one, or a second identical one after a lost answer. */
  readonly cards?: number;
  readonly dies?: true;
}

/** Each befalls a cluster of its own, which was changed and whose rolling upgrade failed. */
const ACCIDENTS: Readonly<Record<string, Accident>> = {
  none: { what: "nothing happens", faults: () => [] },
  unraised: { what: "the counter cannot be raised", faults: (name) => [once("refuse", to("POST", "/checks", of(name), '"wanted":1'))] },
  raised: {
    what: "the answer to the raised counter is lost",
    faults: (name) => [once("lose", to("POST", "/checks", of(name), '"wanted":1'))],
  },
  unsent: { what: "the message cannot be sent", faults: (name) => [once("refuse", to("POST", `/${QUEUE}/messages`, of(name)))] },
  swallowed: { what: "the message is lost", faults: (name) => [once("swallow", to("POST", `/${QUEUE}/messages`, of(name)))] },
  unheard: { what: "the event's row cannot be written", faults: (name) => [once("refuse", to("POST", "/events", of(name)))] },
  heard: { what: "the answer to the event's row is lost", faults: (name) => [once("lose", to("POST", "/events", of(name)))] },
  leased: { what: "the answer to the lease is lost", faults: (name) => [once("lose", to("POST", "/checks", of(name), '"holder"'))] },
  seen: { what: "the snapshot cannot be written", faults: (name) => [once("refuse", to("PUT", "/clusters(", of(name)))] },
  unfrozen: { what: "the card cannot be frozen", faults: (name) => [once("refuse", to("POST", "/outbox", of(name), "urgent|"))] },
  frozen: { what: "the answer to the frozen card is lost", faults: (name) => [once("lose", to("POST", "/outbox", of(name), "urgent|"))] },
  unsaved: { what: "the findings cannot be saved", faults: (name) => [once("refuse", to("POST", "/$batch", of(name), "fixed-size-pool"))] },
  saved: {
    what: "the answer to the saved findings is lost",
    faults: (name) => [once("lose", to("POST", "/$batch", of(name), "fixed-size-pool"))],
  },
  unclaimed: { what: "the card cannot be claimed", faults: (name) => [once("refuse", to("PUT", "/outbox(", of(name), '"sending"'))] },
  unmarked: {
    what: "the host cannot mark the card it sent",
    faults: (name) => [once("refuse", to("PUT", "/outbox(", of(name), '"handed-over"'))],
    cards: 2,
  },
  undone: {
    what: "the check cannot be marked as done",
    faults: (name) => [once("refuse", to("PUT", "/checks(", of(name), '"checkedAt"'))],
  },
  done: { what: "the answer to its end is lost", faults: (name) => [once("lose", to("PUT", "/checks(", of(name), '"checkedAt"'))] },
  died: { what: "the host dies after the check", faults: () => [], dies: true },
  held: { what: "a dead holder's lease lies on the subscription", faults: () => [] },
};

const NAMES = Object.keys(ACCIDENTS);
let storage: FaultyStorage;
let world: TestWorld;
const healthy = (name: string) => clusterOf(`${name}-1`, HEALTHY);
const changed = (name: string) => {
  const cluster = clusterOf(`${name}-1`);
  return { ...cluster, pools: cluster.pools.map((pool) => (pool.name === "apps" ? { ...pool, state: "Failed" } : pool)) };
};

/** Event Grid sends again what was not taken, a few times. */
async function sendAgain(name: string, body: unknown, at: string): Promise<void> {
  for (const seconds of [0, 10, 40, 100, 400]) {
    travelTo(new Date(Date.parse(at) + seconds * 1000));
    if ((await world.host.deliverEvents("cluster-changed", body)) === 202) return;
  }
  throw new Error(`the event of ${name} was never taken`);
}

beforeAll(async () => {
  storage = await startFaultyStorage();
  world = await openWorld({
    clusters: NAMES.map(healthy),
    storage,
    retrySeconds: 120,
    settings: { RULES: onlyRules([...SPEAKING, "last-change-failed"]), EVENT_DELAY_SECONDS: "600" },
  });
  await world.night("2026-11-23");
  await world.morning("2026-11-23");

  storage.faults.push(...Object.entries(ACCIDENTS).flatMap(([name, { faults }]) => faults(name)));
  const dying = new Set(NAMES.filter((name) => ACCIDENTS[name]?.dies));
  world.host.dieAfter = (queue, text) => {
    const name = queue === QUEUE ? [...dying].find((each) => text.includes(of(each))) : undefined;
    return name !== undefined && dying.delete(name);
  };
  show(world.state, NAMES.map(changed));
  for (const name of NAMES) {
    const cluster = clusterArmId(healthy(name));
    // Alone: another event of the same cluster would repair what befalls this one.
    await sendAgain(name, rollingEvent({ cluster, pool: "apps", step: "Failed", at: "2026-11-23T08:59:30Z" }), "2026-11-23T09:00:00Z");
  }
  travelTo("2026-11-23T09:08:00Z");
  await world.store.leases.take(subscriptionOf("held"), "dead", instant("2026-11-23T09:08:00Z"), instant("2026-11-23T09:19:00Z"));
  await world.live("2026-11-23T09:15:00Z", "2026-11-23T11:00:00Z");
});
afterAll(async () => {
  await world.close();
  await storage.close();
});

describe("an accident on the way from an event to its card", () => {
  it("happens to each cluster but the first", () => {
    const met = storage.faults.map((fault) => storage.met(fault));

    expect(met).toEqual(storage.faults.map(() => 1));
    expect(world.host.failures.length).toBeGreaterThan(8);
  });

  it.for(NAMES.map((name) => ({ name, ...ACCIDENTS[name] })))("where $what: one card, nothing lost", async ({ name, cards = 1 }) => {
    const told = world.teams.posts.filter(({ body }) => body.includes(`rg-${name}`) && body.includes("urgent|"));
    const findings = await findingsOf(world, name);
    const check = await world.store.checks.get(refOf(healthy(name)));

    expect(told.length).toBe(cards);
    expect(new Set(told.map(({ body }) => body)).size).toBe(1);
    expect(findings.filter(({ closed }) => !closed).map(({ stamp }) => stamp.rule)).toEqual(["fixed-size-pool", "last-change-failed"]);
    expect(findings.map(({ cause }) => cause?.pool)).toEqual(["apps", "apps"]);
    expect(check && check.wanted - check.done).toBe(0);
  });

  it("leaves nothing in the queues, and nothing poisoned", async () => {
    expect(await waitingIn(world, QUEUE)).toBe(0);
    expect(await world.store.failures.since(day("2026-11-22"))).toEqual([]);
  });
});
