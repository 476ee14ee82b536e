import { expect, it } from "vitest";
import { startAzurite } from "../../../local/azurite.ts";
import { SUBSCRIPTIONS, sampleEstate } from "../../../local/sample/estate.ts";
import { subscriptionId } from "../../../src/core/model/names.ts";
import { isNight } from "../../../src/core/model/scan.ts";
import { addMinutes, instant } from "../../../src/core/model/time.ts";
import { openStore } from "../../../src/edge/store/index.ts";
import { around, typed } from "./running.ts";

it("a scan in the storage account of a deployed app is no night of that app, and holds nothing of it", async () => {
  const azurite = await startAzurite();
  try {
    const { connectionString } = azurite;
    const { exit } = await typed(["scan", "-s", SUBSCRIPTIONS.dev, "--store", connectionString], await around(sampleEstate()));

    const store = await openStore({ kind: "connection-string", connectionString });
    const scans = await store.scans.list();
    const now = instant(Date.now());
    expect(exit).toBe(0);
    expect(scans).toHaveLength(1);
    expect(scans.map(({ id, closedAt }) => [isNight(id), closedAt !== undefined])).toEqual([[false, true]]);
    expect(await store.findings.list(subscriptionId(SUBSCRIPTIONS.dev))).not.toEqual([]);
    expect(await store.summaries.list()).toEqual([]);
    expect(await store.leases.take(subscriptionId(SUBSCRIPTIONS.dev), "the app", now, addMinutes(now, 1))).toBe(true);
  } finally {
    await azurite.close();
  }
});
