import { setTimeout as sleep } from "node:timers/promises";
import { TableClient } from "@azure/data-tables";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startPrices } from "../../local/prices/index.ts";
import { samplePrices } from "../../local/sample/prices.ts";
import { ComeBack } from "../../src/app/come-back.ts";
import { runOf } from "../../src/app/compose.ts";
import { gatherMarket } from "../../src/app/market.ts";
import { openedStore } from "../edge/store/open-store.ts";
import { WESTEUROPE } from "../support/build.ts";
import { findingsOf, scanRow } from "../support/rows.ts";
import { settingsWith } from "../support/settings.ts";
import { clusterOf, openWorld, type TestWorld } from "../support/world.ts";

const NIGHT = "2026-11-23";
const NEXT = "2026-11-24";

describe("what is kept of prices, spot, maintenance and nodes by another version of the app", () => {
  const kinds = ["prices", "spot", "refreshes", "maintenance"];
  let world: TestWorld;
  let spoilt: readonly string[];
  beforeAll(async () => {
    world = await openWorld({ clusters: [clusterOf("one-1")], prices: samplePrices() });
    await world.night(NIGHT);
    spoilt = [...(await spoil(world, "shared")), ...(await spoil(world, "observations")), ...(await spoil(world, "summaries"))];
    await world.night(NEXT);
  });
  afterAll(() => world.close());

  /** Every row as of a shape that this version does not read. */
  async function spoil({ azurite }: TestWorld, name: string): Promise<readonly string[]> {
    const table = TableClient.fromConnectionString(azurite.connectionString, name, { allowInsecureConnection: true });
    const partitions: string[] = [];
    for await (const { partitionKey = "", rowKey = "" } of table.listEntities()) {
      if (name === "shared" && !kinds.some((kind) => partitionKey.startsWith(kind))) continue;
      await table.updateEntity({ partitionKey, rowKey, shape: 99 }, "Merge");
      partitions.push(partitionKey);
    }
    return partitions;
  }

  it("stops no scan", async () => {
    for (const kind of kinds) expect(spoilt.some((partition) => partition.startsWith(kind))).toBe(true);
    expect(await scanRow(world, NEXT, "one")).toMatchObject({ state: "done" });
    expect(world.host.failures).toEqual([]);
  });

  it("is read again, and amounts have their price", async () => {
    const [found] = (await findingsOf(world, "one")).filter(({ stamp }) => stamp.rule === "fixed-size-pool");

    expect(found?.finding.worth).toMatchObject({ kind: "monthly", prices: [{ readAt: expect.stringContaining(NEXT) }] });
    expect(world.logged.filter((line) => line.includes("cannot be read"))).not.toEqual([]);
  });
});

describe("prices that are still being read when a run has to end", () => {
  const { store, connectionString } = openedStore();

  it("bring the message back, which is no failed try, and the next run reads them", async () => {
    const state = samplePrices();
    state.faults.push({ match: /retail/, delayMs: 60_000, times: 2 });
    const api = await startPrices(state);
    const settings = settingsWith({
      AzureWebJobsStorage: connectionString(),
      AZURE_RESOURCE_MANAGER_ENDPOINT: "https://127.0.0.1:1",
      RETAIL_PRICES_ENDPOINT: api.url,
    });
    const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
    const credential = { getToken: () => Promise.resolve({ token: "none", expiresOnTimestamp: Date.now() + 3_600_000 }) };
    const { refreshes } = store();
    let givenBack = 0;
    const release: typeof refreshes.release = async (...which) => {
      await sleep(100);
      await refreshes.release(...which);
      givenBack++;
    };
    const run = (id: string, signal: AbortSignal) =>
      runOf({ ...{ settings, credential, log, id, signal }, store: { ...store(), refreshes: { ...refreshes, release } } });
    const outOfTime = new AbortController();

    try {
      const first = gatherMarket(run("first", outOfTime.signal), WESTEUROPE).catch((error: unknown) => error);
      await expect.poll(() => api.requests).toHaveLength(2);
      outOfTime.abort(new DOMException("the run is over", "TimeoutError"));

      expect(await first).toBeInstanceOf(ComeBack);
      // Both claims, of prices and of spot: nobody waits for who is gone.
      expect(givenBack).toBe(2);
      const { prices } = await gatherMarket(run("second", new AbortController().signal), WESTEUROPE);
      expect(prices).toHaveProperty("known");
    } finally {
      await api.close();
    }
  });
});
