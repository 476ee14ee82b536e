import type { Money } from "../model/money.ts";
import { plainName } from "./plain.ts";

/** From here on two decimals would read `10.00`. */
const WHOLE_FROM = 9.995;

/** `€410`, `€3.20`: whole units from 10 up, two decimals below, none where the currency has none. Never `-€0`. */
export function moneyText(money: Money, locale: string): string {
  const isWhole = isNothing(money) || Math.abs(money.amount) >= WHOLE_FROM;
  const digits = isWhole ? 0 : Math.min(2, decimalsOf(money.currency));
  return formatted(money, locale, digits, digits);
}

/** `€410/month` */
export const monthlyText = (money: Money, locale: string): string => `${moneyText(money, locale)}/month`;

/** A price as it is listed, `€0.2304`: an hour of a small disk or node is a fraction of a cent. */
export const priceText = (money: Money, locale: string): string => formatted(money, locale, Math.min(2, decimalsOf(money.currency)), 6);

/** Too little to be shown in the currency. */
export const isNothing = ({ amount, currency }: Money): boolean => Math.abs(amount) < 0.5 * 10 ** -Math.min(2, decimalsOf(currency));

/** Made once: formatters are dear to make, and a report writes tens of thousands of amounts. */
const made = new Map<string, Intl.NumberFormat>();

function formatter(locale: string, currency: string, least?: number, most?: number): Intl.NumberFormat {
  const key = `${locale} ${currency} ${least} ${most}`;
  const known = made.get(key);
  if (known) return known;
  const digits = least === undefined ? {} : { minimumFractionDigits: least, maximumFractionDigits: most ?? least };
  const format = new Intl.NumberFormat(locale, { style: "currency", signDisplay: "negative", currency, ...digits });
  made.set(key, format);
  return format;
}

const decimals = new Map<string, number>();

function decimalsOf(currency: string): number {
  const known = decimals.get(currency) ?? formatter("en", currency).resolvedOptions().maximumFractionDigits ?? 2;
  decimals.set(currency, known);
  return known;
}

/** Some locales put marks without a shape or spaces that do not break around an amount. */
const formatted = ({ amount, currency }: Money, locale: string, least: number, most: number): string =>
  plainName(formatter(locale, currency, least, most).format(amount));
