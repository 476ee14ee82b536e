import type { TableClient } from "@azure/data-tables";
import { type ClusterRef, type SubscriptionId, subscriptionId } from "../../core/model/names.ts";
import type { Snapshot } from "../../core/model/snapshot.ts";
import type { Instant } from "../../core/model/time.ts";
import { inPartition, less, unequal } from "./filter.ts";
import { azureKey } from "./keys.ts";
import type { Layout, Place, Stored } from "./layout.ts";
import { rows } from "./rows.ts";

export interface Snapshots {
  list(subscription: SubscriptionId): Promise<readonly Stored<Snapshot>[]>;
  get(ref: ClusterRef): Promise<Stored<Snapshot> | undefined>;
  /**
   * `make` gets what is stored now and returns what to store, or nothing to leave it; on a conflict it is asked again.
   * A snapshot whose cluster was read before the stored one's, or not at all, never replaces it, unless the stored one is gone and
   * this one is there. Returns what is stored afterwards.
   * @throws StoreConflict after many conflicts
   */
  update(ref: ClusterRef, make: (stored: Snapshot | undefined) => Snapshot | undefined): Promise<Snapshot | undefined>;
  /** Of all rows, those of clusters that are gone too. */
  subscriptions(): Promise<readonly SubscriptionId[]>;
  /** Of clusters that are not gone. */
  inhabited(): Promise<readonly SubscriptionId[]>;
  /** Clusters that have been gone since before then; how many. */
  removeGone(before: Instant): Promise<number>;
}

export function snapshots(client: TableClient): Snapshots {
  const table = rows(client, layout);
  return {
    get: (ref) => {
      const { partition, row } = place(ref);
      return table.get(partition, row);
    },
    list: (subscription) => table.list(inPartition(azureKey(subscription))),
    update: (ref, make) =>
      table.change(place(ref), (stored) => {
        const next = make(stored);
        return next && !isOlder(next, stored) ? next : undefined;
      }),
    subscriptions: async () => Array.from(await table.column("subscription"), subscriptionId),
    inhabited: async () => Array.from(await table.column("subscription", unequal("presence", "gone")), subscriptionId),
    removeGone: (before) => table.removeAll(less("goneSince", before)),
  };
}

const place = ({ subscription, resourceGroup, name }: ClusterRef): Place => ({
  partition: azureKey(subscription),
  row: azureKey(resourceGroup, name),
});

const layout: Layout<Snapshot> = {
  shape: 1,
  place: ({ ref, presence }) => ({
    ...place(ref),
    columns: {
      subscription: ref.subscription,
      presence: presence.kind,
      ...(presence.kind === "gone" && { goneSince: presence.since }),
    },
  }),
};

function isOlder(next: Snapshot, stored: Snapshot | undefined): boolean {
  if (stored === undefined || "missing" in stored.cluster) return false;
  if ("missing" in next.cluster) return !isAnother(next, stored);
  return next.cluster.at < stored.cluster.at;
}

/** What is there after it was gone is another cluster under the name: it may not have been read yet. */
const isAnother = (next: Snapshot, stored: Snapshot): boolean => stored.presence.kind === "gone" && next.presence.kind === "present";
