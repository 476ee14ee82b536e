import { expect, it } from "vitest";
import { clusterNodes, poolNodes } from "../../../src/core/calc/room-nodes.ts";
import type { NodeShare } from "../../../src/core/model/cluster.ts";
import { cluster, percent, pool, surging, without } from "../../support/build.ts";

const scaled = (name: string, nodeCount: number, max: number | undefined, maxSurge: NodeShare) =>
  surging(nodeCount, maxSurge, { name, max });

it("counts the nodes there are, or the most that autoscalers may make of them", () => {
  const apps = scaled("apps", 20, 40, percent(25));

  expect(poolNodes(apps, "now")).toBe(20);
  expect(poolNodes(apps, "maximum")).toBe(40);
  expect(poolNodes(scaled("fixed", 20, undefined, percent(25)), "maximum")).toBe(20);
  expect(poolNodes(scaled("empty", 0, undefined, percent(25)), "maximum")).toBe(0);
  expect(poolNodes(scaled("above", 20, 10, percent(25)), "maximum")).toBe(20);
});

it("adds surge at that size, by both orders of pools", () => {
  const nodePools = [scaled("system", 3, 6, percent(10)), scaled("apps", 20, 40, percent(25))];

  expect(clusterNodes(cluster({ nodePools }), "now")).toEqual({ nodes: 23, oneAfterAnother: 28, together: 29 });
  expect(clusterNodes(cluster({ nodePools }), "maximum")).toEqual({ nodes: 46, oneAfterAnother: 56, together: 57 });
  expect(clusterNodes(cluster({ nodePools }), "now", new Map([["apps", percent(10)]]))).toMatchObject({ together: 26 });
});

it("cannot be told where a surge cannot, and is nothing of nothing", () => {
  expect(clusterNodes(cluster({ nodePools: [without(pool({ upgrade: {} }), "version")] }), "now")).toMatchObject({
    cannotTell: { kind: "absent" },
  });
  expect(clusterNodes(cluster({ nodePools: [] }), "now")).toEqual({ nodes: 0, oneAfterAnother: 0, together: 0 });
});
