import { describe, expect, it } from "vitest";
import { spotAlternatives } from "../../../src/core/calc/spot-alternatives.ts";
import { earlierEvictions } from "../../../src/core/calc/spot-market.ts";
import { vmSize, vmSizeKey } from "../../../src/core/model/names.ts";
import type { SpotOffer } from "../../../src/core/model/price.ts";
import type { Restriction, VmSku } from "../../../src/core/model/region.ts";
import { day } from "../../../src/core/model/time.ts";
import { gib } from "../../../src/core/model/units.ts";
import { pool, sku, skus, spotMarket, spotOffer } from "../../support/build.ts";

const at = (median: number, change: Partial<SpotOffer> = {}): SpotOffer =>
  spotOffer({ linux: { latest: median, low: median, median, high: median, days: 28 }, ...change });
const NONE: ReadonlyMap<ReturnType<typeof vmSizeKey>, Restriction> = new Map();

function names(rows: readonly VmSku[], offers: Readonly<Record<string, SpotOffer>>, byKey = NONE) {
  const question = { pool: pool({ priority: "spot" }), now: sku(), restrictions: { byKey } };
  return spotAlternatives(question, skus(sku(), ...rows), spotMarket(offers)).map((each) => each.sku.vmSize);
}

describe("other sizes on spot", () => {
  it("come by price times evictions, then by price, then by name", () => {
    const rows = ["Standard_Ca", "Standard_Cb", "Standard_Cc", "Standard_Cd"].map((name) => sku({ name }));
    const offers = {
      Standard_Ca: at(0.05, { evictions: "10-15" }),
      Standard_Cb: at(0.12),
      Standard_Cc: at(0.06, { evictions: "5-10" }),
      Standard_Cd: at(0.06, { evictions: "5-10" }),
    };

    expect(names(rows, offers)).toEqual(["Standard_Cc", "Standard_Cd", "Standard_Cb", "Standard_Ca"]);
  });

  it.for([
    { what: "as large", change: {}, found: 1 },
    { what: "twice as large", change: { vcpus: 8, vcpusAvailable: 8 }, found: 1 },
    { what: "larger than that", change: { vcpus: 9, vcpusAvailable: 9 }, found: 0 },
    { what: "of fewer vCPUs", change: { vcpus: 3, vcpusAvailable: 3 }, found: 0 },
    { what: "of less memory", change: { memoryGiB: gib(15.9) }, found: 0 },
    { what: "of another processor", change: { architecture: "arm64" }, found: 0 },
    { what: "not sold as spot", change: { isSpotCapable: false }, found: 0 },
    { what: "not in a zone of the pool", change: { zones: ["1", "2"] }, found: 0 },
  ] as const)("are $found where one is $what", ({ change, found }) => {
    expect(names([sku({ name: "Standard_Other", ...change })], { Standard_Other: at(0.05) })).toHaveLength(found);
  });

  it.for([
    { what: "price", offer: { evictions: "0-5" } },
    { what: "eviction class", offer: { linux: at(0.05).linux } },
    { what: "price for its system", offer: { windows: at(0.05).linux, evictions: "0-5" } },
  ] as const)("leave out those without a $what: nothing stands in for it", ({ offer }) => {
    expect(names([sku({ name: "Standard_Other" })], { Standard_Other: offer as SpotOffer })).toEqual([]);
  });

  it("leave out those that may not be made here", () => {
    const closed = new Map([[vmSizeKey(vmSize("Standard_Other")), { reason: "NotAvailableForSubscription", zones: [] }]]);

    expect(names([sku({ name: "Standard_Other" })], { Standard_Other: at(0.05) }, closed)).toEqual([]);
  });
});

describe("the eviction class of earlier", () => {
  const size = vmSizeKey(vmSize("Standard_D4ds_v5"));
  const days = [
    { day: day("2026-10-27"), market: spotMarket({}) },
    { day: day("2026-10-28"), market: spotMarket({ Standard_D4ds_v5: { evictions: "0-5" } }) },
    { day: day("2026-10-29"), market: spotMarket({ Standard_D4ds_v5: { evictions: "20+" } }) },
  ];

  it("is that of the first day that has one", () => {
    expect(earlierEvictions(days, size)).toEqual({ day: "2026-10-28", band: "0-5" });
  });

  it("is nothing where none is stored", () => {
    expect(earlierEvictions(days.slice(0, 1), size)).toBeUndefined();
  });
});
