import type { TableClient } from "@azure/data-tables";
import type { SubscriptionId } from "../../core/model/names.ts";
import type { FindingRecord } from "../../core/model/record.ts";
import type { Instant } from "../../core/model/time.ts";
import { StoreRefusal } from "./errors.ts";
import { inPartition, less } from "./filter.ts";
import { azureKey, key } from "./keys.ts";
import type { Layout, Stored } from "./layout.ts";
import { rows } from "./rows.ts";

export interface Findings {
  /** Open and closed ones. A record that cannot be read is an error: it must not pass for one that is not there. @throws UnreadableRows */
  list(subscription: SubscriptionId): Promise<readonly Stored<FindingRecord>[]>;
  /** Of all subscriptions. Unreadable records are thrown at the end, after all the others. @throws UnreadableRows */
  all(): AsyncIterable<FindingRecord>;
  /** Updates the records that carry an etag and inserts the others, in batches: a conflict can leave earlier batches written. @throws StoreConflict */
  save(subscription: SubscriptionId, changes: readonly { readonly record: FindingRecord; readonly etag?: string }[]): Promise<void>;
  /** Records closed before then; how many. */
  removeClosed(before: Instant): Promise<number>;
}

export function findings(client: TableClient): Findings {
  const table = rows(client, layout);
  return {
    list: (subscription) => table.list(inPartition(azureKey(subscription))),
    all: async function* () {
      for await (const { value } of table.each()) yield value;
    },
    save: async (subscription, changes) => {
      const stranger = changes.find(({ record }) => record.subscription !== subscription);
      if (stranger) throw new StoreRefusal(`Finding ${stranger.record.key} is not one of subscription ${subscription}`);
      await table.save(changes.map(({ record, ...rest }) => ({ value: record, ...rest })));
    },
    removeClosed: (before) => table.removeAll(less("closedAt", before)),
  };
}

const layout: Layout<FindingRecord> = {
  shape: 1,
  place: ({ subscription, key: identity, state, closed }) => ({
    partition: azureKey(subscription),
    row: key(identity),
    columns: { state, ...(closed && { closedAt: closed.at }) },
  }),
};
