import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addTotals,
  type Claim,
  chooseSavings,
  excludeEachOther,
  type SavingsTotal,
  savingsTotal,
} from "../../../src/core/calc/savings-choice.ts";
import { type Firmness, SAVING_KINDS, type SavingKind } from "../../../src/core/model/saving.ts";
import { law, lawTried } from "../../support/law.ts";
import { EUR, saving } from "./savings-pool.ts";

type Scope = string | readonly string[];

const claim = (about: SavingKind, firmness: Firmness, amount: number, scope?: Scope, id = `${about} ${scope}`): Claim => ({
  id,
  saving: saving(about, firmness, amount),
  ...(scope === undefined ? {} : typeof scope === "string" ? { pool: scope } : { pools: scope }),
});

const ids = (claims: readonly Claim[]): readonly string[] => claims.map(({ id }) => id);

describe("what is counted", () => {
  it("is worth the most together, not the best one first", () => {
    const choice = chooseSavings([
      claim("scale-to-zero", "firm", 100, "apps"),
      claim("spot", "firm", 60, "apps"),
      claim("disk", "firm", 30, "apps"),
      claim("public-ip", "firm", 15, "apps"),
    ]);

    expect(ids(choice.counted)).toEqual(["spot apps", "disk apps", "public-ip apps"]);
    expect(ids(choice.alsoPossible)).toEqual(["scale-to-zero apps"]);
  });

  it("is firm before it is up to something, however much that is", () => {
    const choice = chooseSavings([claim("idle", "up-to", 5000), claim("disk", "firm", 1, "apps"), claim("spot", "up-to", 60, "apps")]);

    expect(ids(choice.counted)).toEqual(["spot apps", "disk apps"]);
    expect(ids(choice.alsoPossible)).toEqual(["idle undefined"]);
  });

  it("adds up over pools", () => {
    const choice = chooseSavings([claim("size", "firm", 10, "a"), claim("size", "firm", 20, "b"), claim("disk", "firm", 5, "c")]);

    expect(choice.counted).toHaveLength(3);
  });

  it.for([
    { pools: 9, whole: 10, counted: ["idle undefined"] },
    { pools: 11, whole: 10, counted: ["size a", "size b"] },
  ])("is a whole cluster worth $whole or its pools worth $pools", ({ pools, whole, counted }) => {
    const choice = chooseSavings([claim("size", "firm", 4, "a"), claim("size", "firm", pools - 4, "b"), claim("idle", "firm", whole)]);

    expect(ids(choice.counted)).toEqual(counted);
  });

  it("takes a claim on several pools as one on each", () => {
    const together = claim("size", "firm", 10, ["a", "b"]);

    expect(excludeEachOther(together, claim("spot", "firm", 1, "b"))).toBe(true);
    expect(excludeEachOther(together, claim("size", "firm", 1, ["b", "c"]))).toBe(true);
    expect(excludeEachOther(together, claim("spot", "firm", 1, "c"))).toBe(false);
    expect(excludeEachOther(together, claim("public-ip", "firm", 1, "a"))).toBe(false);
    expect(excludeEachOther(together, claim("idle", "firm", 1))).toBe(true);
    expect(excludeEachOther(claim("idle", "firm", 1), together)).toBe(true);
  });

  it("takes a claim that names no pools as one on the whole cluster", () => {
    expect(excludeEachOther(claim("size", "firm", 1, []), claim("spot", "firm", 1, "a"))).toBe(true);
    expect(excludeEachOther({ ...claim("size", "firm", 1, ["a"]), pool: "b" }, claim("spot", "firm", 1, "b"))).toBe(true);
  });

  it.for([0, -5])("is never a saving of %i, and nor is it possible in place of another", (amount) => {
    const choice = chooseSavings([claim("size", "firm", amount, "apps"), claim("tier", "firm", 73)]);

    expect(ids(choice.counted)).toEqual(["tier undefined"]);
    expect(choice.alsoPossible).toEqual([]);
  });

  it("is the earlier kind where two are worth the same, then the lower id", () => {
    const spot = claim("spot", "firm", 10, "apps", "1");
    const size = claim("size", "firm", 10, "apps", "3");
    const other = claim("size", "firm", 10, "apps", "2");

    expect(ids(chooseSavings([spot, size]).counted)).toEqual(["3"]);
    expect(ids(chooseSavings([spot, size, other]).counted)).toEqual(["2"]);
    expect(ids(chooseSavings([other, size, spot]).counted)).toEqual(["2"]);
  });

  it("is the set with the earlier kind where two sets are worth the same", () => {
    const claims = [
      claim("scale-to-zero", "firm", 30, "apps"),
      claim("spot", "firm", 10, "apps"),
      claim("disk", "firm", 10, "apps"),
      claim("public-ip", "firm", 10, "apps"),
    ];

    expect(ids(chooseSavings(claims).counted)).toEqual(["scale-to-zero apps"]);
  });

  it("is the earlier kind too where one claim of a later kind is worth as much as several", () => {
    const claims = [claim("size", "firm", 5, "a"), claim("size", "firm", 5, "b"), claim("spot", "firm", 10)];

    expect(ids(chooseSavings(claims).counted)).toEqual(["size a", "size b"]);
  });

  it("is the dearer of two by however little", () => {
    expect(ids(chooseSavings([claim("size", "firm", 10.3, "apps"), claim("spot", "firm", 10.300_01, "apps")]).counted)).toEqual([
      "spot apps",
    ]);
  });

  it("is worked out within seconds for a hundred pools under advice for the whole cluster", () => {
    const names = Array.from({ length: 100 }, (_, index) => `p${index}`);
    const claims = [
      ...names.flatMap((name, index) => SAVING_KINDS.map((kind, place) => claim(kind, "firm", 1 + ((index * 7 + place * 13) % 29), name))),
      ...SAVING_KINDS.map((kind, place) => claim(kind, "firm", 100 * place)),
      ...names.slice(0, 20).map((name, index) => claim("size", "firm", 40, [name, `p${index + 1}`], `pair ${index}`)),
    ];

    const { counted } = chooseSavings(claims);

    expect(counted.length).toBeGreaterThan(100);
  });
});

describe("totals", () => {
  it("keep firm and up to apart, and count what is not priced", () => {
    const claims = [claim("disk", "firm", 80, "apps"), claim("spot", "up-to", 876, "apps")];

    expect(savingsTotal(claims, EUR, 2)).toEqual({
      firm: { amount: 80, currency: "EUR" },
      upTo: { amount: 876, currency: "EUR" },
      notPriced: 2,
    });
    expect(savingsTotal([], EUR)).toEqual({ firm: { amount: 0, currency: "EUR" }, upTo: { amount: 0, currency: "EUR" }, notPriced: 0 });
  });

  const amount = fc.integer({ min: 0, max: 1e7 }).map((cents) => cents / 100);
  const total = fc.record({ firm: amount, upTo: amount, notPriced: fc.nat(9) }).map(
    ({ firm, upTo, notPriced }): SavingsTotal => ({
      firm: { amount: firm, currency: EUR },
      upTo: { amount: upTo, currency: EUR },
      notPriced,
    }),
  );

  law("of clusters add up, to the last digit the same in any order", [fc.array(total)], (totals) => {
    const sum = addTotals(totals, EUR);

    expect(addTotals(totals.toReversed(), EUR)).toEqual(sum);
    expect(sum.firm.amount).toBeCloseTo(
      totals.reduce((all, { firm }) => all + firm.amount, 0),
      4,
    );
    expect(sum.notPriced).toBe(totals.reduce((all, { notPriced }) => all + notPriced, 0));
  });
});

describe("laws of choosing", () => {
  const scope = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom("a", "b", "c") },
    { weight: 1, arbitrary: fc.constant(undefined) },
    { weight: 2, arbitrary: fc.constantFrom(["a", "b"], ["b", "c"], ["a", "c"]) },
  );
  const anyClaim = fc
    .record({
      about: fc.constantFrom(...SAVING_KINDS),
      firmness: fc.constantFrom("firm", "up-to"),
      cents: fc.integer({ min: -20, max: 400 }),
      scope,
    })
    .map(({ about, firmness, cents, scope: on }) => claim(about, firmness as Firmness, cents / 10, on));
  const anyClaims = fc.array(anyClaim, { maxLength: 12 }).map((claims) => claims.map((each, place) => ({ ...each, id: `f${place}` })));

  const worth = (claims: readonly Claim[]): number => claims.reduce((all, each) => all + each.saving.monthly.amount, 0);
  const of = (claims: readonly Claim[], firmness: Firmness): readonly Claim[] =>
    claims.filter(({ saving: { firmness: own, monthly } }) => own === firmness && monthly.amount > 0);

  /** The plain way: every set there is. */
  function mostOf([first, ...rest]: readonly Claim[]): number {
    if (!first) return 0;
    const without = mostOf(rest);
    return Math.max(without, first.saving.monthly.amount + mostOf(rest.filter((each) => !excludeEachOther(first, each))));
  }

  law("what is counted excludes nothing else that is counted", [anyClaims], (claims) => {
    const { counted } = chooseSavings(claims);

    for (const a of counted) for (const b of counted) expect(a !== b && excludeEachOther(a, b)).toBe(false);
  });

  lawTried(300)("firm is the most it can be, and up to the most that firm leaves", [anyClaims], (claims) => {
    const { counted } = chooseSavings(claims);
    const firm = of(counted, "firm");
    const left = of(claims, "up-to").filter((each) => !firm.some((chosen) => excludeEachOther(chosen, each)));

    expect(worth(firm)).toBeCloseTo(mostOf(of(claims, "firm")), 6);
    expect(worth(of(counted, "up-to"))).toBeCloseTo(mostOf(left), 6);
  });

  const shuffled = anyClaims.chain((claims) =>
    fc.tuple(fc.constant(claims), fc.shuffledSubarray([...claims], { minLength: claims.length, maxLength: claims.length })),
  );

  lawTried(300)("it is the same whatever order the findings come in", [shuffled], ([claims, others]) => {
    expect(chooseSavings(others)).toEqual(chooseSavings(claims));
    expect(savingsTotal(others, EUR)).toEqual(savingsTotal(claims, EUR));
  });

  law("it is never more than all that is offered, and every worthwhile claim is in one of the two lists", [anyClaims], (claims) => {
    const { counted, alsoPossible } = chooseSavings(claims);
    const total = savingsTotal(claims, EUR);

    expect(ids([...counted, ...alsoPossible]).toSorted()).toEqual(ids([...of(claims, "firm"), ...of(claims, "up-to")]).toSorted());
    expect(total.firm.amount + total.upTo.amount).toBeLessThanOrEqual(worth([...of(claims, "firm"), ...of(claims, "up-to")]) + 1e-6);
  });

  law("another claim never makes the firm total smaller", [anyClaims, anyClaim], (claims, more) => {
    const before = savingsTotal(claims, EUR).firm.amount;

    expect(savingsTotal([...claims, more], EUR).firm.amount).toBeGreaterThanOrEqual(before - 1e-6);
  });
});
