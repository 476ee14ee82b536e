import { type Missing, missing } from "./absence.ts";
import type { CalendarData, Checked, Feature, OsImage, VersionSupport, VmSeries } from "./calendar-data.ts";
import { type Ending, ending, lastDay } from "./calendar-ending.ts";
import { osImageOf, vmSeriesOf } from "./calendar-match.ts";
import type { features } from "./calendars/features.ts";
import type { Cluster, NodePool } from "./cluster.ts";
import type { VmSize } from "./names.ts";
import { type Day, daysBetween } from "./time.ts";
import { type KubernetesVersion, kubernetesVersion, minorsAhead, minorText } from "./version.ts";

/** How something stands on a day. The last day itself has zero days left. */
export type Standing<E extends Checked = Checked> = Known<E> | { readonly kind: "unknown"; readonly reason: Missing };

type Known<E extends Checked> = {
  /** What says so; `doubt` where it was checked too long ago to be said without it. */
  readonly entry: E;
  readonly doubt?: string;
} & (
  | { readonly kind: "supported" } // no end is announced, as far as the calendar knows
  | { readonly kind: "ends"; readonly on: Ending; readonly daysLeft: number }
  // `isAtLeast`: older than everything in the calendar, whose first row bounds the days from below.
  | { readonly kind: "ended"; readonly on: Ending; readonly daysPast: number; readonly isAtLeast?: true }
);

/** Dates of calendars move (those of Windows Server 2022 did twice). After this many days they are said with a warning. */
const CALENDAR_LIFE_DAYS = 90;

/** A clause for who reads a date that was checked more than 90 days ago; nothing while it is fresh. */
function doubtAbout({ checkedOn, source }: Pick<Checked, "checkedOn" | "source">, today: Day): string | undefined {
  const days = daysBetween(checkedOn, today);
  return days > CALENDAR_LIFE_DAYS ? `last checked on ${checkedOn}, ${days} days ago: re-check (${source})` : undefined;
}

/** `platform`: help with Azure but no Kubernetes fixes, until AKS offers the fourth minor after it. */
export type Plan = Cluster["supportPlan"] | "platform";

/** How support of a Kubernetes version stands under a plan. What is older than the calendar is out of it. */
export function versionStanding(
  { versions, checkedOn }: CalendarData,
  { version, plan }: { readonly version: KubernetesVersion; readonly plan: Plan },
  today: Day,
): Standing<VersionSupport> {
  const bearer = { ...version, minor: version.minor + (plan === "platform" ? PLATFORM_MINORS : 0) };
  const rows = versions.map((row) => ({ row, ahead: minorsAheadOf(row.minor, bearer) })).toSorted((a, b) => a.ahead - b.ahead);
  const row = rows.find(({ ahead }) => ahead === 0)?.row;
  if (row) return standingOf(row, endUnder(plan, row), today);

  const [first] = rows;
  if (!first || first.ahead < 0) return unknown(`the calendar of ${checkedOn} has no row for Kubernetes ${minorText(bearer)}`);
  const on = endUnder(plan, first.row);
  const daysPast = Math.max(0, daysBetween(lastDay(on), today));
  return { kind: "ended", entry: first.row, on, daysPast, isAtLeast: true, ...doubted(first.row, today) };
}

/** Support of a version is N-2, platform support N-3: the fourth minor after it ends that. */
const PLATFORM_MINORS = 4;

const ENDS = { community: "communityEnd", lts: "ltsEnd", platform: "generallyAvailable" } as const;
const endUnder = (plan: Plan, row: VersionSupport): Ending => row[ENDS[plan]];

function minorsAheadOf(minor: string, version: KubernetesVersion): number {
  const parsed = kubernetesVersion(minor);
  return parsed ? minorsAhead(parsed, version) : Number.NaN;
}

export interface OsImageStanding {
  readonly support: Standing<OsImage>;
  /** Whether pools can still scale and repair nodes: not without node images. */
  readonly scaling: Standing<OsImage>;
}

export function osImageStanding(calendar: CalendarData, pool: Pick<NodePool, "osSku" | "nodeImageVersion">, today: Day): OsImageStanding {
  const image = osImageOf(calendar, pool);
  if (!image) {
    const { nodeImageVersion = "no node image", osSku = "no OS SKU" } = pool;
    const none = unknown(`the calendar of ${calendar.checkedOn} knows no operating system by ${nodeImageVersion} and ${osSku}`);
    return { support: none, scaling: none };
  }
  const isOpen = image.ends !== undefined && image.imagesGone === undefined;
  return {
    support: standingOf(image, image.ends, today),
    scaling: isOpen ? unknown(`no day is known on which the node images of ${image.name} go`) : standingOf(image, image.imagesGone, today),
  };
}

/** The features a rule may ask about. A stored calendar may hold more, or lack one. */
export type FeatureId = (typeof features)[number]["id"];

export function featureStanding(calendar: CalendarData, id: FeatureId, today: Day): Standing<Feature> {
  const feature = calendar.features.find((each) => each.id === id);
  return feature ? standingOf(feature, feature.ends, today) : unknown(`the calendar of ${calendar.checkedOn} has no row for ${id}`);
}

/**
 * `retiresOn`: what Azure's own record of the size says, which it does for some only; it wins over the list. A size that is on
 * neither is supported as far as the list knows, which then is the entry.
 */
export function vmSizeStanding(
  calendar: CalendarData,
  { vmSize, retiresOn }: { readonly vmSize: VmSize; readonly retiresOn?: Day },
  today: Day,
): Standing<VmSeries | Checked> {
  const series = vmSeriesOf(calendar, vmSize);
  return standingOf<VmSeries | Checked>(series ?? calendar.vmSeries, retiresOn === undefined ? series?.ends : ending(retiresOn), today);
}

function standingOf<E extends Checked>(entry: E, on: Ending | undefined, today: Day): Standing<E> {
  const basis = { entry, ...doubted(entry, today) };
  if (on === undefined) return { kind: "supported", ...basis };
  const daysLeft = daysBetween(today, lastDay(on));
  return daysLeft >= 0 ? { kind: "ends", on, daysLeft, ...basis } : { kind: "ended", on, daysPast: -daysLeft, ...basis };
}

function doubted(entry: Checked, today: Day): { readonly doubt?: string } {
  const doubt = doubtAbout(entry, today);
  return doubt === undefined ? {} : { doubt };
}

const unknown = (why: string): { readonly kind: "unknown"; readonly reason: Missing } => ({
  kind: "unknown",
  reason: missing("absent", why).missing,
});
