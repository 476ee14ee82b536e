import { describe, expect, it } from "vitest";
import { known, missing } from "../../../src/core/model/absence.ts";
import type { NodePool } from "../../../src/core/model/cluster.ts";
import { spotMaxPrice } from "../../../src/core/rules/spot-max-price.ts";
import { NOW, pool, poolSize, price, prices, spotMarket, spotOffer, vmPrices, without } from "../../support/build.ts";
import { answersOn, commandsOf, onlyFinding, SILENT, workingOf } from "./judging.ts";

// 0.24 EUR are 0.3 US dollars on demand; spot is 0.06 US dollars.
const facts = { prices: known(prices(), NOW), spot: known(spotMarket(), NOW) };
const NO_PRICES = { prices: missing("unavailable", "the list did not answer") };
const NO_SPOT = { spot: missing("unavailable", "Resource Graph did not answer") };
const capped = (maxPriceUsdHourly: number, change: Partial<NodePool> = {}) =>
  pool({ priority: "spot", spot: { evictionPolicy: "delete", maxPriceUsdHourly }, ...change });

describe("spot-max-price", () => {
  it("finds a max price below the spot price, in US dollars whatever the currency", () => {
    const finding = onlyFinding(answersOn(spotMaxPrice, capped(0.045), { facts }));

    expect(finding).toMatchObject({ subject: "apps", severity: "medium", worth: { kind: "none" } });
    expect(finding.magnitude).toEqual({ value: expect.closeTo(25, 9), unit: "point" });
    expect(workingOf(finding, "spot, 28 days")).toBe("0.045 to 0.09 US dollars an hour");
    expect(commandsOf(finding)[0]).toContain("--priority Spot --eviction-policy Delete --spot-max-price -1");
  });

  it("finds a max price that is not below the price on demand, and asks for no new pool", () => {
    const finding = onlyFinding(answersOn(spotMaxPrice, capped(0.4), { facts }));

    expect(finding).toMatchObject({ severity: "info", magnitude: { value: 0 }, remedy: { restarts: "nothing until then" } });
    expect(commandsOf(finding)).toEqual([]);
  });

  it.for([
    { cap: 0.05999, severity: "medium" },
    { cap: 0.06, severity: "none" },
    { cap: 0.29999, severity: "none" },
    { cap: 0.3, severity: "info" },
  ])("$cap between 0.06 on spot and 0.3 on demand: $severity", ({ cap, severity }) => {
    const { findings, notApplicable } = answersOn(spotMaxPrice, capped(cap), { facts });

    expect(findings.map((finding) => finding.severity)).toEqual(severity === "none" ? [] : [severity]);
    expect(notApplicable).toHaveLength(severity === "none" ? 1 : 0);
  });

  it("compares with the market of the pool's own system", () => {
    const windows = spotMarket({ Standard_D4ds_v5: spotOffer({ windows: { latest: 0.2, low: 0.1, median: 0.2, high: 0.2, days: 28 } }) });

    const outcome = answersOn(spotMaxPrice, capped(0.1, { os: "windows" }), { facts: { ...facts, spot: known(windows, NOW) } });

    expect(onlyFinding(outcome).severity).toBe("medium");
  });

  it.for([
    { what: "a price below the market, without the list", cap: 0.05, given: { ...facts, ...NO_PRICES }, finds: 1 },
    { what: "a price above on demand, without the market", cap: 0.4, given: { ...facts, ...NO_SPOT }, finds: 1 },
    { what: "a price above the market, without the list", cap: 0.1, given: { ...facts, ...NO_PRICES }, finds: 0 },
    { what: "a price below on demand, without the market", cap: 0.1, given: { ...facts, ...NO_SPOT }, finds: 0 },
    { what: "a size without a market", cap: 0.1, given: { ...facts, spot: known(spotMarket({}), NOW) }, finds: 0 },
    {
      what: "a list without US dollars",
      cap: 0.1,
      given: { ...facts, prices: known(prices({ vms: { Standard_D4ds_v5: vmPrices(0.24, { linux: inEurosOnly(0.24) }) } }), NOW) },
      finds: 0,
    },
  ])("$what: finds $finds, and else cannot tell", ({ cap, given, finds }) => {
    const { findings, unknown } = answersOn(spotMaxPrice, capped(cap), { facts: given });

    expect([findings.length, unknown.length]).toEqual([finds, 1 - finds]);
  });

  it("cannot tell of Windows under Hybrid Benefit, whose spot price is not documented", () => {
    const outcome = answersOn(spotMaxPrice, capped(9, { os: "windows" }), { facts, of: { hasHybridBenefit: true } });

    expect(outcome).toMatchObject({ findings: [], unknown: [{ subject: "apps" }] });
  });

  it.for([
    { what: "a spot pool without a max price", of: pool({ priority: "spot", spot: { evictionPolicy: "delete" } }) },
    { what: "a regular pool", of: pool() },
  ])("is silent about $what", ({ of }) => {
    expect(answersOn(spotMaxPrice, of, { facts })).toMatchObject(SILENT);
  });

  it.for([
    { what: "a stopped pool", on: { powerState: "stopped" } },
    { what: "a pool without nodes", on: { nodeCount: 0, sizes: [poolSize("Standard_D4ds_v5", 0)] } },
  ] as const)("does not apply to $what", ({ on }) => {
    expect(answersOn(spotMaxPrice, capped(0.01, on), { facts })).toMatchObject({ findings: [], notApplicable: [{ subject: "apps" }] });
  });
});

function inEurosOnly(amount: number) {
  return without(price(amount), "usd");
}
