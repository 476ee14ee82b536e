import type { TableClient } from "@azure/data-tables";
import type { SubscriptionId } from "../../core/model/names.ts";
import type { Instant } from "../../core/model/time.ts";
import { azureKey, OWN } from "./keys.ts";
import type { Layout } from "./layout.ts";
import { rows } from "./rows.ts";

/** One judge at a time for each subscription. */
export interface Leases {
  /** True when the lease is the holder's until then: it was free, had run out, or was the holder's already and goes on. */
  take(subscription: SubscriptionId, holder: string, now: Instant, until: Instant): Promise<boolean>;
  /** Does nothing when somebody else has it. */
  giveBack(subscription: SubscriptionId, holder: string): Promise<void>;
}

interface Lease {
  readonly subscription: SubscriptionId;
  readonly holder: string;
  readonly until: Instant;
}

export function leases(client: TableClient): Leases {
  const table = rows(client, layout);
  return {
    take: async (subscription, holder, now, until) => {
      const lease = { subscription, holder, until };
      const stored = await table.get(azureKey(subscription), OWN);
      if (stored === undefined) return await table.insert(lease);
      if (stored.value.holder !== holder && stored.value.until > now) return false;
      return (await table.replace(lease, stored.etag)) !== undefined;
    },
    giveBack: async (subscription, holder) => {
      const stored = await table.get(azureKey(subscription), OWN);
      if (stored?.value.holder === holder) await table.remove(layout.place(stored.value), stored.etag);
    },
  };
}

const layout: Layout<Lease> = {
  shape: 1,
  place: ({ subscription, holder, until }) => ({ partition: azureKey(subscription), row: OWN, columns: { holder, until } }),
};
