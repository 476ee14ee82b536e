import { describe, expect, it } from "vitest";
import { known, missing } from "../../../src/core/model/absence.ts";
import { day } from "../../../src/core/model/time.ts";
import { minutesAfter, NOW, ref, schedule } from "../../support/build.ts";
import { freshSubscription, openedStore } from "./open-store.ts";

const { store } = openedStore();

describe("the planned maintenance of a cluster", () => {
  const subscription = freshSubscription();
  const plan = { cluster: ref("one", "rg", subscription).id, askedAt: NOW, schedules: known([schedule("cluster-upgrades")], NOW) };
  const refused = { cluster: ref("two", "rg", subscription).id, askedAt: NOW, schedules: missing("forbidden", "403") };

  it("comes back as it was written, also where it could not be read", async () => {
    for (const one of [plan, refused]) await store().maintenance.put(subscription, one);

    expect(await store().maintenance.list(subscription)).toMatchObject([plan, refused]);
    expect(await store().maintenance.list(freshSubscription())).toEqual([]);
  });

  it("is the last that was put, and goes when nobody has asked for it since", async () => {
    const asked = { ...plan, askedAt: minutesAfter(1) };
    await store().maintenance.put(subscription, asked);

    expect(await store().maintenance.removeBefore(minutesAfter(1))).toBe(1);
    expect(await store().maintenance.list(subscription)).toMatchObject([asked]);
  });
});

describe("the end of support that a cluster was told", () => {
  it("goes when it was told before then, and what else is shared stays", async () => {
    const subscription = freshSubscription();
    const notice = { minor: "1.30", plan: "community", ends: day("2026-12-01") } as const;
    const one = ref("one", "rg", subscription);
    const two = ref("two", "rg", subscription);
    await store().endsOfLife.put(one, notice, NOW);
    await store().endsOfLife.put(two, notice, minutesAfter(1));

    expect(await store().endsOfLife.removeBefore(minutesAfter(1))).toBe(1);
    expect([...(await store().endsOfLife.list(subscription)).keys()]).toEqual([two.id]);
  });
});
