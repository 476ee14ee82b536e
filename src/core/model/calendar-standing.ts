import { type Missing, missing } from "./absence.ts";
import type { Calendar, Checked, Feature, OsImage, VersionSupport, VmSeries } from "./calendar-data.ts";
import { type Ending, ending, lastDay } from "./calendar-ending.ts";
import { minorsFrom, osImageOf, vmSeriesOf } from "./calendar-match.ts";
import type { features } from "./calendars/features.ts";
import type { Cluster, NodePool } from "./cluster.ts";
import type { VmSize } from "./names.ts";
import { type Day, daysBetween } from "./time.ts";
import { type KubernetesVersion, minorText } from "./version.ts";

/** How something stands on a day. `supported`: no end is announced, as far as the calendar knows. */
export type Standing<E extends Checked = Checked> = ({ readonly kind: "supported" } & Basis<E>) | DatedStanding<E>;

/** Of what has an end wherever it is known at all. The last day itself has zero days left. */
export type DatedStanding<E extends Checked = Checked> = Dated<E> | { readonly kind: "unknown"; readonly reason: Missing };

type Dated<E extends Checked> = Basis<E> &
  (
    | { readonly kind: "ends"; readonly on: Ending; readonly daysLeft: number }
    // `isAtLeast`: older than everything in the calendar, whose first row bounds the days from below.
    | { readonly kind: "ended"; readonly on: Ending; readonly daysPast: number; readonly isAtLeast?: true }
  );

interface Basis<E extends Checked> {
  /** What says so; `doubt` where it was checked too long ago to be said without it. */
  readonly entry: E;
  readonly doubt?: string;
}

/** Dates of calendars move (those of Windows Server 2022 did twice). After this many days they are said with a warning. */
export const CALENDAR_LIFE_DAYS = 90;

/** A clause for who reads a date that was checked more than 90 days ago; nothing while it is fresh. */
function doubtAbout({ checkedOn, source }: Pick<Checked, "checkedOn" | "source">, today: Day): string | undefined {
  const days = daysBetween(checkedOn, today);
  return days > CALENDAR_LIFE_DAYS ? `last checked on ${checkedOn}, ${days} days ago: re-check (${source})` : undefined;
}

/** `platform`: help with Azure but no Kubernetes fixes, until AKS offers the fourth minor after it. */
export type Plan = Cluster["supportPlan"] | "platform";

/** How support of a Kubernetes version stands under a plan. What is older than the calendar is out of it. */
export function versionStanding(
  { versions, checkedOn }: Calendar,
  { version, plan }: { readonly version: KubernetesVersion; readonly plan: Plan },
  today: Day,
): DatedStanding<VersionSupport> {
  const bearer = { ...version, minor: version.minor + (plan === "platform" ? PLATFORM_MINORS : 0) };
  const rows = versions.map((row) => ({ row, ahead: minorsFrom(bearer, row.minor) })).toSorted((a, b) => a.ahead - b.ahead);
  const row = rows.find(({ ahead }) => ahead === 0)?.row;
  if (row) return datedStanding(row, endUnder(plan, row), today);

  const [first] = rows;
  if (!first || first.ahead < 0) return unknown(`the calendar of ${checkedOn} has no row for Kubernetes ${minorText(bearer)}`);
  const on = endUnder(plan, first.row);
  const daysPast = Math.max(0, daysBetween(lastDay(on), today));
  return { kind: "ended", entry: first.row, on, daysPast, isAtLeast: true, ...doubted(first.row, today) };
}

/** Support of a version is N-2, platform support N-3: the fourth minor after it ends that. */
const PLATFORM_MINORS = 4;

const ENDS = { community: "communityEnd", lts: "ltsEnd", platform: "generallyAvailable" } as const;
export const endUnder = (plan: Plan, row: VersionSupport): Ending => row[ENDS[plan]];

export interface OsImageStanding {
  readonly support: Standing<OsImage>;
  /** Whether pools can still scale and repair nodes: not without node images. */
  readonly scaling: Standing<OsImage>;
}

export function osImageStanding(calendar: Calendar, pool: Pick<NodePool, "osSku" | "nodeImageVersion">, today: Day): OsImageStanding {
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

export function featureStanding(calendar: Calendar, id: FeatureId, today: Day): DatedStanding<Feature> {
  const feature = calendar.features.find((each) => each.id === id);
  return feature ? datedStanding(feature, feature.ends, today) : unknown(`the calendar of ${calendar.checkedOn} has no row for ${id}`);
}

/**
 * `retiresOn`: what Azure's own record of the size says, which it does for some only; it wins over the list. A size that is on
 * neither is supported as far as the list knows, which then is the entry.
 */
export function vmSizeStanding(
  calendar: Calendar,
  { vmSize, retiresOn }: { readonly vmSize: VmSize; readonly retiresOn?: Day },
  today: Day,
): Standing<VmSeries | Checked> {
  const series = vmSeriesOf(calendar, vmSize);
  return standingOf<VmSeries | Checked>(series ?? calendar.vmSeries, retiresOn === undefined ? series?.ends : ending(retiresOn), today);
}

const standingOf = <E extends Checked>(entry: E, on: Ending | undefined, today: Day): Standing<E> =>
  on === undefined ? { kind: "supported", entry, ...doubted(entry, today) } : datedStanding(entry, on, today);

function datedStanding<E extends Checked>(entry: E, on: Ending, today: Day): Dated<E> {
  const basis = { entry, ...doubted(entry, today) };
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
