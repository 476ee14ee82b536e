import { describe, expect, it } from "vitest";
import type { Roll } from "../../../src/core/model/roll.ts";
import { day } from "../../../src/core/model/time.ts";
import { endsOfLife } from "../../../src/edge/store/ends-of-life.ts";
import { minutesAfter, NOW, ref as refTo } from "../../support/build.ts";
import { freshRef, freshSubscription, openedStore } from "./open-store.ts";

const { store, tableWithRival } = openedStore();

describe("the end of support that Azure told a cluster", () => {
  it("is the last it told, whatever came last", async () => {
    const ref = freshRef();
    const notice = { minor: "1.34", plan: "community", ends: day("2026-11-30") } as const;
    await store().endsOfLife.put(ref, { ...notice, ends: day("2026-12-05") }, minutesAfter(5));
    await store().endsOfLife.put(ref, notice, NOW);

    const told = new Map(await store().endsOfLife.list(ref.subscription));

    expect(told).toEqual(new Map([[ref.id, { ...notice, ends: "2026-12-05", toldAt: minutesAfter(5) }]]));
    expect(await store().endsOfLife.list(freshRef().subscription)).toEqual([]);
  });

  it("goes when it was told before a moment, and what else is shared stays", async () => {
    const subscription = freshSubscription();
    const notice = { minor: "1.30", plan: "community", ends: day("2026-12-01") } as const;
    const [one, two] = [refTo("one", "rg", subscription), refTo("two", "rg", subscription)];
    await store().endsOfLife.put(one, notice, minutesAfter(-10));
    await store().endsOfLife.put(two, notice, minutesAfter(-5));

    expect(await store().endsOfLife.removeBefore(minutesAfter(-5))).toBe(1);
    expect((await store().endsOfLife.list(subscription)).map(([cluster]) => cluster)).toEqual([two.id]);
  });

  it("is the last it told, also where another is put down at the same time", async () => {
    const ref = freshRef();
    const notice = { minor: "1.34", plan: "community", ends: day("2026-11-30") } as const;
    await store().endsOfLife.put(ref, notice, NOW);
    const slow = endsOfLife(tableWithRival("shared", () => store().endsOfLife.put(ref, notice, minutesAfter(5))));

    await slow.put(ref, { ...notice, ends: day("2026-12-05") }, minutesAfter(3));

    expect(new Map(await store().endsOfLife.list(ref.subscription)).get(ref.id)).toEqual({ ...notice, toldAt: minutesAfter(5) });
  });
});

describe("rolling upgrades", () => {
  it("are kept by cluster, once each, and never taken for node counts", async () => {
    const ref = freshRef();
    const roll: Roll = { cluster: ref.id, pool: "apps", startedAt: NOW, endedAt: minutesAfter(60), nodes: 6, waves: 6, waveMinutes: 10 };
    await store().rolls.put(ref.subscription, [roll]);
    await store().rolls.put(ref.subscription, [roll, { ...roll, pool: "web" }]);

    expect((await store().rolls.since(ref.subscription, NOW)).get(ref.id)).toEqual([roll, { ...roll, pool: "web" }]);
    expect(await store().rolls.since(ref.subscription, minutesAfter(61))).toEqual(new Map());
    expect(await store().observations.since(ref.subscription, day("2020-01-01"))).toEqual([]);
  });
});

describe("how far a feed was read", () => {
  it("is not known until it was, and then the last", async () => {
    expect(await store().cursors.get("changes")).toBeUndefined();
    await store().cursors.put("changes", NOW);
    await store().cursors.put("changes", minutesAfter(10));

    expect(await store().cursors.get("changes")).toBe(minutesAfter(10));
  });
});
