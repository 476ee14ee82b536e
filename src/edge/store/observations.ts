import type { TableClient } from "@azure/data-tables";
import { type ClusterDay, mergedDay } from "../../core/model/history.ts";
import type { SubscriptionId } from "../../core/model/names.ts";
import type { Day } from "../../core/model/time.ts";
import { ofReadable } from "./errors.ts";
import { all, atLeast, inPartition, less } from "./filter.ts";
import { azureKey, key } from "./keys.ts";
import type { Layout } from "./layout.ts";
import { rows } from "./rows.ts";

/** How many nodes pools had, by day. */
export interface Observations {
  /**
   * Adds to what was seen of the cluster on that day; the same moment again is one. A day whose row cannot be read begins again.
   * @throws StoreConflict after many conflicts
   */
  add(subscription: SubscriptionId, seen: ClusterDay): Promise<void>;
  /** Of all clusters of the subscription, from that day on, oldest day first. @throws UnreadableRows */
  since(subscription: SubscriptionId, from: Day): Promise<readonly ClusterDay[]>;
  /** Days before that one; how many rows. */
  removeBefore(day: Day): Promise<number>;
}

interface StoredDay {
  readonly subscription: SubscriptionId;
  readonly seen: ClusterDay;
}

export function observations(client: TableClient): Observations {
  const table = rows(client, layout);
  return {
    add: async (subscription, seen) => {
      if (seen.pools.length === 0) return;
      const first = { subscription, seen };
      // Most often it is the first look of the day.
      if (await table.insert(first)) return;
      await table.change(layout.place(first), (stored) => (stored ? { subscription, seen: mergedDay(stored.seen, seen) } : first), first);
    },
    since: (subscription, from) =>
      ofReadable(table.values(all(inPartition(azureKey(subscription)), atLeast("RowKey", key(from)))), (days) =>
        days.map(({ seen }) => seen),
      ),
    // Rows of rolls lie in the same table: theirs begin with a cluster's id, which comes after every day.
    removeBefore: (day) => table.removeAll(less("RowKey", key(day))),
  };
}

const layout: Layout<StoredDay> = {
  shape: 1,
  place: ({ subscription, seen }) => ({ partition: azureKey(subscription), row: azureKey(seen.day, seen.cluster) }),
};
