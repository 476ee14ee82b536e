import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quotaRoom, regionSurgeVcpus } from "../../../src/core/calc/quota-region.ts";
import { peaksInWindows } from "../../../src/core/calc/upgrade-windows.ts";
import type { NodeShare } from "../../../src/core/model/cluster.ts";
import { vmFamily } from "../../../src/core/model/names.ts";
import { cluster, percent, ref, sku, skus, surging } from "../../support/build.ts";
import { law } from "../../support/law.ts";

const DDSV5 = vmFamily("standardDDSv5Family");
const EDSV5 = vmFamily("standardEDSv5Family");
const SKUS = skus(
  sku(),
  sku({ name: "Standard_D8ds_v5", vcpus: 8, vcpusAvailable: 8 }),
  sku({ name: "Standard_E8ds_v5", familyName: "standardEDSv5Family", vcpus: 8, vcpusAvailable: 8 }),
);
const of = (name: string, size: string, nodeCount: number, maxSurge: NodeShare) => surging(nodeCount, maxSurge, { name, size });

/** The two pools of a cluster that is short of quota and addresses, and a cluster beside it. */
const FIRST = cluster({
  ...ref("prod-weu-1"),
  nodePools: [of("system", "Standard_D4ds_v5", 3, percent(10)), of("apps", "Standard_D8ds_v5", 20, percent(25))],
});
const SECOND = cluster({
  ...ref("prod-weu-2"),
  nodePools: [of("system", "Standard_D4ds_v5", 3, percent(100)), of("etl", "Standard_E8ds_v5", 4, percent(50))],
});

describe("vCPUs of clusters that are upgraded at once", () => {
  it("are the sum over all pools, or over the largest of each cluster", () => {
    expect(regionSurgeVcpus([FIRST, SECOND], SKUS)).toEqual({
      together: {
        nodes: 11,
        total: 72,
        byFamily: new Map([
          [DDSV5, 56],
          [EDSV5, 16],
        ]),
      },
      oneAfterAnother: {
        nodes: 8,
        total: 56,
        byFamily: new Map([
          [DDSV5, 52],
          [EDSV5, 16],
        ]),
      },
    });
  });

  it("follow the shares that are asked about, cluster by cluster", () => {
    const shares = new Map([["apps", percent(10)]]);

    expect(regionSurgeVcpus([FIRST, SECOND], SKUS, ({ name }) => (name === "prod-weu-1" ? shares : new Map()))).toMatchObject({
      together: { total: 48 },
    });
  });

  it("cannot be told where one cluster's cannot, and are none of none", () => {
    const odd = cluster({ nodePools: [of("odd", "Standard_Nowhere", 3, percent(33))] });

    expect(regionSurgeVcpus([FIRST, odd], SKUS)).toMatchObject({ cannotTell: { kind: "absent" } });
    expect(regionSurgeVcpus([], SKUS)).toMatchObject({ together: { total: 0 }, oneAfterAnother: { total: 0 } });
  });

  it("add up only where maintenance windows overlap", () => {
    const surges = [FIRST, SECOND].map((each) => {
      const surge = regionSurgeVcpus([each], SKUS);
      if ("cannotTell" in surge) throw new Error("all sizes have a SKU");
      return { name: each.name, needs: surge.together.byFamily };
    });
    const peakWith = (secondStart: number) => {
      const peaks = peaksInWindows(
        surges.map((surge, index) => ({
          ...surge,
          windows: [{ weekday: 7, startMinute: index === 0 ? 120 : secondStart, durationMinutes: 240 }],
        })),
      );
      return "cannotTell" in peaks ? undefined : peaks.get(DDSV5)?.highest.needed;
    };

    expect(peakWith(180)).toBe(56);
    expect(peakWith(360)).toBe(44);
  });
});

describe("room in a quota", () => {
  it.for([
    { needed: 40, limit: 200, used: 172, expected: { needed: 40, free: 28, short: 12, limitWithRoom: 212 } },
    { needed: 44, limit: 200, used: 172, expected: { needed: 44, free: 28, short: 16, limitWithRoom: 216 } },
    { needed: 29, limit: 200, used: 172, expected: { needed: 29, free: 28, short: 1, limitWithRoom: 201 } },
    { needed: 28, limit: 200, used: 172, expected: { needed: 28, free: 28, short: 0 } },
    { needed: 4, limit: 100, used: 120, expected: { needed: 4, free: -20, short: 24, limitWithRoom: 124 } },
    { needed: 0, limit: 100, used: 120, expected: { needed: 0, free: -20, short: 0 } },
    { needed: 4, limit: 0, used: 0, expected: { needed: 4, free: 0, short: 4, limitWithRoom: 4 } },
  ])("for $needed of $limit with $used used: $expected", ({ needed, limit, used, expected }) => {
    expect(quotaRoom(needed, { limit, used })).toEqual(expected);
  });

  it.for([
    [-1, 200, 172],
    [4, -200, 0],
    [4, 200, -1],
    [4, 200.5, 0],
    [Number.NaN, 200, 0],
  ] as const)("cannot be told of %j", ([needed, limit, used]) => {
    expect(quotaRoom(needed, { limit, used })).toMatchObject({ cannotTell: { kind: "unreadable" } });
  });

  const counts = fc.nat({ max: 10_000 });

  law("is there with the limit to ask for, and not with one less", [counts, counts, counts], (needed, limit, used) => {
    const room = quotaRoom(needed, { limit, used });
    if ("cannotTell" in room) throw new Error("all of it can be");
    const enough = room.limitWithRoom ?? limit;

    expect(quotaRoom(needed, { limit: enough, used })).toMatchObject({ short: 0 });
    if (room.limitWithRoom !== undefined) expect(quotaRoom(needed, { limit: enough - 1, used })).toMatchObject({ short: 1 });
  });
});
