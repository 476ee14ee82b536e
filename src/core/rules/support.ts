import { type Missing, missing } from "../model/absence.ts";
import type { SupportCalendar, SupportDates } from "../model/calendar.ts";
import type { Cluster } from "../model/cluster.ts";
import type { Remedy, Step } from "../model/finding.ts";
import { type Day, dayOf, daysBetween } from "../model/time.ts";
import { type KubernetesVersion, kubernetesVersion, minorsAhead, minorText } from "../model/version.ts";
import { azCommand, clusterWords } from "./command.ts";
import { upgradeStep } from "./upkeep.ts";
import { fullDayText, listText } from "./words.ts";

/**
 * How a cluster stands with the support of its version. The last day of support is still in it. `out` without `ended`:
 * older than the calendar, whose first row bounds the days from below.
 */
export type Support =
  | { readonly kind: "in"; readonly ends: Day; readonly daysLeft: number; readonly told?: SupportDates["told"] }
  | { readonly kind: "out"; readonly ended?: Day; readonly daysPast: number; readonly told?: SupportDates["told"] }
  | { readonly kind: "unknown"; readonly reason: Missing };

type Judged = Pick<Cluster, "version" | "supportPlan">;

export function supportOf({ version, supportPlan }: Judged, calendar: SupportCalendar, today: Day): Support {
  const rows = rowsOf(calendar);
  const row = rows.find(({ minor }) => minorsAhead(minor, version) === 0);
  if (row) {
    const end = endOf(row, supportPlan);
    const daysLeft = daysBetween(today, end);
    const told = row.told?.plan === supportPlan ? { told: row.told } : {};
    return daysLeft >= 0 ? { kind: "in", ends: end, daysLeft, ...told } : { kind: "out", ended: end, daysPast: -daysLeft, ...told };
  }
  const [first] = rows;
  if (first && minorsAhead(first.minor, version) > 0) {
    return { kind: "out", daysPast: Math.max(0, daysBetween(endOf(first, supportPlan), today)) };
  }
  const why = `the support calendar of ${fullDayText(calendar.checkedOn)} has no row for Kubernetes ${minorText(version)}`;
  return { kind: "unknown", reason: missing("absent", why).missing };
}

export const planText = ({ supportPlan }: Judged): string => (supportPlan === "lts" ? "long-term support" : "community support");

/** Where the date comes from, if not from the calendar. */
export function toldText(told: SupportDates["told"]): string {
  if (!told) return "";
  const listed = told.listed;
  return `, by Azure's own notice of ${fullDayText(dayOf(told.at))} (the calendar says ${fullDayText(listed)})`;
}

/** A calendar moves: after this many days its dates are said with a warning. */
const CALENDAR_LIFE_DAYS = 90;

export function calendarDoubt({ checkedOn, source }: SupportCalendar, today: Day, told?: SupportDates["told"]): string[] {
  if (told || daysBetween(checkedOn, today) <= CALENDAR_LIFE_DAYS) return [];
  return [`whether the support dates still hold: re-check, they were last checked on ${fullDayText(checkedOn)} (${source})`];
}

/** A version is worth going to when it stays supported longer than this. */
const WORTHWHILE_DAYS = 90;

/** Minor by minor to the first version that stays supported for a while, or else to the newest of the calendar. */
export function minorsToGo({ version, supportPlan }: Judged, calendar: SupportCalendar, today: Day): string[] {
  const later = rowsOf(calendar).filter(({ minor }) => minorsAhead(minor, version) > 0);
  const target = later.find((row) => daysBetween(today, endOf(row, supportPlan)) > WORTHWHILE_DAYS) ?? later.at(-1);
  if (!target) return [];
  const hops = minorsAhead(target.minor, version);
  return Array.from({ length: hops }, (_, hop) => minorText({ major: version.major, minor: version.minor + hop + 1 }));
}

export function upgradeRemedy(cluster: Cluster, calendar: SupportCalendar, today: Day): Remedy {
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

function longTermStep(cluster: Cluster, calendar: SupportCalendar, today: Day): Step[] {
  const ltsEnd = calendar.byMinor.get(minorText(cluster.version))?.ltsEnd;
  if (cluster.supportPlan === "lts" || ltsEnd === undefined || ltsEnd < today) return [];
  return [
    {
      text: `Or stay on ${minorText(cluster.version)} until ${fullDayText(ltsEnd)} with long-term support (Premium tier, billed by the hour)`,
      command: azCommand("aks", "update", ...clusterWords(cluster), "--tier", "premium", "--k8s-support-plan", "AKSLongTermSupport"),
    },
  ];
}

interface Row {
  readonly minor: KubernetesVersion;
  readonly communityEnd: Day;
  readonly ltsEnd: Day;
  readonly told?: SupportDates["told"];
}

const endOf = (row: Row, plan: Cluster["supportPlan"]): Day => (plan === "lts" ? row.ltsEnd : row.communityEnd);

function rowsOf({ byMinor }: SupportCalendar): Row[] {
  const rows: Row[] = [];
  for (const [text, dates] of byMinor) {
    const minor = kubernetesVersion(text);
    if (minor) rows.push({ minor, ...dates });
  }
  return rows.sort((a, b) => minorsAhead(a.minor, b.minor));
}
