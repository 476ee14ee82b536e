import { describe, expect, it } from "vitest";
import { known, missing } from "../../../src/core/model/absence.ts";
import type { NodePool } from "../../../src/core/model/cluster.ts";
import type { EvictionBand, SpotOffer, SpotRange } from "../../../src/core/model/price.ts";
import { day } from "../../../src/core/model/time.ts";
import { spotMarketWorsened } from "../../../src/core/rules/spot-market-worsened.ts";
import { NOW, pool, poolSize, sku, skus, spotMarket, without } from "../../support/build.ts";
import { answersOn, commandsOf, onlyFinding, SILENT, workingOf } from "./judging.ts";

const D4 = "Standard_D4ds_v5";
const range = (lastWeek: number, change: Partial<SpotRange> = {}): SpotRange => ({
  ...{ latest: lastWeek, low: 0.04, median: 0.05, high: 0.09, days: 28, lastWeek },
  ...change,
});
const offer = (lastWeek: number, before: EvictionBand = "0-5", now: EvictionBand = "0-5"): SpotOffer => ({
  linux: range(lastWeek),
  evictions: now,
  earlierEvictions: { day: day("2026-10-27"), band: before },
});
const spot = (change: Partial<NodePool> = {}) => pool({ priority: "spot", spot: { evictionPolicy: "delete" }, ...change });
const facts = (given: SpotOffer) => ({ spot: known(spotMarket({ [D4]: given }), NOW) });

describe("spot-market-worsened", () => {
  it("finds nodes that got dearer, and what they cost more a month in US dollars", () => {
    const finding = onlyFinding(answersOn(spotMarketWorsened, spot(), { facts: facts(offer(0.065)) }));

    expect(finding).toMatchObject({ subject: "apps", severity: "medium", title: "Spot nodes got dearer", worth: { kind: "none" } });
    expect(finding.magnitude).toEqual({ value: expect.closeTo(30, 9), unit: "point" });
    expect(workingOf(finding, "more a month")).toBe("32.85 USD");
  });

  it("finds nodes that go more often, with both classes", () => {
    const finding = onlyFinding(answersOn(spotMarketWorsened, spot(), { facts: facts(offer(0.05, "0-5", "20+")) }));

    expect(finding).toMatchObject({ title: "Spot nodes are taken back more often", magnitude: { value: 0 } });
    expect(workingOf(finding, "eviction class on 27 Oct")).toBe("0–5 % an hour");
    expect(workingOf(finding, "eviction class now")).toBe("20 % or more an hour");
  });

  it("says both in one finding", () => {
    const finding = onlyFinding(answersOn(spotMarketWorsened, spot(), { facts: facts(offer(0.07, "5-10", "10-15")) }));

    expect(finding.title).toBe("Spot nodes got dearer and go more often");
  });

  it.for([
    { lastWeek: 0.06, finds: 1 },
    { lastWeek: 0.0599, finds: 0 },
    { lastWeek: 0.03, finds: 0 },
  ])("a week at $lastWeek beside a median of 0.05: $finds, as 20 % count", ({ lastWeek, finds }) => {
    const { findings, notApplicable } = answersOn(spotMarketWorsened, spot(), { facts: facts(offer(lastWeek)) });

    expect([findings.length, notApplicable.length]).toEqual([finds, 1 - finds]);
  });

  it("goes by the rise that is set", () => {
    const scene = { facts: facts(offer(0.06)), thresholds: { leastRise: 25 } };

    expect(answersOn(spotMarketWorsened, spot(), scene).findings).toEqual([]);
  });

  it("finds nothing where they are taken back less often", () => {
    expect(answersOn(spotMarketWorsened, spot(), { facts: facts(offer(0.05, "5-10", "0-5")) })).toMatchObject({
      findings: [],
      notApplicable: [{ subject: "apps" }],
    });
  });

  it("goes by the market of the pool's own system", () => {
    const given = { ...offer(0.05), windows: range(0.09) };

    expect(answersOn(spotMarketWorsened, spot(), { facts: facts(given) }).findings).toEqual([]);
    expect(answersOn(spotMarketWorsened, spot({ os: "windows" }), { facts: facts(given) }).findings).toHaveLength(1);
  });

  describe("names a size to add beside it", () => {
    const rows = skus(sku(), sku({ name: "Standard_D4as_v5" }));
    const beside = (other: SpotOffer) =>
      answersOn(spotMarketWorsened, spot(), {
        facts: { skus: known(rows, NOW), spot: known(spotMarket({ [D4]: offer(0.065), Standard_D4as_v5: other }), NOW) },
      });

    it("where one is better by price and evictions", () => {
      const finding = onlyFinding(beside({ linux: range(0.04, { median: 0.04 }), evictions: "0-5" }));

      expect(commandsOf(finding)).toEqual([
        expect.stringContaining(
          "-n appsb --node-vm-size Standard_D4as_v5 --node-count 0 --enable-cluster-autoscaler --min-count 0 --max-count 10",
        ),
      ]);
    });

    it("never where it is cheaper and goes too often", () => {
      const finding = onlyFinding(beside({ linux: range(0.04, { median: 0.04 }), evictions: "5-10" }));

      expect(commandsOf(finding)).toEqual([]);
    });
  });

  it("is silent about regular pools", () => {
    expect(answersOn(spotMarketWorsened, pool(), { facts: facts(offer(0.09)) })).toMatchObject(SILENT);
  });

  it.for([
    { what: "a stopped pool", on: { powerState: "stopped" } },
    { what: "a fixed pool without nodes", on: { nodeCount: 0, sizes: [poolSize(D4, 0)] } },
  ] as const)("does not apply to $what", ({ on }) => {
    expect(answersOn(spotMarketWorsened, spot(on), { facts: facts(offer(0.09)) })).toMatchObject({
      findings: [],
      notApplicable: [{ subject: "apps" }],
    });
  });

  const withoutEarlier = without(offer(0.05), "earlierEvictions");
  const withoutWeek = without(range(0.05), "lastWeek");
  it.for([
    { what: "the market", given: { spot: missing("unavailable", "Resource Graph did not answer") }, why: /did not answer/ },
    { what: "a market of the size", given: { spot: known(spotMarket({}), NOW) }, why: /no spot prices/ },
    { what: "a mean of the week", given: facts({ ...offer(0.05), linux: withoutWeek }), why: /history covers/ },
    { what: "14 days", given: facts({ ...offer(0.05), linux: range(0.09, { days: 13 }) }), why: /13 of at least 14 days/ },
  ])("cannot tell without $what", ({ given, why }) => {
    expect(answersOn(spotMarketWorsened, spot(), { facts: given })).toMatchObject({
      findings: [],
      unknown: [{ subject: "apps", reason: { why: expect.stringMatching(why) } }],
    });
  });

  it("does not apply on the day from which the class is watched", () => {
    expect(answersOn(spotMarketWorsened, spot(), { facts: facts(withoutEarlier) })).toMatchObject({
      findings: [],
      unknown: [],
      notApplicable: [{ subject: "apps", why: expect.stringMatching(/since today/) }],
    });
  });

  it("says what got worse by one measure where the other is not known", () => {
    expect(answersOn(spotMarketWorsened, spot(), { facts: facts({ ...withoutEarlier, linux: range(0.09) }) }).findings).toHaveLength(1);
    expect(
      answersOn(spotMarketWorsened, spot(), { facts: facts({ ...offer(0.05, "0-5", "5-10"), linux: withoutWeek }) }).findings,
    ).toHaveLength(1);
  });
});
