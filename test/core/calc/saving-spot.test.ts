import { describe, expect, it } from "vitest";
import { spotSaving } from "../../../src/core/calc/saving-spot.ts";
import { known, missing } from "../../../src/core/model/absence.ts";
import { currency } from "../../../src/core/model/money.ts";
import { vmSize } from "../../../src/core/model/names.ts";
import type { SpotOffer } from "../../../src/core/model/price.ts";
import { cluster, NOW, pool, poolSize, price, prices, sku, skus, spotMarket, spotOffer, vmPrices, without } from "../../support/build.ts";
import { moneyFacts, seenDays, worked } from "./money-facts.ts";

const D4 = vmSize("Standard_D4ds_v5");
const FIXED = pool({ sizes: [poolSize(D4, 3)] });
const SCALED = pool();
/** EUR 0.24 on demand is USD 0.30; spot at USD 0.045 to 0.09, mostly 0.06: 85 %, 70 % and 80 % less. */
const MARKET = known(spotMarket(), NOW);
const ON_DEMAND = 3 * 0.24 * 730;
const offers = (offer: SpotOffer) => known(spotMarket({ Standard_D4ds_v5: offer }), NOW);

describe("spot nodes", () => {
  it("save the discount at the median of 28 days, in the app's currency", () => {
    const saving = worked(spotSaving(FIXED, moneyFacts({ spot: MARKET })));

    expect(saving).toMatchObject({ about: "spot", firmness: "up-to", confidence: "medium", monthly: { currency: "EUR" } });
    expect(saving.before.amount).toBeCloseTo(ON_DEMAND, 9);
    expect(saving.monthly.amount).toBeCloseTo(ON_DEMAND * (1 - 0.06 / 0.3), 9);
  });

  it("save between the discounts at the highest and the lowest price", () => {
    const { range } = worked(spotSaving(FIXED, moneyFacts({ spot: MARKET })));

    expect(range?.low).toBeCloseTo(ON_DEMAND * (1 - 0.09 / 0.3), 9);
    expect(range?.high).toBeCloseTo(ON_DEMAND * (1 - 0.045 / 0.3), 9);
  });

  it("save on autoscaled pools between the highest price on the fewest nodes and the lowest on the most", () => {
    const { range } = worked(spotSaving(SCALED, moneyFacts({ spot: MARKET })));

    expect(range?.low).toBeCloseTo(3 * 0.24 * 730 * 0.7, 9);
    expect(range?.high).toBeCloseTo(10 * 0.24 * 730 * 0.85, 9);
  });

  it("stand on the mean of the nights", () => {
    const history = seenDays([[2], [2], [2], [2], [2], [2], [2]]);

    expect(worked(spotSaving(FIXED, moneyFacts({ spot: MARKET, history }))).monthly.amount).toBeCloseTo(2 * 0.24 * 730 * 0.8, 9);
  });

  it("say the rows, the dollars on both sides and the days they rest on", () => {
    const { prices: rows, workings } = worked(spotSaving(FIXED, moneyFacts({ spot: MARKET })));

    expect(rows.map(({ what }) => what)).toEqual(["Standard_D4ds_v5, Linux"]);
    expect(workings).toEqual([
      { label: "nodes counted", value: "3 tonight" },
      { label: "on demand, Standard_D4ds_v5", value: "0.3 USD an hour" },
      {
        label: "spot, Standard_D4ds_v5",
        formula: "median of 28 days, 0.045 to 0.09",
        value: "0.06 USD an hour, read 23 Nov 02:03 UTC",
      },
      { label: "discount, Standard_D4ds_v5", formula: "1 − 0.06 / 0.3", value: "0.8" },
      { label: "less a month, Standard_D4ds_v5", formula: "3 × 0.24 × 730 × 0.8", value: "420.48 EUR" },
    ]);
  });

  it("are compared with the list itself where the app counts in US dollars", () => {
    const linux = without(price(0.3), "usd");
    const list = prices({ currency: currency("USD"), vms: { Standard_D4ds_v5: { linux } } });

    expect(worked(spotSaving(FIXED, moneyFacts({ spot: MARKET, prices: list }))).monthly.amount).toBeCloseTo(3 * 0.3 * 730 * 0.8, 9);
  });

  it("of Windows are compared with Windows on demand", () => {
    const windows = { latest: 0.2, low: 0.2, median: 0.25, high: 0.3, days: 28 };

    const saving = worked(spotSaving({ ...FIXED, os: "windows" }, moneyFacts({ spot: offers({ windows }) })));

    expect(saving.monthly.amount).toBeCloseTo(3 * 0.4 * 730 * (1 - 0.25 / 0.5), 9);
  });

  it.for([
    { median: 0.3, why: "costs as much as on demand" },
    { median: 0.4, why: "costs more than on demand" },
  ])("save nothing, and never less, where spot $why", ({ median }) => {
    const linux = { latest: median, low: median, median, high: median, days: 28 };

    const saving = worked(spotSaving(FIXED, moneyFacts({ spot: offers({ linux }) })));

    expect(saving.monthly.amount).toBe(0);
    expect(saving).not.toHaveProperty("range");
    expect(saving.workings).toContainEqual(expect.objectContaining({ value: "none: spot is no cheaper" }));
  });

  it("are a guess of low confidence while the history is shorter than a month", () => {
    const short = spotOffer({ linux: { latest: 0.06, low: 0.06, median: 0.06, high: 0.06, days: 27 } });

    expect(spotSaving(FIXED, moneyFacts({ spot: offers(short) }))).toMatchObject({ confidence: "low" });
  });

  it.for([
    { what: "nobody read it", spot: undefined, why: "it is not read" },
    { what: "it could not be read", spot: missing("forbidden", "the app may not read it"), why: "the app may not read it" },
    { what: "the size is not in it", spot: known(spotMarket({}), NOW), why: "Azure gives none for the size" },
    { what: "only the other system is in it", spot: offers({ evictions: "0-5" }), why: "Azure gives none for the size" },
  ])("cost what the retail list says where there is no history because $what", ({ spot, why }) => {
    const saving = worked(spotSaving(FIXED, moneyFacts(spot ? { spot } : {})));

    expect(saving.monthly.amount).toBeCloseTo(ON_DEMAND * (1 - 0.06 / 0.24), 9);
    expect(saving).toMatchObject({ confidence: "low" });
    expect(saving).not.toHaveProperty("range");
    expect(saving.prices.map(({ what }) => what)).toEqual(["Standard_D4ds_v5, Linux", "Standard_D4ds_v5, Linux spot"]);
    expect(saving.workings).toContainEqual({ label: "spot history", value: `none: ${why}` });
  });

  it("cost what the retail list says where the price on demand is not known in US dollars", () => {
    const linux = without(price(0.24), "usd");
    const list = prices({ vms: { Standard_D4ds_v5: { linux, linuxSpot: price(0.12) } } });

    const saving = worked(spotSaving(FIXED, moneyFacts({ spot: MARKET, prices: list })));

    expect(saving.monthly.amount).toBeCloseTo(ON_DEMAND / 2, 9);
    expect(saving.workings).toContainEqual({
      label: "spot history",
      value: "none: it is in US dollars, and the price on demand in them is not known",
    });
  });

  it("are not priced without a history and a row", () => {
    const list = prices({ vms: { Standard_D4ds_v5: { linux: price(0.24) } } });

    expect(spotSaving(FIXED, moneyFacts({ prices: list }))).toEqual({
      notPriced:
        "no retail row for Standard_D4ds_v5, Linux spot in westeurope (list read 23 Nov 02:03 UTC), and no spot history: it is not read",
    });
  });

  it("are not priced without a price on demand, whatever the history says", () => {
    expect(spotSaving(FIXED, moneyFacts({ spot: MARKET, prices: prices({ vms: {} }) }))).toEqual({
      notPriced: expect.stringContaining("Standard_D4ds_v5, Linux in westeurope"),
    });
  });

  it.for([
    { what: "a pool that has them", of: { ...FIXED, priority: "spot" as const }, inside: cluster() },
    { what: "a capacity reservation group", of: { ...FIXED, capacityReservationGroupId: "group" }, inside: cluster() },
    { what: "Windows with Hybrid Benefit", of: { ...FIXED, os: "windows" as const }, inside: cluster({ hasHybridBenefit: true }) },
  ])("are not priced for $what", ({ of, inside }) => {
    const windows = { latest: 0.2, low: 0.2, median: 0.2, high: 0.2, days: 28 };

    expect(spotSaving(of, moneyFacts({ cluster: inside, spot: offers(spotOffer({ windows })) }))).toHaveProperty("notPriced");
  });

  it("of several sizes save the sum of their own discounts", () => {
    const D8 = vmSize("Standard_D8ds_v5");
    const mixed = pool({
      sizes: [poolSize(D4, 3), poolSize(D8, 1)],
      nodeCount: 4,
    });
    const facts = moneyFacts({
      prices: prices({ vms: { Standard_D4ds_v5: vmPrices(0.24), Standard_D8ds_v5: vmPrices(0.48) } }),
      skus: skus(sku(), sku({ name: "Standard_D8ds_v5" })),
      spot: known(
        spotMarket({
          Standard_D4ds_v5: spotOffer(),
          Standard_D8ds_v5: spotOffer({ linux: { latest: 0.3, low: 0.3, median: 0.3, high: 0.3, days: 12 } }),
        }),
        NOW,
      ),
    });

    const saving = worked(spotSaving(mixed, facts));

    expect(saving.monthly.amount).toBeCloseTo(3 * 0.24 * 730 * 0.8 + 0.48 * 730 * 0.5, 9);
    expect(saving).toMatchObject({ confidence: "low" });
  });

  it("are worth nothing tonight and something at the most in a pool that rests on none", () => {
    const resting = pool({ nodeCount: 0, sizes: [poolSize(D4, 0, { min: 0, max: 2 })] });

    const saving = worked(spotSaving(resting, moneyFacts({ spot: MARKET })));

    expect(saving).toMatchObject({ monthly: { amount: 0 }, confidence: "low", range: { low: 0 } });
    expect(saving.range?.high).toBeCloseTo(2 * 0.24 * 730 * 0.85, 9);
  });
});
