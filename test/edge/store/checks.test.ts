import { describe, expect, it } from "vitest";
import { asked, type ClusterCheck } from "../../../src/core/model/check.ts";
import type { ClusterRef } from "../../../src/core/model/names.ts";
import { checks } from "../../../src/edge/store/checks.ts";
import { minutesAfter, NOW } from "../../support/build.ts";
import { freshRef, openedStore } from "./open-store.ts";

const { store, tableWithRival } = openedStore();

const once = (ref: ClusterRef) => (stored: ClusterCheck | undefined) =>
  asked(stored, { ref, by: "e", now: NOW, due: minutesAfter(2) }).check;

describe("the check of a cluster", () => {
  it("is one, whatever the case of its names", async () => {
    const ref = freshRef();
    await store().checks.update(ref, once(ref));

    const again = await store().checks.update({ ...ref, resourceGroup: "rg" }, once(ref));

    expect(again).toMatchObject({ wanted: 2, done: 0 });
    expect(await store().checks.get(ref)).toEqual(again);
  });

  it("counts each of eight that ask at the same time", async () => {
    const ref = freshRef();
    const asking = Array.from({ length: 8 }, () => store().checks.update(ref, once(ref)));

    await Promise.all(asking);

    expect((await store().checks.get(ref))?.wanted).toBe(8);
  });

  it("is made again from what a rival wrote", async () => {
    const ref = freshRef();
    await store().checks.update(ref, once(ref));
    let isFirst = true;
    const rival = async () => {
      if (isFirst) await store().checks.update(ref, once(ref));
      isFirst = false;
    };
    const rivalled = checks(tableWithRival("checks", rival));

    expect((await rivalled.update(ref, once(ref)))?.wanted).toBe(3);
  });

  it("stays where nothing is made of it", async () => {
    const ref = freshRef();

    expect(await store().checks.update(ref, () => undefined)).toBeUndefined();
    expect(await store().checks.get(ref)).toBeUndefined();
  });

  it("is listed while it is behind, and never taken for a lease", async () => {
    const [ref, done] = [freshRef(), freshRef()];
    await store().leases.take(ref.subscription, "holder", NOW, minutesAfter(11));
    await store().checks.update(ref, once(ref));
    await store().checks.update(done, (stored) => ({ ...once(done)(stored), done: 1 }));

    const behind = (await store().checks.behind()).map((check) => check.ref.id);

    expect(behind).toContain(ref.id);
    expect(behind).not.toContain(done.id);
  });

  it("is forgotten when nobody asked for long, unless it is behind", async () => {
    const [behind, idle] = [freshRef(), freshRef()];
    await store().checks.update(behind, (stored) => ({ ...once(behind)(stored), askedAt: minutesAfter(-9999) }));
    await store().checks.update(idle, (stored) => ({ ...once(idle)(stored), done: 1, askedAt: minutesAfter(-9999) }));

    expect(await store().checks.removeIdle(minutesAfter(-9998))).toBe(1);
    expect(await store().checks.get(behind)).toBeDefined();
  });
});
