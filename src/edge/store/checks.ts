import type { TableClient } from "@azure/data-tables";
import { type ClusterCheck, isBehind } from "../../core/model/check.ts";
import type { ClusterRef } from "../../core/model/names.ts";
import type { Instant } from "../../core/model/time.ts";
import { all, isTrue, less } from "./filter.ts";
import { azureKey } from "./keys.ts";
import type { Layout, Place } from "./layout.ts";
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

export function checks(client: TableClient): Checks {
  const table = rows(client, layout);
  return {
    get: async (ref) => {
      const { partition, row } = place(ref);
      return (await table.get(partition, row))?.value;
    },
    update: (ref, make) => table.change(place(ref), make),
    behind: () => table.values(isTrue("isBehind")),
    removeIdle: (before) => table.removeAll(all("isBehind eq false", less("askedAt", before))),
  };
}

const place = ({ subscription, resourceGroup, name }: ClusterRef): Place => ({
  partition: azureKey(subscription),
  row: azureKey(resourceGroup, name),
});

const layout: Layout<ClusterCheck> = {
  shape: 1,
  place: (check) => ({ ...place(check.ref), columns: { isBehind: isBehind(check), askedAt: check.askedAt } }),
};
