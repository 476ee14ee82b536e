import { type ArmState, type ArmSubscription, armState } from "../arm/state.ts";
import { clusterArmId, clusterBody } from "./cluster-body.ts";
import { restingClusters } from "./clusters.ts";
import { REGIONS } from "./list-prices.ts";
import { newProdCluster } from "./prod-clusters.ts";
import { nordicCluster } from "./shop-clusters.ts";
import { skuBodies } from "./skus.ts";
import { type ClusterSpec, changeCluster, changePool, userPool } from "./spec.ts";
import { spotRows } from "./spot.ts";
import { SUBSCRIPTIONS } from "./subscriptions.ts";
import { keptByStopped, locks, maintenance, versions } from "./upkeep.ts";
import { computeUsages, subnetUsages } from "./use.ts";

export { PROXY_PASSWORD } from "./prod-clusters.ts";
export { SUBSCRIPTIONS } from "./subscriptions.ts";

/** The clusters a demo or a test speaks about, by what happens to them. */
export const INTERESTING = {
  upgrading: "shop-weu-2",
  besideUpgrading: "shop-weu-1",
  odd: "lab-weu-1",
  automatic: "prod-neu-3",
  stopped: "dev-weu-5",
  outOfSupport: "catalog-weu-1",
  locked: "prod-sdc-1",
  /** Between the nights. */
  surgeRaised: "prod-weu-1",
  worse: "prod-weu-2",
  moved: "prod-neu-1",
  fixed: "dev-weu-3",
  deleted: "dev-weu-7",
  notSeen: "dev-weu-9",
  new: "prod-sdc-2",
  newSubscription: "nordic-sdc-1",
  newPool: "shop-neu-1",
} as const;

/** Small, so that the larger subscriptions take several pages. */
const PAGE_SIZE = 5;

/** The cloud as the first night's scan (2026-11-23) meets it, with one cluster in the middle of an upgrade. */
export function sampleEstate(): ArmState {
  const state = armState({
    subscriptions: subscriptions(["shop-nordics"]),
    skus: Object.fromEntries(REGIONS.map((region) => [region, skuBodies(region)])),
    versions: versions(),
    spot: spotRows("2026-11-23"),
    pageSize: PAGE_SIZE,
  });
  show(state, upgrading());
  return state;
}

/** Half an hour later the upgrade is through: its surge nodes are gone from usage, its pool runs the new version. */
export const settle = (state: ArmState): void => show(state, restingClusters);

/** The cloud as the second night (2026-11-24) meets it. */
export function secondNight(state: ArmState): void {
  show(state, secondNightClusters());
  state.spot = spotRows("2026-11-24");
  state.subscriptions = subscriptions([], ["platform-dev"]);
  state.unlisted = new Set(restingClusters.filter(({ name }) => name === INTERESTING.notSeen).map(clusterArmId));
}

type SubscriptionName = keyof typeof SUBSCRIPTIONS;

const subscriptions = (without: readonly SubscriptionName[], hidden: readonly SubscriptionName[] = []): ArmSubscription[] =>
  (Object.keys(SUBSCRIPTIONS) as SubscriptionName[])
    .filter((name) => !without.includes(name))
    .map((name) => ({ subscriptionId: SUBSCRIPTIONS[name], displayName: name, ...(hidden.includes(name) ? { hidden: true } : {}) }));

/** 4 of 12 nodes, a third, are on their way: the control plane and the system pool are through. */
function upgrading(): readonly ClusterSpec[] {
  const name = INTERESTING.upgrading;
  const clusters = changeCluster(restingClusters, name, (cluster) => ({ ...cluster, state: "Upgrading" }));
  return changePool(clusters, name, "checkout", { version: "1.34.2", state: "Upgrading", surging: 4 });
}

/** What there is from the second night on. */
export function secondNightClusters(): readonly ClusterSpec[] {
  // Fixed.
  let clusters = changePool(restingClusters, "dev-weu-3", "tools", { autoscale: [2, 4] });
  // Moved: an ephemeral pool took the place, the labels and the taints of web.
  clusters = changePool(clusters, "prod-neu-1", "web", { name: "web2", ephemeralGiB: 256 });
  // New: 5 surge nodes need 40 vCPUs of 28 and 155 addresses of 118.
  clusters = changePool(clusters, "prod-weu-1", "apps", { maxSurge: "25%" });
  clusters = changeCluster(clusters, "shop-neu-1", (cluster) => ({
    ...cluster,
    pools: [...cluster.pools, userPool("promo", "D4ads_v5", 3, { ephemeralGiB: 128, spot: { maxPrice: -1 }, labels: { app: "promo" } })],
  }));
  // Worse: the neighbour grew by a node and took 31 of the addresses that etl was 6 short of.
  clusters = changePool(clusters, "prod-weu-4", "services", { nodes: 9 });
  return [...clusters.filter(({ name }) => name !== INTERESTING.deleted), newProdCluster, nordicCluster];
}

/** Clusters, what they use of quota and subnets, and what belongs to them: all of it agrees. */
export function show(state: ArmState, clusters: readonly ClusterSpec[]): void {
  state.clusters = clusters.map(clusterBody);
  state.usages = computeUsages(clusters);
  state.subnetUsages = subnetUsages(clusters);
  state.maintenance = maintenance(clusters);
  state.locks = locks(clusters);
  state.resources = keptByStopped(clusters);
}
