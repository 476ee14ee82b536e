import { describe, expect, it } from "vitest";
import { nodeReserved, poolNode } from "../../../src/core/calc/node-reserved.ts";
import { gpuMinimums, maxPodsMemory } from "../../../src/core/calc/pool-facts.ts";
import type { NodePool } from "../../../src/core/model/cluster.ts";
import { gib, mib } from "../../../src/core/model/units.ts";
import { pool, poolSize, sku, skus, version } from "../../support/build.ts";

const SKUS = skus(sku(), sku({ name: "Standard_NC6", gpus: 1, vcpus: 6, vcpusAvailable: 6, memoryGiB: gib(112) }));

describe("memory that max pods decide", () => {
  it.for([
    // 20 × 110 + 50 of 16 GiB, 13.7 %; with 30 pods 650, so 1,600 more.
    { maxPods: 110, kube: 2250, freed: 1600 },
    // 5,050 would be more than a quarter of 16 GiB.
    { maxPods: 250, kube: 4096, freed: 3446 },
  ])("is told of $maxPods pods on 16 GiB: $kube MiB, $freed less with 30", ({ maxPods, kube, freed }) => {
    const [fact] = maxPodsMemory(pool({ maxPods }), SKUS);

    expect(fact).toMatchObject({ nodes: 3, maxPods, byPods: 20 * maxPods + 50, kubeReserved: kube, withFewer: { maxPods: 30, freed } });
  });

  it("is what the node is calculated to keep", () => {
    const node = poolNode(pool({ maxPods: 110 }), sku());

    expect("cannotTell" in node ? undefined : nodeReserved(node).kubeReservedMemory).toBe(
      maxPodsMemory(pool({ maxPods: 110 }), SKUS)[0]?.kubeReserved,
    );
  });

  it.for<[string, Partial<NodePool>]>([
    ["is less than a tenth of the node", { maxPods: 79 }],
    ["goes by the older rule", { maxPods: 250, version: version("1.28.9") }],
    ["is set by hand", { maxPods: 250, kubeletOverrides: { kubeReservedMemoryMiB: mib(3000) } }],
    ["is of a size the region does not list", { maxPods: 250, sizes: [poolSize("Standard_X", 1)] }],
    ["is of Windows nodes, where it is inferred", { maxPods: 250, os: "windows" }],
  ])("is not told where it %s", ([, change]) => {
    expect(maxPodsMemory(pool(change), SKUS)).toEqual([]);
  });

  it("is told from a tenth on", () => {
    // 20 × 80 + 50 = 1,650 of 16,384 MiB.
    expect(maxPodsMemory(pool({ maxPods: 80 }), SKUS)).toHaveLength(1);
  });
});

describe("GPU nodes that an autoscaler keeps", () => {
  const gpus = (min: number, change: Partial<NodePool> = {}) =>
    gpuMinimums(pool({ sizes: [poolSize("Standard_NC6", 3, { min, max: 5 })], ...change }), SKUS);

  it("are as many as its minimum", () => {
    expect(gpus(2)).toEqual([{ vmSize: "Standard_NC6", gpus: 1, nodes: 2 }]);
  });

  it("are none at a minimum of zero, in a stopped pool, without an autoscaler, or without GPUs", () => {
    expect(gpus(0)).toEqual([]);
    expect(gpus(2, { powerState: "stopped" })).toEqual([]);
    expect(gpuMinimums(pool({ sizes: [poolSize("Standard_NC6", 3)] }), SKUS)).toEqual([]);
    expect(gpuMinimums(pool(), SKUS)).toEqual([]);
  });
});
