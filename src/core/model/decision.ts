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
  | { readonly kind: "tag"; readonly tag: string; readonly on: string }
  /** The app, where the finding has outgrown what was decided: `withdrawn` alone. */
  | { readonly kind: "app" };

/** A decision that holds now. */
export type SetAside = Decision & { readonly kind: Exclude<DecisionKind, "withdrawn"> };

/** The decision that counts about an open finding: it holds, or has ended. */
export interface Decided {
  readonly decision: SetAside;
  readonly ended?: DecisionEnd;
}

export interface DecisionEnd {
  readonly at: Instant;
  /** Its last day has passed; the finding is graver, or has grown by over a quarter; somebody took it back. */
  readonly why: "date" | "graver" | "grown" | "withdrawn";
}

/** Of many findings. Those that nobody decided anything about are not in it. */
export type DecidedByKey = ReadonlyMap<FindingKey, Decided>;
