import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nodeReserved } from "../../../src/core/calc/node-reserved.ts";
import { poolReserved, reservedCost } from "../../../src/core/calc/reserved-pool.ts";
import type { NodePool } from "../../../src/core/model/cluster.ts";
import { gib } from "../../../src/core/model/units.ts";
import { pool, poolSize, sku, skus, told } from "../../support/build.ts";
import { law } from "../../support/law.ts";
import { AUTO_PROVISIONED, HARDENED_CNI, onGib } from "./reserved-nodes.ts";

const D4 = sku();
const D8 = sku({ name: "Standard_D8ds_v5", vcpus: 8, vcpusAvailable: 8, memoryGiB: gib(32) });
const T4 = sku({ name: "Standard_NC4as_T4_v3", gpus: 1, memoryGiB: gib(28) });
const REGION = skus(D4, D8, T4);

const of = (...sizes: readonly (readonly [name: string, nodeCount: number])[]): NodePool =>
  pool({ sizes: sizes.map(([name, nodeCount]) => poolSize(name, nodeCount)) });

describe("node-reserved of a pool", () => {
  it("is that of a node, as often as there are nodes", () => {
    const result = told(poolReserved(of(["Standard_D4ds_v5", 5]), REGION));

    expect(result).toMatchObject({
      nodes: 5,
      capacity: { cpu: 20_000, memory: 5 * 16_384, gpus: 0 },
      offered: { cpu: 5 * 3860, memory: 5 * (16_384 - 750), gpus: 0 },
    });
    expect(result.cpuShare).toBeCloseTo(140 / 4000);
    expect(result.memoryShare).toBeCloseTo(750 / 16_384);
  });

  it("adds up the sizes of a Virtual Machines pool, whatever the case of their names", () => {
    const result = told(poolReserved(of(["standard_d4ds_v5", 2], ["Standard_D8ds_v5", 1], ["Standard_NC4as_T4_v3", 3]), REGION));

    expect(result.nodes).toBe(6);
    expect(result.capacity).toEqual({ cpu: 28_000, memory: 2 * 16_384 + 32_768 + 3 * 28_672, gpus: 3 });
    expect(result.offered.gpus).toBe(3);
    expect(result.bySize.map(({ sku: { vmSize }, nodes }) => [vmSize, nodes])).toEqual([
      ["Standard_D4ds_v5", 2],
      ["Standard_D8ds_v5", 1],
      ["Standard_NC4as_T4_v3", 3],
    ]);
  });

  it("goes by the scheme it is told", () => {
    const apps = of(["Standard_D4ds_v5", 1]);

    expect(told(poolReserved(apps, REGION, HARDENED_CNI)).offered.memory).toBe(nodeReserved(onGib(16), HARDENED_CNI).allocatableMemory);
    expect(told(poolReserved(apps, REGION, AUTO_PROVISIONED)).bySize[0]?.reserved.rule).toBe("auto-provisioned");
  });

  it("is nothing of nothing for a pool without nodes", () => {
    expect(told(poolReserved(of(["Standard_D4ds_v5", 0]), REGION))).toMatchObject({ nodes: 0, cpuShare: 0, memoryShare: 0 });
  });

  it.for([
    ["a size the region does not list", of(["Standard_D4ds_v5", 1], ["Standard_X", 1]), "absent"],
    ["no max pods", (({ maxPods: _, ...rest }) => rest)(of(["Standard_D4ds_v5", 1])), "absent"],
    ["fewer than no nodes", of(["Standard_D4ds_v5", -1]), "unreadable"],
  ] as const)("cannot be told with %s", ([, from, kind]) => {
    expect(poolReserved(from, REGION)).toMatchObject({ cannotTell: { kind } });
  });

  const counts = fc.integer({ min: 1, max: 300 });

  law("lies between the shares of its sizes", [counts, counts, fc.integer({ min: 10, max: 250 })], (few, many, maxPods) => {
    const mixed = { ...of(["Standard_D4ds_v5", few], ["Standard_D8ds_v5", many]), maxPods };
    const { memoryShare, cpuShare, bySize } = told(poolReserved(mixed, REGION));
    const within = (share: number, parts: readonly number[]) => share >= Math.min(...parts) - 1e-9 && share <= Math.max(...parts) + 1e-9;

    expect(
      within(
        memoryShare,
        bySize.map(({ reserved }) => reserved.memoryShare),
      ),
    ).toBe(true);
    expect(
      within(
        cpuShare,
        bySize.map(({ reserved }) => reserved.cpuShare),
      ),
    ).toBe(true);
  });
});

describe("what node-reserved of a pool costs", () => {
  const mixed = told(poolReserved(of(["Standard_D4ds_v5", 10], ["Standard_D8ds_v5", 2]), REGION));

  it("is the price of its nodes by the share that pods cannot use, of CPU and of memory", () => {
    const cost = reservedCost(mixed, ({ vcpus }) => vcpus * 0.05);

    expect(cost).toEqual({
      cpuHourly: expect.closeTo(10 * 0.2 * (140 / 4000) + 2 * 0.4 * (180 / 8000)),
      memoryHourly: expect.closeTo(10 * 0.2 * (750 / 16_384) + 2 * 0.4 * (750 / 32_768)),
    });
  });

  it("is nothing where nodes cost nothing", () => {
    expect(reservedCost(mixed, () => 0)).toEqual({ cpuHourly: 0, memoryHourly: 0 });
  });

  it.for([[undefined], [-1], [Number.NaN]])("cannot be told with a price of %s", ([price]) => {
    expect(reservedCost(mixed, ({ vcpus }) => (vcpus === 8 ? price : 1))).toMatchObject({ cannotTell: { kind: "absent" } });
  });
});
