import type { TableClient } from "@azure/data-tables";
import type { Instant } from "../../core/model/time.ts";
import type { Layout } from "./layout.ts";
import { rows } from "./rows.ts";

/** How far a feed was read. */
export interface Cursors {
  /** Nothing when it never was. */
  get(feed: Feed): Promise<Instant | undefined>;
  put(feed: Feed, at: Instant): Promise<void>;
}

export type Feed = "changes";

interface Cursor {
  readonly feed: Feed;
  readonly at: Instant;
}

const PARTITION = "cursor";

export function cursors(client: TableClient): Cursors {
  const table = rows(client, layout);
  return {
    get: async (feed) => (await table.get(PARTITION, feed))?.value.at,
    put: (feed, at) => table.put([{ feed, at }]),
  };
}

const layout: Layout<Cursor> = { shape: 1, place: ({ feed, at }) => ({ partition: PARTITION, row: feed, columns: { at } }) };
