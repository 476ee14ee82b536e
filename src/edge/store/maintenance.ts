import type { TableClient } from "@azure/data-tables";
import type { Fact } from "../../core/model/absence.ts";
import type { MaintenanceSchedule } from "../../core/model/maintenance.ts";
import type { ClusterId, SubscriptionId } from "../../core/model/names.ts";
import type { Instant } from "../../core/model/time.ts";
import { inPartition, less } from "./filter.ts";
import { azureKey } from "./keys.ts";
import type { Layout } from "./layout.ts";
import { rows } from "./rows.ts";

/** The planned maintenance of each cluster, as far as it could be read. */
export interface MaintenanceRows {
  /** Those of the subscription's clusters that were ever asked for. @throws UnreadableRows */
  list(subscription: SubscriptionId): Promise<readonly AskedPlan[]>;
  put(subscription: SubscriptionId, plan: AskedPlan): Promise<void>;
  /** Those that nobody asked for since then; how many. */
  removeBefore(at: Instant): Promise<number>;
}

export interface AskedPlan {
  readonly cluster: ClusterId;
  /** When Azure was last asked, also in vain. */
  readonly askedAt: Instant;
  /** What was last read; missing where nothing ever was. */
  readonly schedules: Fact<readonly MaintenanceSchedule[]>;
}

interface StoredPlan extends AskedPlan {
  readonly subscription: SubscriptionId;
}

export function maintenance(client: TableClient): MaintenanceRows {
  const table = rows(client, layout);
  return {
    list: (subscription) => table.values(inPartition(partitionOf(subscription))),
    put: (subscription, { cluster, askedAt, schedules }) => table.put([{ subscription, cluster, askedAt, schedules }]),
    removeBefore: (at) => table.removeAll(less("planAskedAt", at)),
  };
}

const partitionOf = (subscription: SubscriptionId): string => azureKey("maintenance", subscription);

const layout: Layout<StoredPlan> = {
  shape: 2,
  place: ({ subscription, cluster, askedAt }) => ({
    partition: partitionOf(subscription),
    row: azureKey(cluster),
    columns: { planAskedAt: askedAt },
  }),
};
