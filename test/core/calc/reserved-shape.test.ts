import { describe, expect, it } from "vitest";
import { type NodeFacts, nodeShapeOf } from "../../../src/core/calc/reserved-shape.ts";
import { mib } from "../../../src/core/model/units.ts";
import { law } from "../../support/law.ts";
import { anyFacts, anyOverrides, facts } from "./reserved-nodes.ts";

const threshold = (hardEvictionMemory: NonNullable<NodeFacts["overrides"]>["hardEvictionMemory"] & object) => ({
  overrides: { hardEvictionMemory },
});

describe("a node that cannot be", () => {
  it.for<[string, Partial<NodeFacts>]>([
    ["0 vCPUs", { vcpus: 0 }],
    ["-2 vCPUs", { vcpus: -2 }],
    ["1.5 vCPUs", { vcpus: 1.5 }],
    ["NaN vCPUs", { vcpus: Number.NaN }],
    ["0 MiB of memory", { memoryMiB: mib(0) }],
    ["0.5 MiB of memory", { memoryMiB: mib(0.5) }],
    ["-1 MiB of memory", { memoryMiB: mib(-1) }],
    ["Infinity MiB of memory", { memoryMiB: mib(Number.POSITIVE_INFINITY) }],
    ["room for 0 pods", { maxPods: 0 }],
    ["room for 30.5 pods", { maxPods: 30.5 }],
    ["-1 millicores of kube-reserved CPU", { overrides: { kubeReservedCpuMillicores: -1 } }],
    ["NaN MiB of kube-reserved memory", { overrides: { kubeReservedMemoryMiB: Number.NaN } }],
    ["that eviction threshold", threshold({ kind: "percent", percent: 101 })],
    ["that eviction threshold", threshold({ kind: "percent", percent: 0 })],
    ["that eviction threshold", threshold({ kind: "percent", percent: Number.NaN })],
    ["that eviction threshold", threshold({ kind: "amount", sizeMiB: mib(-1) })],
    ["that eviction threshold", { overrides: { hardEvictionDisk: { kind: "percent", percent: 120 } } }],
    ["0 of 16384 MiB of memory", { measuredMemory: mib(0) }],
    ["16385 of 16384 MiB of memory", { measuredMemory: mib(16_385) }],
    ["NaN of 16384 MiB of memory", { measuredMemory: mib(Number.NaN) }],
  ])("has %s, and is cannot tell", ([what, change]) => {
    expect(nodeShapeOf(facts(change))).toEqual({ cannotTell: { kind: "unreadable", why: `no node has ${what}` } });
  });

  law("is none that can be", [anyFacts, anyOverrides], (possible, overrides) => {
    expect(nodeShapeOf({ ...possible, overrides })).toEqual({ ...possible, overrides });
  });

  it.for<Partial<NodeFacts>>([
    { vcpus: 1 },
    { memoryMiB: mib(1) },
    { memoryMiB: mib(768) },
    { maxPods: 1 },
    { measuredMemory: mib(16_384) },
    { measuredMemory: mib(0.5) },
    threshold({ kind: "percent", percent: 100 }),
    { overrides: { kubeReservedCpuMillicores: 0, kubeReservedMemoryMiB: 0 } },
  ])("is not one at the edge of what can be: %j", (change) => {
    expect(nodeShapeOf(facts(change))).not.toHaveProperty("cannotTell");
  });
});
