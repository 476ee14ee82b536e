import type { Cluster } from "../../core/model/cluster.ts";
import type { ClusterEvent } from "../../core/model/event.ts";
import type { Lock } from "../../core/model/locks.ts";
import type { MaintenanceSchedule } from "../../core/model/maintenance.ts";
import type { ClusterRef, Region, SubnetId, SubscriptionId } from "../../core/model/names.ts";
import type { NodeGroup } from "../../core/model/node-group.ts";
import type { SpotReading } from "../../core/model/price.ts";
import type { Quotas, SubnetUse } from "../../core/model/region.ts";
import type { Subscription } from "../../core/model/scan.ts";
import type { Instant } from "../../core/model/time.ts";
import type { VersionCatalogue } from "../../core/model/version-catalogue.ts";
import { readChanges } from "./changes.ts";
import { type ClusterPage, clusters } from "./clusters.ts";
import { computeClients } from "./compute.ts";
import { type AzureSettings, connect } from "./connection.ts";
import { containerServiceClients } from "./container-service.ts";
import { type ClusterEnd, readEndsOfLife } from "./ends-of-life.ts";
import { graph } from "./graph.ts";
import { findClusters, listSubscriptionsBelow } from "./inventory.ts";
import { readLocks } from "./locks.ts";
import { readMaintenance } from "./maintenance.ts";
import type { NetworkRef } from "./names.ts";
import { readNodeGroups } from "./node-groups.ts";
import { readQuotas } from "./quotas.ts";
import { type RegionSkus, readSkus } from "./skus.ts";
import { readSpot } from "./spot.ts";
import { subnets } from "./subnets.ts";
import { subscriptions } from "./subscriptions.ts";
import { readVersions } from "./versions.ts";

export type { ClusterPage } from "./clusters.ts";
export type { AzureSettings } from "./connection.ts";
export { AzureLater, AzureRefusal } from "./errors.ts";
export { type NetworkRef, networkOf } from "./names.ts";
export type { RegionSkus } from "./skus.ts";

/**
 * Azure as the advisor reads it. Every call throws `AzureRefusal` when the answer will be the same tomorrow, `AzureLater`
 * when it is worth asking again, and the signal's reason when it was aborted. Nothing here waits or retries.
 */
export interface Azure {
  /** Those that can be read, all pages. */
  listSubscriptions(): Promise<readonly Subscription[]>;
  getSubscription(id: SubscriptionId): Promise<Subscription>;
  /** Anywhere below a management group, by its name; those that cannot be seen are left out. */
  listSubscriptionsBelow(managementGroup: string): Promise<readonly Subscription[]>;
  /** In all subscriptions that can be seen, by name in any case. */
  findClusters(name: string): Promise<readonly ClusterRef[]>;
  /** One page, from the start or from the nextLink of an earlier one. */
  readClusterPage(subscription: SubscriptionId, nextLink?: string): Promise<ClusterPage>;
  /** Whole, or a refusal: one that does not fit is never half a cluster. */
  getCluster(ref: ClusterRef): Promise<Cluster>;
  /** A size that is not listed there, or does not fit, is not in it. */
  readSkus(subscription: SubscriptionId, region: Region): Promise<RegionSkus>;
  /** What no row says is missing, which means unknown: never none. */
  readQuotas(subscription: SubscriptionId, region: Region): Promise<Quotas>;
  /** Subnets that Azure does not count are left out. */
  readSubnets(network: NetworkRef): Promise<ReadonlyMap<SubnetId, SubnetUse>>;
  /** Of the tenant as a whole: spot prices and evictions belong to no subscription. */
  readSpot(region: Region): Promise<SpotReading>;
  /** Two calls of AKS's smallest bucket, one a second for a whole subscription: a few clusters a night. */
  readMaintenance(ref: ClusterRef): Promise<readonly MaintenanceSchedule[]>;
  /** What AKS offers in a region; the same for every subscription, save for previews. */
  readVersions(subscription: SubscriptionId, region: Region): Promise<VersionCatalogue>;
  /** All of a subscription, on whatever they are put; `locksOver` picks those of one cluster or group. */
  readLocks(subscription: SubscriptionId): Promise<readonly Lock[]>;
  /** By lower-case name; groups that cannot be seen are not in it. */
  readNodeGroups(subscription: SubscriptionId, nodeGroups: readonly string[]): Promise<ReadonlyMap<string, NodeGroup>>;
  /** Of clusters in all subscriptions that can be seen. What Resource Graph noticed late comes late. */
  readChanges(since: Instant): Promise<readonly ClusterEvent[]>;
  /** The ends of support that Azure told clusters of, in all subscriptions that can be seen. */
  readEndsOfLife(): Promise<readonly ClusterEnd[]>;
  /** How many requests were sent so far. */
  readonly requests: () => number;
}

export function connectAzure(settings: AzureSettings): Azure {
  const connection = connect(settings);
  const compute = computeClients(connection);
  const containerService = containerServiceClients(connection);
  const clusterReads = clusters(connection, containerService);
  const readGraph = graph(connection);
  const subscriptionReads = subscriptions(connection);
  return {
    listSubscriptions: subscriptionReads.list,
    getSubscription: subscriptionReads.get,
    listSubscriptionsBelow: (managementGroup) => listSubscriptionsBelow(connection, readGraph, managementGroup),
    findClusters: (name) => findClusters(connection, readGraph, name),
    readClusterPage: clusterReads.readPage,
    getCluster: clusterReads.get,
    readSkus: (subscription, region) => readSkus(connection, compute, subscription, region),
    readQuotas: (subscription, region) => readQuotas(connection, compute, subscription, region),
    readSubnets: subnets(connection),
    readSpot: (region) => readSpot(connection, readGraph, region),
    readMaintenance: (ref) => readMaintenance(connection, containerService, ref),
    readVersions: (subscription, region) => readVersions(connection, containerService, subscription, region),
    readLocks: (subscription) => readLocks(connection, containerService, subscription),
    readNodeGroups: (subscription, nodeGroups) => readNodeGroups(connection, readGraph, subscription, nodeGroups),
    readChanges: (since) => readChanges(connection, readGraph, since),
    readEndsOfLife: () => readEndsOfLife(connection, readGraph),
    requests: connection.requests,
  };
}
