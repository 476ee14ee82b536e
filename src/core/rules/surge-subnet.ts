import { type CannotTell, cannotTell } from "../calc/cannot-tell.ts";
import { subnetsInMotion } from "../calc/motion.ts";
import { poolAtMost } from "../calc/room-nodes.ts";
import { add, mergeMaps } from "../calc/sums.ts";
import { surgeNodes, surges, UNKNOWN_SURGE } from "../calc/surge.ts";
import type { Missing } from "../model/absence.ts";
import type { Cluster, NodePool } from "../model/cluster.ts";
import type { SubnetId } from "../model/names.ts";
import type { RegionAnswer, SortedCluster } from "./rule.ts";
import { subnetSubject } from "./subnet-name.ts";
import { alone, atMost, type Sources, together } from "./surge-ladder.ts";
import { clusterFinding, mostFinding, poolFinding, regionFinding, type SubnetView } from "./surge-subnet-finding.ts";

/** What the two subnet rules differ in: which of a pool's subnets they look at, and what nodes take of it. */
export interface SubnetKind {
  readonly subnetOf: (pool: NodePool) => SubnetId | undefined;
  /** Nothing when max pods decide, and those are not known. */
  readonly addresses: (cluster: Cluster, pool: NodePool, nodes: number) => number | undefined;
}

/** The ladder of subnets: each pool alone, the pools of a cluster at once, the clusters of the region at once. */
export function* judgeSubnets(view: SubnetView, kind: SubnetKind): Iterable<RegionAnswer> {
  // A stopped cluster cannot be upgraded; one that is not judged counts as it was last seen.
  const takers = view.clusters.filter(({ cluster }) => cluster.powerState === "running").map((sorted) => takerOf(view, kind, sorted));
  for (const taker of takers) {
    yield* judgePools(view, kind, taker);
    yield* judgeCluster(view, taker);
  }
  yield* judgeShared(view, takers);
}

const UNKNOWN_MAX_PODS = cannotTell("absent", "max pods, which decide how many addresses a node takes, are not in the answer");

/** A cluster, with what its pools take of each subnet at an upgrade. */
interface Taker extends SortedCluster {
  readonly sources: Sources<SubnetId>;
  readonly pools: readonly PoolTake[];
  readonly shortAlone: ReadonlySet<SubnetId>;
}
interface PoolTake {
  readonly pool: NodePool;
  readonly subnet: SubnetId;
  readonly taken: ReadonlyMap<SubnetId, number> | CannotTell;
}

function takerOf(view: SubnetView, kind: SubnetKind, sorted: SortedCluster): Taker {
  const { cluster } = sorted;
  const moving = subnetsInMotion(view.movers);
  const taken = (pool: NodePool, nodes: number | undefined) => addressesOf(kind, cluster, pool, nodes);
  const sources: Sources<SubnetId> = {
    takes: (pool, share) => taken(pool, surgeNodes(pool, share)),
    grows: (pool) => taken(pool, poolAtMost(pool).nodeCount - pool.nodeCount),
    room: (subnet) => {
      const use = view.subnets.byId.get(subnet);
      if (!use) return cannotTell("absent", "the subnet was not read");
      return "missing" in use ? { cannotTell: use.missing } : use.known;
    },
    isMoving: (subnet) => moving.has(subnet),
  };
  const pools = cluster.nodePools.filter(surges).flatMap((pool) => {
    const subnet = kind.subnetOf(pool);
    return subnet === undefined ? [] : [{ pool, subnet, taken: sources.takes(pool) }];
  });
  const shortAlone = pools.flatMap(({ pool }) => {
    const verdict = alone(pool, sources);
    return verdict.kind === "short" ? verdict.shortages.map(({ key }) => key) : [];
  });
  return { ...sorted, sources, pools, shortAlone: new Set(shortAlone) };
}

function addressesOf(
  { subnetOf, addresses }: SubnetKind,
  cluster: Cluster,
  pool: NodePool,
  nodes: number | undefined,
): ReadonlyMap<SubnetId, number> | CannotTell {
  const subnet = subnetOf(pool);
  if (subnet === undefined || nodes === 0) return new Map();
  if (nodes === undefined) return UNKNOWN_SURGE;
  const taken = addresses(cluster, pool, nodes);
  return taken === undefined ? UNKNOWN_MAX_PODS : new Map([[subnet, taken]]);
}

/** The pools of one kind of subnet, each alone: tonight, and where it has room, at its autoscaler's maximum. */
function* judgePools(view: SubnetView, kind: SubnetKind, { cluster, sources, measured }: Taker): Iterable<RegionAnswer> {
  const on = cluster.id;
  for (const pool of cluster.nodePools) {
    const subject = pool.name;
    if (kind.subnetOf(pool) === undefined) continue;
    if (pool.powerState === "stopped") yield { on, subject, notApplicable: "the pool is stopped" };
    if (!surges(poolAtMost(pool))) continue;
    const verdict = alone(pool, sources);
    const most = poolAtMost(pool).nodeCount > pool.nodeCount ? atMost(pool, sources) : verdict;
    if (verdict.kind === "short") {
      yield { on, ...poolFinding(view, { cluster, pool, shortage: verdict.shortages[0], sources, measured }) };
    } else if (verdict.kind === "fits" && most.kind === "short") yield { on, ...mostFinding(view, pool, most.shortages[0], sources) };
    else if (verdict.kind === "cannot-tell") yield { on, subject, cannotTell: verdict.reason };
    else if (most.kind === "cannot-tell") yield { on, subject, cannotTell: most.reason };
  }
}

/** The pools of one cluster that share a subnet, upgraded at once. */
function* judgeCluster(view: SubnetView, { cluster, sources, pools, shortAlone }: Taker): Iterable<RegionAnswer> {
  for (const subnet of sharedBy(pools)) {
    const subject = subnetSubject(subnet, cluster.subscription);
    const sharing = pools.filter((pool) => pool.subnet === subnet);
    if (shortAlone.has(subnet)) {
      yield { on: cluster.id, subject, notApplicable: "a pool has no room by itself, which is said there" };
      continue;
    }
    const verdict = together(
      sharing.map(({ taken }) => taken),
      subnet,
      sources,
    );
    if (verdict.kind === "cannot-tell") yield { on: cluster.id, subject, cannotTell: verdict.reason };
    else if (verdict.kind === "short") {
      yield {
        on: cluster.id,
        ...clusterFinding(
          view,
          cluster,
          sharing.map(({ pool }) => pool),
          verdict.shortages[0],
        ),
      };
    }
  }
}

/** Clusters that share a subnet, all upgraded at once. */
function* judgeShared(view: SubnetView, takers: readonly Taker[]): Iterable<RegionAnswer> {
  for (const subnet of sharedBy(takers.flatMap(subnetsOf))) {
    const subject = subnetSubject(subnet, view.subscription);
    const sharing = takers.filter(({ pools }) => pools.some((pool) => pool.subnet === subnet));
    const [first] = sharing;
    if (!first) continue;
    if (sharing.some((taker) => isShortItself(taker, subnet))) {
      yield { subject, notApplicable: "a cluster has no room by itself, which is said there" };
      continue;
    }
    const verdict = together(
      sharing.map((taker) => takenBy(taker, subnet)),
      subnet,
      first.sources,
    );
    const unsure = sharing.map((taker) => doubt(taker)).find((reason) => reason !== undefined);
    if (verdict.kind === "short")
      yield regionFinding(
        view,
        subnet,
        sharing.map(({ cluster }) => cluster),
        verdict.shortages[0],
      );
    else if (verdict.kind === "cannot-tell") yield { subject, cannotTell: verdict.reason };
    else if (unsure) yield { subject, cannotTell: unsure };
  }
}

/** Those of one cluster, each once. */
const subnetsOf = ({ pools }: Taker): { readonly subnet: SubnetId }[] =>
  [...new Set(pools.map(({ subnet }) => subnet))].map((subnet) => ({ subnet }));

/** Subnets that more than one of them uses. */
const sharedBy = (users: readonly { readonly subnet: SubnetId }[]): SubnetId[] =>
  [...Map.groupBy(users, ({ subnet }) => subnet)].flatMap(([subnet, uses]) => (uses.length > 1 ? [subnet] : []));

const takenBy = ({ pools }: Taker, subnet: SubnetId): ReadonlyMap<SubnetId, number> | CannotTell => {
  const maps: ReadonlyMap<SubnetId, number>[] = [];
  for (const { subnet: own, taken } of pools) {
    if (own !== subnet) continue;
    if ("cannotTell" in taken) return taken;
    maps.push(taken);
  }
  return mergeMaps(maps, add);
};

const isShortItself = (taker: Taker, subnet: SubnetId): boolean =>
  taker.isAnswerable && (taker.shortAlone.has(subnet) || together([takenBy(taker, subnet)], subnet, taker.sources).kind === "short");

/** Last seen is not now. A cluster in motion was read: only a shortage is in doubt then, and that is asked for by subnet. */
const doubt = ({ unsure }: Pick<SortedCluster, "unsure">): Missing | undefined => (unsure?.kind === "in-motion" ? undefined : unsure);
