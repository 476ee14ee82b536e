import { describe, expect, it } from "vitest";
import type { HeardEvent } from "../../../src/core/model/check.ts";
import type { ClusterRef } from "../../../src/core/model/names.ts";
import type { Instant } from "../../../src/core/model/time.ts";
import { minutesAfter, NOW } from "../../support/build.ts";
import { freshRef, openedStore } from "./open-store.ts";

const { store } = openedStore();

const heard = (cluster: ClusterRef, id: string, at: Instant = NOW, heardAt: Instant = at): HeardEvent => ({
  event: { id, at, cluster, what: { kind: "change", verb: "write", outcome: "succeeded" }, operation: "write" },
  heardAt,
  source: "event-grid",
});

describe("events", () => {
  it("are taken once, whatever their ids look like", async () => {
    const ref = freshRef();

    expect(await store().events.has(ref.id, "a/b?#\\ é")).toBe(false);
    expect(await store().events.add(heard(ref, "a/b?#\\ é"))).toBe(true);
    expect(await store().events.add(heard(ref, "a/b?#\\ é", minutesAfter(5)))).toBe(false);
    expect(await store().events.has(ref.id, "a/b?#\\ é")).toBe(true);
  });

  it("come in the order in which they happened, from the moment on that they were heard of", async () => {
    const ref = freshRef();
    await store().events.add(heard(ref, "late", minutesAfter(1), minutesAfter(30)));
    await store().events.add(heard(ref, "early", minutesAfter(2), minutesAfter(2)));
    await store().events.add(heard(freshRef(), "another", minutesAfter(2)));

    expect((await store().events.since(ref.id, NOW)).map(({ event }) => event.id)).toEqual(["late", "early"]);
    expect((await store().events.since(ref.id, minutesAfter(3))).map(({ event }) => event.id)).toEqual(["late"]);
  });

  it("say by which ways those of a subscription come", async () => {
    const ref = freshRef();
    await store().events.add(heard(ref, "1"));
    await store().events.add({ ...heard(ref, "2"), source: "change-feed" });

    expect((await store().events.sources()).get(ref.subscription)).toEqual(new Set(["event-grid", "change-feed"]));
  });

  it("are forgotten after a while", async () => {
    const ref = freshRef();
    await store().events.add(heard(ref, "old", minutesAfter(-99_999)));
    await store().events.add(heard(ref, "new"));

    expect(await store().events.removeBefore(minutesAfter(-99_998))).toBe(1);
    expect(await store().events.has(ref.id, "new")).toBe(true);
  });
});
