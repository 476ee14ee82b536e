import { describe, expect, it } from "vitest";
import { openStore, StoreFailure } from "../../../src/edge/store/index.ts";
import { records } from "./examples.ts";
import { freshSubscription, openedStore } from "./open-store.ts";

const { store, connectionString, table, queue } = openedStore();

describe("opening the store", () => {
  it("makes tables and queues once; opened again it finds what was written", async () => {
    const subscription = freshSubscription();
    await store().findings.save(
      subscription,
      records(1, subscription).map((record) => ({ record })),
    );

    const again = await openStore({ kind: "connection-string", connectionString: connectionString() });

    expect(await again.findings.list(subscription)).toHaveLength(1);
    const names = [
      "clusters",
      "findings",
      "told",
      "scans",
      "failures",
      "shared",
      "outbox",
      "summaries",
      "checks",
      "observations",
      "ledger",
      "decisions",
      "events",
    ];
    for (const name of names) await expect(table(name).listEntities().next()).resolves.toBeDefined();
    for (const name of ["scan-subscription", "scan-subscription-poison", "check-cluster", "check-cluster-poison"])
      expect(await queue(name).exists()).toBe(true);
  });

  it("that cannot be reached fails with what it was doing", async () => {
    const nobody = connectionString().replaceAll(/127\.0\.0\.1:\d+/g, "127.0.0.1:1");

    const open = openStore({ kind: "connection-string", connectionString: nobody });

    await expect(open).rejects.toThrow(StoreFailure);
    await expect(open).rejects.toThrow(/^Create (table|queue) \S+: .*ECONNREFUSED/);
  });
});
