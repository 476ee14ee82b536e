import type { Fact } from "../model/absence.ts";
import type { RetailPrices } from "../model/price.ts";
import { momentText } from "../model/time.ts";

/** In place of an amount: a price it needs is not known. The text is a clause that fits behind "not priced:". */
export interface NotPriced {
  readonly notPriced: string;
}

export const notPriced = (why: string): NotPriced => ({ notPriced: why });

/** A price list that was read, and when: every amount says how old its prices are. */
export type PriceFact = Extract<Fact<RetailPrices>, { readonly known: unknown }>;

/** `no retail row for Standard_D4ds_v5, Linux in westeurope (list read 23 Nov 02:01 UTC)` */
export const noRow = (what: string, { known: { region }, at }: PriceFact): NotPriced =>
  notPriced(`no retail row for ${what} in ${region} (list read ${momentText(at)})`);
