import { describe, expect, it } from "vitest";
import { isNothing, moneyText, monthlyText, priceText } from "../../../src/core/digest/amount.ts";
import { currency, type Money } from "../../../src/core/model/money.ts";

const money = (amount: number, code = "EUR"): Money => ({ amount, currency: currency(code) });

describe("an amount of money", () => {
  it.for<readonly [Money, string, string]>([
    [money(410.4), "en-GB", "€410"],
    [money(4210), "en-GB", "€4,210"],
    [money(10), "en-GB", "€10"],
    [money(9.994), "en-GB", "€9.99"],
    [money(9.995), "en-GB", "€10"],
    [money(3.2), "en-GB", "€3.20"],
    [money(0.005), "en-GB", "€0.01"],
    [money(0.0049), "en-GB", "€0"],
    [money(-0.001), "en-GB", "€0"],
    [money(-42.4), "en-GB", "-€42"],
    [money(1234.5), "de-DE", "1.235 €"],
    [money(3.2), "de-DE", "3,20 €"],
    [money(1234567, "INR"), "en-IN", "₹12,34,567"],
    [money(980.4, "JPY"), "ja-JP", "￥980"],
    [money(3.4, "JPY"), "en-GB", "JP¥3"],
    [money(3.4567, "KWD"), "en-GB", "KWD 3.46"],
  ])("is whole from 10 up and has two decimals below, as the locale writes it: %o in %s is %s", ([amount, locale, expected]) => {
    expect(moneyText(amount, locale)).toBe(expected);
  });

  it("holds no marks without a shape and no spaces that do not break, which some locales put there", () => {
    for (const locale of ["fr-FR", "ar-EG", "fa-IR", "he-IL", "sv-SE"]) {
      expect(moneyText(money(-1234.5), locale)).not.toMatch(/[\p{Cf}\p{Cc}\u00A0\u202F]/u);
    }
  });

  it("is said by the month", () => {
    expect(monthlyText(money(262.4), "en-GB")).toBe("€262/month");
  });

  it.for<readonly [Money, boolean]>([
    [money(0), true],
    [money(0.0049), true],
    [money(-0.0049), true],
    [money(0.005), false],
    [money(-0.005), false],
    [money(0.4, "JPY"), true],
    [money(0.6, "JPY"), false],
  ])("is nothing where the currency cannot show it: %o, %s", ([amount, expected]) => {
    expect(isNothing(amount)).toBe(expected);
  });
});

describe("a listed price", () => {
  it.for<readonly [Money, string]>([
    [money(0.24), "€0.24"],
    [money(0.2304), "€0.2304"],
    [money(0.0187), "€0.0187"],
    [money(0.00123456789), "€0.001235"],
    [money(19.71), "€19.71"],
    [money(135), "€135.00"],
    [money(36, "JPY"), "JP¥36"],
    [money(36.25, "JPY"), "JP¥36.25"],
  ])("keeps its small digits: %o is %s", ([amount, expected]) => {
    expect(priceText(amount, "en-GB")).toBe(expected);
  });
});
