import type { Calendar } from "./calendar-data.ts";
import { ending } from "./calendar-ending.ts";
import type { Cluster } from "./cluster.ts";
import type { ToldEnd } from "./event.ts";
import { minorText } from "./version.ts";

/**
 * The calendar for one cluster: the end that Azure told it, of the version it runs and under its plan, beats the one in the list, and
 * says so. A version that is not in the list stays unknown: the other plan's end would be missing.
 */
export function withToldEnd(calendar: Calendar, told: ToldEnd | undefined, cluster: Pick<Cluster, "version" | "supportPlan">): Calendar {
  if (!told || told.minor !== minorText(cluster.version) || told.plan !== cluster.supportPlan) return calendar;
  const { minor, plan, toldAt, ends } = told;
  if (!calendar.versions.some((row) => row.minor === minor)) return calendar;
  const end = plan === "lts" ? "ltsEnd" : "communityEnd";
  const versions = calendar.versions.map((row) =>
    row.minor === minor ? { ...row, [end]: ending(ends), told: { plan, at: toldAt, listed: row[end] } } : row,
  );
  return { ...calendar, versions };
}
