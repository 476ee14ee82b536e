import type { SubscriptionId } from "./names.ts";
import type { FindingKey, Reference } from "./record.ts";
import type { Day, Instant } from "./time.ts";

/** What people decided about a finding. `withdrawn` takes back whatever was decided before. */
export const DECISION_KINDS = ["accepted", "snoozed", "planned", "withdrawn"] as const;
export type DecisionKind = (typeof DECISION_KINDS)[number];

/** One decision about one finding. They are never changed: the newest of a finding counts, the others are its history. */
export interface Decision {
  /** The same decision written twice is one row. */
  readonly id: string;
  readonly subscription: SubscriptionId;
  readonly finding: FindingKey;
  readonly kind: DecisionKind;
  readonly at: Instant;
  readonly by: DecidedBy;
  readonly why: string;
  /** The last day on which it holds. Snoozed and planned have one; what is accepted may. */
  readonly until?: Day;
  /** Where the finding stood: the decision ends when it has become graver, or larger by over a quarter. */
  readonly reference: Reference;
}

export type DecidedBy =
  /** Signed in with Entra: the object id, and the name it shows. */
  | { readonly kind: "person"; readonly id: string; readonly name: string }
  /** `advisor-snooze` on the cluster or the node pool. */
  | { readonly kind: "tag"; readonly tag: string; readonly on: string };

/** A decision that holds now. */
export type SetAside = Decision & { readonly kind: Exclude<DecisionKind, "withdrawn"> };
