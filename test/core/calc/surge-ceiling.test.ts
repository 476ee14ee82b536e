import { expect, it } from "vitest";
import { clusterCeiling, scaleSetCeiling } from "../../../src/core/calc/surge-ceiling.ts";
import { cluster, pool } from "../../support/build.ts";

it.for([
  { nodeCount: 20, free: 980 },
  { nodeCount: 1000, free: 0 },
])("a scale set of $nodeCount nodes takes $free more", ({ nodeCount, free }) => {
  expect(scaleSetCeiling(pool({ nodeCount }))).toEqual({ limit: 1000, free });
});

it("is no ceiling for pools that are no scale set", () => {
  expect(scaleSetCeiling(pool({ kind: "virtual-machines" }))).toBeUndefined();
  expect(scaleSetCeiling(pool({ kind: "availability-set" }))).toBeUndefined();
});

it.for([
  { tier: "free", limit: 1000, free: -40 },
  { tier: "standard", limit: 5000, free: 3960 },
  { tier: "premium", limit: 5000, free: 3960 },
] as const)("a cluster of the $tier tier holds $limit nodes over all pools", ({ tier, limit, free }) => {
  expect(clusterCeiling(cluster({ tier, nodePools: [pool({ nodeCount: 1000 }), pool({ nodeCount: 40 })] }))).toEqual({ limit, free });
});
