import { describe, expect, it } from "vitest";
import { scanId } from "../../../src/core/model/names.ts";
import { addDays, day } from "../../../src/core/model/time.ts";
import { inFlight } from "../../../src/edge/store/in-flight.ts";
import { readableRows, StoreConflict } from "../../../src/edge/store/index.ts";
import { minutesAfter, SUBSCRIPTION } from "../../support/build.ts";
import { scan, subscriptionScan } from "./examples.ts";
import { freshSubscription, openedStore } from "./open-store.ts";

const { store, table } = openedStore();

describe("a scan", () => {
  it("is inserted once; the second try leaves the first as it is", async () => {
    const first = scan("2030-01-01");

    expect(await store().scans.insert(first)).toBe(true);
    expect(await store().scans.insert({ ...first, deadline: minutesAfter(999) })).toBe(false);
    expect((await store().scans.get(first.id))?.value).toEqual(first);
  });

  it("is closed by whoever read it last, and only once", async () => {
    await store().scans.insert(scan("2030-01-02"));
    const stored = await store().scans.get(scanId("2030-01-02"));
    const etag = stored?.etag ?? "";
    const closed = scan("2030-01-02", { closedAt: minutesAfter(30) });
    await store().scans.update(closed, etag);

    const again = store().scans.update({ ...closed, closedAt: minutesAfter(31) }, etag);

    await expect(again).rejects.toThrow(StoreConflict);
    await expect(again).rejects.toThrow("row 2030-01-02 in partition ! of table scans");
    expect((await store().scans.get(closed.id))?.value).toEqual(closed);
  });

  it("that never was is nothing, and cannot be updated", async () => {
    expect(await store().scans.get(scanId("1999-01-01"))).toBeUndefined();
    await expect(store().scans.update(scan("1999-01-01"), 'W/"1"')).rejects.toThrow(StoreConflict);
  });
});

describe("the scans", () => {
  it("are listed newest first, however many subscriptions lie between them", async () => {
    const days = ["2031-02-27", "2031-02-28", "2031-03-01", "2031-03-02"];
    for (const id of [3, 0, 2, 1].map((index) => days[index] ?? "")) {
      await store().scans.insert(scan(id));
      await store().scans.insertSubscription(subscriptionScan(id));
    }

    expect((await store().scans.list()).map(({ id }) => id).filter((id) => id.startsWith("2031-"))).toEqual(days.toReversed());
  });

  it("are all listed beside one that cannot be read", async () => {
    for (const day of ["2033-01-01", "2033-01-02", "2033-01-03"]) await store().scans.insert(scan(day));
    await table("scans").updateEntity({ partitionKey: "!", rowKey: "2033-01-02", json: "{" }, "Merge");

    const { rows, broken } = await readableRows(store().scans.list());

    expect(rows.map(({ id }) => id).filter((id) => id.startsWith("2033-"))).toEqual(["2033-01-03", "2033-01-01"]);
    expect(broken).toMatchObject([{ table: "scans", row: "2033-01-02" }]);
    await table("scans").deleteEntity("!", "2033-01-02");
  });
});

describe("a subscription of a scan", () => {
  it("comes back as it was written, with the scan's others and alone", async () => {
    const full = subscriptionScan("2032-01-01", {
      state: "failed",
      page: 3,
      nextLink: `https://management.azure.com/?$skipToken=${"x".repeat(40_000)}`,
      failure: { kind: "throttled", why: "eight times" },
      failingSince: minutesAfter(-1440),
    });
    const other = subscriptionScan("2032-01-01", { subscription: freshSubscription() });

    expect(await store().scans.insertSubscription(full)).toBe(true);
    expect(await store().scans.insertSubscription(other)).toBe(true);

    expect((await store().scans.subscription(scanId("2032-01-01"), SUBSCRIPTION))?.value).toEqual(full);
    expect(new Set((await store().scans.subscriptions(scanId("2032-01-01"))).map(({ value }) => value))).toEqual(new Set([full, other]));
    expect(await store().scans.subscription(scanId("2032-01-02"), SUBSCRIPTION)).toBeUndefined();
  });

  it("is inserted once: a night begun again keeps the page it has come to", async () => {
    const further = subscriptionScan("2032-01-03", { page: 4 });
    await store().scans.insertSubscription(further);

    expect(await store().scans.insertSubscription(subscriptionScan("2032-01-03"))).toBe(false);
    expect((await store().scans.subscription(scanId("2032-01-03"), SUBSCRIPTION))?.value.page).toBe(4);
  });

  it("goes on with the etag of each update, and an older one is a conflict", async () => {
    await store().scans.insertSubscription(subscriptionScan("2032-01-04"));
    const first = (await store().scans.subscription(scanId("2032-01-04"), SUBSCRIPTION))?.etag ?? "";

    const second = await store().scans.updateSubscription(subscriptionScan("2032-01-04", { page: 1 }), first);
    await store().scans.updateSubscription(subscriptionScan("2032-01-04", { page: 2 }), second);

    await expect(store().scans.updateSubscription(subscriptionScan("2032-01-04", { page: 1 }), first)).rejects.toThrow(StoreConflict);
    expect((await store().scans.subscription(scanId("2032-01-04"), SUBSCRIPTION))?.value.page).toBe(2);
  });

  it("is listed among 1,200", async () => {
    await inFlight(Array.from({ length: 1200 }), () =>
      store().scans.insertSubscription(subscriptionScan("2032-01-05", { subscription: freshSubscription() })),
    );

    expect(await store().scans.subscriptions(scanId("2032-01-05"))).toHaveLength(1200);
  });
});

describe("scans before a night", () => {
  it("are removed with their subscriptions, those of a scan that never got its own row too", async () => {
    const days = Array.from({ length: 3 }, (_, index) => addDays(day("2020-12-31"), index));
    for (const id of days) {
      await store().scans.insert(scan(id));
      await store().scans.insertSubscription(subscriptionScan(id));
    }
    await store().scans.insertSubscription(subscriptionScan("2020-11-11"));

    const removed = await store().scans.removeBefore(scanId("2021-01-02"));

    expect(removed).toBe(5);
    expect(await store().scans.get(scanId("2020-12-31"))).toBeUndefined();
    expect(await store().scans.subscriptions(scanId("2021-01-01"))).toEqual([]);
    expect((await store().scans.get(scanId("2021-01-02")))?.value.id).toBe("2021-01-02");
    expect(await store().scans.subscriptions(scanId("2021-01-02"))).toHaveLength(1);
  });
});
