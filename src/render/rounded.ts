import type { Money } from "../core/model/money.ts";

/** Two decimals: what is under a cent is noise of the arithmetic. Never `-0`. */
export const cents = (amount: number): number => Math.round(amount * 100) / 100 + 0;

export const roundedMoney = ({ amount, currency }: Money): Money => ({ amount: cents(amount), currency });
