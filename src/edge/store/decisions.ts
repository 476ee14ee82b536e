import type { TableClient } from "@azure/data-tables";
import type { Decision } from "../../core/model/decision.ts";
import type { SubscriptionId } from "../../core/model/names.ts";
import { ofReadable } from "./errors.ts";
import { inPartition } from "./filter.ts";
import { azureKey, key } from "./keys.ts";
import type { Layout } from "./layout.ts";
import { rows } from "./rows.ts";

/** What people decided about findings, for good. Insert-only: a decision is taken back by another one. */
export interface Decisions {
  /** False when it is there already; it stays as it was. */
  add(decision: Decision): Promise<boolean>;
  /** Of the subscription's findings, in the order in which they were decided. @throws UnreadableRows */
  list(subscription: SubscriptionId): Promise<readonly Decision[]>;
  /** Of all subscriptions, in the same order. @throws UnreadableRows */
  all(): Promise<readonly Decision[]>;
}

export function decisions(client: TableClient): Decisions {
  const table = rows(client, layout);
  const inOrder = (given: Promise<readonly Decision[]>) => ofReadable(given, (all) => all.toSorted(byTime));
  return {
    add: (decision) => table.insert(decision),
    list: (subscription) => inOrder(table.values(inPartition(azureKey(subscription)))),
    all: () => inOrder(table.values()),
  };
}

const byTime = (a: Decision, b: Decision): number => (a.at < b.at ? -1 : Number(a.at > b.at));

const layout: Layout<Decision> = {
  shape: 1,
  place: ({ subscription, finding, at, id }) => ({ partition: azureKey(subscription), row: key(finding, at, id) }),
};
