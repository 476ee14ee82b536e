import type { TableClient } from "@azure/data-tables";
import type { ScanId, SubscriptionId } from "../../core/model/names.ts";
import type { Scan, SubscriptionScan } from "../../core/model/scan.ts";
import { ofReadable } from "./errors.ts";
import { all, greater, inPartition, less } from "./filter.ts";
import { azureKey, key, OWN } from "./keys.ts";
import type { Layout, Stored } from "./layout.ts";
import { rows } from "./rows.ts";

export interface Scans {
  get(id: ScanId): Promise<Stored<Scan> | undefined>;
  /** All that are kept, newest first. @throws UnreadableRows */
  list(): Promise<readonly Scan[]>;
  /** False when it is there already. */
  insert(scan: Scan): Promise<boolean>;
  /** @throws StoreConflict */
  update(scan: Scan, etag: string): Promise<void>;
  subscriptions(id: ScanId): Promise<readonly Stored<SubscriptionScan>[]>;
  subscription(id: ScanId, subscription: SubscriptionId): Promise<Stored<SubscriptionScan> | undefined>;
  /** False when it is there already. */
  insertSubscription(row: SubscriptionScan): Promise<boolean>;
  /** The new etag. @throws StoreConflict */
  updateSubscription(row: SubscriptionScan, etag: string): Promise<string>;
  /** Scans of earlier nights with their subscriptions; how many rows. */
  removeBefore(id: ScanId): Promise<number>;
}

export function scans(client: TableClient): Scans {
  const scanRows = rows(client, scanLayout);
  const subscriptionRows = rows(client, subscriptionLayout);

  return {
    get: (id) => scanRows.get(OWN, key(id)),
    list: () => ofReadable(scanRows.values(inPartition(OWN)), (oldestFirst) => oldestFirst.toReversed()),
    insert: (scan) => scanRows.insert(scan),
    update: async (scan, etag) => {
      await scanRows.update(scan, etag);
    },
    subscriptions: (id) => subscriptionRows.list(inPartition(key(id))),
    subscription: (id, subscription) => subscriptionRows.get(key(id), azureKey(subscription)),
    insertSubscription: (row) => subscriptionRows.insert(row),
    updateSubscription: (row, etag) => subscriptionRows.update(row, etag),
    removeBefore: async (id) => {
      const subscriptions = await subscriptionRows.removeAll(all(greater("PartitionKey", OWN), less("PartitionKey", key(id))));
      return subscriptions + (await scanRows.removeAll(all(inPartition(OWN), less("RowKey", key(id)))));
    },
  };
}

/**
 * The rows of all scans lie together in a partition of their own, named by their dates: their list is then one query over the
 * few months that are kept, and never a search through the subscriptions of every night.
 */
const scanLayout: Layout<Scan> = {
  shape: 1,
  place: ({ id, closedAt }) => ({ partition: OWN, row: key(id), columns: { ...(closedAt && { closedAt }) } }),
};

const subscriptionLayout: Layout<SubscriptionScan> = {
  shape: 1,
  place: ({ scan, subscription, state, touchedAt }) => ({
    partition: key(scan),
    row: azureKey(subscription),
    columns: { state, touchedAt },
  }),
};
