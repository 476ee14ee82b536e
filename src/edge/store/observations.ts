import type { TableClient } from "@azure/data-tables";
import { type ClusterDay, mergedDay } from "../../core/model/history.ts";
import type { SubscriptionId } from "../../core/model/names.ts";
import type { Day } from "../../core/model/time.ts";
import { getOrRenew, ofReadable, rowText, StoreConflict } from "./errors.ts";
import { all, atLeast, inPartition, less } from "./filter.ts";
import { azureKey, key } from "./keys.ts";
import type { Layout } from "./layout.ts";
import { rows } from "./rows.ts";

/** How many nodes pools had, by day. */
export interface Observations {
  /**
   * Adds to what was seen of the cluster on that day; the same moment again is one. A day whose row cannot be read begins again.
   * @throws StoreConflict after five conflicts
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

const TRIES = 5;

export function observations(client: TableClient): Observations {
  const table = rows(client, layout);

  /** False when somebody else wrote in between. */
  const isAdded = async (subscription: SubscriptionId, seen: ClusterDay): Promise<boolean> => {
    // Most often it is the first look of the day.
    if (await table.insert({ subscription, seen })) return true;
    const { partition, row } = layout.place({ subscription, seen });
    const stored = await getOrRenew(
      () => table.get(partition, row),
      () => table.put([{ subscription, seen }]),
    );
    if (stored === undefined) return false;
    return (await table.replace({ subscription, seen: mergedDay(stored.value.seen, seen) }, stored.etag)) !== undefined;
  };

  return {
    add: async (subscription, seen) => {
      if (seen.pools.length === 0) return;
      for (let attempt = 1; attempt <= TRIES; attempt += 1) {
        if (await isAdded(subscription, seen)) return;
      }
      throw new StoreConflict(
        `Somebody else keeps writing ${rowText({ table: client.tableName, ...layout.place({ subscription, seen }) })}`,
      );
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
