import { type Fact, fresh, type Missing, missing } from "../model/absence.ts";
import { type Cluster, hasMotion } from "../model/cluster.ts";
import type { VmFamily } from "../model/names.ts";
import type { Quota, Quotas, Skus } from "../model/region.ts";
import type { QuotaRoomRow, RegionRoom, RoomNeeds } from "../model/room.ts";
import type { RegionView, Snapshot } from "../model/snapshot.ts";
import type { Instant } from "../model/time.ts";
import { quotaInMotion, surgeVcpus } from "./quota.ts";

/**
 * What the next upgrades of a region need of its vCPU quotas beside what is free. Running clusters count, with max surge as it is set; one
 * that could not be read counts as last seen. Nodes of a capacity reservation have their quota already.
 */
export function regionRoom({ at, subscription, region, snapshots, facts }: RegionView): RegionRoom {
  const place = { subscription, region, at };
  const seen = snapshots.flatMap(({ cluster }) => ("known" in cluster ? [cluster.known] : []));
  const running = seen.filter(({ powerState }) => powerState === "running");
  if (running.length === 0) return { ...place, rows: [] };
  const skus = fresh(facts.skus, at);
  if ("missing" in skus) return { ...place, rows: [], missing: skus.missing };
  const takers = running.map((cluster) => takerOf(cluster, skus.known));
  const mayBeMore = takers.find(({ untold }) => untold)?.untold ?? unreadOf(snapshots, at);
  const isMoving = quotaInMotion(seen.filter(hasMotion), skus.known);

  const quotas = fresh(facts.quotas, at);
  const rows = keysOf(takers).flatMap((key): QuotaRoomRow[] => {
    const needs = needsOf(key, takers);
    if (!needs) return [];
    const family = key === REGIONAL ? undefined : nameOf(key, skus.known);
    return [
      {
        ...(family === undefined ? {} : { family }),
        quota: standingOf(key, family, quotas),
        needs,
        ...(mayBeMore ? { mayBeMore } : {}),
        ...(isMoving(key === REGIONAL ? undefined : key) ? { mayBeLess: IN_MOTION } : {}),
      },
    ];
  });
  return { ...place, rows, ...(rows.length === 0 && mayBeMore ? { missing: mayBeMore } : {}) };
}

/** All regular vCPUs of the region. */
const REGIONAL = "cores";
type Key = VmFamily | typeof REGIONAL;

const IN_MOTION: Missing = missing("in-motion", "a cluster that takes from it is being changed; it is read again when it rests").missing;

interface Taker {
  readonly cluster: Cluster;
  readonly pools: readonly { readonly name: string; readonly needs: ReadonlyMap<Key, number> }[];
  /** Why a pool is not among them. */
  readonly untold?: Missing;
}

function takerOf(cluster: Cluster, skus: Skus): Taker {
  const pools: Taker["pools"][number][] = [];
  let untold: Missing | undefined;
  for (const pool of cluster.nodePools) {
    if (pool.capacityReservationGroupId !== undefined) continue;
    const need = surgeVcpus(pool, skus);
    if ("cannotTell" in need) untold ??= { ...need.cannotTell, why: `${need.cannotTell.why} (pool ${pool.name} of ${cluster.name})` };
    else pools.push({ name: pool.name, needs: new Map<Key, number>([...need.byFamily, [REGIONAL, need.total]]) });
  }
  return { cluster, pools, ...(untold ? { untold } : {}) };
}

/** Families first, in the order of their names. */
function keysOf(takers: readonly Taker[]): readonly Key[] {
  const families = new Set(takers.flatMap(({ pools }) => pools.flatMap(({ needs }) => [...needs.keys()])));
  families.delete(REGIONAL);
  return [...[...families].sort((a, b) => (a < b ? -1 : 1)), REGIONAL];
}

/** Nothing where no upgrade takes from it. */
function needsOf(key: Key, takers: readonly Taker[]): RoomNeeds | undefined {
  const clusters = takers.flatMap(({ cluster, pools }) => {
    const needs = pools.map(({ name, needs: own }) => ({ cluster: cluster.id, pool: name, vcpus: own.get(key) ?? 0 }));
    const vcpus = needs.reduce((sum, each) => sum + each.vcpus, 0);
    return vcpus === 0 ? [] : [{ cluster: cluster.id, vcpus, needs }];
  });
  const onePool = largest(clusters.flatMap(({ needs }) => needs));
  const oneCluster = largest(clusters.map(({ cluster, vcpus }) => ({ cluster, vcpus })));
  if (!onePool || !oneCluster) return undefined;
  const all = clusters.reduce((sum, { vcpus }) => sum + vcpus, 0);
  return { onePool, oneCluster, allAtOnce: { vcpus: all, clusters: clusters.length } };
}

/** The first of several. */
const largest = <T extends { readonly vcpus: number }>(needs: readonly T[]): T | undefined =>
  needs.reduce<T | undefined>((most, each) => (most === undefined || each.vcpus > most.vcpus ? each : most), undefined);

const nameOf = (family: VmFamily, { byKey }: Skus): string => {
  for (const sku of byKey.values()) if (sku.family === family) return sku.familyName;
  return family;
};

function standingOf(key: Key, family: string | undefined, quotas: Fact<Quotas>): QuotaRoomRow["quota"] {
  if ("missing" in quotas) return quotas;
  const quota: Quota | undefined = key === REGIONAL ? quotas.known.regional : quotas.known.byFamily.get(key);
  if (quota) return { limit: quota.limit, used: quota.used, readAt: quotas.at };
  return missing("absent", `${family === undefined ? "the regional quota" : `family ${family}`} is not in the usage list of the region`);
}

/** Why a cluster counts as last seen, or not at all. */
function unreadOf(snapshots: readonly Snapshot[], at: Instant): Missing | undefined {
  for (const { ref, cluster, presence, readFailed } of snapshots) {
    const fact = fresh(cluster, at);
    const reason = presence.kind === "not-seen" ? presence.reason : (readFailed?.reason ?? ("missing" in fact ? fact.missing : undefined));
    if (reason) return { ...reason, why: `${reason.why} (cluster ${ref.name})` };
  }
  return undefined;
}
