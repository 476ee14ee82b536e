import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { travelTo } from "../../local/clock.ts";
import { armEvent } from "../../local/events.ts";
import { clusterArmId } from "../../local/sample/cluster-body.ts";
import { region } from "../../src/core/model/names.ts";
import type { RegionRoom } from "../../src/core/model/room.ts";
import { clusterOf, HEALTHY, openWorld, show, subscriptionOf, type TestWorld } from "../support/world.ts";

const NORTH = region("northeurope");
const WEST = region("westeurope");
const estate = (surge: string) => [clusterOf("shop-1", { ...HEALTHY, maxSurge: surge }), clusterOf("shop-2", HEALTHY, { region: NORTH })];

let world: TestWorld;
beforeAll(async () => {
  world = await openWorld({ clusters: estate("1") });
  await world.night("2026-11-23");
});
afterAll(() => world.close());

const roomIn = async (of: string): Promise<RegionRoom | undefined> =>
  (await world.store.rooms.list()).find((room) => room.subscription === subscriptionOf("shop") && room.region === of);
const needed = (room: RegionRoom | undefined): number | undefined =>
  room?.rows.find(({ family }) => family === "standardDDSv5Family")?.needs.onePool.vcpus;

describe("surge room", () => {
  it("is kept a region after the night, with the vCPUs of the pool that needs most", async () => {
    expect(needed(await roomIn(WEST))).toBe(8);
    expect(await roomIn(NORTH)).toBeDefined();
  });

  it("of the changed cluster's region alone is replaced by a check", async () => {
    const north = await roomIn(NORTH);
    const changed = estate("3");
    show(world.state, changed);
    travelTo("2026-11-23T09:00:00Z");
    const [cluster] = changed;
    await world.host.deliverEvents(
      "cluster-changed",
      armEvent({ cluster: clusterArmId(cluster ?? expect.fail()), pool: "apps", at: "2026-11-23T08:59:58Z", id: "r1" }),
    );
    await world.pass("2026-11-23T09:00:00Z", 4);

    expect(needed(await roomIn(WEST))).toBe(24);
    expect(await roomIn(NORTH)).toEqual(north);
  });
});
