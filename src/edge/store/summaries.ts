import type { TableClient } from "@azure/data-tables";
import type { Summary } from "../../core/model/delivery.ts";
import type { SubscriptionId } from "../../core/model/names.ts";
import { StoreRefusal } from "./errors.ts";
import { all, beginningWith, inPartition } from "./filter.ts";
import { key } from "./keys.ts";
import type { Layout } from "./layout.ts";
import { rows } from "./rows.ts";

export interface Summaries {
  /** Routes of the subscription that are not among the rows have none any more. Only under the subscription's lease. */
  replace(subscription: SubscriptionId, summaries: readonly Summary[]): Promise<void>;
  /** @throws UnreadableRows */
  list(): Promise<readonly Summary[]>;
}

const PARTITION = "estate";

export function summaries(client: TableClient): Summaries {
  const table = rows(client, layout);
  return {
    list: () => table.values(inPartition(PARTITION)),
    replace: async (subscription, now) => {
      const stranger = now.find((row) => row.subscription !== subscription);
      if (stranger) throw new StoreRefusal(`The summary for route ${stranger.route} is not one of subscription ${subscription}`);
      await table.put(now);
      const kept = new Set(now.map(({ route }) => key(subscription, route)));
      await table.removeAll(all(inPartition(PARTITION), beginningWith(key(subscription))), (row) => kept.has(row));
    },
  };
}

const layout: Layout<Summary> = {
  shape: 1,
  place: ({ subscription, route, at }) => ({ partition: PARTITION, row: key(subscription, route), columns: { at } }),
};
