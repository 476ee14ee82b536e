import type { Missing } from "./absence.ts";
import type { Money } from "./money.ts";
import type { ClusterId, SubscriptionId } from "./names.ts";
import type { FindingKey } from "./record.ts";
import type { Firmness, SavingKind } from "./saving.ts";
import type { Instant } from "./time.ts";

/** Money that stopped being spent: one entry a finding that was fixed, or a pool that moved. */
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
  /** The night it was seen to be done. Its month is the ledger's partition. */
  readonly from: Instant;
  /** The night the finding was back: nothing is saved from there on. */
  readonly until?: Instant;
  /** A month, as the finding said while it was open. */
  readonly predicted: Money;
  readonly firmness: Firmness;
  /** A month. Fixed and firm: as predicted. Otherwise measured: what the pool cost before less what stands there now. */
  readonly realised: { readonly money: Money } | { readonly missing: Missing };
}
