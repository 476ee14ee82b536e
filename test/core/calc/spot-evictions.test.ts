import { describe, expect, it } from "vitest";
import { evictionsADay, isOpenEnded, maxPriceUsd, NO_MAX_PRICE } from "../../../src/core/calc/spot-evictions.ts";
import { EVICTION_BANDS } from "../../../src/core/model/price.ts";

describe("evictions a day", () => {
  it.for([
    { nodes: 12, band: "0-5", evictions: 14.4 },
    { nodes: 1, band: "5-10", evictions: 2.4 },
    { nodes: 10, band: "10-15", evictions: 36 },
    { nodes: 10, band: "15-20", evictions: 48 },
    { nodes: 10, band: "20+", evictions: 48 },
    { nodes: 0, band: "20+", evictions: 0 },
  ] as const)("of $nodes nodes in class $band: $evictions", ({ nodes, band, evictions }) => {
    expect(evictionsADay(nodes, band)).toBeCloseTo(evictions, 9);
  });

  it("are at least so many in the class without an upper end", () => {
    expect(EVICTION_BANDS.filter(isOpenEnded)).toEqual(["20+"]);
  });
});

describe("the max price of spot nodes", () => {
  it.for([undefined, Number.NaN, Number.POSITIVE_INFINITY, 0, -0.5, 0.000_009])("is none where %f is asked for", (wanted) => {
    expect(maxPriceUsd(wanted)).toBe(NO_MAX_PRICE);
    expect(NO_MAX_PRICE).toBe(-1);
  });

  it.for([
    { wanted: 0.0987, price: 0.0987 },
    { wanted: 0.098_765_43, price: 0.098_76 },
    { wanted: 0.000_01, price: 0.000_01 },
    { wanted: 0.29, price: 0.29 },
    { wanted: 1.1, price: 1.1 },
    { wanted: 0.1 + 0.2, price: 0.3 },
  ])("of $wanted US dollars is $price: five decimals, never more", ({ wanted, price }) => {
    expect(maxPriceUsd(wanted)).toBe(price);
  });
});
