import { describe, expect, it } from "vitest";
import type { FailedUnit } from "../../../src/core/model/scan.ts";
import { day, type Instant, instant } from "../../../src/core/model/time.ts";
import { readableRows } from "../../../src/edge/store/index.ts";
import { openedStore } from "./open-store.ts";

const { store, table } = openedStore();

const unit = (at: Instant, change: Partial<FailedUnit> = {}): FailedUnit => ({
  at,
  id: "6f1c2a1e",
  queue: "scan-subscription",
  reason: "expected string",
  excerpt: '{"scan":1,"name":"‮größe"}',
  ...change,
});

describe("a failed message", () => {
  it("is one row however often it is written, also after midnight, and stays as it was first", async () => {
    const first = unit(instant("2026-03-01T23:59:59Z"));

    await store().failures.add(first);
    await store().failures.add(first);
    await store().failures.add({ ...first, reason: "another" });
    await store().failures.add({ ...first, at: instant("2026-03-02T00:00:05Z") });

    expect(await store().failures.since(day("2026-03-01"))).toEqual([first]);
  });

  it("is another row for another message, and for the same id in another queue", async () => {
    const at = instant("2026-04-01T12:00:00Z");
    const all = [unit(at), unit(at, { id: "other" }), unit(at, { queue: "check-cluster" }), unit(at, { id: "/\\#?\u0092" })];

    for (const one of all) await store().failures.add(one);

    expect(new Set(await store().failures.since(day("2026-04-01")))).toEqual(new Set(all));
  });
});

describe("failed messages", () => {
  it("are listed from a day on, oldest first, and removed before a day", async () => {
    const times = ["2026-05-03T01:00:00Z", "2026-05-01T23:59:59Z", "2026-05-02T08:00:00Z", "2026-05-02T07:00:00Z"];
    for (const [index, time] of times.entries()) await store().failures.add(unit(instant(time), { id: `m${index}` }));

    expect((await store().failures.since(day("2026-05-02"))).map(({ id }) => id)).toEqual(["m3", "m2", "m0"]);
    expect(await store().failures.removeBefore(day("2026-05-02"))).toBeGreaterThanOrEqual(1);
    expect((await store().failures.since(day("2020-01-01"))).map(({ id }) => id)).toEqual(["m3", "m2", "m0"]);
  });

  it("are listed in their order also where one cannot be read, which is named", async () => {
    const times = ["2027-05-03T01:00:00Z", "2027-05-01T23:59:59Z", "2027-05-02T08:00:00Z"];
    for (const [index, time] of times.entries()) await store().failures.add(unit(instant(time), { id: `s${index}` }));
    await table("failures").updateEntity({ partitionKey: "2027-05-02", rowKey: "scan-subscription!s2", shape: 8 }, "Merge");

    const { rows, broken } = await readableRows(store().failures.since(day("2027-05-01")));

    expect(rows.map(({ id }) => id)).toEqual(["s1", "s0"]);
    expect(broken).toMatchObject([{ partition: "2027-05-02", row: "scan-subscription!s2" }]);
  });
});
