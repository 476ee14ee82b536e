import type { Missing } from "./absence.ts";
import type { Magnitude, Severity } from "./finding.ts";
import type { Money } from "./money.ts";
import type { ClusterRef, SubscriptionId } from "./names.ts";
import type { FindingKey } from "./record.ts";
import type { Day, Instant } from "./time.ts";

/** Where messages go. Each finding belongs to exactly one route: by tag, resource group, subscription, else the default. */
export interface Route {
  readonly name: string;
  readonly match: RouteMatch;
  readonly via: Via;
  readonly locale: string;
  readonly timeZone: string;
  /** Local time of the digest, `HH:MM`. */
  readonly sendAt: string;
  /** Local days on which a digest is sent. */
  readonly days: readonly Weekday[];
  /** The local day of the week on which the week is summed up, also where nothing was new. */
  readonly heartbeat: Weekday;
  /** Findings below this severity are kept, not told. */
  readonly floor: Severity;
}

/** How a route is told. */
export type Via =
  | {
      readonly channel: "teams";
      /** The setting that holds the webhook's URL; the URL itself is a secret and stays in `app`. */
      readonly target: string;
      /** Who the flow lets in: whoever knows the signed URL, or the app's identity with a token of Entra. */
      readonly auth: "url" | "entra";
      /** Mail addresses that get what the webhook did not take; without them the operators do. */
      readonly fallback: readonly string[];
    }
  | { readonly channel: "mail"; readonly to: readonly string[] };

export type RouteMatch =
  | { readonly kind: "tag"; readonly key: string; readonly value: string }
  | { readonly kind: "resource-group"; readonly subscription: SubscriptionId; readonly resourceGroup: string }
  | { readonly kind: "subscription"; readonly subscription: SubscriptionId }
  | { readonly kind: "default" }
  /** Failed scans, broken routes and poisoned messages; findings only where it is the default too. */
  | { readonly kind: "operator" };

export const WEEKDAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** What a route was last told of one finding, or of one reason why something could not be checked. */
export interface Told {
  readonly route: string;
  readonly key: FindingKey | ReasonKey;
  readonly at: Instant;
  readonly state: "open" | "resolved";
  readonly severity?: Severity;
  readonly magnitude?: Magnitude;
  readonly due?: Day;
  /** As what a finding was told: the week is summed up from it. */
  readonly said?: Said;
  /** When it was told to have come back, or to have gone after it had: a finding that flips is told once a week. */
  readonly flippedAt?: Instant;
}

export type Said = "baseline" | "new" | "worse" | "back" | "nearer" | "resolved";

declare const reasonKeyBrand: unique symbol;
export type ReasonKey = string & { readonly [reasonKeyBrand]: true };

/** One message as each channel takes it: a route that fails can fall back to another, and so can whoever it is passed on to. */
export interface MessageForms {
  /** The body of a POST to a Workflows webhook. */
  readonly teams: string;
  readonly mail: MailForm;
}

/** Both parts say the same. The subject is the message's summary. */
export interface MailForm {
  readonly html: string;
  readonly text: string;
}

/** A message frozen before it is sent, so that every try carries the same bytes. */
export interface OutboxMessage {
  readonly route: string;
  /** `digest|2026-11-23`: inserted once, never replaced. */
  readonly key: string;
  /** How it goes out, where that is not the route's own way: what its webhook did not take goes by mail. */
  readonly by?: "mail";
  /** Subject, toast and title. */
  readonly summary: string;
  /** Absent where there was nothing to say. */
  readonly forms?: MessageForms;
  /** `quiet`: there was nothing to say; the row only records that the route was looked at. */
  readonly state: "queued" | "sending" | "handed-over" | "given-up" | "quiet";
  readonly tries: number;
  readonly createdAt: Instant;
  /** While `sending`: after this the claim has run out and another may take it. */
  readonly claimedUntil?: Instant;
  /** A throttled or failed try is not repeated before this. */
  readonly notBefore?: Instant;
  /** An answer was lost (crash, timeout, reset): one further try is allowed, identical. */
  readonly answerLost: boolean;
  readonly handedOverAt?: Instant;
  readonly lastError?: string;
  /** The newest scan the message rests on; the route's next digest waits for a later one. */
  readonly scanClosedAt?: Instant;
  /** The firm money its headline says, a month; absent where it says none. What the route's next headline compares with. */
  readonly firmTotal?: Money;
  /** What becomes `told` once it is handed over. */
  readonly tells: readonly Told[];
  readonly toldWritten: boolean;
}

/** Totals of one subscription for one route, written last by whoever judges it. */
export interface Summary {
  readonly subscription: SubscriptionId;
  readonly route: string;
  readonly at: Instant;
  readonly clusters: number;
  /** What people set aside is not among them, and its money in no sum. */
  readonly open: number;
  /** Open findings that people set aside. Absent in rows that were written before anybody could. */
  readonly setAside?: number;
  /** Absent in rows that were written before prices were read. */
  readonly money?: SummaryMoney;
  readonly couldNotCheck: readonly CouldNotCheck[];
}

/** A month at list price. Sums of summaries count nothing twice: savings exclude each other within a cluster only. */
export interface SummaryMoney {
  /** What the open findings save, the best of those that exclude each other. Firm and up to are never added up. */
  readonly firm: Money;
  readonly upTo: Money;
  /** Open findings that are about money and have no amount. */
  readonly notPriced: number;
  /** What the clusters cost. Absent where nobody worked it out. */
  readonly cost?: { readonly money: Money; readonly clustersNotPriced: number };
}

/** One reason, and what it holds for. */
export interface CouldNotCheck {
  readonly reason: Missing;
  /** What the reason stopped: a whole subscription, some clusters, or a rule's answer about them. */
  readonly scope: "subscription" | "cluster" | "rule";
  readonly subscription: SubscriptionId;
  readonly since: Instant;
  readonly clusters: readonly ClusterRef[];
}
