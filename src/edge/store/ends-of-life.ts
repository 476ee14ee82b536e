import type { TableClient } from "@azure/data-tables";
import type { EndOfLife, ToldEnd } from "../../core/model/event.ts";
import type { ClusterId, ClusterRef, SubscriptionId } from "../../core/model/names.ts";
import type { Instant } from "../../core/model/time.ts";
import { ofReadable } from "./errors.ts";
import { inPartition, less } from "./filter.ts";
import { azureKey } from "./keys.ts";
import type { Layout } from "./layout.ts";
import { rows } from "./rows.ts";

/** The end of support that Azure told each cluster: the last it told. */
export interface EndsOfLife {
  /** Of all clusters of the subscription that were told. @throws UnreadableRows */
  list(subscription: SubscriptionId): Promise<readonly (readonly [ClusterId, ToldEnd])[]>;
  /** An earlier notice never replaces a later one. @throws StoreConflict after many conflicts */
  put(cluster: ClusterRef, notice: EndOfLife, toldAt: Instant): Promise<void>;
  /** Those told before then; how many. */
  removeBefore(at: Instant): Promise<number>;
}

interface StoredEnd extends ToldEnd {
  readonly subscription: SubscriptionId;
  readonly cluster: ClusterId;
}

export function endsOfLife(client: TableClient): EndsOfLife {
  const table = rows(client, layout);
  return {
    list: (subscription) =>
      ofReadable(table.values(inPartition(partitionOf(subscription))), (stored) =>
        stored.map(({ cluster, subscription: _, ...told }) => [cluster, told] as const),
      ),
    put: async ({ subscription, id }, notice, toldAt) => {
      const told = { subscription, cluster: id, ...notice, toldAt };
      await table.change(layout.place(told), (stored) => (stored && stored.toldAt >= toldAt ? undefined : told));
    },
    removeBefore: (at) => table.removeAll(less("toldAt", at)),
  };
}

const partitionOf = (subscription: SubscriptionId): string => azureKey("end-of-life", subscription);

const layout: Layout<StoredEnd> = {
  shape: 1,
  place: ({ subscription, cluster, toldAt }) => ({ partition: partitionOf(subscription), row: azureKey(cluster), columns: { toldAt } }),
};
