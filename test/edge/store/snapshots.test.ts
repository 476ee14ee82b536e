import { describe, expect, it } from "vitest";
import { gone, seen, unread } from "../../../src/core/findings/observe.ts";
import { known, missing } from "../../../src/core/model/absence.ts";
import { clusterRef, scanId } from "../../../src/core/model/names.ts";
import type { Snapshot } from "../../../src/core/model/snapshot.ts";
import type { Instant } from "../../../src/core/model/time.ts";
import { inFlight } from "../../../src/edge/store/in-flight.ts";
import { snapshots } from "../../../src/edge/store/snapshots.ts";
import { cluster, minutesAfter, NOW, pool, ref, snapshot } from "../../support/build.ts";
import { freshSubscription, openedStore } from "./open-store.ts";

const { store, tableWithRival } = openedStore();

const readAt = (at: Instant, change: Parameters<typeof cluster>[0], rest: Partial<Snapshot> = {}): Snapshot => {
  const of = cluster(change);
  return snapshot(of, { cluster: known(of, at), ...rest });
};
const fresh = (name = "prod", resourceGroup = "rg-prod") => ref(name, resourceGroup, freshSubscription());

describe("a snapshot", () => {
  it("comes back as it was written, by its cluster and in the list of its subscription", async () => {
    const written = readAt(NOW, { ...fresh(), nodePools: [pool({ labels: { "team/größe": "‮東京" } })] }, { firstRound: "2026-11-23" });

    await store().snapshots.update(written.ref, () => written);

    expect((await store().snapshots.get(written.ref))?.value).toEqual(written);
    expect((await store().snapshots.list(written.ref.subscription)).map(({ value }) => value)).toEqual([written]);
  });

  it("of a cluster never seen is nothing", async () => {
    const seen: unknown[] = [];

    const stored = await store().snapshots.update(fresh(), (before) => {
      seen.push(before);
      return undefined;
    });

    expect({ seen, stored }).toEqual({ seen: [undefined], stored: undefined });
  });

  it("is found by names in any case", async () => {
    const subscription = freshSubscription();
    const given = clusterRef(
      `/subscriptions/${subscription}/resourceGroups/RG-Prod/providers/Microsoft.ContainerService/managedClusters/Prod-WEU`,
    );
    if (!given) throw new Error("not a cluster id");
    const written = readAt(NOW, given);
    await store().snapshots.update(given, () => written);

    expect((await store().snapshots.get(ref("prod-weu", "rg-prod", subscription)))?.value).toEqual(written);
  });

  it.for([
    { a: ["rg-1", "app"], b: ["rg-2", "app"] },
    { a: ["rg", "1!app"], b: ["rg!1", "app"] },
    { a: ["größe (alt)", "x"], b: ["grosse (alt)", "x"] },
    { a: ["a%2fb", "x"], b: ["a/b", "x"] },
    { a: ["it's", "x"], b: ["it''s", "x"] },
    { a: ["‮rg", "x"], b: ["rg", "x"] },
    { a: ["\u0092rg", "x"], b: ["’rg", "x"] },
    { a: ["..", "x"], b: [".", "x"] },
    { a: ["rg#1?", "x"], b: ["rg", "x"] },
    { a: ["r".repeat(700), "x"], b: ["r".repeat(700), "y"] },
  ] as const)("keeps $a apart from $b", async ({ a, b }) => {
    const subscription = freshSubscription();
    const both = [a, b].map(([resourceGroup, name]) => readAt(NOW, ref(name, resourceGroup, subscription)));

    for (const one of both) await store().snapshots.update(one.ref, () => one);

    expect(await Promise.all(both.map(async (one) => (await store().snapshots.get(one.ref))?.value))).toEqual(both);
    expect(await store().snapshots.list(subscription)).toHaveLength(2);
  });

  it.for([
    { what: "read later", next: (of: Snapshot) => readAt(minutesAfter(1), of.ref), wins: true },
    { what: "with the cluster as it was and other news", next: (of: Snapshot) => ({ ...of, firstRound: "later" }), wins: true },
    { what: "read a millisecond earlier", next: (of: Snapshot) => readAt(minutesAfter(-1 / 60_000), of.ref), wins: false },
    { what: "that never was read", next: (of: Snapshot) => ({ ...of, cluster: missing("forbidden", "403") }), wins: false },
  ])("replaced by one $what: $wins", async ({ next, wins }) => {
    const first = readAt(NOW, fresh());
    await store().snapshots.update(first.ref, () => first);
    const second = next(first);

    const returned = await store().snapshots.update(first.ref, () => second);

    const left = wins ? second : first;
    expect(returned).toEqual(left);
    expect((await store().snapshots.get(first.ref))?.value).toEqual(left);
  });

  it("of a cluster that was gone and is there again with a body nobody can read is present, and nothing of the old one is left", async () => {
    const at = fresh();
    const reason = missing("unreadable", "its description could not be read").missing;
    await store().snapshots.update(at, (stored) => seen(stored, cluster(at), NOW, scanId("2026-11-23")));
    await store().snapshots.update(at, (stored) => stored && gone(stored, minutesAfter(60)));

    const returned = await store().snapshots.update(at, (stored) => unread(stored, at, reason, minutesAfter(120), scanId("2026-11-24")));

    const again = {
      ref: at,
      cluster: { missing: reason },
      presence: { kind: "present" },
      readFailed: { since: minutesAfter(120), reason },
      lastScan: "2026-11-24",
    };
    expect(returned).toEqual(again);
    expect((await store().snapshots.get(at))?.value).toEqual(again);
  });

  it("of a cluster that is gone stays so for a failure noticed before that", async () => {
    const at = fresh();
    const reason = missing("unreadable", "its description could not be read").missing;
    await store().snapshots.update(at, () => readAt(NOW, at, { presence: { kind: "gone", since: minutesAfter(60) } }));

    await store().snapshots.update(at, (stored) => unread(stored, at, reason, minutesAfter(30)));

    expect((await store().snapshots.get(at))?.value).toMatchObject({ presence: { kind: "gone" }, cluster: { at: NOW } });
  });

  it("that never could be read gives way to any that was", async () => {
    const at = fresh();
    await store().snapshots.update(at, () => ({ ref: at, cluster: missing("forbidden", "403"), presence: { kind: "present" } }));
    const read = readAt(minutesAfter(-1000), at);

    expect(await store().snapshots.update(at, () => read)).toEqual(read);
  });

  it.for([
    { written: "inserted", existing: false },
    { written: "updated", existing: true },
  ])("read earlier does not win over one that was read later and $written in between", async ({ existing }) => {
    const at = fresh();
    if (existing) await store().snapshots.update(at, () => readAt(minutesAfter(-60), at, { firstRound: "oldest" }));
    const older = readAt(NOW, at, { firstRound: "older" });
    const newer = readAt(minutesAfter(5), at, { firstRound: "newer" });
    const seen: (string | undefined)[] = [];
    const slow = snapshots(tableWithRival("clusters", () => store().snapshots.update(at, () => newer)));

    const returned = await slow.update(at, (before) => {
      seen.push(before?.firstRound);
      return older;
    });

    expect(seen).toEqual([existing ? "oldest" : undefined, "newer"]);
    expect(returned).toEqual(newer);
    expect((await store().snapshots.get(at))?.value).toEqual(newer);
  });

  it("read later wins over one that was read earlier and written in between, and is made from it", async () => {
    const at = fresh();
    const older = readAt(NOW, at, { firstRound: "older" });
    let rivals = 0;
    const slow = snapshots(
      tableWithRival("clusters", async () => {
        rivals += 1;
        if (rivals === 1) await store().snapshots.update(at, () => older);
      }),
    );

    await slow.update(at, (before) => readAt(minutesAfter(5), at, { firstRound: `after ${before?.firstRound}` }));

    expect((await store().snapshots.get(at))?.value.firstRound).toBe("after older");
  });

  it.for([
    { conflicts: 11, outcome: "written" },
    { conflicts: 12, outcome: "StoreConflict" },
  ])("that meets $conflicts conflicts ends as $outcome", async ({ conflicts, outcome }) => {
    const at = fresh();
    await store().snapshots.update(at, () => readAt(NOW, at));
    let rivals = 0;
    const slow = snapshots(
      tableWithRival("clusters", async () => {
        rivals += 1;
        if (rivals <= conflicts) await store().snapshots.update(at, (before) => before && { ...before, firstRound: `rival ${rivals}` });
      }),
    );

    const result = await slow
      .update(at, (before) => before && { ...before, firstRound: "ours" })
      .then(
        () => "written",
        (error: Error) => `${error.name}: ${error.message}`,
      );

    expect(result).toMatch(new RegExp(`^${outcome}`));
    expect((await store().snapshots.get(at))?.value.firstRound).toBe(outcome === "written" ? "ours" : "rival 12");
    if (outcome === "StoreConflict") expect(result).toContain(`row rg-prod!prod in partition ${at.subscription} of table clusters`);
  });

  it("written by twelve at once is the latest of those that were written", async () => {
    const at = fresh();
    const all = Array.from({ length: 12 }, (_, index) => readAt(minutesAfter((index * 5) % 12), at));

    const results = await Promise.allSettled(all.map((one) => store().snapshots.update(at, () => one)));

    const written = results.flatMap((result) => (result.status === "fulfilled" && result.value ? [readingOf(result.value)] : []));
    expect(readingOf((await store().snapshots.get(at))?.value)).toBe(written.toSorted((a, b) => a.localeCompare(b)).at(-1));
  });
});

describe("all snapshots", () => {
  it("know their subscriptions, each once: those of gone clusters too, or those that still have one", async () => {
    const gone = readAt(NOW, fresh(), { presence: { kind: "gone", since: NOW } });
    const present = readAt(NOW, fresh());
    const neighbour = readAt(NOW, ref("other", "rg-prod", present.ref.subscription));
    for (const one of [gone, present, neighbour]) await store().snapshots.update(one.ref, () => one);

    const subscriptions = await store().snapshots.subscriptions();

    expect(subscriptions.filter((one) => one === gone.ref.subscription || one === present.ref.subscription).toSorted()).toEqual([
      gone.ref.subscription,
      present.ref.subscription,
    ]);
    const inhabited = await store().snapshots.inhabited();
    expect(inhabited).toContain(present.ref.subscription);
    expect(inhabited).not.toContain(gone.ref.subscription);
  });

  it("lose those that have been gone since before a moment, and no others", async () => {
    const subscription = freshSubscription();
    const presences: readonly Snapshot["presence"][] = [
      { kind: "gone", since: minutesAfter(-1) },
      { kind: "gone", since: NOW },
      { kind: "present" },
      { kind: "not-seen", since: minutesAfter(-100_000), reason: { kind: "not-seen", why: "not in the list" } },
    ];
    for (const [index, presence] of presences.entries()) {
      const one = readAt(NOW, ref(`c${index}`, "rg", subscription), { presence });
      await store().snapshots.update(one.ref, () => one);
    }

    const removed = await store().snapshots.removeGone(NOW);

    expect(removed).toBe(1);
    expect((await store().snapshots.list(subscription)).map(({ value }) => value.ref.name)).toEqual(["c1", "c2", "c3"]);
  });

  it("keep a cluster that came back while it was being removed", async () => {
    const gone = readAt(NOW, fresh(), { presence: { kind: "gone", since: minutesAfter(-1) } });
    await store().snapshots.update(gone.ref, () => gone);
    const back = readAt(minutesAfter(1), gone.ref);
    const slow = snapshots(tableWithRival("clusters", () => store().snapshots.update(gone.ref, () => back)));

    await slow.removeGone(NOW);

    expect((await store().snapshots.get(gone.ref))?.value).toEqual(back);
  });

  it("of 2,500 clusters in one subscription are all listed", async () => {
    const subscription = freshSubscription();
    const all = Array.from({ length: 2500 }, (_, index) => readAt(NOW, ref(`c${index}`, "rg", subscription)));
    await inFlight(all, (one) => store().snapshots.update(one.ref, () => one));

    const listed = await store().snapshots.list(subscription);

    expect(new Set(listed.map(({ value }) => value.ref.name)).size).toBe(2500);
    expect(listed).toHaveLength(2500);
  });
});

const readingOf = (of: Snapshot | undefined): string => (of && "known" in of.cluster ? of.cluster.at : "");
