import { describe, expect, it } from "vitest";
import { comparableLast, firmSaid, headlineMoney } from "../../../src/core/digest/headline.ts";
import { currency, type Money } from "../../../src/core/model/money.ts";
import { EUR } from "./estate.ts";

const eur = (amount: number): Money => ({ amount, currency: EUR });
const total = (firm: number, notPriced = 0) => ({ firm: eur(firm), upTo: eur(900), notPriced });

describe("the money of a headline", () => {
  it.for<readonly [string, number, number, Money | undefined, number | undefined]>([
    ["what is firm", 672, 0, undefined, 672],
    ["what is firm, whatever else is not priced", 672, 3, eur(390), 672],
    ["nothing where only up-to amounts were found", 0, 0, undefined, undefined],
    ["that nothing is left of what it said last", 0, 0, eur(390), 0],
    ["nothing while it cannot be known whether something is left", 0, 1, eur(390), undefined],
    ["nothing where nothing was said last", 0, 0, eur(0), undefined],
    ["nothing where the last one was in another currency", 0, 0, { amount: 390, currency: currency("USD") }, undefined],
  ])("is %s", ([, firm, notPriced, last, expected]) => {
    expect(firmSaid(total(firm, notPriced), last)?.amount).toBe(expected);
  });

  it.for<readonly [string, number, number, Money | undefined, number | undefined]>([
    ["more", 672, 3, eur(390), 390],
    ["less, and everything is priced", 200, 0, eur(390), 390],
    ["less, and something is not priced: that may be all the difference", 200, 1, eur(390), undefined],
    ["the first", 200, 1, undefined, undefined],
  ])("is compared with the last one where it is %s", ([, firm, notPriced, last, expected]) => {
    expect(comparableLast(total(firm, notPriced), last)?.amount).toBe(expected);
  });

  it.for<readonly [number, Money | undefined, string]>([
    [672, eur(390), "€672/month at list price (was €390)"],
    [672, undefined, "€672/month at list price"],
    [672, eur(672.3), "€672/month at list price"],
    [672, { amount: 390, currency: currency("USD") }, "€672/month at list price"],
    [0, eur(390), "€0/month at list price (was €390)"],
  ])("compares with what the last digest said: %d, %o", ([amount, last, expected]) => {
    expect(headlineMoney(eur(amount), last, "en-GB")).toBe(expected);
  });
});
