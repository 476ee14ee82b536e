import { type Currency, HOURS_A_MONTH, type Money } from "../model/money.ts";
import type { PriceUse } from "../model/saving.ts";
import type { Working } from "../model/working.ts";
import type { NotPriced } from "./not-priced.ts";
import type { Rate } from "./price-node.ts";
import type { SizeNodes } from "./surge.ts";

/** An amount of a month with everything it was worked out from, before it gets a currency. */
export interface Amount {
  readonly monthly: number;
  readonly prices: readonly PriceUse[];
  readonly workings: readonly Working[];
}

export const NOTHING: Amount = { monthly: 0, prices: [], workings: [] };

/** So many of something a month, by the price of one. */
export interface Unit {
  readonly monthly: number;
  /** `0.24 × 730`, or the price of a month. */
  readonly formula: string;
  readonly use: PriceUse;
}

export const unitOf = ({ hourly, use }: Rate): Unit => ({ monthly: hourly * HOURS_A_MONTH, formula: hoursText(hourly), use });

/** The sum over sizes; those without nodes need no price. One price that is missing leaves the whole without an amount. */
export function amountOf(
  label: string,
  sizes: readonly SizeNodes[],
  unit: (size: SizeNodes) => Unit | undefined | NotPriced,
  currency: Currency,
): Amount | NotPriced {
  const amounts: Amount[] = [];
  for (const size of sizes) {
    if (size.nodes === 0) continue;
    const one = unit(size);
    if (one === undefined) continue;
    if ("notPriced" in one) return one;
    const monthly = size.nodes * one.monthly;
    const working = {
      label: `${label}, ${size.vmSize}`,
      formula: `${figures(size.nodes)} × ${one.formula}`,
      value: moneyText(monthly, currency),
    };
    amounts.push({ monthly, prices: [one.use], workings: [working] });
  }
  return sumOf(amounts);
}

export const sumOf = (amounts: readonly Amount[]): Amount => ({
  monthly: amounts.reduce((all, { monthly }) => all + monthly, 0),
  prices: onceEach(amounts.flatMap(({ prices }) => prices)),
  workings: amounts.flatMap(({ workings }) => workings),
});

/** Every row once, however many lines it stands in. */
export const onceEach = (uses: readonly PriceUse[]): readonly PriceUse[] => [
  ...new Map(uses.map((use) => [`${use.what} ${use.meterId}`, use])).values(),
];

export const money = (amount: number, currency: Currency): Money => ({ amount, currency });

/** At most five significant digits: for people, never to work on with. */
export const figures = (value: number): string => `${Number(value.toPrecision(5))}`;
export const moneyText = (amount: number, currency: Currency): string => `${figures(amount)} ${currency}`;
export const lessWorking = (before: Amount, after: Amount, currency: Currency): Working => ({
  label: "less a month",
  formula: `${figures(before.monthly)} − ${figures(after.monthly)}`,
  value: moneyText(before.monthly - after.monthly, currency),
});
export const hoursText = (hourly: number): string => `${figures(hourly)} × ${HOURS_A_MONTH}`;
