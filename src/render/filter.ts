import type { SetAside } from "../core/model/decision.ts";
import { compareSeverity, type Severity } from "../core/model/finding.ts";
import type { FindingRecord, FindingState } from "../core/model/record.ts";

/** A finding that somebody set aside is in no state but that. */
export type ShownState = FindingState | SetAside["kind"];
export const SHOWN_STATES: readonly ShownState[] = ["new", "open", "worsened", "regressed", "resolved", "snoozed", "accepted", "planned"];

/** Which findings a report shows. Names are compared without case; within one list any of them does, between lists all have to. */
export interface Filter {
  /** Subscription ids. */
  readonly subscriptions?: readonly string[];
  /** Cluster names or whole ARM ids. A finding about a region is of no cluster. */
  readonly clusters?: readonly string[];
  /** This severity, and what is graver. */
  readonly severity?: Severity;
  /** Left out: all that are open, and beside them what is set aside. */
  readonly states?: readonly ShownState[];
  /** Rule ids or catalogue codes. */
  readonly rules?: readonly string[];
}

export function isShown({ finding, stamp, subscription, state, closed }: FindingRecord, filter: Filter, aside?: SetAside): boolean {
  if (filter.states ? !filter.states.includes(aside?.kind ?? state) : closed !== undefined) return false;
  if (filter.severity !== undefined && compareSeverity(finding.severity, filter.severity) < 0) return false;
  if (!isAmong(filter.rules, stamp.rule, stamp.code)) return false;
  const cluster = finding.target.kind === "cluster" ? finding.target.cluster : undefined;
  return isPlaceShown({ subscription, ...(cluster === undefined ? {} : { cluster }) }, filter);
}

/** Whether anything of a subscription may be shown. */
export const isSubscriptionShown = (subscription: string, { subscriptions }: Filter): boolean => isAmong(subscriptions, subscription);

/** Whether a cluster is in the part of the estate that is shown. */
export function isPlaceShown(place: { readonly subscription: string; readonly cluster?: string }, filter: Filter): boolean {
  const { subscription, cluster } = place;
  if (!isSubscriptionShown(subscription, filter)) return false;
  if (filter.clusters === undefined) return true;
  return cluster !== undefined && isAmong(filter.clusters, cluster, cluster.slice(cluster.lastIndexOf("/") + 1));
}

const isAmong = (wanted: readonly string[] | undefined, ...names: readonly string[]): boolean =>
  wanted === undefined || wanted.some((each) => names.some((name) => name.toLowerCase() === each.trim().toLowerCase()));
