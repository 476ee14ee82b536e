import type { Money } from "../model/money.ts";
import { plainName } from "./plain.ts";

/** From here on two decimals would read `10.00`. */
const WHOLE_FROM = 9.995;

/** `€410`, `€3.20`: whole units from 10 up, two decimals below, none where the currency has none. Never `-€0`. */
export function moneyText(money: Money, locale: string): string {
  const { amount, currency } = money;
  const isWhole = isNothing(money) || Math.abs(amount) >= WHOLE_FROM;
  const digits = isWhole ? 0 : Math.min(2, decimalsOf(currency));
  return formatted(amount, locale, { currency, minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** `€410/month` */
export const monthlyText = (money: Money, locale: string): string => `${moneyText(money, locale)}/month`;

/** A price as it is listed, `€0.2304`: an hour of a small disk or node is a fraction of a cent. */
export const priceText = ({ amount, currency }: Money, locale: string): string =>
  formatted(amount, locale, { currency, minimumFractionDigits: Math.min(2, decimalsOf(currency)), maximumFractionDigits: 6 });

/** Too little to be shown in the currency. */
export const isNothing = ({ amount, currency }: Money): boolean => Math.abs(amount) < 0.5 * 10 ** -Math.min(2, decimalsOf(currency));

const decimalsOf = (currency: string): number =>
  new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;

/** Some locales put marks without a shape or spaces that do not break around an amount. */
const formatted = (amount: number, locale: string, format: Intl.NumberFormatOptions): string =>
  plainName(new Intl.NumberFormat(locale, { style: "currency", signDisplay: "negative", ...format }).format(amount));
