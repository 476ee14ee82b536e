import type { TableClient } from "@azure/data-tables";
import { getOrRenew, rowText, StoreConflict } from "./errors.ts";
import type { Layout, Place } from "./layout.ts";
import { type Reads, reads } from "./read.ts";
import { type Writes, writes } from "./write.ts";

/** The rows of one layout in their table. */
export interface Rows<T extends object> extends Reads<T>, Writes<T> {
  /**
   * Writes what `make` makes of the row as it is now, or leaves it where that is nothing; on a conflict `make` is asked again. Answers what
   * stands there afterwards. A row that cannot be read is an error, or begins `anew`. @throws StoreConflict when somebody keeps writing it
   */
  change(place: Place, make: (stored: T | undefined) => T | undefined, anew?: T): Promise<T | undefined>;
}

/** A burst of events meets in one row. */
const TRIES = 12;

export function rows<T extends object>(client: TableClient, layout: Layout<T>): Rows<T> {
  const table = { ...reads(client, layout), ...writes(client, layout) };
  return {
    ...table,
    change: async ({ partition, row }, make, anew) => {
      const get = () => table.get(partition, row);
      for (let attempt = 1; attempt <= TRIES; attempt += 1) {
        const stored = await (anew ? getOrRenew(get, () => table.put([anew])) : get());
        const next = make(stored?.value);
        if (next === undefined) return stored?.value;
        const isWritten = stored ? (await table.replace(next, stored.etag)) !== undefined : await table.insert(next);
        if (isWritten) return next;
      }
      throw new StoreConflict(`Somebody else keeps writing ${rowText({ table: client.tableName, partition, row })}`);
    },
  };
}
