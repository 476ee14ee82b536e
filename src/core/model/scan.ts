import type { Missing } from "./absence.ts";
import type { ClusterRef, ScanId, SubscriptionId } from "./names.ts";
import type { Instant } from "./time.ts";

/** The scan of a night is named by its day; one that somebody starts by hand by its moment. */
export const isNight = (id: ScanId): boolean => /^\d{4}-\d{2}-\d{2}$/.test(id);

/** A night's scan: one of these, and one `SubscriptionScan` for each subscription it expects. */
export interface Scan {
  readonly id: ScanId;
  readonly startedAt: Instant;
  /** What is not done by then becomes failed, "not finished". */
  readonly deadline: Instant;
  readonly closedAt?: Instant;
  /** How many subscriptions it expected when it was opened. */
  readonly expected: number;
  /** Why the list of subscriptions could not be read: it went on with those of the night before. */
  readonly listRefused?: Missing;
  /** Rows of subscriptions that could not be read when it was closed: nobody knows what became of them. */
  readonly unreadableRows?: number;
}

export interface SubscriptionScan {
  readonly scan: ScanId;
  readonly subscription: SubscriptionId;
  /** The subscription's name, for people; the id where it could not be read. */
  readonly name: string;
  readonly state: "open" | "done" | "failed";
  /** The page to be read next, from 0, and Azure's link to it. */
  readonly page: number;
  readonly nextLink?: string;
  /** How many clusters this scan has read so far. */
  readonly clustersRead: number;
  /** Why it failed. */
  readonly failure?: Missing;
  /** Since which night it fails, carried from scan to scan. */
  readonly failingSince?: Instant;
  /** Since which night Azure neither lists it nor finds it by its id, night after night. */
  readonly absentSince?: Instant;
  /** Done for the last time: it has been absent for so long that nobody expects it any more. */
  readonly isLapsed?: true;
  /** When somebody last worked on it, or will, where its message was put off. */
  readonly touchedAt: Instant;
}

/** A body that does not fit: whose, which field, what was expected. */
export interface OddItem {
  readonly id: string;
  readonly problem: string;
}

export interface Subscription {
  readonly id: SubscriptionId;
  readonly name: string;
}

/** The work of the queue `scan-subscription`. */
export type ScanMessage =
  | { readonly kind: "page"; readonly scan: ScanId; readonly subscription: SubscriptionId; readonly page: number; readonly hops: number }
  | {
      readonly kind: "reread";
      readonly scan: ScanId;
      readonly subscription: SubscriptionId;
      readonly clusters: readonly ClusterRef[];
      readonly hops: number;
    };

/** A message that could not be worked on: poisoned, malformed or given up. */
export interface FailedUnit {
  readonly at: Instant;
  /** The queue message's id: the same failure written twice is one row. */
  readonly id: string;
  readonly queue: string;
  readonly reason: string;
  /** At most 1,000 characters. */
  readonly excerpt: string;
}
