import fc from "fast-check";
import { expect, it } from "vitest";
import { zoneBalance } from "../../../src/core/calc/surge-zones.ts";
import { law } from "../../support/law.ts";

it.for([
  { nodes: 20, surge: 3, zones: 3, expected: { kind: "balanced" } },
  { nodes: 20, surge: 6, zones: 3, expected: { kind: "balanced" } },
  { nodes: 20, surge: 5, zones: 3, expected: { kind: "unbalanced", nearest: 6 } },
  { nodes: 20, surge: 4, zones: 3, expected: { kind: "unbalanced", nearest: 3 } },
  { nodes: 20, surge: 1, zones: 3, expected: { kind: "unbalanced", nearest: 3 } },
  { nodes: 20, surge: 3, zones: 2, expected: { kind: "unbalanced", nearest: 2 } },
  { nodes: 5, surge: 5, zones: 3, expected: { kind: "unbalanced", nearest: 3 } },
  { nodes: 3, surge: 1, zones: 3, expected: { kind: "unbalanced", nearest: 3 } },
  { nodes: 2, surge: 1, zones: 3, expected: { kind: "too-few-nodes" } },
  { nodes: 20, surge: 0, zones: 3, expected: { kind: "no-surge" } },
  { nodes: 20, surge: 5, zones: 1, expected: { kind: "not-zonal" } },
  { nodes: 20, surge: 5, zones: 0, expected: { kind: "not-zonal" } },
])("$surge surge nodes of $nodes in $zones zones: $expected", ({ nodes, surge, zones, expected }) => {
  expect(zoneBalance(nodes, surge, zones)).toEqual(expected);
});

it.for([
  [20, -1, 3],
  [20, 1.5, 3],
  [3, 4, 3],
  [20, 5, -3],
  [Number.NaN, 5, 3],
] as const)("%j cannot be", ([nodes, surge, zones]) => {
  expect(zoneBalance(nodes, surge, zones)).toMatchObject({ cannotTell: { kind: "unreadable" } });
});

law(
  "finds a balanced number of nodes that the pool has, with none nearer",
  [fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 2, max: 4 })],
  (nodes, any, zones) => {
    const surge = Math.min(any, nodes);
    const balance = zoneBalance(nodes, surge, zones);
    fc.pre("kind" in balance && balance.kind === "unbalanced");
    const { nearest } = balance as { nearest: number };

    expect(nearest % zones).toBe(0);
    expect(nearest).toBeGreaterThan(0);
    expect(nearest).toBeLessThanOrEqual(nodes);
    for (let multiple = zones; multiple <= nodes; multiple += zones) {
      expect(Math.abs(multiple - surge)).toBeGreaterThanOrEqual(Math.abs(nearest - surge));
    }
  },
);
