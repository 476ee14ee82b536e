import { z } from "zod";
import type { Cluster } from "../../core/model/cluster.ts";
import { type ClusterRef, clusterRef, type SubscriptionId } from "../../core/model/names.ts";
import type { OddItem } from "../../core/model/scan.ts";
import { problemOf } from "../wire/decode.ts";
import { ArmManagedCluster } from "./arm-managed-cluster.ts";
import type { Connection } from "./connection.ts";
import type { ContainerServiceClients } from "./container-service.ts";
import { decodeEach } from "./decode.ts";
import { unreadable } from "./errors.ts";
import { checkNames } from "./names.ts";
import { readPage } from "./pages.ts";

export interface ClusterPage {
  readonly clusters: readonly Cluster[];
  /** Clusters that were listed and do not fit, by their lower-case id. */
  readonly odd: readonly OddItem[];
  /** There is another page. This one may be empty all the same. */
  readonly nextLink?: string;
}

export interface Clusters {
  readPage(subscription: SubscriptionId, nextLink?: string): Promise<ClusterPage>;
  get(ref: ClusterRef): Promise<Cluster>;
}

export function clusters(connection: Connection, clientOf: ContainerServiceClients): Clusters {
  return {
    readPage: async (subscription, nextLink) => {
      const what = `list the clusters of subscription ${subscription}`;
      checkNames(what, subscription);
      const client = await clientOf(subscription);
      const page = await readPage(connection, what, () => client.managedClusters.list(), nextLink);
      const { good, odd } = decodeEach(ArmManagedCluster, page.rows, idOf);
      return { clusters: good, odd, ...(page.nextLink === undefined ? {} : { nextLink: page.nextLink }) };
    },

    get: async ({ subscription, resourceGroup, name }) => {
      const what = `read cluster ${resourceGroup}/${name} of subscription ${subscription}`;
      checkNames(what, subscription, resourceGroup, name);
      const client = await clientOf(subscription);
      const cluster = ArmManagedCluster.safeParse(await connection.ask(what, () => client.managedClusters.get(resourceGroup, name)));
      if (!cluster.success) throw unreadable(what, problemOf(cluster.error));
      return cluster.data;
    },
  };
}

function idOf(row: unknown): string | undefined {
  const { data } = z.object({ id: z.string() }).safeParse(row);
  return data && (clusterRef(data.id)?.id ?? data.id);
}
