import type { Missing } from "../model/absence.ts";
import { CALENDAR_LIFE_DAYS, type Calendar, endUnder, lastDay, minorsFrom, precisionOf, versionStanding } from "../model/calendar.ts";
import type { VersionSupport } from "../model/calendar-data.ts";
import type { Ending } from "../model/calendar-ending.ts";
import type { Cluster } from "../model/cluster.ts";
import type { Remedy, Step } from "../model/finding.ts";
import { type Day, dayOf, daysBetween } from "../model/time.ts";
import { minorText } from "../model/version.ts";
import type { Working } from "../model/working.ts";
import { azCommand, clusterWords } from "./command.ts";
import { withLongTermSupport } from "./tier-worth.ts";
import { upgradeStep } from "./upkeep.ts";
import { fullDayText, listText } from "./words.ts";

/**
 * How a cluster stands with the support of its version. The last day of support is still in it. `out` without `ended`:
 * older than the calendar, whose first row bounds the days from below.
 */
export type Support =
  | { readonly kind: "in"; readonly ends: Day; readonly daysLeft: number; readonly by: Basis }
  | { readonly kind: "out"; readonly ended?: Day; readonly daysPast: number; readonly by: Basis }
  | { readonly kind: "unknown"; readonly reason: Missing };

/** What says so: a row of the calendar, or what Azure told the cluster. */
interface Basis {
  readonly checkedOn: Day;
  readonly on: Ending;
  readonly remark?: string;
  readonly told?: Told;
}

type Told = NonNullable<VersionSupport["told"]>;
type Judged = Pick<Cluster, "version" | "supportPlan">;

export function supportOf({ version, supportPlan }: Judged, calendar: Calendar, today: Day): Support {
  const standing = versionStanding(calendar, { version, plan: supportPlan }, today);
  if (standing.kind === "unknown") return standing;
  const { on, entry } = standing;
  const told = entry.told?.plan === supportPlan ? { told: entry.told } : {};
  // What a row remarks is about its end of community support, or about both.
  const remark = supportPlan === "community" && entry.note !== undefined ? { remark: entry.note } : {};
  const by = { checkedOn: entry.checkedOn, on, ...told, ...remark };
  if (standing.kind === "ended" && standing.isAtLeast) return { kind: "out", daysPast: standing.daysPast, by };
  return standing.kind === "ends"
    ? { kind: "in", ends: lastDay(on), daysLeft: standing.daysLeft, by }
    : { kind: "out", ended: lastDay(on), daysPast: standing.daysPast, by };
}

export const planText = ({ supportPlan }: Judged): string => (supportPlan === "lts" ? "long-term support" : "community support");

/** Where the date comes from, with what the calendar remarks on it: where sources disagree, which of them it follows. */
export function sourceWorkings({ checkedOn, on, remark, told }: Basis): readonly Working[] {
  const label = "who says so";
  if (told) {
    const notice = `Azure's own notice of ${fullDayText(dayOf(told.at))}; the calendar says ${fullDayText(lastDay(told.listed))}`;
    return [{ label, value: notice }];
  }
  const precision = precisionOf(on) === "month" ? "; its page names the month, whose last day counts" : "";
  const value = `the calendar, as of ${fullDayText(checkedOn)}${precision}`;
  return [{ label, value }, ...(remark === undefined ? [] : [{ label: "remark", value: remark }])];
}

/** What says so of the cluster's version, or the calendar as a whole where it has no row for it. */
export function calendarDoubt(calendar: Calendar, { version }: Pick<Cluster, "version">, today: Day, told?: Told): string[] {
  const { checkedOn, source } = calendar.versions.find(({ minor }) => minor === minorText(version)) ?? calendar;
  if (told || daysBetween(checkedOn, today) <= CALENDAR_LIFE_DAYS) return [];
  return [`whether the support dates still hold: re-check, they were last checked on ${fullDayText(checkedOn)} (${source})`];
}

/** A version is worth going to when it stays supported longer than this. */
const WORTHWHILE_DAYS = 90;

/** Minor by minor to the first version that stays supported for a while, or else to the newest of the calendar. */
export function minorsToGo({ version, supportPlan }: Judged, { versions }: Calendar, today: Day): string[] {
  const later = versions
    .map((row) => ({ hops: minorsFrom(version, row.minor), end: lastDay(endUnder(supportPlan, row)) }))
    .filter(({ hops }) => hops > 0)
    .toSorted((a, b) => a.hops - b.hops);
  const target = later.find(({ end }) => daysBetween(today, end) > WORTHWHILE_DAYS) ?? later.at(-1);
  return Array.from({ length: target?.hops ?? 0 }, (_, hop) => minorText({ major: version.major, minor: version.minor + hop + 1 }));
}

export function upgradeRemedy(cluster: Cluster, calendar: Calendar, today: Day): Remedy {
  const minors = minorsToGo(cluster, calendar, today);
  const target = minors.at(-1);
  const steps: Step[] = [
    { text: "See which versions the region offers", command: azCommand("aks", "get-upgrades", ...clusterWords(cluster), "-o", "table") },
    ...minors.map((minor) => upgradeStep(cluster, minor)),
    ...longTermStep(cluster, calendar, today),
  ];
  return {
    steps,
    ...(target === undefined
      ? {}
      : {
          bicep: `kubernetesVersion: '${target}' and agentPoolProfiles[].orchestratorVersion: '${target}', one minor a deployment`,
          terraform: `azurerm_kubernetes_cluster.kubernetes_version = "${target}" and orchestrator_version of each node pool, one minor an apply`,
        }),
    restarts: "every node is replaced, pool by pool; the API server restarts",
  };
}

export function upgradeFirst(cluster: Cluster): string[] {
  const spot = cluster.nodePools.filter((pool) => pool.priority === "spot").map((pool) => pool.name);
  return [
    ...(cluster.powerState === "stopped" ? ["The cluster is stopped: it must run to be upgraded"] : []),
    "Quota and addresses have room for the surge nodes",
    "Nothing that runs calls an API that the new version removes",
    ...(spot.length > 0 ? [`Spot pools cannot be upgraded together with the control plane: ${listText(spot)}`] : []),
  ];
}

function longTermStep(cluster: Cluster, { versions }: Calendar, today: Day): Step[] {
  const minor = minorText(cluster.version);
  const row = versions.find((each) => each.minor === minor);
  const ends = row && lastDay(row.ltsEnd);
  if (cluster.supportPlan === "lts" || ends === undefined || ends < today) return [];
  return [
    {
      text: `Or stay on ${minor} until ${fullDayText(ends)} with long-term support (Premium tier, billed by the hour)`,
      command: withLongTermSupport(cluster),
    },
  ];
}
