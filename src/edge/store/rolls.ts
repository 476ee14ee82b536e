import type { TableClient } from "@azure/data-tables";
import type { ClusterId, SubscriptionId } from "../../core/model/names.ts";
import type { Roll } from "../../core/model/roll.ts";
import type { Instant } from "../../core/model/time.ts";
import { all, atLeast, inPartition, less } from "./filter.ts";
import { azureKey } from "./keys.ts";
import type { Layout } from "./layout.ts";
import { rows } from "./rows.ts";

/** How long rolling upgrades took. They lie beside the node counts, in partitions of their own. */
export interface Rolls {
  /** The same roll again is one. */
  put(subscription: SubscriptionId, rolls: readonly Roll[]): Promise<void>;
  /** Of all clusters of the subscription, those that ended since then. @throws UnreadableRows */
  since(subscription: SubscriptionId, at: Instant): Promise<ReadonlyMap<ClusterId, readonly Roll[]>>;
  /** Those that ended before then; how many. */
  removeBefore(at: Instant): Promise<number>;
}

interface StoredRoll extends Roll {
  readonly subscription: SubscriptionId;
}

export function rolls(client: TableClient): Rolls {
  const table = rows(client, layout);
  return {
    put: (subscription, given) => table.put(given.map((roll) => ({ ...roll, subscription }))),
    since: async (subscription, at) => {
      const stored = await table.values(all(inPartition(partitionOf(subscription)), atLeast("endedAt", at)));
      return Map.groupBy(
        stored.map(({ subscription: _, ...roll }) => roll),
        ({ cluster }) => cluster,
      );
    },
    removeBefore: (at) => table.removeAll(less("endedAt", at)),
  };
}

const partitionOf = (subscription: SubscriptionId): string => azureKey("rolls", subscription);

const layout: Layout<StoredRoll> = {
  shape: 1,
  place: ({ subscription, cluster, pool, startedAt, endedAt }) => ({
    partition: partitionOf(subscription),
    row: azureKey(cluster, pool, startedAt),
    columns: { endedAt },
  }),
};
