import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { FindingRecord } from "../../../src/core/model/record.ts";
import { StoreConflict, StoreRefusal, UnreadableRows } from "../../../src/edge/store/index.ts";
import { finding, minutesAfter, NOW } from "../../support/build.ts";
import { findingKey, record, records } from "./examples.ts";
import { freshSubscription, openedStore } from "./open-store.ts";

const { store, table } = openedStore();

const insert = (all: readonly FindingRecord[]) => all.map((one) => ({ record: one }));
const values = async (subscription: FindingRecord["subscription"]) => (await store().findings.list(subscription)).map(({ value }) => value);

describe("findings", () => {
  it("come back as they were saved", async () => {
    const subscription = freshSubscription();
    const full = record({
      subscription,
      state: "resolved",
      resourceUid: "uid-1",
      pool: { neighbours: ["system"], labels: { "a/b": "" }, taints: ["spot=true:NoSchedule"] },
      unknown: { since: NOW, reason: { kind: "forbidden", why: "403" } },
      closed: { at: NOW, reason: "moved", successor: "apps2" },
    });

    await store().findings.save(subscription, insert([full]));

    expect(await values(subscription)).toEqual([full]);
  });

  it("of 250 are saved in one call, then updated together with new ones", async () => {
    const subscription = freshSubscription();
    await store().findings.save(subscription, insert(records(250, subscription)));
    const stored = await store().findings.list(subscription);
    const changes = stored.map(({ value, etag }) => ({ record: { ...value, state: "worsened" as const }, etag }));
    const added = { record: record({ subscription, key: findingKey("added") }) };

    await store().findings.save(subscription, [...changes, added]);

    const states = (await values(subscription)).map(({ state }) => state);
    expect(Map.groupBy(states, (state) => state).get("worsened")).toHaveLength(250);
    expect(states).toHaveLength(251);
  });

  it("of 2,500 are all listed, in the order of their keys", async () => {
    const subscription = freshSubscription();
    const all = records(2500, subscription);
    await store().findings.save(subscription, insert(all));

    expect(await values(subscription)).toEqual(all);
  });

  it.for([
    { what: "200 KB that pack well", detail: "The quota is too small. ".repeat(8500) },
    { what: "200 KB that do not", detail: randomBytes(150_000).toString("base64") },
    { what: "bidi marks, Windows-1252 punctuation and halves of characters", detail: "‮pool⁦x⁩ \u0080\u0092€’œ \ud800 \u0000" },
  ])("keep $what", async ({ detail }) => {
    const subscription = freshSubscription();
    const big = record({ subscription, finding: finding({ detail }) });

    await store().findings.save(subscription, insert([big, record({ subscription, key: findingKey("small") })]));

    expect(await values(subscription)).toContainEqual(big);
    expect(await values(subscription)).toHaveLength(2);
  });

  it("of 30 with 200 KB each go in several transactions", async () => {
    const subscription = freshSubscription();
    const all = records(30, subscription).map((one) => ({ ...one, finding: finding({ detail: randomBytes(150_000).toString("base64") }) }));

    await store().findings.save(subscription, insert(all));

    expect(await values(subscription)).toEqual(all);
  });

  it("over 1 MiB are refused before anything is sent, naming the row", async () => {
    const subscription = freshSubscription();
    const huge = record({ subscription, key: findingKey("huge"), finding: finding({ detail: randomBytes(1_100_000).toString("base64") }) });

    const save = store().findings.save(subscription, insert([record({ subscription }), huge]));

    await expect(save).rejects.toThrow(StoreRefusal);
    await expect(save).rejects.toThrow(`row huge in partition ${subscription} of table findings`);
    expect(await values(subscription)).toEqual([]);
  });

  it("of another subscription are refused", async () => {
    const subscription = freshSubscription();

    await expect(store().findings.save(subscription, insert([record()]))).rejects.toThrow(StoreRefusal);
  });

  it("whose text JSON would change are refused, naming the row", async () => {
    const subscription = freshSubscription();
    const guessed = record({ subscription, key: findingKey("nan"), finding: finding({ magnitude: { value: Number.NaN, unit: "node" } }) });

    await expect(store().findings.save(subscription, insert([guessed]))).rejects.toThrow(/row nan .* of table findings: value is NaN/);
  });

  it("in no number save nothing", async () => {
    const subscription = freshSubscription();

    await store().findings.save(subscription, []);

    expect(await values(subscription)).toEqual([]);
  });
});

describe("a finding that somebody else", () => {
  const saved = async () => {
    const subscription = freshSubscription();
    await store().findings.save(subscription, insert(records(3, subscription)));
    return { subscription, stored: await store().findings.list(subscription) };
  };

  it.for([
    {
      did: "updated",
      rival: (subscription: string) => table("findings").updateEntity({ partitionKey: subscription, rowKey: "finding-00001" }, "Merge"),
    },
    { did: "removed", rival: (subscription: string) => table("findings").deleteEntity(subscription, "finding-00001") },
  ])("$did since it was read is a conflict that names the row, and its batch is not written", async ({ rival }) => {
    const { subscription, stored } = await saved();
    await rival(subscription);

    const save = store().findings.save(
      subscription,
      stored.map(({ value, etag }) => ({ record: { ...value, state: "worsened" }, etag })),
    );

    await expect(save).rejects.toThrow(StoreConflict);
    await expect(save).rejects.toThrow(`row finding-00001 in partition ${subscription} of table findings`);
    expect((await values(subscription)).map(({ state }) => state)).not.toContain("worsened");
  });

  it("inserted is a conflict too", async () => {
    const { subscription } = await saved();
    const [first, ...rest] = records(4, subscription).toReversed();

    await expect(store().findings.save(subscription, insert(first ? [first, ...rest] : []))).rejects.toThrow(/row finding-00002 /);
    expect(await values(subscription)).toHaveLength(3);
  });
});

describe("findings that cannot be read", () => {
  it("are named, all of them, and none of the others is lost from the listing over all subscriptions", async () => {
    const subscription = freshSubscription();
    await store().findings.save(subscription, insert(records(4, subscription)));
    const merge = (rowKey: string, change: object) =>
      table("findings").updateEntity({ partitionKey: subscription, rowKey, ...change }, "Merge");
    await merge("finding-00000", { json: '{"key":' });
    await merge("finding-00002", { shape: 2 });

    const list = store().findings.list(subscription);
    const listed: FindingRecord[] = [];
    const walk = (async () => {
      for await (const one of store().findings.all()) if (one.subscription === subscription) listed.push(one);
    })();

    await expect(list).rejects.toThrow(UnreadableRows);
    await expect(list).rejects.toMatchObject({
      readable: [{ value: { key: "finding-00001" } }, { value: { key: "finding-00003" } }],
      broken: [
        { table: "findings", partition: subscription, row: "finding-00000" },
        { row: "finding-00002", problem: "it has shape 2, this version of the app reads shape 1" },
      ],
    });
    await expect(list).rejects.toThrow(/finding-00000 .*\n.*finding-00002 .* shape 2/);
    await expect(walk).rejects.toMatchObject({ name: "UnreadableRows", broken: { length: 2 } });
    expect(listed.map(({ key }) => key)).toEqual(["finding-00001", "finding-00003"]);
    await store().findings.save(subscription, []);
    await Promise.all(["finding-00000", "finding-00002"].map((rowKey) => table("findings").deleteEntity(subscription, rowKey)));
  });
});

describe("findings closed before a moment", () => {
  it("are removed, and neither open ones nor later ones", async () => {
    const subscription = freshSubscription();
    const closed = (name: string, minutes: number) =>
      record({ subscription, key: findingKey(name), state: "resolved", closed: { at: minutesAfter(minutes), reason: "fixed" } });
    await store().findings.save(
      subscription,
      insert([
        closed("before", -1),
        closed("at", 0),
        closed("after", 1),
        record({ subscription, key: findingKey("open"), firstSeen: minutesAfter(-9e5) }),
      ]),
    );

    const removed = await store().findings.removeClosed(NOW);

    expect(removed).toBe(1);
    expect((await values(subscription)).map(({ key }) => key)).toEqual(["after", "at", "open"]);
  });
});
