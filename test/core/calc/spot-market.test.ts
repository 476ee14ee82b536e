import { describe, expect, it } from "vitest";
import { type SpotEarlier, spotMarketOf } from "../../../src/core/calc/spot-market.ts";
import { vmSize, vmSizeKey } from "../../../src/core/model/names.ts";
import type { SpotPrices, SpotReading } from "../../../src/core/model/price.ts";
import { addDays, type Day, day, startOf } from "../../../src/core/model/time.ts";
import { spotMarket, spotOffer, WESTEUROPE } from "../../support/build.ts";

const SIZE = vmSizeKey(vmSize("Standard_D4ds_v5"));
const TODAY = day("2026-11-23");

const reading = (...history: readonly (readonly [day: string, usdHourly: number])[]): SpotReading => ({
  region: WESTEUROPE,
  prices: [{ vmSize: SIZE, os: "linux", history: history.map(([from, usdHourly]) => ({ from: startOf(day(from)), usdHourly })) }],
  evictions: new Map([[SIZE, "0-5"]]),
});
const stored = (of: Day, latest: number): SpotEarlier => ({
  day: of,
  market: spotMarket({ Standard_D4ds_v5: spotOffer({ linux: { latest, low: latest, median: latest, high: latest, days: 1 } }) }),
});
const linux = (read: SpotReading, earlier: readonly SpotEarlier[], today = TODAY) =>
  spotMarketOf(read, earlier, today).bySize.get(SIZE)?.linux;

describe("the spot market of a region", () => {
  it("stands on what was stored for the days before Azure's own history", () => {
    expect(linux(reading(["2026-11-23", 0.3]), [stored(day("2026-11-20"), 0.1), stored(day("2026-11-22"), 0.2)])).toMatchObject({
      latest: 0.3,
      low: 0.1,
      high: 0.3,
      days: 4,
    });
  });

  it("follows a price that Azure dates back behind what was stored in between, and does not keep the old one for good", () => {
    const late = reading(["2026-11-01", 0.1], ["2026-11-21", 0.2]);
    let earlier = [stored(day("2026-11-21"), 0.1), stored(day("2026-11-22"), 0.1)];

    for (let ago = 0; ago < 3; ago += 1) {
      const today = addDays(TODAY, ago);
      const range = linux(late, earlier, today);
      expect(range?.latest).toBe(0.2);
      earlier = [...earlier, stored(today, range?.latest ?? 0)];
    }
  });

  it("is the same however often it was stored, where Azure's history is whole", () => {
    const whole = reading(["2026-09-01", 0.1], ["2026-11-15", 0.2]);

    expect(linux(whole, [stored(day("2026-11-18"), 0.9)])).toEqual(linux(whole, []));
  });

  it("has nothing of a size that Azure names no more", () => {
    const none: SpotReading = { ...reading(), prices: [] satisfies SpotPrices[] };

    expect(linux(none, [stored(day("2026-11-22"), 0.1)])).toBeUndefined();
  });
});
