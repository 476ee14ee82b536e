import fc from "fast-check";
import { expect, it } from "vitest";
import { ArmManagedCluster } from "../../../src/edge/azure/arm-managed-cluster.ts";
import { decodeEach } from "../../../src/edge/azure/decode.ts";
import { armCluster, armPool } from "./stand-in.ts";

const vmPool = armPool({
  type: "VirtualMachines",
  virtualMachinesProfile: {
    scale: { manual: [{ size: "Standard_D4s_v3", count: 1 }], autoscale: [{ size: "Standard_D8s_v3", minCount: 0, maxCount: 2 }] },
  },
  virtualMachineNodesStatus: [{ size: "Standard_D4s_v3", count: 1 }],
});
const healthy = armCluster({
  pools: [armPool({ nodeLabels: { a: "b" }, scaleSetPriority: "Spot", spotMaxPrice: -1 }), vmPool],
  tags: { team: "shop" },
});

type Path = readonly string[];
const pathsIn = (value: unknown, at: Path = []): readonly Path[] =>
  typeof value === "object" && value !== null
    ? [at, ...Object.entries(value).flatMap(([key, inner]) => pathsIn(inner, [...at, key]))]
    : [at];

function replaced(value: unknown, [key, ...rest]: Path, by: unknown): unknown {
  if (key === undefined) return by;
  if (Array.isArray(value)) return value.map((item, index) => (String(index) === key ? replaced(item, rest, by) : item));
  return { ...Object(value), [key]: replaced(Object(value)[key], rest, by) };
}

it("takes any JSON anywhere in a cluster: it is read or named, and its neighbours are kept", () => {
  fc.assert(
    fc.property(fc.constantFrom(...pathsIn(healthy)), fc.jsonValue(), (path, value) => {
      const { good, odd } = decodeEach(ArmManagedCluster, [healthy, replaced(healthy, path, value), healthy], () => "it");

      expect(good.length + odd.length).toBe(3);
      expect(good.length).toBeGreaterThanOrEqual(2);
      for (const { problem } of odd) expect(problem).toMatch(/.+/);
    }),
    { numRuns: 500 },
  );
});

it("tells the first three problems and how many more there are", () => {
  const { odd } = decodeEach(
    ArmManagedCluster,
    [{ id: 1, location: 2, properties: { networkProfile: 3, agentPoolProfiles: 4 } }],
    () => "it",
  );

  expect(odd).toEqual([
    {
      id: "it",
      problem:
        "id: expected string, received number; location: expected string, received number; properties.networkProfile: expected object, received number; 1 more",
    },
  ]);
});
