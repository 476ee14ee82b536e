import { existsSync, globSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { travelTo } from "../../local/clock.ts";
import { armEvent, type GridEvent, replay, rollingEvent, scheduledEvent } from "../../local/events.ts";
import { REAL } from "../../local/real.ts";
import { clusterArmId } from "../../local/sample/cluster-body.ts";
import type { ClusterSpec, PoolSpec } from "../../local/sample/spec.ts";
import { day } from "../../src/core/model/time.ts";
import { findingsOf, rawRows, waitingIn } from "../support/rows.ts";
import {
  clusterOf,
  HEALTHY,
  onlyRules,
  openWorld,
  refOf,
  SPEAKING,
  show,
  subscriptionOf,
  type TestWorld,
  under,
  usages,
} from "../support/world.ts";

let world: TestWorld;
const names = ["burst", "late", "shared", "roll", "auto", "gone", "calm", "moving", "again"] as const;
const specs = new Map<string, ClusterSpec>();
const spec = (name: string): ClusterSpec => specs.get(name) ?? clusterOf(name, HEALTHY);

/** The cloud as it is, with some clusters changed. */
function change(...changed: readonly ClusterSpec[]): void {
  for (const each of changed) specs.set(each.name, each);
  show(world.state, [...specs.values()]);
}
const id = (name: string): string => clusterArmId(spec(name));
const apps = (name: string, pool: Partial<PoolSpec>): ClusterSpec => clusterOf(name, { ...HEALTHY, ...pool });

beforeAll(async () => {
  for (const name of names) specs.set(`${name}-1`, clusterOf(`${name}-1`, HEALTHY));
  specs.set("shared-2", clusterOf("shared-2", HEALTHY));
  world = await openWorld({
    clusters: [...specs.values()],
    settings: { RULES: onlyRules([...SPEAKING, "last-change-failed"]) },
  });
  await world.night("2026-11-23");
});
afterAll(() => world.close());

const reads = (name: string): number =>
  world.arm.requests.filter(({ path }) => under(name, `managedClusters/${name}-\\d+\\?`).test(path)).length;
const send = (body: GridEvent | readonly GridEvent[]) => world.host.deliverEvents("cluster-changed", body);

describe("a burst of fifty writes", () => {
  it("makes one check, and the change after the last one is not missed", async () => {
    travelTo("2026-11-23T09:00:00Z");
    const events = Array.from({ length: 50 }, (_, index) =>
      armEvent({ cluster: id("burst-1"), pool: "apps", at: "2026-11-23T08:59:58Z", id: `b${index}` }),
    );
    const before = reads("burst");

    expect(await send(events)).toBe(202);
    expect(await waitingIn(world, "check-cluster")).toBe(1);
    await world.pass("2026-11-23T09:00:00Z", 4);
    expect(reads("burst") - before).toBe(1);

    travelTo("2026-11-23T09:05:00Z");
    change(clusterOf("burst-1"));
    await send(armEvent({ cluster: id("burst-1"), pool: "apps", at: "2026-11-23T09:04:59Z" }));
    await world.pass("2026-11-23T09:05:00Z", 4);

    expect(reads("burst") - before).toBe(2);
    expect((await findingsOf(world, "burst")).map(({ stamp }) => stamp.rule)).toContain("fixed-size-pool");
  });

  it("sent again is dropped", async () => {
    travelTo("2026-11-23T09:20:00Z");
    const before = reads("burst");

    await send(
      Array.from({ length: 50 }, (_, index) =>
        armEvent({ cluster: id("burst-1"), pool: "apps", at: "2026-11-23T08:59:58Z", id: `b${index}` }),
      ),
    );
    await world.pass("2026-11-23T09:20:00Z", 3);

    expect(reads("burst")).toBe(before);
  });
});

describe("a change that takes another cluster's room", () => {
  it("is told where it appeared: on both clusters, with the operation, time and correlation id", async () => {
    travelTo("2026-11-23T10:00:00Z");
    const cards = world.cards("platform").length;
    // One node more, and none is left for the surge node of anybody.
    world.state.usages[`${subscriptionOf("shared")}/westeurope`] = usages({ standardDDSv5Family: [104, 110] });
    change(apps("shared-1", { nodes: 7 }));

    await send(armEvent({ cluster: id("shared-1"), pool: "apps", at: "2026-11-23T09:59:00Z", correlationId: "corr-7" }));
    await world.pass("2026-11-23T10:00:00Z", 4);

    const found = (await findingsOf(world, "shared")).filter(({ stamp, closed }) => stamp.rule === "surge-family-quota" && !closed);
    const operation = "Microsoft.ContainerService/managedClusters/agentPools/write";
    const cause = { operation, pool: "apps", correlationId: "corr-7", cluster: { name: "shared-1" }, at: "2026-11-23T09:59:00.000Z" };
    expect(found.map(({ finding: { target } }) => target)).toMatchObject(
      ["shared-1", "shared-2"].map((name) => ({ cluster: refOf(spec(name)).id })),
    );
    expect(found).toMatchObject([
      { state: "new", cause },
      { state: "new", cause },
    ]);
    // It changes the page; it is nothing that cannot wait for the digest.
    expect(world.cards("platform").length).toBe(cards);
  });
});

describe("a rolling upgrade that failed", () => {
  const failed = (at: string, change: Partial<Parameters<typeof rollingEvent>[0]> = {}) =>
    rollingEvent({ cluster: id("roll-1"), pool: "apps", step: "Failed", at, ...change });

  it("is told at once, with what Azure says of the pool, once a cluster and day", async () => {
    travelTo("2026-11-23T11:00:00Z");
    const before = world.cards("platform").length;
    change({
      ...spec("roll-1"),
      pools: spec("roll-1").pools.map((pool) => (pool.name === "apps" ? { ...pool, state: "Failed" } : pool)),
    });

    await send([failed("2026-11-23T10:59:00Z"), failed("2026-11-23T10:59:00Z", { id: "second" })]);
    await world.pass("2026-11-23T11:00:00Z", 4);
    travelTo("2026-11-23T12:00:00Z");
    await send(failed("2026-11-23T11:59:00Z", { pool: "system" }));
    await world.pass("2026-11-23T12:00:00Z", 4);

    const cards = world.cards("platform").slice(before);
    expect(cards).toHaveLength(1);
    expect(cards[0]).toContain("The rolling upgrade of a node pool failed");
    expect(cards[0]).toContain("roll-1");
    expect(cards[0]).toMatch(/Failed/);
  });

  it("is told again the next day, and not where it succeeded meanwhile", async () => {
    const before = world.cards("platform").length;
    travelTo("2026-11-24T11:00:00Z");
    await send([
      failed("2026-11-24T10:50:00Z"),
      rollingEvent({ cluster: id("roll-1"), pool: "apps", step: "Succeeded", at: "2026-11-24T10:58:00Z" }),
    ]);
    await world.pass("2026-11-24T11:00:00Z", 4);
    expect(world.cards("platform").length).toBe(before);

    travelTo("2026-11-24T12:00:00Z");
    await send(failed("2026-11-24T11:59:00Z"));
    await world.pass("2026-11-24T12:00:00Z", 4);
    expect(world.cards("platform").length).toBe(before + 1);
  });
});

describe("an automatic upgrade", () => {
  const auto = (eventStatus: string, at: string) =>
    scheduledEvent({
      cluster: id("auto-1"),
      at,
      id: `${at} ${eventStatus}`,
      properties: { eventSource: "AutoUpgrader", eventStatus, eventDetails: "no room" },
    });

  it.for([
    { status: "Scheduled", at: "2026-11-25T08:00:00Z", cards: 0 },
    { status: "Started", at: "2026-11-25T09:00:00Z", cards: 0 },
    { status: "Failed", at: "2026-11-25T10:00:00Z", cards: 1 },
    { status: "Cancelled", at: "2026-11-25T11:00:00Z", cards: 0 },
    { status: "Canceled", at: "2026-11-26T11:00:00Z", cards: 1 },
  ])("that is $status makes $cards cards", async ({ status, at, cards }) => {
    travelTo(at);
    const before = world.cards("platform").length;
    await send(auto(status, at));
    await world.pass(at, 4);

    expect(world.cards("platform").length - before).toBe(cards);
  });
});

describe("a deleted cluster", () => {
  it("closes its findings as gone", async () => {
    change(clusterOf("gone-1"));
    travelTo("2026-11-27T08:00:00Z");
    await send(armEvent({ cluster: id("gone-1"), at: "2026-11-27T07:59:00Z" }));
    await world.pass("2026-11-27T08:00:00Z", 4);
    expect((await findingsOf(world, "gone")).filter(({ closed }) => !closed).length).toBeGreaterThan(0);

    specs.delete("gone-1");
    change();
    travelTo("2026-11-27T09:00:00Z");
    await send(armEvent({ cluster: clusterArmId(clusterOf("gone-1")), verb: "delete", at: "2026-11-27T08:59:00Z" }));
    await world.pass("2026-11-27T09:00:00Z", 4);

    expect((await findingsOf(world, "gone")).map(({ closed }) => closed?.reason)).toEqual(expect.arrayContaining(["gone"]));
    expect((await findingsOf(world, "gone")).filter(({ closed }) => !closed)).toEqual([]);
  });
});

describe("a cluster in motion", () => {
  it("is checked again when it rests", async () => {
    const still = clusterOf("moving-1");
    change({ ...still, pools: still.pools.map((pool) => ({ ...pool, state: "Updating" })) });
    travelTo("2026-11-27T10:00:00Z");
    await send(armEvent({ cluster: id("moving-1"), pool: "apps", at: "2026-11-27T09:59:00Z" }));
    await world.pass("2026-11-27T10:00:00Z", 10);
    expect((await findingsOf(world, "moving")).filter(({ stamp }) => stamp.rule === "fixed-size-pool")).toEqual([]);

    change(still);
    await world.pass("2026-11-27T10:11:00Z", 25);

    expect((await findingsOf(world, "moving")).map(({ stamp }) => stamp.rule)).toContain("fixed-size-pool");
    expect(await waitingIn(world, "check-cluster")).toBe(0);
  });
});

describe("what cannot be used", () => {
  it("is put down and acknowledged, and nothing of it is kept", async () => {
    travelTo("2026-11-27T12:00:00Z");
    const bad = {
      id: "x",
      eventType: "Microsoft.ContainerService.NodePoolRollingFailed",
      eventTime: "2026-11-27T12:00:00Z",
      topic: id("calm-1"),
      data: { secret: "jane@contoso.com" },
    };

    expect(await send([bad, { nonsense: "jane@contoso.com" }])).toBe(202);

    const failures = await rawRows(world, "failures");
    expect(JSON.stringify(failures)).toContain("nodePoolName");
    for (const table of ["failures", "events", "checks"]) expect(JSON.stringify(await rawRows(world, table))).not.toContain("jane");
    expect(world.logged.join("\n")).not.toContain("jane");
  });

  it("as a message of the queue is put down, too, and one that keeps failing ends as a failure", async () => {
    travelTo("2026-11-27T12:05:00Z");
    await world.store.queues.send("check-cluster", { cluster: "nonsense" });
    await world.store.queues.send("check-cluster-poison", { cluster: refOf(spec("calm-1")), due: "2026-11-27T12:00:00.000Z", hops: 0 });
    await world.host.drainQueues();

    const failures = (await world.store.failures.since(day("2026-11-27"))).filter(({ queue }) => queue === "check-cluster");
    expect(failures.map(({ reason }) => reason.slice(0, 9)).sort()).toEqual(["failed fi", "malformed"]);
  });

  it("of a subscription nobody knows ends there", async () => {
    travelTo("2026-11-27T12:10:00Z");
    const stranger = clusterOf("stranger-1");
    expect(await send(armEvent({ cluster: clusterArmId(stranger), at: "2026-11-27T12:09:00Z" }))).toBe(202);
    await world.pass("2026-11-27T12:10:00Z", 4);

    expect(await world.store.snapshots.list(subscriptionOf("stranger"))).toEqual([]);
    expect(await world.store.checks.get(refOf(stranger))).toMatchObject({ wanted: 1, done: 1 });
  });
});

const RECORDED = join(REAL, "events");

describe.skipIf(!existsSync(RECORDED))("recorded events (skipped where ../shared/real is absent)", () => {
  it("are all acknowledged, and none fails the function", async () => {
    travelTo("2026-11-28T12:00:00Z");
    const failures = world.host.failures.length;
    const files = globSync("**/*.json", { cwd: RECORDED }).filter((file) => file !== "manifest.json");
    const answers = await replay(
      world.host,
      files.map((file) => join(RECORDED, file)),
    );
    await world.pass("2026-11-28T12:00:00Z", 5);

    expect(answers.filter(([, answer]) => answer !== 202)).toEqual([]);
    expect(answers.length).toBe(files.length);
    expect(world.host.failures.slice(failures)).toEqual([]);
    for (const table of ["failures", "events", "checks"]) {
      expect(JSON.stringify(await rawRows(world, table))).not.toMatch(/full-name|user-name|IP-address/);
    }
  });
});
