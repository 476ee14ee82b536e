import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { missing } from "../../src/core/model/absence.ts";
import { type RuleId, scanId } from "../../src/core/model/names.ts";
import type { FindingKey } from "../../src/core/model/record.ts";
import type { SubscriptionScan } from "../../src/core/model/scan.ts";
import { day, instant } from "../../src/core/model/time.ts";
import { findingsOf, scanRow } from "../support/rows.ts";
import { clusterOf, openWorld, refOf, show, subscriptionOf, type TestWorld } from "../support/world.ts";

const ALL = [clusterOf("kept-1"), clusterOf("left-1"), clusterOf("hidden-1")];
let world: TestWorld;

beforeAll(async () => {
  world = await openWorld({ clusters: ALL });
  await world.night("2026-11-23");
  await world.morning("2026-11-23");
  // One is not there any more, one may not be read any more.
  world.state.subscriptions = world.state.subscriptions.filter(({ displayName }) => displayName !== "left");
  for (const each of world.state.subscriptions) if (each.displayName === "hidden") each.hidden = true;
  await world.night("2026-11-24");
});
afterAll(() => world.close());

/** As if the row had been carried from night to night since then. */
async function since(night: string, name: string, change: Partial<SubscriptionScan>): Promise<void> {
  const row = await world.store.scans.subscription(scanId(night), subscriptionOf(name));
  if (!row) throw new Error(`${name} has no row`);
  await world.store.scans.updateSubscription({ ...row.value, ...change }, row.etag);
}
const rowOf = (night: string, name: string) => world.store.scans.subscription(scanId(night), subscriptionOf(name));

describe("a subscription that Azure neither lists nor finds", () => {
  it("fails from the first night on, and its findings stay", async () => {
    expect(await scanRow(world, "2026-11-24", "left")).toMatchObject({
      state: "failed",
      absentSince: expect.stringMatching(/^2026-11-24/),
    });
    expect(await scanRow(world, "2026-11-24", "hidden")).toMatchObject({ state: "failed", failure: { kind: "forbidden" } });
    expect(await scanRow(world, "2026-11-24", "hidden")).not.toHaveProperty("absentSince");
    expect((await findingsOf(world, "left")).filter(({ closed }) => closed)).toEqual([]);
  });

  it("is still expected after 29 days", async () => {
    for (const name of ["left", "hidden"]) await since("2026-11-24", name, { failingSince: instant("2026-10-27T02:00:00Z") });
    await since("2026-11-24", "left", { absentSince: instant("2026-10-27T02:00:00Z") });
    // Deleted before anything was absent: it does not count again.
    const deleted = refOf(clusterOf("left-2"));
    const presence = { kind: "gone", since: instant("2026-11-20T02:00:00Z") } as const;
    await world.store.snapshots.update(deleted, () => ({ ref: deleted, cluster: missing("absent", "it is not there"), presence }));
    await world.night("2026-11-25");

    expect(await scanRow(world, "2026-11-25", "left")).toMatchObject({ state: "failed", absentSince: "2026-10-27T02:00:00.000Z" });
  });

  it("lapses after 30: its findings close as gone, and the operators hear of it once", async () => {
    await world.night("2026-11-26");
    await world.morning("2026-11-26");

    expect(await scanRow(world, "2026-11-26", "left")).toMatchObject({ state: "done", isLapsed: true });
    const records = await findingsOf(world, "left");
    expect(records.length).toBeGreaterThan(0);
    expect(records.map(({ closed }) => closed?.reason)).toEqual(records.map(() => "gone"));
    expect((await world.store.snapshots.get(refOf(clusterOf("left-2"))))?.value.presence).toMatchObject({
      since: "2026-11-20T02:00:00.000Z",
    });
    expect((await world.store.ledger.standing(subscriptionOf("left"), day("2026-11-26"))).length).toBe(0);
    expect(world.cards("operators").filter((card) => card.includes("is watched no more"))).toEqual([
      expect.stringMatching(/^Subscription left is watched no more\n[\s\S]*1 cluster counts as deleted/),
    ]);
  });

  it("is expected no more, while one that may not be read is for as long as it takes", async () => {
    await world.night("2026-11-27");
    await world.morning("2026-11-27");

    expect(await rowOf("2026-11-27", "left")).toBeUndefined();
    expect(await scanRow(world, "2026-11-27", "hidden")).toMatchObject({ state: "failed", failure: { kind: "forbidden" } });
    expect((await findingsOf(world, "hidden")).filter(({ closed }) => closed)).toEqual([]);
    expect(world.cards("operators").filter((card) => card.includes("is watched no more"))).toHaveLength(1);
    expect(world.host.failures).toEqual([]);
  });

  it("is read like any other when it comes back", async () => {
    show(world.state, ALL);
    await world.night("2026-11-28");

    expect(await scanRow(world, "2026-11-28", "left")).toMatchObject({ state: "done", clustersRead: 1 });
    expect((await world.store.snapshots.get(refOf(clusterOf("left-1"))))?.value.presence).toEqual({ kind: "present" });
    expect((await findingsOf(world, "left")).filter(({ closed }) => !closed)).not.toEqual([]);
  });
});

describe("a finding of a rule that is none any more", () => {
  it("closes as reclassified the next time its subscription is judged", async () => {
    const [record] = await findingsOf(world, "kept");
    if (!record) throw new Error("nothing is said of kept-1");
    const retired = {
      ...record,
      key: record.key.replace(record.stamp.rule, "retired-rule") as FindingKey,
      stamp: { ...record.stamp, rule: "retired-rule" as RuleId },
    };
    await world.store.findings.save(subscriptionOf("kept"), [{ record: retired }]);
    await world.night("2026-11-29");

    const after = await findingsOf(world, "kept");
    expect(after.find(({ key }) => key === retired.key)?.closed).toMatchObject({ reason: "reclassified" });
    expect(after.find(({ key }) => key === record.key)?.closed).toBeUndefined();
  });
});
