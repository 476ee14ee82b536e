import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  clusterSurgeVcpus,
  familiesInMotion,
  familyQuota,
  fits,
  largestShareWithRoom,
  regionalQuota,
  shortBy,
  spotQuota,
  surgeVcpus,
} from "../../../src/core/calc/quota.ts";
import { shareNodes } from "../../../src/core/calc/surge.ts";
import type { NodePool, NodeShare } from "../../../src/core/model/cluster.ts";
import { vmFamily } from "../../../src/core/model/names.ts";
import { cluster, count, percent, pool, poolSize, quota, quotas, sku, skus, surging, systemPool, without } from "../../support/build.ts";
import { law } from "../../support/law.ts";

const DDSV5 = vmFamily("standardDDSv5Family");
const DSV5 = vmFamily("standardDSv5Family");
const D4DS = sku();
const D8DS = sku({ name: "Standard_D8ds_v5", vcpus: 8, vcpusAvailable: 8 });
const D16S = sku({ name: "Standard_D16s_v5", familyName: "standardDSv5Family", vcpus: 16, vcpusAvailable: 16 });
const D4S = sku({ name: "Standard_D4s_v5", familyName: "standardDSv5Family" });
const SKUS = skus(D4DS, D8DS, D16S, D4S);

const of = (size: string, nodeCount: number, maxSurge: NodeShare, change: Partial<NodePool> = {}) =>
  surging(nodeCount, maxSurge, { size, ...change });

/** The two pools of a cluster that is short of quota and addresses. */
const EXAMPLE = cluster({
  nodePools: [
    of("Standard_D4ds_v5", 3, percent(10), { name: "system", mode: "system" }),
    of("Standard_D8ds_v5", 20, percent(25), { name: "apps" }),
  ],
});

describe("vCPUs of a pool's surge nodes", () => {
  it("are 40 of the family for 5 nodes of D8ds_v5", () => {
    const apps = of("Standard_D8ds_v5", 20, percent(25));

    expect(surgeVcpus(apps, SKUS)).toEqual({ nodes: 5, byFamily: new Map([[DDSV5, 40]]), total: 40 });
    expect(surgeVcpus(apps, SKUS, percent(10))).toMatchObject({ nodes: 2, total: 16 });
    expect(surgeVcpus(apps, SKUS, count(1))).toMatchObject({ nodes: 1, total: 8 });
  });

  it("are counted by what quota charges, not by what the guest sees (M8-2ms)", () => {
    const m8 = sku({ name: "Standard_M8-2ms", familyName: "standardMSFamily", vcpus: 8, vcpusAvailable: 2 });

    expect(surgeVcpus(of("Standard_M8-2ms", 3, count(2)), skus(m8))).toMatchObject({ total: 16 });
  });

  it("are found whatever the case of the size's name", () => {
    expect(surgeVcpus(of("standard_d8DS_V5", 20, count(1)), SKUS)).toMatchObject({ total: 8 });
  });

  it("are none for a spot pool, also of a size without a SKU", () => {
    const spot = of("Standard_Nowhere", 20, percent(50), { priority: "spot" });

    expect(surgeVcpus(spot, SKUS)).toEqual({ nodes: 0, byFamily: new Map(), total: 0 });
  });

  it("cannot be told for a size without a SKU, which is named", () => {
    const answer = surgeVcpus(of("Standard_Nowhere", 3, count(1)), SKUS);

    expect(answer).toEqual({ cannotTell: { kind: "absent", why: expect.stringContaining("Standard_Nowhere") } });
  });

  it("cannot be told when max surge and version are not known", () => {
    expect(surgeVcpus(without(pool({ upgrade: {} }), "version"), SKUS)).toMatchObject({ cannotTell: { kind: "absent" } });
  });

  it("cannot be told for nodes whose size is not in the answer", () => {
    expect(surgeVcpus(pool({ nodeCount: 3, sizes: [] }), SKUS)).toMatchObject({ cannotTell: { kind: "absent" } });
  });

  it("are those of the largest sizes in a Virtual Machines pool", () => {
    const machines = pool({
      kind: "virtual-machines",
      nodeCount: 10,
      sizes: [poolSize("Standard_D4s_v5", 8), poolSize("Standard_D16s_v5", 2)],
    });

    expect(surgeVcpus(machines, SKUS, count(1))).toMatchObject({ nodes: 1, total: 16 });
    expect(surgeVcpus(machines, SKUS, count(3))).toEqual({ nodes: 3, byFamily: new Map([[DSV5, 36]]), total: 36 });
  });

  it("are for each family the worst choice when sizes are of several", () => {
    const machines = pool({
      kind: "virtual-machines",
      nodeCount: 8,
      sizes: [poolSize("Standard_D4ds_v5", 4), poolSize("Standard_D16s_v5", 4)],
    });

    expect(surgeVcpus(machines, SKUS, count(2))).toEqual({
      nodes: 2,
      byFamily: new Map([
        [DDSV5, 8],
        [DSV5, 32],
      ]),
      total: 32,
    });
  });
});

describe("vCPUs of a cluster's upgrade", () => {
  it("are 44 together and 40 for the largest pool alone", () => {
    expect(clusterSurgeVcpus(EXAMPLE, SKUS)).toEqual({
      together: { nodes: 6, byFamily: new Map([[DDSV5, 44]]), total: 44 },
      largest: { nodes: 5, byFamily: new Map([[DDSV5, 40]]), total: 40 },
    });
  });

  it("are 20 together with apps at 10 %", () => {
    const shares = new Map([["apps", percent(10)]]);

    expect(clusterSurgeVcpus(EXAMPLE, SKUS, shares)).toMatchObject({ together: { total: 20 }, largest: { total: 16 } });
  });

  it("keep families apart, and take the largest of each by itself", () => {
    const mixed = cluster({
      nodePools: [
        of("Standard_D4ds_v5", 4, count(3), { name: "a" }),
        of("Standard_D8ds_v5", 4, count(1), { name: "b" }),
        of("Standard_D16s_v5", 4, count(2), { name: "c" }),
        of("Standard_D16s_v5", 4, count(2), { name: "d", priority: "spot" }),
      ],
    });

    expect(clusterSurgeVcpus(mixed, SKUS)).toEqual({
      together: {
        nodes: 6,
        byFamily: new Map([
          [DDSV5, 20],
          [DSV5, 32],
        ]),
        total: 52,
      },
      largest: {
        nodes: 3,
        byFamily: new Map([
          [DDSV5, 12],
          [DSV5, 32],
        ]),
        total: 32,
      },
    });
  });

  it("cannot be told when one pool cannot", () => {
    const odd = cluster({ nodePools: [systemPool(), of("Standard_Nowhere", 3, count(1))] });

    expect(clusterSurgeVcpus(odd, SKUS)).toMatchObject({ cannotTell: { kind: "absent" } });
  });

  it("are none for a cluster without pools", () => {
    const nothing = { nodes: 0, byFamily: new Map(), total: 0 };

    expect(clusterSurgeVcpus(cluster({ nodePools: [] }), SKUS)).toEqual({ together: nothing, largest: nothing });
  });
});

describe("families in motion", () => {
  const moving = { provisioningState: "Upgrading" };

  it("are those of the pools that move", () => {
    const mover = cluster({ nodePools: [of("Standard_D4s_v5", 3, count(1), moving), pool()] });

    expect(familiesInMotion([mover], SKUS)).toEqual(new Set([DSV5]));
  });

  it("are those of all pools of a cluster that itself moves", () => {
    const mover = cluster({ ...moving, nodePools: [of("Standard_D4s_v5", 3, count(1)), pool()] });

    expect(familiesInMotion([mover], SKUS)).toEqual(new Set([DSV5, DDSV5]));
  });

  it("do not hold those of spot pools, which count against a quota of their own", () => {
    const mover = cluster({ ...moving, nodePools: [of("Standard_Nowhere", 3, count(1), { priority: "spot" }), pool()] });

    expect(familiesInMotion([mover], SKUS)).toEqual(new Set([DDSV5]));
  });

  it.for([
    { why: "has no SKU", odd: of("Standard_Nowhere", 3, count(1)) },
    { why: "is not in the answer", odd: pool({ sizes: [] }) },
  ])("are any when a size that moves $why", ({ odd }) => {
    expect(familiesInMotion([cluster({ ...moving, nodePools: [pool(), odd] })], SKUS)).toBe("any");
  });

  it("are none when nothing moves", () => {
    expect(familiesInMotion([], SKUS)).toEqual(new Set());
    expect(familiesInMotion([cluster()], SKUS)).toEqual(new Set());
  });
});

describe("room in a quota", () => {
  it.for([
    { needed: 40, limit: 200, used: 172, short: 12 },
    { needed: 28, limit: 200, used: 172, short: 0 },
    { needed: 29, limit: 200, used: 172, short: 1 },
    { needed: 0, limit: 100, used: 120, short: 0 },
    { needed: 4, limit: 100, used: 120, short: 24 },
  ])("$needed of $limit with $used used are $short short", ({ needed, limit, used, short }) => {
    expect(shortBy(needed, quota(limit, used))).toBe(short);
    expect(fits(needed, quota(limit, used))).toBe(short === 0);
  });

  it("is read by family, region and spot", () => {
    const known = quotas({ regional: quota(10, 1), spot: quota(20, 2) });

    expect(familyQuota(known, D4DS)).toEqual(quota(200, 24));
    expect(regionalQuota(known)).toEqual(quota(10, 1));
    expect(spotQuota(known)).toEqual(quota(20, 2));
  });

  it("cannot be told where the usage list has no such row; the family is named as Azure writes it", () => {
    const empty = { byFamily: new Map() };

    expect(familyQuota(empty, D16S)).toEqual({ cannotTell: { kind: "absent", why: expect.stringContaining("standardDSv5Family") } });
    expect(regionalQuota(empty)).toMatchObject({ cannotTell: { kind: "absent" } });
    expect(spotQuota(empty)).toMatchObject({ cannotTell: { kind: "absent" } });
  });
});

describe("the largest max surge with room", () => {
  const upTo = (most: number) => (nodes: number) => nodes <= most;

  it.for([
    { nodes: 20, set: percent(25), most: 3, expected: { nodes: 3, share: percent(15) }, source: "15 % of 20" },
    { nodes: 20, set: percent(25), most: 2, expected: { nodes: 2, share: percent(10) }, source: "10 % of 20" },
    { nodes: 20, set: count(5), most: 3, expected: { nodes: 3, share: count(3) }, source: "a count stays a count" },
    { nodes: 3, set: percent(100), most: 1, expected: { nodes: 1, share: percent(33) }, source: "34 % would be 2 nodes" },
    { nodes: 3, set: percent(33), most: 9, expected: { nodes: 3, share: percent(100) }, source: "all of it" },
    { nodes: 250, set: percent(10), most: 4, expected: { nodes: 3, share: percent(1) }, source: "2 % would be 5 nodes" },
    { nodes: 250, set: percent(10), most: 1, expected: { nodes: 1, share: count(1) }, source: "the least there is" },
    { nodes: 250, set: percent(10), most: 2, expected: { nodes: 2, share: count(2) }, source: "1 % is 3 nodes" },
  ])("of $nodes nodes with room for $most is $expected.nodes ($source)", ({ nodes, set, most, expected }) => {
    expect(largestShareWithRoom(of("Standard_D8ds_v5", nodes, set), upTo(most))).toEqual(expected);
  });

  it("is a percentage where the default is one", () => {
    expect(largestShareWithRoom(pool({ nodeCount: 20, upgrade: {} }), upTo(2))).toEqual({ nodes: 2, share: percent(10) });
  });

  it("is nothing when not even one node has room, or the pool never surges", () => {
    expect(largestShareWithRoom(pool(), () => false)).toBeUndefined();
    expect(largestShareWithRoom(pool({ priority: "spot" }), () => true)).toBeUndefined();
  });

  law(
    "has room, and no higher whole percentage has",
    [fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 1000 })],
    (nodes, set, most) => {
      const found = largestShareWithRoom(of("Standard_D8ds_v5", nodes, percent(set)), upTo(most));
      if (!found) throw new Error("one node has room");

      expect(found.nodes).toBeLessThanOrEqual(most);
      expect(shareNodes(found.share, nodes)).toBe(found.nodes);
      const next = found.share.kind === "percent" ? found.share.percent + 1 : 1;
      if (next <= 100) expect(shareNodes(percent(next), nodes)).toBeGreaterThan(most);
    },
  );
});

describe("laws of surge vCPUs", () => {
  const pools = fc
    .record({
      small: fc.nat({ max: 200 }),
      large: fc.nat({ max: 200 }),
      share: fc.integer({ min: 0, max: 100 }).map(percent),
    })
    .filter(({ small, large }) => small + large > 0)
    .map(({ small, large, share }) =>
      pool({
        kind: "virtual-machines",
        nodeCount: small + large,
        upgrade: { maxSurge: share },
        sizes: [poolSize("Standard_D4s_v5", small), poolSize("Standard_D16s_v5", large)],
      }),
    );

  law("lie between all surge nodes small and all of them large", [pools], (machines) => {
    const need = surgeVcpus(machines, SKUS);
    if ("cannotTell" in need) throw new Error("both sizes have a SKU");

    expect(need.total).toBeGreaterThanOrEqual(4 * need.nodes);
    expect(need.total).toBeLessThanOrEqual(16 * need.nodes);
    expect([...need.byFamily.values()].reduce((a, b) => a + b, 0)).toBe(need.total);
  });

  law(
    "are together the sum and alone the largest, never more than the sum",
    [fc.array(pools, { minLength: 1, maxLength: 5 })],
    (nodePools) => {
      const named = nodePools.map((each, index) => ({ ...each, name: `pool${index}` }));
      const needs = named.map((each) => surgeVcpus(each, SKUS)).flatMap((need) => ("cannotTell" in need ? [] : [need.total]));
      const both = clusterSurgeVcpus(cluster({ nodePools: named }), SKUS);
      if ("cannotTell" in both) throw new Error("both sizes have a SKU");

      expect(both.together.total).toBe(needs.reduce((a, b) => a + b, 0));
      expect(both.largest.total).toBe(Math.max(...needs));
    },
  );
});
