import { describe, expect, it } from "vitest";
import { known, missing } from "../../../src/core/model/absence.ts";
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
