import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { regionRoom } from "../../../src/core/calc/region-room.ts";
import { known, missing } from "../../../src/core/model/absence.ts";
import type { Cluster, NodePool } from "../../../src/core/model/cluster.ts";
import { vmFamily } from "../../../src/core/model/names.ts";
import type { Quota } from "../../../src/core/model/region.ts";
import { type QuotaRoomRow, roomVerdict } from "../../../src/core/model/room.ts";
import type { RegionView, Snapshot } from "../../../src/core/model/snapshot.ts";
import {
  cluster,
  minutesAfter,
  NOW,
  pool,
  poolSize,
  quota,
  quotas,
  ref,
  regionFacts,
  regionView,
  sku,
  skus,
  snapshot,
} from "../../support/build.ts";
import { law } from "../../support/law.ts";

const FAMILY = "standardDDSv5Family";
const surging = (name: string, nodes: number, change: Partial<NodePool> = {}): NodePool =>
  pool({ name, nodeCount: nodes, upgrade: { maxSurge: { kind: "count", nodes } }, ...change });
const of = (name: string, ...nodePools: readonly NodePool[]): Cluster => cluster({ ...ref(name), nodePools });

/** Surge nodes of four vCPUs each. */
const view = (snapshots: readonly Snapshot[], free: Quota = quota(200, 180), regional: Quota = quota(1000, 180)): RegionView =>
  regionView({
    snapshots,
    facts: regionFacts({
      skus: known(skus(sku()), NOW),
      quotas: known(quotas({ byFamily: new Map([[vmFamily(FAMILY), free]]), regional }), NOW),
    }),
  });

const rowOf = (given: RegionView): QuotaRoomRow =>
  regionRoom(given).rows.find(({ family }) => family === FAMILY) ?? expect.fail("no row of the family");

describe("the surge room of a region", () => {
  it("has three readings: the pool, the cluster and all clusters that need most, in vCPUs", () => {
    const row = rowOf(
      view([
        snapshot(of("a", surging("apps", 2), surging("web", 3))),
        snapshot(of("b", surging("jobs", 4))),
        snapshot(of("c", surging("x", 1))),
      ]),
    );

    expect(row.needs).toEqual({
      onePool: { cluster: ref("b").id, pool: "jobs", vcpus: 16 },
      oneCluster: { cluster: ref("a").id, vcpus: 20 },
      allAtOnce: { clusters: 3, vcpus: 40 },
    });
    expect(row.quota).toEqual({ limit: 200, used: 180, readAt: NOW });
  });

  it.for<[string, number, ReturnType<typeof roomVerdict>]>([
    ["less is free than one pool takes", 15, { kind: "short", reading: "onePool", by: 1 }],
    ["exactly one pool has room", 16, { kind: "short", reading: "oneCluster", by: 4 }],
    ["exactly one cluster has room", 20, { kind: "short", reading: "allAtOnce", by: 16 }],
    ["one vCPU is missing for all", 35, { kind: "short", reading: "allAtOnce", by: 1 }],
    ["exactly all have room", 36, { kind: "has-room" }],
    ["the limit was lowered below what is used", -4, { kind: "short", reading: "onePool", by: 20 }],
  ])("names the mildest reading that is short where %s", ([, free, verdict]) => {
    const clusters = [of("a", surging("apps", 2), surging("web", 3)), of("b", surging("jobs", 4))];
    const row = rowOf(
      view(
        clusters.map((each) => snapshot(each)),
        { limit: 100, used: 100 - free, free },
      ),
    );

    expect(roomVerdict(row)).toEqual(verdict);
  });

  it("has a row for the regional quota, last, and none for a family that no upgrade takes from", () => {
    const given = view([
      snapshot(of("a", surging("apps", 2), surging("spot", 5, { priority: "spot" }), surging("off", 5, { powerState: "stopped" }))),
    ]);
    const { rows } = regionRoom(given);

    expect(rows.map(({ family, needs }) => [family, needs.allAtOnce.vcpus])).toEqual([
      [FAMILY, 8],
      [undefined, 8],
    ]);
  });

  it("leaves out stopped clusters, and pools that a capacity reservation holds quota for", () => {
    const stopped = { ...of("b", surging("apps", 9)), powerState: "stopped" as const };
    const held = surging("held", 9, { capacityReservationGroupId: "/subscriptions/x/group" });

    expect(rowOf(view([snapshot(of("a", surging("apps", 1), held)), snapshot(stopped)])).needs.allAtOnce).toEqual({
      clusters: 1,
      vcpus: 4,
    });
    expect(regionRoom(view([snapshot(stopped)]))).not.toHaveProperty("missing");
  });

  it("cannot tell that there is room while a cluster was not read, and can tell a shortage", () => {
    const unread = snapshot(of("b", surging("apps", 1)), {
      readFailed: { since: NOW, reason: { kind: "forbidden", why: "the app may not read it" } },
    });
    const room = roomVerdict(rowOf(view([snapshot(of("a", surging("apps", 1))), unread])));
    const short = roomVerdict(rowOf(view([snapshot(of("a", surging("apps", 9))), unread])));

    expect(room).toEqual({ kind: "cannot-tell", reason: { kind: "forbidden", why: "the app may not read it (cluster b)" } });
    expect(short).toMatchObject({ kind: "short", by: 16 });
  });

  it("cannot tell a shortage of a family while one of its clusters is in motion, and can tell room", () => {
    const moving = (nodes: number) => snapshot({ ...of("a", surging("apps", nodes)), provisioningState: "Upgrading" });

    expect(roomVerdict(rowOf(view([moving(9)])))).toMatchObject({ kind: "cannot-tell", reason: { kind: "in-motion" } });
    expect(roomVerdict(rowOf(view([moving(1)])))).toEqual({ kind: "has-room" });
  });

  it("says which pool has a size that the region does not list, and counts the others", () => {
    const strange = surging("gpu", 1, { sizes: [poolSize("Standard_X1", 1)] });
    const row = rowOf(view([snapshot(of("a", surging("apps", 1), strange))]));

    expect(row.needs.allAtOnce.vcpus).toBe(4);
    expect(row.mayBeMore?.why).toBe("the region lists no VM size Standard_X1 (pool gpu of a)");
  });

  it("says why where quota, a family or the sizes of the region are missing", () => {
    const snapshots = [snapshot(of("a", surging("apps", 1)))];
    const facts = view(snapshots).facts;
    const withFacts = (change: Partial<RegionView["facts"]>) => regionRoom({ ...view(snapshots), facts: { ...facts, ...change } });
    const noFamily = known(quotas({ byFamily: new Map() }), NOW);

    expect(withFacts({ quotas: missing("forbidden", "no") }).rows.map(({ quota: of }) => of)).toEqual([
      missing("forbidden", "no"),
      missing("forbidden", "no"),
    ]);
    expect(withFacts({ quotas: noFamily }).rows[0]?.quota).toEqual(
      missing("absent", `family ${FAMILY} is not in the usage list of the region`),
    );
    expect(withFacts({ skus: missing("throttled", "later") })).toMatchObject({ rows: [], missing: { kind: "throttled" } });
    expect(withFacts({ quotas: known(quotas(), minutesAfter(-37 * 60)) }).rows[0]?.quota).toMatchObject({ missing: { kind: "stale" } });
  });

  const some = fc.array(fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 4 }), { minLength: 1, maxLength: 5 });

  law(
    "never needs less in a wider reading, and never tells room that a wider reading is short of",
    [some, fc.integer({ min: -10, max: 400 })],
    (estate, free) => {
      const snapshots = estate.map((pools, index) => snapshot(of(`c${index}`, ...pools.map((nodes, at) => surging(`p${at}`, nodes)))));
      for (const row of regionRoom(view(snapshots, { limit: 500, used: 500 - free, free })).rows) {
        const { onePool, oneCluster, allAtOnce } = row.needs;
        expect(onePool.vcpus).toBeLessThanOrEqual(oneCluster.vcpus);
        expect(oneCluster.vcpus).toBeLessThanOrEqual(allAtOnce.vcpus);
        if (row.family !== undefined) expect(roomVerdict(row).kind === "has-room").toBe(allAtOnce.vcpus <= Math.max(0, free));
      }
    },
  );

  it("is kept as JSON without a change", () => {
    const room = regionRoom(view([snapshot(of("a", surging("apps", 1)))]));

    expect(JSON.parse(JSON.stringify(room))).toEqual(room);
  });
});
