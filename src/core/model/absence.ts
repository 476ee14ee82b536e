import { addMinutes, type Instant } from "./time.ts";

/**
 * Why something is not known. The kind decides what a reader may do about it and which lines are told together; the text
 * is a clause that fits behind "because", without the name of the one thing it happened to.
 */
export interface Missing {
  readonly kind: MissingKind;
  readonly why: string;
  /** Where the answer was refused, as an ARM scope (`/subscriptions/<id>`): a network may lie in another subscription than its cluster. */
  readonly scope?: string;
}

export type MissingKind =
  | "forbidden" // the app may not read it
  | "throttled" // asked to wait, longer than the scan lasts
  | "not-seen" // missing from a list, and cannot be read by itself
  | "unreadable" // an answer that does not fit what we expect
  | "unavailable" // Azure did not answer, or answered with an error of its own
  | "in-motion" // being created, changed or deleted while it was read
  | "stale" // read too long ago
  | "absent" // not in the answer (a family not in the usage list, a size without a SKU)
  | "unsupported" // the app does not know this case
  | "wrong-tag"; // a tag that is meant for this app says nothing it knows

/** A fact is known, since when it was read, or missing with a reason. */
export type Fact<T> = { readonly known: T; readonly at: Instant } | { readonly missing: Missing };

export const known = <T>(value: T, at: Instant): Fact<T> => ({ known: value, at });
export const missing = (kind: MissingKind, why: string): { readonly missing: Missing } => ({ missing: { kind, why } });

/** After this a fact no longer says anything about today. */
export const FACT_LIFE_MINUTES = 36 * 60;

export function fresh<T>(fact: Fact<T>, now: Instant, lifeMinutes = FACT_LIFE_MINUTES): Fact<T> {
  if ("missing" in fact || addMinutes(fact.at, lifeMinutes) >= now) return fact;
  return missing("stale", `last read ${fact.at.slice(0, 16).replace("T", " ")} UTC, more than ${ageText(lifeMinutes)} ago`);
}

const ageText = (minutes: number): string => (minutes > 2880 ? `${minutes / 1440} days` : `${minutes / 60} hours`);
