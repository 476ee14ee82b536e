import { describe, expect, it } from "vitest";
import { clusterDay, historySince } from "../../../src/core/findings/history.ts";
import type { NodePool } from "../../../src/core/model/cluster.ts";
import type { ClusterDay } from "../../../src/core/model/history.ts";
import { vmSize } from "../../../src/core/model/names.ts";
import { day, instant } from "../../../src/core/model/time.ts";
import { cluster, minutesAfter, NOW, pool, poolSize, ref } from "../../support/build.ts";

const D4 = vmSize("Standard_D4ds_v5");
const D8 = vmSize("Standard_D8ds_v5");
const counts = (pools: readonly NodePool[], change: Parameters<typeof cluster>[0] = {}) =>
  clusterDay(cluster({ nodePools: pools, ...change }), NOW).pools.map(({ pool: name, samples }) => [
    name,
    ...samples.flatMap(({ sizes }) => sizes.map(({ vmSize: size, nodeCount }) => `${nodeCount} × ${size}`)),
  ]);

describe("a look at a cluster", () => {
  it("says how many nodes each pool has, at the moment it was read", () => {
    const at = instant("2026-11-23T23:59:59.999Z");

    expect(clusterDay(cluster({ nodePools: [pool({ nodeCount: 4 })] }), at)).toEqual({
      cluster: ref().id,
      day: "2026-11-23",
      pools: [{ pool: "apps", samples: [{ at, sizes: [poolSize(D4, 4)] }] }],
    });
  });

  it.for([
    { what: "a pool of no nodes", pools: [pool({ nodeCount: 0 })], change: {}, expected: [["apps", "0 × Standard_D4ds_v5"]] },
    { what: "a stopped pool", pools: [pool({ powerState: "stopped" })], change: {}, expected: [["apps", "0 × Standard_D4ds_v5"]] },
    { what: "a stopped cluster", pools: [pool()], change: { powerState: "stopped" }, expected: [["apps", "0 × Standard_D4ds_v5"]] },
    { what: "a failed pool", pools: [pool({ provisioningState: "Failed" })], change: {}, expected: [["apps", "3 × Standard_D4ds_v5"]] },
    {
      what: "a pool that scales, beside one that rests",
      pools: [pool({ provisioningState: "Scaling" }), pool({ name: "web" })],
      change: {},
      expected: [["web", "3 × Standard_D4ds_v5"]],
    },
    { what: "a cluster that starts", pools: [pool()], change: { provisioningState: "Starting" }, expected: [] },
  ] as const)("of $what says $expected", ({ pools, change, expected }) => {
    expect(counts(pools, change)).toEqual(expected);
  });

  it("says it by size for Virtual Machines pools, every size once", () => {
    const sizes = [poolSize(D4, 2), poolSize(D8, 1), poolSize("standard_d4DS_v5", 3)];

    expect(counts([pool({ kind: "virtual-machines", sizes, nodeCount: 6 })])).toEqual([
      ["apps", "5 × Standard_D4ds_v5", "1 × Standard_D8ds_v5"],
    ]);
  });
});

describe("what was seen since a moment", () => {
  const seen = (on: string, minutes: readonly number[], name = "apps"): ClusterDay => ({
    cluster: ref().id,
    day: day(on),
    pools: [{ pool: name, samples: minutes.map((minute) => ({ at: minutesAfter(minute), sizes: [] })) }],
  });

  it("leaves out the days before, and of its own day what was seen earlier", () => {
    const history = [seen("2026-11-22", [-1440]), seen("2026-11-23", [-60, 0, 60]), seen("2026-11-24", [1440])];

    expect(historySince(history, NOW)).toEqual([seen("2026-11-23", [0, 60]), seen("2026-11-24", [1440])]);
  });

  it("knows nothing of a pool that was seen only before: an empty day is no day of no nodes", () => {
    expect(historySince([seen("2026-11-23", [-60])], NOW)).toEqual([{ cluster: ref().id, day: "2026-11-23", pools: [] }]);
  });
});
