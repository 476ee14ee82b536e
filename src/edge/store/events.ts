import { createHash } from "node:crypto";
import type { TableClient } from "@azure/data-tables";
import type { HeardEvent } from "../../core/model/check.ts";
import type { EventSource } from "../../core/model/event.ts";
import { type ClusterId, type SubscriptionId, subscriptionId } from "../../core/model/names.ts";
import type { Instant } from "../../core/model/time.ts";
import { all, atLeast, inPartition, less } from "./filter.ts";
import type { Layout } from "./layout.ts";
import { rows } from "./rows.ts";

/** What was heard of clusters in the last days. Insert-only: what is there was worked on, and its repeats are dropped. */
export interface Events {
  has(cluster: ClusterId, id: string): Promise<boolean>;
  /** False when it is there already. */
  add(heard: HeardEvent): Promise<boolean>;
  /** What was heard of the cluster from that moment on, in the order in which it happened. @throws UnreadableRows */
  since(cluster: ClusterId, heardFrom: Instant): Promise<readonly HeardEvent[]>;
  /** By which ways events of which subscriptions came, as far back as rows are kept. */
  sources(): Promise<ReadonlyMap<SubscriptionId, ReadonlySet<EventSource>>>;
  /** Heard before then; how many. */
  removeBefore(at: Instant): Promise<number>;
}

export function events(client: TableClient): Events {
  const table = rows(client, layout);
  return {
    has: async (cluster, id) => (await table.get(hash(cluster), hash(id))) !== undefined,
    add: (heard) => table.insert(heard),
    since: async (cluster, heardFrom) => {
      const heard = await table.values(all(inPartition(hash(cluster)), atLeast("heardAt", heardFrom)));
      return heard.toSorted((a, b) => (a.event.at < b.event.at ? -1 : Number(a.event.at > b.event.at)));
    },
    sources: async () => {
      const bySubscription = new Map<SubscriptionId, Set<EventSource>>();
      for (const way of await table.column("way")) {
        const [source, subscription] = way.split(" ") as [EventSource, string];
        const id = subscriptionId(subscription);
        bySubscription.set(id, (bySubscription.get(id) ?? new Set()).add(source));
      }
      return bySubscription;
    },
    removeBefore: (at) => table.removeAll(less("heardAt", at)),
  };
}

/** Ids of events are whatever their senders make them. */
const hash = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 40);

const layout: Layout<HeardEvent> = {
  shape: 1,
  place: ({ event, heardAt, source }) => ({
    partition: hash(event.cluster.id),
    row: hash(event.id),
    columns: { heardAt, way: `${source} ${event.cluster.subscription}` },
  }),
};
