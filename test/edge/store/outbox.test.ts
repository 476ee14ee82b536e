import { describe, expect, it } from "vitest";
import type { OutboxMessage } from "../../../src/core/model/delivery.ts";
import { readableRows, StoreConflict } from "../../../src/edge/store/index.ts";
import { outbox } from "../../../src/edge/store/outbox.ts";
import { minutesAfter, NOW } from "../../support/build.ts";
import { findingKey, message, told } from "./examples.ts";
import { openedStore } from "./open-store.ts";

const { store, table, tableWithRival } = openedStore();

const unfinished = async (route: string) =>
  (await store().outbox.unfinished()).filter(({ value }) => value.route === route).map(({ value }) => value);
const pointers = async () => {
  const rows: string[] = [];
  for await (const { rowKey } of table("outbox").listEntities({ queryOptions: { filter: "PartitionKey eq '!'" } })) rows.push(rowKey ?? "");
  return rows;
};
const etagOf = async ({ route, key }: OutboxMessage) => (await store().outbox.get(route, key))?.etag ?? "";

describe("a message in the outbox", () => {
  it("is inserted once: the second one of the same key is refused and the first keeps its bytes", async () => {
    const first = message({
      route: "once",
      forms: { teams: '{"text":"‮größe"}', mail: { html: "<p>‮größe</p>", text: "‮größe" } },
      tells: [told({ route: "once" })],
    });

    expect(await store().outbox.insert(first)).toBe(true);
    expect(await store().outbox.insert({ ...first, summary: "other" })).toBe(false);

    expect((await store().outbox.get("once", first.key))?.value).toEqual(first);
    expect((await store().outbox.list("once")).map(({ value }) => value)).toEqual([first]);
    expect(await unfinished("once")).toEqual([first]);
  });

  it("is claimed by one of two", async () => {
    const queued = message({ route: "claim" });
    await store().outbox.insert(queued);
    const etag = await etagOf(queued);
    const claim = (minutes: number) => store().outbox.update({ ...queued, state: "sending", claimedUntil: minutesAfter(minutes) }, etag);

    const results = await Promise.allSettled([claim(5), claim(6)]);

    const refused = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
    expect(refused).toHaveLength(1);
    expect(refused[0]).toBeInstanceOf(StoreConflict);
    expect(refused[0]).toMatchObject({ message: expect.stringContaining("row digest|2026-11-23 in partition claim of table outbox") });
  });

  it("goes on with the etag of each update", async () => {
    const queued = message({ route: "steps" });
    await store().outbox.insert(queued);

    const sending = await store().outbox.update({ ...queued, state: "sending" }, await etagOf(queued));
    await store().outbox.update({ ...queued, state: "handed-over", handedOverAt: NOW }, sending);

    await expect(store().outbox.update({ ...queued, state: "given-up" }, sending)).rejects.toThrow(StoreConflict);
    expect((await store().outbox.get("steps", queued.key))?.value.state).toBe("handed-over");
  });

  it("may tell 2,000 findings at once", async () => {
    const big = message({
      route: "big",
      tells: Array.from({ length: 2000 }, (_, index) => told({ key: findingKey(`/subscriptions/1/f${index}`) })),
    });

    await store().outbox.insert(big);

    expect((await store().outbox.get("big", big.key))?.value).toEqual(big);
  });
});

describe("unfinished messages", () => {
  it.for([
    { change: { state: "queued" }, is: true },
    { change: { state: "sending" }, is: true },
    { change: { state: "handed-over", toldWritten: false }, is: true },
    { change: { state: "handed-over", toldWritten: true }, is: false },
    { change: { state: "given-up", toldWritten: false }, is: false },
    { change: { state: "quiet" }, is: false },
  ] as const)("are those of state $change: $is, inserted so or become so", async ({ change, is }) => {
    const route = `state-${JSON.stringify(change)}`;
    const born = message({ route, key: "born", ...change });
    const become = message({ route, key: "become" });
    await store().outbox.insert(born);
    await store().outbox.insert(become);
    await store().outbox.update({ ...become, ...change }, await etagOf(become));

    expect((await unfinished(route)).map(({ key }) => key)).toEqual(is ? ["become", "born"] : []);
  });

  it("are found through pointers, and those of finished messages are cleared away", async () => {
    const done = message({ route: "cleared" });
    await store().outbox.insert(done);
    await store().outbox.update({ ...done, state: "handed-over", toldWritten: true }, await etagOf(done));
    expect(await pointers()).toContain("cleared!digest|2026-11-23");

    await store().outbox.unfinished();

    expect(await pointers()).not.toContain("cleared!digest|2026-11-23");
  });

  it("include one that becomes unfinished again while its pointer is being cleared away", async () => {
    const done = message({ route: "reopened", state: "given-up" });
    await store().outbox.insert(message({ route: "reopened" }));
    await store().outbox.update(done, await etagOf(done));
    const slow = outbox(
      tableWithRival("outbox", async () => {
        const stored = await store().outbox.get("reopened", done.key);
        if (stored?.value.state === "given-up") await store().outbox.update({ ...done, state: "queued" }, stored.etag);
      }),
    );

    await slow.unfinished();

    expect(await unfinished("reopened")).toMatchObject([{ state: "queued" }]);
  });

  it("are all there although one cannot be read, which is named", async () => {
    await store().outbox.insert(message({ route: "spoilt" }));
    await store().outbox.insert(message({ route: "sound" }));
    await table("outbox").updateEntity({ partitionKey: "spoilt", rowKey: "digest|2026-11-23", json: "{" }, "Merge");

    const { rows, broken } = await readableRows(store().outbox.unfinished());

    expect(rows.map(({ value }) => value.route)).toContain("sound");
    expect(broken).toMatchObject([{ table: "outbox", partition: "spoilt", row: "digest|2026-11-23" }]);
    await expect(store().outbox.unfinished()).rejects.toThrow("row digest|2026-11-23 in partition spoilt of table outbox");
    await table("outbox").deleteEntity("spoilt", "digest|2026-11-23");
  });

  it("are all there although a pointer cannot be read, which is named", async () => {
    await store().outbox.insert(message({ route: "lost" }));
    await store().outbox.insert(message({ route: "found" }));
    await table("outbox").updateEntity({ partitionKey: "!", rowKey: "lost!digest|2026-11-23", json: "{" }, "Merge");

    const { rows, broken } = await readableRows(store().outbox.unfinished());

    expect(rows.filter(({ value }) => value.route === "found")).toHaveLength(1);
    expect(rows.every(({ value }) => value.forms !== undefined)).toBe(true);
    expect(broken).toMatchObject([{ partition: "!", row: "lost!digest|2026-11-23" }]);
    await table("outbox").deleteEntity("!", "lost!digest|2026-11-23");
  });

  it("of 60 routes are all found", async () => {
    for (let index = 0; index < 60; index += 1) await store().outbox.insert(message({ route: `many ${index}` }));

    expect((await store().outbox.unfinished()).filter(({ value }) => value.route.startsWith("many "))).toHaveLength(60);
  });
});

describe("messages made before a moment", () => {
  it("are removed with their pointers, and not counted twice", async () => {
    const old = message({ route: "old", createdAt: minutesAfter(-1) });
    await store().outbox.insert(old);
    await store().outbox.insert(message({ route: "young" }));

    expect(await store().outbox.removeBefore(NOW)).toBe(1);

    expect(await store().outbox.get("old", old.key)).toBeUndefined();
    expect(await unfinished("young")).toHaveLength(1);
    expect((await pointers()).filter((row) => row.startsWith("old!"))).toEqual([]);
  });
});
