import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  effectiveMaxSurge,
  hasValidSurge,
  isPossibleShare,
  shareFor,
  shareNodes,
  surgeBySize,
  surgeNodes,
  upgradeWaves,
} from "../../../src/core/calc/surge.ts";
import { type NodePool, type NodeShare, nodeShare } from "../../../src/core/model/cluster.ts";
import { vmSize } from "../../../src/core/model/names.ts";
import { count, percent, pool, poolSize, share, version, without } from "../../support/build.ts";
import { law } from "../../support/law.ts";

const withSurge = (maxSurge: string | undefined, change: Partial<NodePool> = {}) =>
  pool({ upgrade: maxSurge === undefined ? {} : { maxSurge: share(maxSurge) }, ...change });

function withoutVersion(from: NodePool): NodePool {
  return without(from, "version");
}

describe("the max surge an upgrade goes by", () => {
  it.for([
    { of: "what is set", on: withSurge("33%"), expected: { share: share("33%"), source: "set" } },
    {
      of: "what is set before any default",
      on: withSurge("5", { version: version("1.28.3") }),
      expected: { share: share("5"), source: "set" },
    },
    {
      of: "10 % on 1.32 and later (AKS changelog 2025-03-16)",
      on: withSurge(undefined, { version: version("1.32.0") }),
      expected: { share: share("10%"), source: "default-10-percent" },
    },
    {
      of: "one node before 1.32",
      on: withSurge(undefined, { version: version("1.31.9") }),
      expected: { share: share("1"), source: "default-one-node" },
    },
    { of: "what is set on a pool without a version", on: withoutVersion(withSurge("2")), expected: { share: share("2"), source: "set" } },
  ])("is $of", ({ on, expected }) => {
    expect(effectiveMaxSurge(on)).toEqual(expected);
  });

  it("is not known when neither it nor the version is", () => {
    const unknown = withoutVersion(withSurge(undefined));

    expect(effectiveMaxSurge(unknown)).toBeUndefined();
    expect(surgeNodes(unknown)).toBeUndefined();
    expect(surgeBySize(unknown)).toBeUndefined();
  });
});

describe("surge nodes", () => {
  it.for([
    { nodes: 3, maxSurge: "10%", surge: 1, waves: 3, source: "rules 4.3" },
    { nodes: 10, maxSurge: "33%", surge: 4, waves: 3, source: "rules 4.3" },
    { nodes: 11, maxSurge: "33%", surge: 4, waves: 3, source: "rules 4.3" },
    { nodes: 4, maxSurge: "50%", surge: 2, waves: 2, source: "rules 4.3" },
    { nodes: 100, maxSurge: "33%", surge: 33, waves: 4, source: "rules 4.3" },
    { nodes: 1, maxSurge: "50%", surge: 1, waves: 1, source: "rules 4.3" },
    { nodes: 2, maxSurge: "5", surge: 2, waves: 1, source: "rules 4.3" },
    { nodes: 20, maxSurge: "25%", surge: 5, waves: 4, source: "25 % of 20" },
    { nodes: 20, maxSurge: "10%", surge: 2, waves: 10, source: "10 % of 20" },
    { nodes: 20, maxSurge: "15%", surge: 3, waves: 7, source: "15 % of 20" },
    { nodes: 10, maxSurge: "10%", surge: 1, waves: 10, source: "both defaults agree to here" },
    { nodes: 11, maxSurge: "10%", surge: 2, waves: 6, source: "both defaults differ from here" },
    { nodes: 20, maxSurge: "100%", surge: 20, waves: 1, source: "all at once" },
    { nodes: 1000, maxSurge: "1%", surge: 10, waves: 100, source: "no rounding" },
    { nodes: 1001, maxSurge: "1%", surge: 11, waves: 91, source: "a fraction rounds up" },
  ])("of $nodes nodes at $maxSurge are $surge, in $waves waves ($source)", ({ nodes, maxSurge, surge, waves }) => {
    const surged = surgeNodes(withSurge(maxSurge, { nodeCount: nodes }));

    expect(surged).toBe(surge);
    expect(upgradeWaves(nodes, surged ?? 0)).toBe(waves);
  });

  it("are 10 over five pools of four at 50 % (docs example)", () => {
    const pools = Array.from({ length: 5 }, () => withSurge("50%", { nodeCount: 4 }));

    expect(pools.reduce((total, of) => total + (surgeNodes(of) ?? 0), 0)).toBe(10);
  });

  it.for([
    { of: "a spot pool", on: withSurge("50%", { priority: "spot", nodeCount: 4 }) },
    { of: "an empty pool", on: withSurge("3", { nodeCount: 0 }) },
    { of: "a stopped pool", on: withSurge("50%", { powerState: "stopped", nodeCount: 4 }) },
    { of: "a spot pool whose max surge is not known", on: withoutVersion(withSurge(undefined, { priority: "spot" })) },
    { of: "a pool with max surge 0", on: withSurge("0", { nodeCount: 4 }) },
  ])("are none for $of", ({ on }) => {
    expect(surgeNodes(on)).toBe(0);
    expect(surgeBySize(on)).toEqual([]);
  });

  it("follow the share that is asked about in place of the one that is set", () => {
    const on = withSurge("25%", { nodeCount: 20 });

    expect(surgeNodes(on, share("10%"))).toBe(2);
    expect(surgeNodes(on, share("1"))).toBe(1);
    expect(surgeNodes(withoutVersion(withSurge(undefined, { nodeCount: 20 })), share("10%"))).toBe(2);
  });
});

describe("upgrade waves", () => {
  it("are none without nodes and never end without surge", () => {
    expect(upgradeWaves(0, 0)).toBe(0);
    expect(upgradeWaves(3, 0)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe("surge by VM size", () => {
  const small = vmSize("Standard_D4s_v5");
  const large = vmSize("Standard_D16s_v5");
  const mixed = (smallNodes: number, largeNodes: number, maxSurge: string) =>
    withSurge(maxSurge, {
      kind: "virtual-machines",
      nodeCount: smallNodes + largeNodes,
      sizes: [poolSize(small, smallNodes), poolSize(large, largeNodes)],
    });

  it("is all of it for the one size of a scale set", () => {
    expect(surgeBySize(withSurge("25%", { nodeCount: 20 }))).toEqual([{ vmSize: "Standard_D4ds_v5", nodes: 5 }]);
  });

  it("may be all of it for each size of a Virtual Machines pool, up to the nodes of that size", () => {
    expect(surgeBySize(mixed(8, 2, "30%"))).toEqual([
      { vmSize: small, nodes: 3 },
      { vmSize: large, nodes: 2 },
    ]);
  });

  it("leaves out sizes without nodes", () => {
    expect(surgeBySize(mixed(4, 0, "50%"))).toEqual([{ vmSize: small, nodes: 2 }]);
  });

  law(
    "holds every way to choose the surge nodes",
    [fc.nat({ max: 50 }), fc.nat({ max: 50 }), fc.integer({ min: 1, max: 100 })],
    (a, b, percent) => {
      fc.pre(a + b > 0);
      const of = mixed(a, b, `${percent}%`);
      const total = (surgeBySize(of) ?? []).reduce((sum, { nodes }) => sum + nodes, 0);

      expect(total).toBeGreaterThanOrEqual(surgeNodes(of) ?? 0);
    },
  );
});

describe("whether max surge and max unavailable go together", () => {
  const judged = (maxSurge: string | undefined, maxUnavailable: string | undefined, mode: NodePool["mode"] = "user") =>
    hasValidSurge(
      pool({
        mode,
        upgrade: {
          ...(maxSurge === undefined ? {} : { maxSurge: share(maxSurge) }),
          ...(maxUnavailable === undefined ? {} : { maxUnavailable: share(maxUnavailable) }),
        },
      }),
    );

  it.for([
    { maxSurge: "10%", maxUnavailable: "0", kind: "valid" },
    { maxSurge: undefined, maxUnavailable: undefined, kind: "valid" },
    { maxSurge: undefined, maxUnavailable: "0", kind: "valid" },
    { maxSurge: "0", maxUnavailable: "1", kind: "valid" },
    { maxSurge: "0", maxUnavailable: "0", kind: "both-zero" },
    { maxSurge: "0%", maxUnavailable: "0", kind: "both-zero" },
    { maxSurge: "0", maxUnavailable: undefined, kind: "both-zero" },
  ])("on a user pool with $maxSurge and $maxUnavailable: $kind", ({ maxSurge, maxUnavailable, kind }) => {
    expect(judged(maxSurge, maxUnavailable)).toEqual({ kind });
  });

  it.for([
    { maxSurge: "10%", maxUnavailable: "0", kind: "valid" },
    { maxSurge: "1", maxUnavailable: "1", kind: "unavailable-on-system-pool" },
    { maxSurge: "0", maxUnavailable: "5%", kind: "unavailable-on-system-pool" },
    { maxSurge: "0", maxUnavailable: "0", kind: "both-zero" },
  ])("on a system pool with $maxSurge and $maxUnavailable: $kind", ({ maxSurge, maxUnavailable, kind }) => {
    expect(judged(maxSurge, maxUnavailable, "system").kind).toBe(kind);
  });
});

describe("a share of nodes", () => {
  it.for(["101%", "-1", "1.5", "33 %", "", "all", "9007199254740993"])("cannot be made of %j", (text) => {
    expect(nodeShare(text)).toBeUndefined();
  });

  it.for<[NodeShare, boolean]>([
    [percent(100), true],
    [percent(0), true],
    [percent(101), false],
    [percent(33.3), false],
    [percent(-1), false],
    [count(5000), true],
    [count(-1), false],
    [count(Number.NaN), false],
  ])("of %j is possible: %s", ([of, isPossible]) => {
    expect(isPossibleShare(of)).toBe(isPossible);
  });

  it.for([
    { nodes: 3, of: 20, expected: "15%" },
    { nodes: 2, of: 20, expected: "10%" },
    { nodes: 1, of: 3, expected: "33%" },
    { nodes: 3, of: 3, expected: "100%" },
    { nodes: 4, of: 250, expected: "4" },
    { nodes: 0, of: 0, expected: "0" },
  ])("that is $nodes of $of nodes is $expected", ({ nodes, of, expected }) => {
    expect(shareFor(nodes, of)).toEqual(share(expected));
  });

  law(
    "is found for every number of nodes, as the highest percentage that is exactly so many",
    [fc.integer({ min: 1, max: 1000 }), fc.nat({ max: 1000 })],
    (of, any) => {
      const nodes = any % (of + 1);
      const found = shareFor(nodes, of);

      expect(shareNodes(found, of)).toBe(nodes);
      if (found.kind === "percent" && found.percent < 100) {
        expect(shareNodes({ kind: "percent", percent: found.percent + 1 }, of)).toBeGreaterThan(nodes);
      }
      if (found.kind === "count") expect(of).toBeGreaterThan(100);
    },
  );
});

describe("laws of a share of nodes", () => {
  const percents = fc.integer({ min: 0, max: 100 });
  const counts = fc.nat({ max: 1000 });
  const percentOf = (percent: number): NodeShare => ({ kind: "percent", percent });

  law("is whole, between nothing and everything, and rounds up to less than one node more", [percents, counts], (percent, nodes) => {
    const taken = shareNodes(percentOf(percent), nodes);

    expect(Number.isInteger(taken)).toBe(true);
    expect(taken).toBeGreaterThanOrEqual(0);
    expect(taken).toBeLessThanOrEqual(nodes);
    expect(taken * 100).toBeLessThan(percent * nodes + 100);
    expect(taken * 100).toBeGreaterThanOrEqual(percent * nodes);
  });

  law("never falls with more percent or more nodes", [percents, counts, fc.nat({ max: 50 })], (percent, nodes, more) => {
    expect(shareNodes(percentOf(percent + more), nodes)).toBeGreaterThanOrEqual(shareNodes(percentOf(percent), nodes));
    expect(shareNodes(percentOf(percent), nodes + more)).toBeGreaterThanOrEqual(shareNodes(percentOf(percent), nodes));
  });

  law(
    "goes round just often enough to reach every node",
    [fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 1, max: 1000 })],
    (nodes, surge) => {
      const waves = upgradeWaves(nodes, surge);

      expect(waves * surge).toBeGreaterThanOrEqual(nodes);
      expect((waves - 1) * surge).toBeLessThan(nodes);
    },
  );
});
