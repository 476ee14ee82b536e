import type { Cluster } from "../../core/model/cluster.ts";
import type { ClusterRef, Region, SubnetId, SubscriptionId } from "../../core/model/names.ts";
import type { Quotas, SubnetUse } from "../../core/model/region.ts";
import type { Subscription } from "../../core/model/scan.ts";
import { type ClusterPage, clusters } from "./clusters.ts";
import { computeClients } from "./compute.ts";
import { type AzureSettings, type Calls, connect } from "./connection.ts";
import type { NetworkRef } from "./names.ts";
import { readQuotas } from "./quotas.ts";
import { type RegionSkus, readSkus } from "./skus.ts";
import { subnets } from "./subnets.ts";
import { subscriptions } from "./subscriptions.ts";

export type { ClusterPage } from "./clusters.ts";
export type { AzureSettings, Calls } from "./connection.ts";
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
  /** One page, from the start or from the nextLink of an earlier one. */
  readClusterPage(subscription: SubscriptionId, nextLink?: string): Promise<ClusterPage>;
  getCluster(ref: ClusterRef): Promise<Cluster>;
  readSkus(subscription: SubscriptionId, region: Region): Promise<RegionSkus>;
  readQuotas(subscription: SubscriptionId, region: Region): Promise<Quotas>;
  /** Subnets that Azure does not count are left out. */
  readSubnets(network: NetworkRef): Promise<ReadonlyMap<SubnetId, SubnetUse>>;
  readonly calls: () => Calls;
}

export function connectAzure(settings: AzureSettings): Azure {
  const connection = connect(settings);
  const compute = computeClients(connection);
  const clusterReads = clusters(connection);
  const subscriptionReads = subscriptions(connection);
  return {
    listSubscriptions: subscriptionReads.list,
    getSubscription: subscriptionReads.get,
    readClusterPage: clusterReads.readPage,
    getCluster: clusterReads.get,
    readSkus: (subscription, region) => readSkus(connection, compute, subscription, region),
    readQuotas: (subscription, region) => readQuotas(connection, compute, subscription, region),
    readSubnets: subnets(connection),
    calls: connection.calls,
  };
}
