import { byText } from "../core/digest/words.ts";
import { type Calendar, lastDay, versionStanding } from "../core/model/calendar.ts";
import type { VersionSupport } from "../core/model/calendar-data.ts";
import type { Cluster } from "../core/model/cluster.ts";
import { type Day, dayOf, type Instant } from "../core/model/time.ts";
import { minorsAhead, minorText } from "../core/model/version.ts";

/** A Kubernetes minor that clusters run, and how long it is supported for them. */
export interface SupportRow {
  readonly minor: string;
  /** The calendar's row; absent where it has none of its own. */
  readonly entry?: VersionSupport;
  readonly lines: readonly SupportLine[];
}

/** The clusters of one support plan. */
export interface SupportLine {
  readonly plan: Cluster["supportPlan"];
  readonly clusters: readonly string[];
  /** The last day of support, and how many days are left; below zero once it has passed. Absent where the calendar cannot say. */
  readonly ends?: { readonly on: Day; readonly daysLeft: number };
  /** Why that date is doubtful, or why there is none. */
  readonly doubt?: string;
}

/** The oldest minor first. */
export function supportRows(clusters: readonly Cluster[], calendar: Calendar, at: Instant): readonly SupportRow[] {
  const byMinor = Map.groupBy(clusters, ({ version }) => minorText(version));
  const rows = [...byMinor].flatMap(([minor, ofMinor]) => {
    const [first] = ofMinor;
    const entry = calendar.versions.find((row) => row.minor === minor);
    const byPlan = [...Map.groupBy(ofMinor, ({ supportPlan }) => supportPlan)].sort(([a], [b]) => byText(a, b));
    const lines = byPlan.map(([plan, those]) => lineOf(plan, those, calendar, dayOf(at)));
    return first ? [{ version: first.version, row: { minor, ...(entry ? { entry } : {}), lines } }] : [];
  });
  return rows.sort((a, b) => minorsAhead(a.version, b.version)).map(({ row }) => row);
}

function lineOf(plan: Cluster["supportPlan"], clusters: readonly Cluster[], calendar: Calendar, today: Day): SupportLine {
  const [{ version }] = clusters as readonly [Cluster, ...Cluster[]];
  const standing = versionStanding(calendar, { version, plan }, today);
  const line = { plan, clusters: clusters.map(({ name }) => name).sort(byText) };
  if (standing.kind === "unknown") return { ...line, doubt: standing.reason.why };
  const doubt = standing.doubt === undefined ? {} : { doubt: standing.doubt };
  const daysLeft = standing.kind === "ends" ? standing.daysLeft : -standing.daysPast;
  return { ...line, ends: { on: lastDay(standing.on), daysLeft }, ...doubt };
}
