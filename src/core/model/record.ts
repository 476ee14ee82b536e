import type { Missing } from "./absence.ts";
import type { Tags } from "./cluster.ts";
import type { Cause } from "./event.ts";
import { compareSeverity, type Finding, type Magnitude, type RuleStamp, type Severity, type Thresholds } from "./finding.ts";
import type { Region, SubscriptionId } from "./names.ts";
import type { Instant } from "./time.ts";

declare const findingKeyBrand: unique symbol;
/** Identity of a finding: target, rule and subject. Numbers that move daily are never part of it. */
export type FindingKey = string & { readonly [findingKeyBrand]: true };

export type FindingState = "new" | "open" | "worsened" | "resolved" | "regressed";

export type ClosingReason =
  | "fixed" // judged again, and healthy
  | "gone" // the cluster or the pool was deleted
  | "moved" // the pool is gone, a new pool of the cluster took its labels and taints
  | "reclassified" // the rule or its thresholds changed, and it no longer says it
  | "not-applicable"; // the rule does not speak about this any more

/** A finding as it is remembered. */
export interface FindingRecord {
  readonly key: FindingKey;
  readonly stamp: RuleStamp;
  readonly subscription: SubscriptionId;
  readonly region: Region;
  readonly finding: Finding;
  readonly state: FindingState;
  /** Found when its cluster was judged for the first time: told as one line with the others, never as news. */
  readonly baseline: boolean;
  readonly firstSeen: Instant;
  readonly lastSeen: Instant;
  /** The judging run that wrote it; a run done again compares with what stood before it. */
  readonly round: string;
  /** What "worse" is measured against. */
  readonly reference: Reference;
  readonly resourceUid?: string;
  /** Labels and taints of the pool, by which a successor is known. */
  readonly pool?: PoolTraits;
  /** Since when the rule cannot tell, and why; the finding stays as it was. */
  readonly unknown?: { readonly since: Instant; readonly reason: Missing };
  /** The rule's numbers that people had set otherwise when it was found last; absent where it has none to set, and in older rows. */
  readonly thresholds?: Thresholds;
  /** The change it appeared with, or got worse with, where one is known. */
  readonly cause?: Cause;
  readonly closed?: Closing;
}

export interface Reference {
  readonly severity: Severity;
  readonly magnitude: Magnitude;
}

export interface Closing {
  readonly at: Instant;
  readonly reason: ClosingReason;
  /** The pool that took over, where it moved. */
  readonly successor?: string;
  /** What stood before the round that closed it, if not an open finding: that round, run again with newer facts, starts there. */
  readonly stood?: "nothing" | "closed";
}

export interface PoolTraits {
  /** Pools the cluster had when the finding was first seen: a successor is none of them. */
  readonly neighbours: readonly string[];
  readonly labels: Tags;
  readonly taints: readonly string[];
}

/**
 * Graver, or more by over a tenth and by more than the rule's floor. A dated finding worsens by severity alone: its days
 * grow by themselves. Magnitudes in different units are not compared.
 */
export function hasWorsened({ severity, magnitude, due }: Finding, since: Partial<Reference>, floor: number): boolean {
  if (since.severity !== undefined && compareSeverity(severity, since.severity) > 0) return true;
  if (due !== undefined || since.magnitude?.unit !== magnitude.unit) return false;
  const growth = magnitude.value - since.magnitude.value;
  return growth > floor && growth * 10 > since.magnitude.value;
}
