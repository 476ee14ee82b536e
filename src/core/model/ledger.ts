import type { Missing } from "./absence.ts";
import type { Money } from "./money.ts";
import type { ClusterId, SubscriptionId } from "./names.ts";
import type { FindingKey } from "./record.ts";
import type { Firmness, PriceUse, SavingKind } from "./saving.ts";
import type { Day, Instant } from "./time.ts";
import type { Working } from "./working.ts";

/**
 * Money that stopped being spent: one entry a finding that was fixed, or whose pool moved, and whose saving counts. The entries of a
 * cluster that begin together share no part of the bill.
 */
export interface LedgerEntry {
  readonly key: FindingKey;
  readonly subscription: SubscriptionId;
  readonly cluster: ClusterId;
  readonly pool?: string;
  /** The pool that took over, where it moved. */
  readonly successor?: string;
  readonly code: string;
  readonly about: SavingKind;
  readonly reason: "fixed" | "moved";
  /** The night it was seen to be done. Its month is the ledger's partition; with the key it names the entry. */
  readonly from: Instant;
  /** The night the finding was back, or what it stood on was gone: nothing is saved from there on. */
  readonly until?: Instant;
  /** A month, as the finding said while it was open. */
  readonly predicted: Money;
  readonly firmness: Firmness;
  /** A month; less than nothing where it costs more than before. As predicted, unless it is measured. */
  readonly realised: { readonly money: Money } | Measured;
}

/**
 * Fixed and firm books what was said. Not so a size: nodes may be found large enough by another version or limit, and be as they were.
 */
export const isMeasured = ({ reason, firmness, about }: Pick<LedgerEntry, "reason" | "firmness" | "about">): boolean =>
  reason === "moved" || firmness === "up-to" || about === "size";

/** What the parts of the bill that a finding is about cost before, less what they cost since. */
export type Measured = { readonly money: Money; readonly since: PartsCost } | NotMeasured;
export interface NotMeasured {
  readonly missing: Missing;
}

/** A month of some parts of a bill at list price, with what it was worked out from. */
export interface PartsCost {
  readonly money: Money;
  readonly prices: readonly PriceUse[];
  readonly workings: readonly Working[];
}

declare const monthBrand: unique symbol;
/** A month of the calendar, `YYYY-MM`, in UTC. */
export type Month = string & { readonly [monthBrand]: true };

export const monthOf = (at: Instant | Day): Month => at.slice(0, 7) as Month;

/** What entries saved within one month of the calendar. Firm and up to are never added up. */
export interface MonthlySavings {
  readonly month: Month;
  readonly firm: SavedMoney;
  readonly upTo: SavedMoney;
}

export interface SavedMoney {
  readonly predicted: Money;
  readonly realised: Money;
  /** Entries in force that are not in `realised`: not measured, or in another currency and then not in `predicted` either. */
  readonly unmeasured: number;
}
