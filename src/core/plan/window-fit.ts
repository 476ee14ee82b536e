import { type CannotTell, cannotTell } from "../calc/cannot-tell.ts";
import { type UpgradeMinutes, windowsNeeded } from "../calc/upgrade-time.ts";
import type { Fact } from "../model/absence.ts";
import type { Cluster } from "../model/cluster.ts";
import type { HourSlots, MaintenancePlans, MaintenanceTimes } from "../model/maintenance.ts";

/**
 * An upgrade beside the maintenance windows of the cluster. They hold for upgrades that AKS starts by itself: a command runs when it
 * is given.
 */
export type WindowFit =
  /** No window for Kubernetes upgrades, or one that is always open. */
  | { readonly kind: "any-time" }
  | {
      readonly kind: "windows";
      readonly times: Exclude<MaintenanceTimes, { readonly kind: "unknown" }>;
      /** Of one window; where hours of the week are named, of the longest row of them. */
      readonly windowMinutes: number;
      /** How many windows it takes: one has room, more have not. */
      readonly windows: { readonly likely: number; readonly slowest: number };
    }
  | CannotTell;

const NOT_READ = cannotTell("absent", "its planned maintenance was not read yet");
const UNKNOWN_FORM = cannotTell("unsupported", "its planned maintenance is of a form that the app does not know");

export function windowFit(cluster: Cluster, minutes: UpgradeMinutes | CannotTell, maintenance: Fact<MaintenancePlans>): WindowFit {
  if ("missing" in maintenance) return { cannotTell: maintenance.missing };
  const plan = maintenance.known.byCluster.get(cluster.id);
  if (!plan) return NOT_READ;
  if ("missing" in plan) return { cannotTell: plan.missing };
  const times = plan.known.find(({ purpose }) => purpose === "cluster-upgrades")?.times;
  if (!times) return { kind: "any-time" };
  if (times.kind === "unknown") return UNKNOWN_FORM;
  const windowMinutes = 60 * (times.kind === "window" ? times.durationHours : longestRow(times));
  if (windowMinutes === 0) return { kind: "any-time" };
  if ("cannotTell" in minutes) return minutes;
  const likely = windowsNeeded(minutes.likely, windowMinutes);
  const slowest = windowsNeeded(minutes.slowest, windowMinutes);
  if (typeof likely !== "number") return likely;
  return typeof slowest === "number" ? { kind: "windows", times, windowMinutes, windows: { likely, slowest } } : slowest;
}

const WEEK_HOURS = 168;

/** The most hours of the week that follow each other, over the end of the week too. */
function longestRow({ hours }: HourSlots): number {
  const open = new Set(hours.map(({ weekday, hour }) => (weekday - 1) * 24 + hour));
  if (open.size === WEEK_HOURS) return 0;
  let longest = 0;
  for (const start of open) {
    if (open.has((start + WEEK_HOURS - 1) % WEEK_HOURS)) continue;
    let row = 1;
    while (open.has((start + row) % WEEK_HOURS)) row++;
    longest = Math.max(longest, row);
  }
  return longest;
}
