import type { Fact } from "./absence.ts";
import type { ClusterId } from "./names.ts";
import type { Day, Instant } from "./time.ts";

/**
 * The planned maintenance of each cluster. Azure gives it cluster by cluster and slowly, so a few are read a night and each carries
 * its own age; a cluster that is not here was not asked about yet.
 */
export interface MaintenancePlans {
  readonly byCluster: ReadonlyMap<ClusterId, Fact<readonly MaintenanceSchedule[]>>;
}

/** Who plans maintenance seldom plans it anew: what was read within these minutes still says something. */
export const MAINTENANCE_LIFE_MINUTES = 30 * 1440;

/**
 * What may be done in a schedule's windows: releases of AKS's own (`default`), upgrades by the cluster's channel
 * (`aksManagedAutoUpgradeSchedule`), or node images and security patches by the node OS channel (`aksManagedNodeOSUpgradeSchedule`).
 */
export type MaintenancePurpose = "aks-releases" | "cluster-upgrades" | "node-os-upgrades";

/** A planned maintenance of a cluster; it has at most one for each purpose. */
export interface MaintenanceSchedule {
  readonly purpose: MaintenancePurpose;
  readonly times: MaintenanceTimes;
}

export type MaintenanceTimes =
  | MaintenanceWindow
  | HourSlots
  /** It is there, and of a form we do not know: nothing can be said about when. */
  | { readonly kind: "unknown" };

/** One window that comes back. Times and days are local, at `utcOffsetMinutes`. */
export interface MaintenanceWindow {
  readonly kind: "window";
  readonly recurs: Recurrence;
  /** Minutes after local midnight, below 1440. */
  readonly startMinute: number;
  /** AKS allows 4 to 24. */
  readonly durationHours: number;
  /** What local time is ahead of UTC: 330 for +05:30. */
  readonly utcOffsetMinutes: number;
  /** Before this local day the window is not used; missing when it is from the start. */
  readonly startDate?: Day;
  /** Local days on which nothing is done, both ends included. */
  readonly blocked: readonly { readonly first: Day; readonly last: Day }[];
}

/** 1 is Monday, 7 is Sunday. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** An interval of 1 is every day, week or month. */
export type Recurrence =
  | { readonly every: "day"; readonly interval: number }
  | { readonly every: "week"; readonly interval: number; readonly weekday: Weekday }
  | { readonly every: "month"; readonly interval: number; readonly dayOfMonth: number }
  | { readonly every: "month"; readonly interval: number; readonly week: WeekOfMonth; readonly weekday: Weekday };

export type WeekOfMonth = "first" | "second" | "third" | "fourth" | "last";

/** The older form: whole hours of the week in UTC. No hours at all means any time that is not blocked. */
export interface HourSlots {
  readonly kind: "hours";
  readonly hours: readonly { readonly weekday: Weekday; readonly hour: number }[];
  readonly blocked: readonly { readonly from: Instant; readonly until: Instant }[];
}
