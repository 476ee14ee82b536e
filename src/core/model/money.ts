declare const currencyBrand: unique symbol;
/** An ISO 4217 code. One an app: amounts of different currencies are never met with. */
export type Currency = string & { readonly [currencyBrand]: true };
export const currency = (code: string): Currency => code.toUpperCase() as Currency;

/** Unrounded; rounding is for whoever shows it. */
export interface Money {
  readonly amount: number;
  readonly currency: Currency;
}

/** Azure's own month, whatever the calendar says. */
export const HOURS_A_MONTH = 730;
