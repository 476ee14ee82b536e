import type { TableClient } from "@azure/data-tables";
import type { MaintenanceSchedule } from "../../core/model/maintenance.ts";
import type { ClusterId, SubscriptionId } from "../../core/model/names.ts";
import type { Instant } from "../../core/model/time.ts";
import { inPartition } from "./filter.ts";
import { azureKey } from "./keys.ts";
import type { Layout } from "./layout.ts";
import { rows } from "./rows.ts";

/** The planned maintenance of each cluster, as it was last read. */
export interface MaintenanceRows {
  /** Those of the subscription's clusters that were ever read. @throws UnreadableRows */
  list(subscription: SubscriptionId): Promise<readonly ReadPlan[]>;
  put(subscription: SubscriptionId, cluster: ClusterId, schedules: readonly MaintenanceSchedule[], at: Instant): Promise<void>;
}

export interface ReadPlan {
  readonly cluster: ClusterId;
  readonly at: Instant;
  readonly schedules: readonly MaintenanceSchedule[];
}

interface StoredPlan extends ReadPlan {
  readonly subscription: SubscriptionId;
}

export function maintenance(client: TableClient): MaintenanceRows {
  const table = rows(client, layout);
  return {
    list: (subscription) => table.values(inPartition(partitionOf(subscription))),
    put: (subscription, cluster, schedules, at) => table.put([{ subscription, cluster, at, schedules }]),
  };
}

const partitionOf = (subscription: SubscriptionId): string => azureKey("maintenance", subscription);

const layout: Layout<StoredPlan> = {
  shape: 1,
  place: ({ subscription, cluster, at }) => ({ partition: partitionOf(subscription), row: azureKey(cluster), columns: { at } }),
};
