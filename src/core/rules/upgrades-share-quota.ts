import { type CannotTell, cannotTell } from "../calc/cannot-tell.ts";
import { clusterSurgeVcpus, quotaInMotion, regionalQuota, shortBy } from "../calc/quota.ts";
import { peaksInWindows, type WeeklyWindow, type WindowClaim } from "../calc/upgrade-windows.ts";
import { weeklyWindows } from "../calc/weekly-windows.ts";
import type { Missing } from "../model/absence.ts";
import type { Cluster } from "../model/cluster.ts";
import type { MaintenancePlans } from "../model/maintenance.ts";
import type { VmFamily } from "../model/names.ts";
import type { Quota, Skus } from "../model/region.ts";
import { timesFor, upkeepOf } from "./planned-maintenance.ts";
import { familyName } from "./quota-words.ts";
import { defineRegionRule, IN_MOTION, type RegionAnswer, type RegionWideView } from "./rule.ts";
import { sharedFinding } from "./upgrades-share-quota-finding.ts";

export type SharedQuotaView = RegionWideView<"skus" | "quotas" | "maintenance">;
/** A family, or all regular vCPUs of the region. */
export type QuotaKey = VmFamily | "cores";

export const upgradesShareQuota = defineRegionRule(
  {
    id: "upgrades-share-quota",
    code: "UPG-010",
    version: 1,
    category: "upgrade",
    summary: "Clusters that AKS may upgrade at the same time have no room together in a vCPU quota.",
    severities: ["low", "low"],
    source: "https://learn.microsoft.com/azure/aks/planned-maintenance",
    needs: ["skus", "quotas", "maintenance"],
    uses: [],
    needsRest: true,
    floor: 1,
    changes: [],
  },
  function* (view) {
    const takers = view.clusters
      .filter(({ cluster }) => cluster.powerState === "running")
      .flatMap(({ cluster, unsure }) => takerOf(cluster, unsure, view));
    const keys = new Set(takers.flatMap(({ needs }) => ("cannotTell" in needs ? [] : [...needs.keys()])));
    for (const key of keys) yield* judgeKey(view, key, takers);
  },
);

/** A cluster that AKS upgrades by itself, with what it takes and when; an open question in place of what is not known. */
interface Taker {
  readonly cluster: Cluster;
  readonly needs: ReadonlyMap<QuotaKey, number> | CannotTell;
  readonly windows: readonly WeeklyWindow[] | CannotTell;
  readonly doubt: Missing | undefined;
}

function takerOf(cluster: Cluster, unsure: Missing | undefined, { skus, maintenance }: SharedQuotaView): Taker[] {
  const windows = windowsOf(cluster, maintenance);
  // A cluster in motion was read: only a shortage is in doubt then.
  const doubt = unsure === IN_MOTION ? undefined : unsure;
  return windows === undefined ? [] : [{ cluster, needs: needsOf(cluster, skus), windows, doubt }];
}

function needsOf(cluster: Cluster, skus: Skus): ReadonlyMap<QuotaKey, number> | CannotTell {
  const nodePools = cluster.nodePools.filter(({ capacityReservationGroupId: id }) => id === undefined);
  const surge = clusterSurgeVcpus({ ...cluster, nodePools }, skus);
  if ("cannotTell" in surge) return surge;
  const { byFamily, total } = surge.together;
  return new Map<QuotaKey, number>([...byFamily, ...(total > 0 ? [["cores", total] as const] : [])]);
}

/** None is any time. Nothing where AKS does not upgrade by itself. */
function windowsOf(cluster: Cluster, plans: MaintenancePlans): readonly WeeklyWindow[] | CannotTell | undefined {
  const upkeep = upkeepOf(cluster, plans);
  if (!upkeep || "cannotTell" in upkeep) return upkeep;
  const all: WeeklyWindow[] = [];
  for (const purpose of upkeep.purposes) {
    const times = timesFor(upkeep, purpose);
    const windows = times ? weeklyWindows(times) : [];
    if ("cannotTell" in windows) return windows;
    if (windows.length === 0) return [];
    all.push(...windows);
  }
  return all;
}

function* judgeKey(view: SharedQuotaView, key: QuotaKey, takers: readonly Taker[]): Iterable<RegionAnswer> {
  const subject = key === "cores" ? "regional vCPUs" : familyName(view.skus, key);
  const quota = quotaOf(view, key);
  if ("cannotTell" in quota) return yield { subject, cannotTell: quota.cannotTell };
  const own = (taker: Taker): number => ("cannotTell" in taker.needs ? 0 : (taker.needs.get(key) ?? 0));
  const sharing = takers.filter((taker) => "cannotTell" in taker.needs || own(taker) > 0);
  if (sharing.length < 2) return;
  if (sharing.some((taker) => shortBy(own(taker), quota) > 0)) {
    return yield { subject, notApplicable: "a cluster has no room by itself, which is said there" };
  }
  const peakOf = (of: readonly Taker[]) =>
    highest(
      of.map((taker) => ({ name: taker.cluster.id, ...claimOf(taker, own(taker), key) })),
      key,
    );
  const certain = peakOf(sharing.filter(({ windows }) => !("cannotTell" in windows)));
  const possible = peakOf(sharing);
  if ("cannotTell" in certain || "cannotTell" in possible) return;

  const untold = sharing.flatMap(({ needs, doubt }) => ("cannotTell" in needs ? [needs.cannotTell] : (doubt ?? [])))[0];
  const unplanned = sharing.flatMap(({ windows }) => ("cannotTell" in windows ? [windows.cannotTell] : []))[0];
  if (shortBy(certain.needed, quota) > 0) {
    if (isMoving(view, key)) return yield { subject, cannotTell: IN_MOTION };
    const clusters = sharing.flatMap((taker) =>
      certain.claims.includes(taker.cluster.id) ? [{ cluster: taker.cluster, needed: own(taker) }] : [],
    );
    yield sharedFinding(view, { key, subject, quota, peak: certain, clusters });
  } else if (untold) yield { subject, cannotTell: untold };
  else if (unplanned && shortBy(possible.needed, quota) > 0) yield { subject, cannotTell: unplanned };
}

const quotaOf = ({ quotas, skus }: SharedQuotaView, key: QuotaKey): Quota | CannotTell =>
  key === "cores"
    ? regionalQuota(quotas)
    : (quotas.byFamily.get(key) ?? cannotTell("absent", `family ${familyName(skus, key)} is not in the usage list of the region`));

/** What is not known about its windows counts as any time. */
const claimOf = ({ windows }: Taker, needed: number, key: QuotaKey): Pick<WindowClaim<QuotaKey>, "windows" | "needs"> => ({
  windows: "cannotTell" in windows ? [] : windows,
  needs: new Map([[key, needed]]),
});

function highest(claims: readonly WindowClaim<QuotaKey>[], key: QuotaKey) {
  const peaks = peaksInWindows(claims);
  if ("cannotTell" in peaks) return peaks;
  return peaks.get(key)?.highest ?? { needed: 0, from: 0, to: 0, claims: [] };
}

const isMoving = ({ movers, skus }: SharedQuotaView, key: QuotaKey): boolean =>
  quotaInMotion(movers, skus)(key === "cores" ? undefined : key);
