import type { TableClient } from "@azure/data-tables";
import type { Told } from "../../core/model/delivery.ts";
import type { Instant } from "../../core/model/time.ts";
import { all, equal, inPartition, less } from "./filter.ts";
import { key } from "./keys.ts";
import type { Layout } from "./layout.ts";
import { rows } from "./rows.ts";

export interface ToldRows {
  /** What the route was last told, of every finding and reason. @throws UnreadableRows */
  list(route: string): Promise<readonly Told[]>;
  /** Replaces what the routes were told before; of two rows with one key the last counts. */
  save(told: readonly Told[]): Promise<void>;
  /** What was told as resolved before that moment; how many rows. */
  removeResolved(before: Instant): Promise<number>;
}

export function told(client: TableClient): ToldRows {
  const table = rows(client, layout);
  return {
    list: (route) => table.values(inPartition(key(route))),
    removeResolved: (before) => table.removeAll(all(equal("state", "resolved"), less("at", before))),
    save: (changes) => table.put([...new Map(changes.map((row) => [key(row.route, row.key), row])).values()]),
  };
}

const layout: Layout<Told> = {
  shape: 1,
  place: ({ route, key: identity, state, at }) => ({ partition: key(route), row: key(identity), columns: { state, at } }),
};
