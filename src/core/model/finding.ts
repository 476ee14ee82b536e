import type { Missing } from "./absence.ts";
import type { ClusterId, Region, RuleId, SubscriptionId } from "./names.ts";
import type { OneOffCost, Saving } from "./saving.ts";
import type { Day, Instant } from "./time.ts";
import type { Working } from "./working.ts";

export type { Working } from "./working.ts";

/** What a finding is about. A finding about a region itself has subscription and region in place of the cluster. */
export type Target =
  | { readonly kind: "cluster"; readonly cluster: ClusterId }
  | { readonly kind: "region"; readonly subscription: SubscriptionId; readonly region: Region };

declare const targetKeyBrand: unique symbol;
/** A target as text, for maps and keys. */
export type TargetKey = string & { readonly [targetKeyBrand]: true };

export const targetKey = (target: Target): TargetKey =>
  (target.kind === "cluster" ? target.cluster : `${target.subscription}/${target.region}`) as TargetKey;

export const SEVERITIES = ["info", "low", "medium", "high", "critical"] as const;
export type Severity = (typeof SEVERITIES)[number];
/** Positive when `a` is graver than `b`. */
export const compareSeverity = (a: Severity, b: Severity): number => SEVERITIES.indexOf(a) - SEVERITIES.indexOf(b);

export type MagnitudeUnit = "node" | "vCPU" | "address" | "GiB" | "minor" | "patch" | "hour" | "day" | "pool" | "point" | "wave" | "tag";

/** How bad it is, in one number: more is worse. */
export interface Magnitude {
  readonly value: number;
  readonly unit: MagnitudeUnit;
}

/** What a finding says to people. Words are made in the rule; the digest only arranges them. */
export interface Finding {
  readonly target: Target;
  /** The node pool, where it is about one. */
  readonly subject?: string;
  /** Further node pools that its remedy changes. */
  readonly pools?: readonly string[];
  readonly severity: Severity;
  readonly magnitude: Magnitude;
  /** At most 80 characters, without the names of cluster and pool: they stand beside it. */
  readonly title: string;
  /** One or two sentences with the numbers. */
  readonly detail: string;
  /** The arithmetic, a line each: what, how, how much. */
  readonly workings: readonly Working[];
  /** What must hold before the remedy is safe. */
  readonly first: readonly string[];
  readonly remedy: Remedy;
  /** What the advice would like to know and does not. */
  readonly notKnown: readonly string[];
  readonly worth: Worth;
  /** The date it is about, for findings that come nearer. */
  readonly due?: Day;
}

export interface Remedy {
  readonly steps: readonly Step[];
  /** Property and value; a command alone is undone by the next deployment. */
  readonly bicep?: string;
  readonly terraform?: string;
  /** What restarts or is replaced when the steps are followed. */
  readonly restarts: string;
}

export interface Step {
  readonly text: string;
  /** Quoted by `azCommand`: safe to paste whatever the names are. */
  readonly command?: string;
}

/** Money. `none`: the advice is not about money. `not-priced`: it is, and a price is missing. `once`: what following it costs, one time. */
export type Worth =
  | { readonly kind: "none" }
  | { readonly kind: "not-priced"; readonly why: string }
  | ({ readonly kind: "monthly" } & Saving)
  | ({ readonly kind: "once" } & OneOffCost);

/** Metadata of the rule that a stored finding keeps, so that it can be read without the rule. */
export interface RuleStamp {
  readonly rule: RuleId;
  /** Catalogue code, for example UPG-007. */
  readonly code: string;
  readonly version: number;
  readonly category: Category;
  readonly source: string;
  /** A magnitude counts as worse only where it grew by more than this, in its unit. */
  readonly floor: number;
}

export type Category = "cost" | "upgrade" | "reliability";

/**
 * What one rule answered in one run. `covers` are the targets it answered for: an old finding of the rule about a covered
 * target that is neither found again, unknown nor not applicable is healthy.
 */
export interface Outcome {
  readonly stamp: RuleStamp;
  readonly covers: readonly Covered[];
  readonly findings: readonly Finding[];
  readonly unknown: readonly Unknown[];
  readonly notApplicable: readonly NotApplicable[];
}

/** By name, as the rule declares them. */
export type Thresholds = Readonly<Record<string, number>>;

export interface Covered {
  readonly target: Target;
  /** When the youngest fact was read that the answer rests on. */
  readonly at: Instant;
  /** The rule's numbers that people set otherwise than it has them; absent where it has none to set. */
  readonly thresholds?: Thresholds;
}

/** Cannot tell. Without a subject it holds for the whole target. */
export interface Unknown {
  readonly target: Target;
  readonly subject?: string;
  readonly reason: Missing;
}

export interface NotApplicable {
  readonly target: Target;
  readonly subject?: string;
  readonly why: string;
}
