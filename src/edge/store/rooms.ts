import type { TableClient } from "@azure/data-tables";
import type { Region, SubscriptionId } from "../../core/model/names.ts";
import type { RegionRoom } from "../../core/model/room.ts";
import { StoreRefusal } from "./errors.ts";
import { all, beginningWith, inPartition } from "./filter.ts";
import { azureKey } from "./keys.ts";
import type { Layout } from "./layout.ts";
import { rows } from "./rows.ts";

/** What upgrades need of quotas, a row a subscription and region: pages are drawn from these without asking Azure. */
export interface Rooms {
  /**
   * Regions of the subscription that are not among them have none any more; with `only`, that one region is all that is looked at. Only
   * under the subscription's lease.
   */
  replace(subscription: SubscriptionId, rooms: readonly RegionRoom[], only?: Region): Promise<void>;
  /** Of every subscription. @throws UnreadableRows */
  list(): Promise<readonly RegionRoom[]>;
}

const PARTITION = "room";

export function rooms(client: TableClient): Rooms {
  const table = rows(client, layout);
  return {
    list: () => table.values(inPartition(PARTITION)),
    replace: async (subscription, now, only) => {
      const stranger = now.find((room) => room.subscription !== subscription || (only !== undefined && room.region !== only));
      if (stranger) throw new StoreRefusal(`The room in ${stranger.region} of ${stranger.subscription} is not what is replaced`);
      await table.put(now);
      const kept = new Set(now.map(({ region }) => azureKey(subscription, region)));
      const outside = (row: string): boolean => kept.has(row) || (only !== undefined && row !== azureKey(subscription, only));
      await table.removeAll(all(inPartition(PARTITION), beginningWith(azureKey(subscription))), outside);
    },
  };
}

const layout: Layout<RegionRoom> = {
  shape: 1,
  place: ({ subscription, region, at }) => ({ partition: PARTITION, row: azureKey(subscription, region), columns: { at } }),
};
