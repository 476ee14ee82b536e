import { describe, expect, it } from "vitest";
import { type Region, region, type SubscriptionId } from "../../../src/core/model/names.ts";
import type { RegionRoom } from "../../../src/core/model/room.ts";
import { minutesAfter, NOW, ref, WESTEUROPE } from "../../support/build.ts";
import { freshSubscription, openedStore } from "./open-store.ts";

const { store } = openedStore();
const NORTH = region("northeurope");

const room = (subscription: SubscriptionId, of: Region, at = NOW): RegionRoom => ({
  subscription,
  region: of,
  at,
  rows: [
    {
      family: "standardDDSv5Family",
      quota: { limit: 200, used: 172, readAt: at },
      needs: {
        onePool: { cluster: ref().id, pool: "apps", vcpus: 40 },
        oneCluster: { cluster: ref().id, vcpus: 44 },
        allAtOnce: { clusters: 1, vcpus: 44 },
      },
    },
  ],
});

const ofSubscription = async (subscription: SubscriptionId) =>
  (await store().rooms.list()).filter((each) => each.subscription === subscription);

describe("surge room", () => {
  it("comes back as it was put down, and is replaced whole by a round over all regions", async () => {
    const subscription = freshSubscription();
    await store().rooms.replace(subscription, [room(subscription, WESTEUROPE), room(subscription, NORTH)]);
    expect(await ofSubscription(subscription)).toEqual([room(subscription, NORTH), room(subscription, WESTEUROPE)]);

    await store().rooms.replace(subscription, [room(subscription, NORTH, minutesAfter(5))]);
    expect(await ofSubscription(subscription)).toEqual([room(subscription, NORTH, minutesAfter(5))]);
  });

  it("of the other regions stays when one region is checked, also when nothing is left in that one", async () => {
    const [subscription, neighbour] = [freshSubscription(), freshSubscription()];
    for (const each of [subscription, neighbour]) await store().rooms.replace(each, [room(each, WESTEUROPE), room(each, NORTH)]);

    await store().rooms.replace(subscription, [room(subscription, WESTEUROPE, minutesAfter(5))], WESTEUROPE);
    expect(await ofSubscription(subscription)).toEqual([room(subscription, NORTH), room(subscription, WESTEUROPE, minutesAfter(5))]);
    await store().rooms.replace(subscription, [], WESTEUROPE);
    expect(await ofSubscription(subscription)).toEqual([room(subscription, NORTH)]);
    expect(await ofSubscription(neighbour)).toHaveLength(2);
  });

  it("of another subscription or region than is replaced is refused", async () => {
    const subscription = freshSubscription();

    await expect(store().rooms.replace(subscription, [room(freshSubscription(), NORTH)])).rejects.toThrow(/is not what is replaced/);
    await expect(store().rooms.replace(subscription, [room(subscription, NORTH)], WESTEUROPE)).rejects.toThrow(/is not what is replaced/);
  });
});
