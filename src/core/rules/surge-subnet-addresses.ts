import { surgeAddresses } from "../calc/addresses.ts";
import { type CannotTell, cannotTell } from "../calc/cannot-tell.ts";
import { add, mergeMaps } from "../calc/merge-maps.ts";
import { subnetsInMotion } from "../calc/motion.ts";
import { surges } from "../calc/surge.ts";
import type { Missing } from "../model/absence.ts";
import type { NodePool } from "../model/cluster.ts";
import type { SubnetId } from "../model/names.ts";
import { defineRegionRule, type RegionAnswer, type SortedCluster } from "./rule.ts";
import { subnetSubject } from "./subnet-name.ts";
import { alone, type Sources, severityOf, together } from "./surge-ladder.ts";
import { clusterFinding, poolFinding, regionFinding, type SubnetView } from "./surge-subnet-finding.ts";

export const surgeSubnetAddresses = defineRegionRule(
  {
    id: "surge-subnet-addresses",
    code: "UPG-011",
    version: 1,
    category: "upgrade",
    summary: "A subnet has no addresses for the surge nodes of an upgrade.",
    severities: ["low", "high"],
    source: "https://learn.microsoft.com/azure/aks/concepts-network-ip-address-planning",
    needs: ["subnets"],
    uses: ["skus", "quotas"],
    needsRest: true,
    floor: 1,
  },
  function* (view: SubnetView) {
    // A stopped cluster cannot be upgraded; one that is not judged counts as it was last seen.
    const takers = view.clusters.filter(({ cluster }) => cluster.powerState === "running").map((sorted) => takerOf(view, sorted));
    for (const taker of takers) {
      yield* judgePools(view, taker);
      yield* judgeCluster(view, taker);
    }
    yield* judgeShared(view, takers);
  },
);

/** A cluster, with what its pools take of each subnet at an upgrade. */
interface Taker extends SortedCluster {
  readonly sources: Sources<SubnetId>;
  readonly pools: readonly PoolTake[];
  readonly shortAlone: ReadonlySet<SubnetId>;
}
interface PoolTake {
  readonly pool: NodePool;
  readonly subnets: readonly SubnetId[];
  readonly taken: ReadonlyMap<SubnetId, number> | CannotTell;
}

function takerOf(view: SubnetView, sorted: SortedCluster): Taker {
  const { cluster } = sorted;
  const moving = subnetsInMotion(view.movers);
  const sources: Sources<SubnetId> = {
    takes: (pool, share) => surgeAddresses(cluster, pool, share),
    room: (subnet) => {
      const use = view.subnets.byId.get(subnet);
      if (!use) return cannotTell("absent", "the subnet was not read");
      return "missing" in use ? { cannotTell: use.missing } : use.known;
    },
    isMoving: (subnet) => moving.has(subnet),
  };
  const pools = cluster.nodePools
    .filter(surges)
    .map((pool) => ({ pool, subnets: subnetsOf(pool), taken: sources.takes(pool) }))
    .filter(({ subnets }) => subnets.length > 0);
  const shortAlone = pools.flatMap(({ pool }) => {
    const verdict = alone(pool, sources);
    return verdict.kind === "short" ? verdict.shortages.map(({ key }) => key) : [];
  });
  return { ...sorted, sources, pools, shortAlone: new Set(shortAlone) };
}

const subnetsOf = ({ nodeSubnet, podSubnet }: NodePool): SubnetId[] => [
  ...new Set([nodeSubnet, podSubnet].filter((subnet) => subnet !== undefined)),
];

function* judgePools(view: SubnetView, { cluster, sources, pools }: Taker): Iterable<RegionAnswer> {
  for (const { name, powerState } of cluster.nodePools) {
    if (powerState === "stopped") yield { on: cluster.id, subject: name, notApplicable: "the pool is stopped" };
  }
  for (const { pool } of pools) {
    const verdict = alone(pool, sources);
    if (verdict.kind === "cannot-tell") yield { on: cluster.id, subject: pool.name, cannotTell: verdict.reason };
    else if (verdict.kind === "short") {
      yield { on: cluster.id, ...poolFinding(view, cluster, pool, verdict.shortages[0], severityOf(cluster, pool, sources)) };
    }
  }
}

/** The pools of one cluster that share a subnet, upgraded at once. */
function* judgeCluster(view: SubnetView, { cluster, sources, pools, shortAlone }: Taker): Iterable<RegionAnswer> {
  for (const subnet of sharedBy(pools)) {
    const subject = subnetSubject(subnet, cluster.subscription);
    const sharing = pools.filter((pool) => pool.subnets.includes(subnet));
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
  for (const subnet of sharedBy(takers.map((taker) => ({ subnets: [...new Set(taker.pools.flatMap(({ subnets }) => subnets))] })))) {
    const subject = subnetSubject(subnet, view.subscription);
    const sharing = takers.filter(({ pools }) => pools.some(({ subnets }) => subnets.includes(subnet)));
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

/** Subnets that more than one of them uses. */
function sharedBy(users: readonly { readonly subnets: readonly SubnetId[] }[]): SubnetId[] {
  const seen = Map.groupBy(
    users.flatMap(({ subnets }) => subnets),
    (subnet) => subnet,
  );
  return [...seen].flatMap(([subnet, uses]) => (uses.length > 1 ? [subnet] : []));
}

const takenBy = ({ pools }: Taker, subnet: SubnetId): ReadonlyMap<SubnetId, number> | CannotTell => {
  const maps: ReadonlyMap<SubnetId, number>[] = [];
  for (const { subnets, taken } of pools) {
    if (!subnets.includes(subnet)) continue;
    if ("cannotTell" in taken) return taken;
    maps.push(taken);
  }
  return mergeMaps(maps, add);
};

const isShortItself = (taker: Taker, subnet: SubnetId): boolean =>
  taker.isAnswerable && (taker.shortAlone.has(subnet) || together([takenBy(taker, subnet)], subnet, taker.sources).kind === "short");

/** Last seen is not now. A cluster in motion was read: only a shortage is in doubt then, and that is asked for by subnet. */
const doubt = ({ unsure }: Pick<SortedCluster, "unsure">): Missing | undefined => (unsure?.kind === "in-motion" ? undefined : unsure);
