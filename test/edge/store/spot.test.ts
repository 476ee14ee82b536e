import { describe, expect, it } from "vitest";
import { known } from "../../../src/core/model/absence.ts";
import { region } from "../../../src/core/model/names.ts";
import type { SpotMarket } from "../../../src/core/model/price.ts";
import { day, instant } from "../../../src/core/model/time.ts";
import { UnreadableRows } from "../../../src/edge/store/index.ts";
import { minutesAfter, NOW, spotMarket, spotOffer } from "../../support/build.ts";
import { openedStore } from "./open-store.ts";

const { store, table } = openedStore();

const market = (name: string, latest = 0.06): SpotMarket => {
  const linux = { latest, low: 0.04, median: 0.06, high: 0.09, days: 28 };
  return { ...spotMarket({ Standard_D4ds_v5: spotOffer({ linux }), Standard_D8ds_v5: { evictions: "20+" } }), region: region(name) };
};

describe("the spot market of a region", () => {
  it("comes back as it was put, with the moment it was read", async () => {
    await store().spot.put(market("westeurope"), NOW);

    expect(await store().spot.latest(region("West Europe"))).toEqual(known(market("westeurope"), NOW));
  });

  it("put again at the same moment is as it was put last, the day and the latest alike", async () => {
    await store().spot.put(market("westus", 0.01), NOW);

    await store().spot.put(market("westus", 0.02), NOW);

    expect(await store().spot.latest(region("westus"))).toEqual(known(market("westus", 0.02), NOW));
    expect(await store().spot.days(region("westus"), day("2026-11-01"))).toEqual([
      { day: "2026-11-23", at: NOW, market: market("westus", 0.02) },
    ]);
  });

  it("that was never read is nothing, also where another region begins with its name", async () => {
    await store().spot.put(market("eastus2"), NOW);

    expect(await store().spot.latest(region("eastus"))).toBeUndefined();
    expect(await store().spot.days(region("eastus"), day("2020-01-01"))).toEqual([]);
  });

  it("is kept for every day it was read, the latest of each, oldest first", async () => {
    const at = (text: string) => instant(`${text}Z`);
    await store().spot.put(market("northeurope", 0.01), at("2026-10-31T02:00:00"));
    await store().spot.put(market("northeurope", 0.02), at("2026-11-01T02:00:00"));
    await store().spot.put(market("northeurope", 0.03), at("2026-11-01T23:59:59"));
    await store().spot.put(market("northeurope", 0.04), at("2026-11-02T00:00:00"));

    const days = await store().spot.days(region("northeurope"), day("2026-11-01"));

    expect(days).toEqual([
      { day: "2026-11-01", at: at("2026-11-01T23:59:59"), market: market("northeurope", 0.03) },
      { day: "2026-11-02", at: at("2026-11-02T00:00:00"), market: market("northeurope", 0.04) },
    ]);
    expect(await store().spot.latest(region("northeurope"))).toEqual(known(market("northeurope", 0.04), at("2026-11-02T00:00:00")));
  });

  it("of an earlier day is kept and does not become the latest", async () => {
    await store().spot.put(market("uksouth", 0.04), NOW);

    await store().spot.put(market("uksouth", 0.01), minutesAfter(-1440));

    expect(await store().spot.latest(region("uksouth"))).toEqual(known(market("uksouth", 0.04), NOW));
    expect(await store().spot.days(region("uksouth"), day("2026-11-22"))).toHaveLength(2);
  });

  it("with a day that cannot be read names it, beside the days that can", async () => {
    await store().spot.put(market("francecentral"), minutesAfter(-1440));
    await store().spot.put(market("francecentral"), NOW);
    await table("shared").updateEntity({ partitionKey: "spot", rowKey: "francecentral!2026-11-22", json: "{" }, "Merge");

    const days = store().spot.days(region("francecentral"), day("2026-11-01"));

    await expect(days).rejects.toThrow(UnreadableRows);
    await expect(days).rejects.toMatchObject({ broken: [{ row: "francecentral!2026-11-22" }], readable: { length: 1 } });
    expect(await store().spot.latest(region("francecentral"))).toEqual(known(market("francecentral"), NOW));
  });

  it("is put where the latest cannot be read: it would never be read again", async () => {
    await store().spot.put(market("japaneast", 0.01), minutesAfter(-1440));
    await table("shared").updateEntity({ partitionKey: "spot", rowKey: "japaneast", shape: 99 }, "Merge");

    await store().spot.put(market("japaneast", 0.04), NOW);

    expect(await store().spot.latest(region("japaneast"))).toEqual(known(market("japaneast", 0.04), NOW));
  });
});
