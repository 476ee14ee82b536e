import type { Money } from "./money.ts";
import type { Day, Instant } from "./time.ts";
import type { Working } from "./working.ts";

/**
 * What an amount of money is about, in the order in which the first wins where two are worth the same. Which exclude each other
 * and which add up stands in `calc/savings.ts`.
 */
export const SAVING_KINDS = [
  "idle",
  "stop-schedule",
  "scale-to-zero",
  "autoscale",
  "size",
  "spot",
  "licence",
  "disk",
  "public-ip",
  "tier",
] as const;
export type SavingKind = (typeof SAVING_KINDS)[number];

/** Firm: it follows from what was read. Up to: it depends on load, on the spot market or on an entitlement. Never added up. */
export type Firmness = "firm" | "up-to";

/** Which number of nodes an amount stands on. */
export type Basis = { readonly kind: "tonight" } | { readonly kind: "mean"; readonly nights: number };

/** A price row that an amount was worked out with. */
export interface PriceUse {
  /** `Standard_D4ds_v5, Linux` */
  readonly what: string;
  readonly amount: number;
  readonly per: "hour" | "month";
  readonly meterId: string;
  readonly from: Day;
  readonly readAt: Instant;
}

/** A month of 730 hours at list price. */
export interface Saving {
  readonly about: SavingKind;
  readonly firmness: Firmness;
  /** What the advice saves; less than nothing where it costs. */
  readonly monthly: Money;
  /** Both ends, where nodes come and go or the spot market moves. */
  readonly range?: { readonly low: number; readonly high: number };
  /** What the thing it is about costs a month now, on the same basis: no saving is more. */
  readonly before: Money;
  /** `before` is not all that is paid for those parts of the bill: what they cost later is not to be compared with it. */
  readonly isOfPart?: true;
  readonly basis: Basis;
  /** High: firm, on a mean, with prices of today. Medium: firm otherwise, or spot with a month of history. Low: the rest. */
  readonly confidence: "high" | "medium" | "low";
  readonly prices: readonly PriceUse[];
  readonly workings: readonly Working[];
}

/** What a change costs once: surge nodes for the hours of an upgrade. */
export interface OneOffCost {
  readonly cost: Money;
  readonly prices: readonly PriceUse[];
  readonly workings: readonly Working[];
}
