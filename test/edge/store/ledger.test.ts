import { describe, expect, it } from "vitest";
import { type Month, monthOf } from "../../../src/core/model/ledger.ts";
import { day, instant } from "../../../src/core/model/time.ts";
import { UnreadableRows } from "../../../src/edge/store/index.ts";
import { minutesAfter, NOW, ref } from "../../support/build.ts";
import { findingKey, ledgerEntry } from "./examples.ts";
import { freshSubscription, openedStore } from "./open-store.ts";

const { store, table } = openedStore();

const TODAY = day("2026-11-23");
const standing = (subscription: ReturnType<typeof freshSubscription>, on = TODAY) => store().ledger.standing(subscription, on);
const month = (text: string): Month => monthOf(day(`${text}-01`));

describe("the ledger", () => {
  it("keeps entries as they were put", async () => {
    const subscription = freshSubscription();
    const moved = ledgerEntry({
      subscription,
      key: findingKey(`${ref().id}|spot-candidate|apps`),
      reason: "moved",
      successor: "appsspot",
      firmness: "up-to",
      realised: { missing: { kind: "absent", why: "the pool has no price" } },
    });

    await store().ledger.put([ledgerEntry({ subscription }), moved]);

    expect(await standing(subscription)).toEqual([ledgerEntry({ subscription }), moved]);
  });

  it("has an entry once, however often it is put, and as it was put last", async () => {
    const subscription = freshSubscription();
    const entry = ledgerEntry({ subscription });
    await store().ledger.put([entry, entry]);
    const measured = { ...entry, realised: { money: { ...entry.predicted, amount: 41 } } };

    await store().ledger.put([measured]);

    expect(await standing(subscription)).toEqual([measured]);
  });

  it("takes entries of many months and subscriptions at once, and none at all", async () => {
    const subscriptions = [freshSubscription(), freshSubscription()];
    const months = ["2026-09", "2026-10", "2026-11"];

    await store().ledger.put([]);
    await store().ledger.put(
      subscriptions.flatMap((subscription) => months.map((of) => ledgerEntry({ subscription, from: instant(`${of}-05T02:00:00Z`) }))),
    );

    for (const subscription of subscriptions) {
      const entries = await standing(subscription);
      expect(entries.map(({ from }) => monthOf(from))).toEqual(months);
      expect(new Set(entries.map((entry) => entry.subscription))).toEqual(new Set([subscription]));
    }
  });
});

describe("the entries of some months", () => {
  it("are those that begin in them, both included, standing and ended, of every subscription", async () => {
    const subscription = freshSubscription();
    const at = ["2025-03-31T23:59:59.999Z", "2025-04-01T00:00:00.000Z", "2025-05-31T23:59:59.999Z", "2025-06-01T00:00:00.000Z"].map(
      instant,
    );
    await store().ledger.put(at.map((from) => ledgerEntry({ subscription, from })));
    await store().ledger.put([
      ledgerEntry({ subscription: freshSubscription(), from: instant("2025-04-15"), until: instant("2025-07-01") }),
    ]);

    const list = await store().ledger.list(month("2025-04"), month("2025-05"));

    expect(list.map(({ from }) => from).sort()).toEqual([at[1], "2025-04-15T00:00:00.000Z", at[2]]);
  });

  it("are named where they cannot be read, beside all that can", async () => {
    const subscription = freshSubscription();
    const from = instant("2024-02-01T00:00:00Z");
    await store().ledger.put([
      ledgerEntry({ subscription, from, key: findingKey("a") }),
      ledgerEntry({ subscription, from, key: findingKey("b") }),
    ]);
    const rowKey = `${subscription}!a!2024-02-01T00=003a00=003a00.000Z`;
    await table("ledger").updateEntity({ partitionKey: "2024-02", rowKey, shape: 7 }, "Merge");

    for (const reading of [
      () => store().ledger.list(month("2024-02"), month("2024-02")),
      () => standing(subscription, day("2024-06-01")),
    ]) {
      const read = reading();
      await expect(read).rejects.toThrow(UnreadableRows);
      await expect(read).rejects.toMatchObject({ broken: [{ table: "ledger", row: rowKey }], readable: [{ key: "b" }] });
    }
  });
});

describe("the standing entries of a subscription", () => {
  it("are without those that ended, which stay in their month", async () => {
    const subscription = freshSubscription();
    const entry = ledgerEntry({ subscription, from: instant("2023-04-03T02:00:00Z") });
    await store().ledger.put([entry]);
    const ended = { ...entry, until: instant("2023-05-20T02:00:00Z") };

    await store().ledger.put([ended]);

    expect(await standing(subscription, day("2023-06-01"))).toEqual([]);
    expect(await store().ledger.list(month("2023-04"), month("2023-04"))).toEqual([ended]);
  });

  it("are one for each time it was done: done again in the same month, the first stays as it ended", async () => {
    const subscription = freshSubscription();
    const first = ledgerEntry({ subscription, until: minutesAfter(1440) });
    const second = ledgerEntry({ subscription, from: minutesAfter(2880) });

    await store().ledger.put([first, second]);

    expect(await standing(subscription)).toEqual([second]);
    const list = await store().ledger.list(monthOf(NOW), monthOf(NOW));
    expect(list.filter((entry) => entry.subscription === subscription)).toEqual([first, second]);
  });

  it("reach a year back from the day, and no further than its month", async () => {
    const subscription = freshSubscription();
    const froms = ["2025-10-31T23:00:00Z", "2025-11-01T00:00:00Z", "2026-02-01T00:00:00Z", "2026-11-23T00:00:00Z", "2026-12-01T00:00:00Z"];
    await store().ledger.put(froms.map((from) => ledgerEntry({ subscription, from: instant(from) })));

    const entries = await standing(subscription);

    expect(entries.map(({ from }) => from.slice(0, 10))).toEqual(["2025-11-01", "2026-02-01", "2026-11-23"]);
  });

  it("never are those of another", async () => {
    const subscription = freshSubscription();
    await store().ledger.put([ledgerEntry({ subscription: freshSubscription() })]);

    expect(await standing(subscription)).toEqual([]);
  });
});
