import { describe, expect, it } from "vitest";
import { nodeBasis, nodesAtEnd } from "../../../src/core/calc/node-basis.ts";
import type { ClusterDay } from "../../../src/core/model/history.ts";
import { vmSize } from "../../../src/core/model/names.ts";
import { pool, poolSize } from "../../support/build.ts";
import { seenDays } from "./money-facts.ts";

const D4 = vmSize("Standard_D4ds_v5");
const D8 = vmSize("Standard_D8ds_v5");
const FIXED = pool({ sizes: [poolSize(D4, 3)] });

/** Four nodes of two sizes, one of them autoscaled. */
const MIXED = pool({
  kind: "virtual-machines",
  nodeCount: 4,
  sizes: [poolSize(D4, 3, { min: 1, max: 6 }), poolSize(D8, 1)],
});

describe("the nodes an amount stands on", () => {
  it.for([
    { nights: 0, seen: [] },
    { nights: 1, seen: [[9]] },
    { nights: 6, seen: [[9], [9], [9], [9], [9], [9]] },
  ])("are tonight's while $nights nights are known", ({ seen }) => {
    expect(nodeBasis(FIXED, seenDays(seen))).toEqual({ basis: { kind: "tonight" }, nodes: 3, bySize: [{ vmSize: D4, nodes: 3 }] });
  });

  it("are the mean of the nights once seven are known", () => {
    const basis = nodeBasis(FIXED, seenDays([[1], [2], [3], [4], [5], [6], [7]]));

    expect(basis).toEqual({ basis: { kind: "mean", nights: 7 }, nodes: 4, bySize: [{ vmSize: D4, nodes: 4 }] });
  });

  it("count a day once, however often it was looked at", () => {
    const seen = [[2], [2], [2], [2], [2], [2], [2, 10, 10, 10]];

    expect(nodeBasis(FIXED, seenDays(seen)).nodes).toBeCloseTo((6 * 2 + 8) / 7, 12);
  });

  it("count the nights a pool was stopped as none", () => {
    const seen = [[7], [7], [7], [7], [7], [0], [0]];

    expect(nodeBasis(FIXED, seenDays(seen))).toMatchObject({ basis: { kind: "mean", nights: 7 }, nodes: 5 });
  });

  it("leave out days on which the pool was not seen, for they say nothing", () => {
    const seen = seenDays([[4], [], [4], [4], [4], [4], [4], [4]]);
    const others = seenDays([[50], [50], [50], [50], [50], [50], [50]], { pool: "other" });

    expect(nodeBasis(FIXED, seen)).toMatchObject({ basis: { kind: "mean", nights: 7 }, nodes: 4 });
    expect(nodeBasis(FIXED, others)).toMatchObject({ basis: { kind: "tonight" }, nodes: 3 });
  });

  it("leave out the days of another pool of the same name, whose VM size was another", () => {
    const before = seenDays([[9], [9], [9], [9], [9], [9], [9]], { vmSize: "Standard_E4s_v5", until: "2026-11-10" });
    const since = (days: number): readonly ClusterDay[] => [...before, ...seenDays(Array.from({ length: days }, () => [2]))];

    expect(nodeBasis(FIXED, since(6))).toMatchObject({ basis: { kind: "tonight" }, nodes: 3 });
    expect(nodeBasis(FIXED, since(7))).toMatchObject({ basis: { kind: "mean", nights: 7 }, nodes: 2 });
  });

  it("go on over a day that names another size without a node of it", () => {
    const seen = seenDays([[2], [2], [2], [2], [2], [2], [2]]).map((row) => ({
      ...row,
      pools: row.pools.map((each) => ({
        ...each,
        samples: each.samples.map((sample) => ({ ...sample, sizes: [...sample.sizes, poolSize(D8, 0)] })),
      })),
    }));

    expect(nodeBasis(FIXED, seen)).toMatchObject({ basis: { kind: "mean", nights: 7 } });
  });

  it("count two reports of one day as one day", () => {
    const seen = seenDays([[2], [2], [2], [2], [2], [2], [2]]);
    const again = seenDays([[4]]);

    expect(nodeBasis(FIXED, [...seen, ...again])).toMatchObject({ basis: { kind: "mean", nights: 7 }, nodes: (6 * 2 + 3) / 7 });
  });

  it("are known by size, fractions included", () => {
    const history = seenDays([[3], [3], [3], [3], [3], [3], [6]]).map((row, index) => ({
      ...row,
      pools: row.pools.map((each) => ({
        ...each,
        samples: each.samples.map((sample) => ({
          ...sample,
          sizes: [...sample.sizes, ...(index < 2 ? [poolSize(D8, 7)] : [])],
        })),
      })),
    }));

    const basis = nodeBasis(MIXED, history);

    expect(basis.bySize).toEqual([
      { vmSize: D4, nodes: (6 * 3 + 6) / 7 },
      { vmSize: D8, nodes: 2 },
    ]);
    expect(basis.nodes).toBeCloseTo(24 / 7 + 2, 12);
  });

  it("are none tonight while the pool is stopped, and the mean of its nights as soon as there is one", () => {
    const stopped = pool({ powerState: "stopped" });

    expect(nodeBasis(stopped, [])).toMatchObject({ basis: { kind: "tonight" }, nodes: 0 });
    expect(nodeBasis(stopped, seenDays([[7], [7], [7], [7], [7], [7], [0]]))).toMatchObject({ nodes: 6 });
  });

  it("are the same whatever the order of the days", () => {
    const before = seenDays([[9], [9]], { vmSize: "Standard_E4s_v5", until: "2026-11-10" });
    const seen = [...before, ...seenDays([[1], [2], [3], [4], [5], [6], [7]])];

    expect(nodeBasis(FIXED, seen.toReversed())).toEqual(nodeBasis(FIXED, seen));
    expect(nodeBasis(FIXED, seen)).toMatchObject({ basis: { kind: "mean", nights: 7 }, nodes: 4 });
  });

  it("count two profiles of one size together", () => {
    const twice = pool({
      nodeCount: 5,
      sizes: [poolSize(D4, 3), poolSize("standard_d4ds_V5", 2)],
    });

    expect(nodeBasis(twice, [])).toMatchObject({ nodes: 5, bySize: [{ nodes: 5 }] });
  });
});

describe("both ends", () => {
  it("are there for autoscaled pools only", () => {
    expect(nodeBasis(FIXED, [])).not.toHaveProperty("ends");
    expect(nodeBasis(pool(), [])).toMatchObject({ ends: { fewest: 3, most: 10 } });
  });

  it("keep the sizes whose number is fixed", () => {
    expect(nodeBasis(MIXED, [])).toMatchObject({ ends: { fewest: 2, most: 7 } });
    expect(nodesAtEnd(MIXED, "fewest")).toEqual([
      { vmSize: D4, nodes: 1 },
      { vmSize: D8, nodes: 1 },
    ]);
    expect(nodesAtEnd(MIXED, "most")).toEqual([
      { vmSize: D4, nodes: 6 },
      { vmSize: D8, nodes: 1 },
    ]);
  });
});
