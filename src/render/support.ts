import { byText } from "../core/digest/words.ts";
import { type Calendar, lastDay, versionStanding } from "../core/model/calendar.ts";
import type { VersionSupport } from "../core/model/calendar-data.ts";
import { withToldEnd } from "../core/model/calendar-told.ts";
import type { Cluster } from "../core/model/cluster.ts";
import type { ToldEnd } from "../core/model/event.ts";
import type { ClusterId } from "../core/model/names.ts";
import type { Day } from "../core/model/time.ts";
import { minorsAhead, minorText } from "../core/model/version.ts";

/** A Kubernetes minor that clusters run, and how long it is supported for them. */
export interface SupportRow {
  readonly minor: string;
  /** The calendar's row; absent where it has none of its own. */
  readonly entry?: VersionSupport;
  readonly lines: readonly SupportLine[];
}

/** Clusters of one support plan with one last day. */
export interface SupportLine {
  readonly plan: Cluster["supportPlan"];
  readonly clusters: readonly string[];
  /** The last day of support, and how many days are left; below zero once it has passed. Absent where the calendar cannot say. */
  readonly ends?: { readonly on: Day; readonly daysLeft: number };
  /** Azure itself told these clusters so. */
  readonly isTold?: true;
  /** Why that date is doubtful, or why there is none. */
  readonly doubt?: string;
}

export const BY_NOTICE = "by Azure's own notice";

interface Dates {
  readonly calendar: Calendar;
  /** What Azure itself told clusters beats the calendar, for each of them alone. */
  readonly told: ReadonlyMap<ClusterId, ToldEnd>;
  readonly today: Day;
}

/** The oldest minor first. */
export function supportRows(clusters: readonly Cluster[], dates: Dates): readonly SupportRow[] {
  const byMinor = Map.groupBy(clusters, ({ version }) => minorText(version));
  const rows = [...byMinor].flatMap(([minor, ofMinor]) => {
    const [first] = ofMinor;
    const entry = dates.calendar.versions.find((row) => row.minor === minor);
    return first ? [{ version: first.version, row: { minor, ...(entry ? { entry } : {}), lines: linesOf(ofMinor, dates) } }] : [];
  });
  return rows.sort((a, b) => minorsAhead(a.version, b.version)).map(({ row }) => row);
}

function linesOf(clusters: readonly Cluster[], dates: Dates): readonly SupportLine[] {
  const each = clusters.map((cluster) => ({ name: cluster.name, ...standingOf(cluster, dates) }));
  const alike = Map.groupBy(each, ({ plan, ends, isTold }) => [plan, ends?.on ?? "", isTold ? "told" : ""].join(" "));
  return [...alike]
    .sort(([a], [b]) => byText(a, b))
    .flatMap(([, [first, ...others]]) => {
      if (!first) return [];
      const { name, ...line } = first;
      return [{ ...line, clusters: [name, ...others.map((other) => other.name)].sort(byText) }];
    });
}

function standingOf(cluster: Cluster, { calendar, told, today }: Dates): Omit<SupportLine, "clusters"> {
  const { version, supportPlan: plan } = cluster;
  const standing = versionStanding(withToldEnd(calendar, told.get(cluster.id), cluster), { version, plan }, today);
  if (standing.kind === "unknown") return { plan, doubt: standing.reason.why };
  const ends = { on: lastDay(standing.on), daysLeft: standing.kind === "ends" ? standing.daysLeft : -standing.daysPast };
  if (standing.entry.told?.plan === plan) return { plan, ends, isTold: true };
  return { plan, ends, ...(standing.doubt === undefined ? {} : { doubt: standing.doubt }) };
}
