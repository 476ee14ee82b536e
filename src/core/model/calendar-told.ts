import type { Calendar } from "./calendar.ts";
import type { Cluster } from "./cluster.ts";
import type { ToldEnd } from "./event.ts";
import { minorText } from "./version.ts";

/**
 * The calendar for one cluster: the end that Azure told it, of the version it runs and under its plan, beats the one in the list, and
 * says so. A version that is not in the list stays unknown: the other plan's end would be missing.
 */
export function withToldEnd(calendar: Calendar, told: ToldEnd | undefined, cluster: Pick<Cluster, "version" | "supportPlan">): Calendar {
  if (!told || told.minor !== minorText(cluster.version) || told.plan !== cluster.supportPlan) return calendar;
  const dates = calendar.byMinor.get(told.minor);
  if (!dates) return calendar;
  const end = told.plan === "lts" ? "ltsEnd" : "communityEnd";
  const listed = dates[end];
  return {
    ...calendar,
    versions: calendar.versions.map((row) => (row.minor === told.minor ? { ...row, [end]: told.ends } : row)),
    byMinor: new Map(calendar.byMinor).set(told.minor, { ...dates, [end]: told.ends, told: { plan: told.plan, at: told.toldAt, listed } }),
  };
}
