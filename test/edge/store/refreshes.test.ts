import { describe, expect, it } from "vitest";
import type { Instant } from "../../../src/core/model/time.ts";
import { StoreConflict } from "../../../src/edge/store/index.ts";
import { type Refresh, refreshes } from "../../../src/edge/store/refreshes.ts";
import { minutesAfter, NOW } from "../../support/build.ts";
import { openedStore } from "./open-store.ts";

const { store, table, tableWithRival } = openedStore();

let made = 0;
/** A list that no other test reads. */
function freshList(): Refresh {
  made += 1;
  return { kind: "prices", key: `EUR|region${made}` };
}

const take = (what: Refresh, holder: string, now = NOW, since?: Instant) =>
  store().refreshes.take(what, { holder, now, until: minutesAfter(11, now), since });
const DOWN = { kind: "unavailable", why: "the prices API did not answer" } as const;

describe("a list that all share", () => {
  it("is read by who comes first, and nobody has tried before", async () => {
    const list = freshList();

    expect(await store().refreshes.last(list)).toBeUndefined();
    expect(await take(list, "a")).toBe(true);
    expect(await take(list, "b")).toBe(false);
    expect(await store().refreshes.last(list)).toBeUndefined();
  });

  it("is one for each kind and key, whatever the case of the key", async () => {
    const list = freshList();
    await take(list, "a");

    expect(await take({ ...list, kind: "spot" }, "b")).toBe(true);
    expect(await take({ ...list, key: `${list.key}x` }, "b")).toBe(true);
    expect(await take({ ...list, key: list.key.toLowerCase() }, "b")).toBe(false);
  });

  it.for([
    { what: "was read", outcome: { at: NOW } },
    { what: "could not be read", outcome: { at: NOW, failure: DOWN } },
  ])("that $what says so to all", async ({ outcome }) => {
    const list = freshList();
    await take(list, "a");

    await store().refreshes.release(list, "a", outcome);

    expect(await store().refreshes.last(list)).toEqual(outcome);
  });

  it("is not read again by one who found it due before another's try, and is by one who knows of it", async () => {
    const list = freshList();
    await take(list, "a");
    await store().refreshes.release(list, "a", { at: minutesAfter(1) });

    expect(await take(list, "b", minutesAfter(2), undefined)).toBe(false);
    expect(await take(list, "b", minutesAfter(2), NOW)).toBe(false);
    expect(await take(list, "b", minutesAfter(1441), minutesAfter(1))).toBe(true);
    expect(await store().refreshes.last(list)).toEqual({ at: minutesAfter(1) });
  });

  it("is not taken on the word of a try that nobody put down", async () => {
    expect(await take(freshList(), "a", NOW, minutesAfter(-1440))).toBe(false);
  });

  it("goes to another once the claim of one who died has run out, and not before", async () => {
    const list = freshList();
    await take(list, "a");

    expect(await take(list, "b", minutesAfter(11 - 1 / 60_000))).toBe(false);
    expect(await take(list, "b", minutesAfter(11))).toBe(true);
    expect(await take(list, "a", minutesAfter(12))).toBe(false);
  });

  it("is its holder's again, and longer then", async () => {
    const list = freshList();
    await take(list, "a");

    expect(await take(list, "a", minutesAfter(10))).toBe(true);
    expect(await take(list, "b", minutesAfter(12))).toBe(false);
  });

  it("is free again where nothing was tried, as if nobody had had it", async () => {
    const list = freshList();
    await take(list, "a");

    await store().refreshes.release(list, "a");

    expect(await store().refreshes.last(list)).toBeUndefined();
    expect(await take(list, "b")).toBe(true);
  });

  it("stays with who took it over; what its late first reader brings counts, if nobody was later", async () => {
    const list = freshList();
    await take(list, "a");
    await take(list, "b", minutesAfter(12));

    await store().refreshes.release(list, "a", { at: minutesAfter(13) });

    expect(await take(list, "c", minutesAfter(14), minutesAfter(13))).toBe(false);
    await store().refreshes.release(list, "b", { at: minutesAfter(12), failure: DOWN });
    expect(await store().refreshes.last(list)).toEqual({ at: minutesAfter(13) });
    expect(await take(list, "c", minutesAfter(14), minutesAfter(13))).toBe(true);
  });

  it("keeps an outcome that comes while somebody else takes it over", async () => {
    const list = freshList();
    await take(list, "a");
    let rivals = 0;
    const slow = refreshes(
      tableWithRival("shared", async () => {
        rivals += 1;
        if (rivals === 1) await take(list, "b", minutesAfter(12));
      }),
    );

    await slow.release(list, "a", { at: minutesAfter(13) });

    expect(await store().refreshes.last(list)).toEqual({ at: minutesAfter(13) });
    expect(await take(list, "c", minutesAfter(14), minutesAfter(13))).toBe(false);
  });

  it("whose row keeps changing is a conflict that names it", async () => {
    const list = freshList();
    await take(list, "a");
    let now = 0;
    const rival = () => {
      now += 20;
      return take(list, `rival ${now}`, minutesAfter(now));
    };

    const release = refreshes(tableWithRival("shared", rival)).release(list, "a", { at: NOW });

    await expect(release).rejects.toThrow(StoreConflict);
    await expect(release).rejects.toThrow(/row prices!eur\|region\d+ in partition refreshes of table shared/);
  });

  it.for([
    { state: "free", before: false },
    { state: "run out", before: true },
  ])("that is $state goes to one of ten that reach for it at once", async ({ before }) => {
    const list = freshList();
    if (before) await take(list, "earlier", minutesAfter(-60));

    const taken = await Promise.all(Array.from({ length: 10 }, (_, index) => take(list, `holder ${index}`)));

    expect(taken.filter(Boolean)).toHaveLength(1);
  });

  it("whose row cannot be read was never tried: it holds nobody up", async () => {
    const list = freshList();
    await take(list, "a");
    const rowKey = `prices!${list.key.toLowerCase()}`;
    await table("shared").updateEntity({ partitionKey: "refreshes", rowKey, shape: 99 }, "Merge");

    expect(await store().refreshes.last(list)).toBeUndefined();
    expect(await take(list, "b")).toBe(true);
    await table("shared").updateEntity({ partitionKey: "refreshes", rowKey, shape: 99 }, "Merge");
    await store().refreshes.release(list, "b", { at: NOW });

    expect(await store().refreshes.last(list)).toEqual({ at: NOW });
  });
});
