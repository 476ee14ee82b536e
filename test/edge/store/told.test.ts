import { describe, expect, it } from "vitest";
import type { ReasonKey } from "../../../src/core/model/delivery.ts";
import { day } from "../../../src/core/model/time.ts";
import { readableRows } from "../../../src/edge/store/index.ts";
import { minutesAfter } from "../../support/build.ts";
import { findingKey, told } from "./examples.ts";
import { openedStore } from "./open-store.ts";

const { store, table } = openedStore();

describe("what a route was told", () => {
  it("comes back as it was saved, of findings and of reasons", async () => {
    const rows = [
      told({ route: "full", severity: "high", magnitude: { value: 2, unit: "vCPU" }, due: day("2026-12-01") }),
      told({ route: "full", key: "throttled|/subscriptions/1" as ReasonKey, state: "resolved" }),
    ];

    await store().told.save(rows);

    expect(new Set(await store().told.list("full"))).toEqual(new Set(rows));
  });

  it("is replaced by what it is told next, and keeps nothing of before", async () => {
    await store().told.save([told({ route: "again", severity: "high" })]);
    const next = told({ route: "again", at: minutesAfter(1440), state: "resolved" });

    await store().told.save([next]);

    expect(await store().told.list("again")).toEqual([next]);
  });

  it("twice in one call is the last", async () => {
    const last = told({ route: "twice", state: "resolved" });

    await store().told.save([told({ route: "twice" }), last]);

    expect(await store().told.list("twice")).toEqual([last]);
  });

  it("is forgotten once it is resolved and old; what is open stays, however old", async () => {
    const key = (name: string) => findingKey(name);
    const old = told({ route: "old", key: key("gone"), state: "resolved" });
    const open = told({ route: "old", key: key("open") });
    const young = told({ route: "old", key: key("young"), state: "resolved", at: minutesAfter(1440) });
    await store().told.save([old, open, young]);

    await store().told.removeResolved(minutesAfter(60));

    expect(new Set(await store().told.list("old"))).toEqual(new Set([open, young]));
  });

  it("is kept apart for routes of any name, with 250 rows each", async () => {
    const routes = ["Platform", "platform", "équipe/α", "‮x", "!", "a b"];
    const rows = routes.flatMap((route) => Array.from({ length: 250 }, (_, index) => told({ route, key: findingKey(`f${index}`) })));

    await store().told.save(rows);

    for (const route of routes) {
      const listed = await store().told.list(route);
      expect(listed).toHaveLength(250);
      expect(new Set(listed.map((row) => row.route))).toEqual(new Set([route]));
    }
  });

  it("that cannot be read is named beside all that can", async () => {
    const keys = ["f1", "f2"].map(findingKey);
    await store().told.save(keys.map((key) => told({ route: "spoilt", key })));
    await table("told").updateEntity({ partitionKey: "spoilt", rowKey: "f1", json: "{" }, "Merge");

    const { rows, broken } = await readableRows(store().told.list("spoilt"));

    expect(rows).toEqual([told({ route: "spoilt", key: findingKey("f2") })]);
    expect(broken).toMatchObject([{ table: "told", row: "f1" }]);
  });

  it("is nothing for a route that was never told anything", async () => {
    await store().told.save([]);

    expect(await store().told.list("nobody")).toEqual([]);
  });
});
