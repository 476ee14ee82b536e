import type { TableClient } from "@azure/data-tables";
import { type ClusterCheck, isBehind } from "../../core/model/check.ts";
import type { ClusterRef } from "../../core/model/names.ts";
import type { Instant } from "../../core/model/time.ts";
import { rowText, StoreConflict } from "./errors.ts";
import { all, isTrue, less } from "./filter.ts";
import { azureKey } from "./keys.ts";
import type { Layout } from "./layout.ts";
import { rows } from "./rows.ts";

/** How far the checks of each cluster have come. The subscriptions' leases lie in the same table. */
export interface Checks {
  get(ref: ClusterRef): Promise<ClusterCheck | undefined>;
  /**
   * `make` gets what is stored now and returns what to store, or nothing to leave it; on a conflict it is asked again. Returns what is
   * stored afterwards. @throws StoreConflict after many conflicts
   */
  update(ref: ClusterRef, make: (stored: ClusterCheck | undefined) => ClusterCheck | undefined): Promise<ClusterCheck | undefined>;
  /** Those whose `wanted` is ahead of `done`. @throws UnreadableRows */
  behind(): Promise<readonly ClusterCheck[]>;
  /** Those that nobody asked for since then, and that are not behind; how many. */
  removeIdle(before: Instant): Promise<number>;
}

/** A burst of events meets in one row. */
const TRIES = 12;

export function checks(client: TableClient): Checks {
  const table = rows(client, layout);
  const get = ({ subscription, resourceGroup, name }: ClusterRef) => table.get(azureKey(subscription), azureKey(resourceGroup, name));
  return {
    get: async (ref) => (await get(ref))?.value,
    update: async (ref, make) => {
      for (let attempt = 1; attempt <= TRIES; attempt += 1) {
        const stored = await get(ref);
        const next = make(stored?.value);
        if (next === undefined) return stored?.value;
        const isWritten = stored ? (await table.replace(next, stored.etag)) !== undefined : await table.insert(next);
        if (isWritten) return next;
      }
      const name = { table: client.tableName, partition: azureKey(ref.subscription), row: azureKey(ref.resourceGroup, ref.name) };
      throw new StoreConflict(`Somebody else keeps writing ${rowText(name)}`);
    },
    behind: () => table.values(isTrue("isBehind")),
    removeIdle: (before) => table.removeAll(all("isBehind eq false", less("askedAt", before))),
  };
}

const layout: Layout<ClusterCheck> = {
  shape: 1,
  place: (check) => ({
    partition: azureKey(check.ref.subscription),
    row: azureKey(check.ref.resourceGroup, check.ref.name),
    columns: { isBehind: isBehind(check), askedAt: check.askedAt },
  }),
};
