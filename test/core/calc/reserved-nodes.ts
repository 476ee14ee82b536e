import fc from "fast-check";
import { BY_VERSION, type NodeFacts, type NodeShape, nodeShapeOf, type ReservedScheme } from "../../../src/core/calc/reserved-shape.ts";
import type { KubeletOverrides } from "../../../src/core/model/cluster.ts";
import { gib, gibToMib, mib } from "../../../src/core/model/units.ts";
import { told, version } from "../../support/build.ts";

export const facts = (change: Partial<NodeFacts> = {}): NodeFacts => ({
  vcpus: 4,
  memoryMiB: mib(16_384),
  maxPods: 30,
  os: "linux",
  version: version("1.35.4"),
  ...change,
});

/** A node that can be: 4 vCPUs, 16 GiB, 30 pods, Linux, 1.35. */
export const node = (change: Partial<NodeFacts> = {}): NodeShape => told(nodeShapeOf(facts(change)));

export const onGib = (memoryGiB: number, change: Partial<NodeFacts> = {}): NodeShape =>
  node({ memoryMiB: gibToMib(gib(memoryGiB)), ...change });

export const HARDENED: ReservedScheme = { kind: "hardened", isAzureCni: false };
export const HARDENED_CNI: ReservedScheme = { kind: "hardened", isAzureCni: true };
export const AUTO_PROVISIONED: ReservedScheme = { kind: "auto-provisioned" };

/** Nodes from 1 to 1024 vCPUs and half a GiB to 32 TiB, by every rule of versions. */
export const anyFacts: fc.Arbitrary<NodeFacts> = fc.record({
  vcpus: fc.integer({ min: 1, max: 1024 }),
  memoryMiB: fc.integer({ min: 512, max: 32 * 1024 * 1024 }).map(mib),
  maxPods: fc.integer({ min: 10, max: 250 }),
  os: fc.constantFrom("linux" as const, "windows" as const),
  version: fc.integer({ min: 20, max: 40 }).map((minor) => ({ major: 1, minor })),
});
export const anyScheme: fc.Arbitrary<ReservedScheme> = fc.constantFrom(BY_VERSION, HARDENED, HARDENED_CNI, AUTO_PROVISIONED);

export const anyOverrides: fc.Arbitrary<KubeletOverrides> = fc.record(
  {
    kubeReservedCpuMillicores: fc.integer({ min: 1, max: 10_000 }),
    kubeReservedMemoryMiB: fc.integer({ min: 1, max: 65_536 }),
    hardEvictionMemory: fc.oneof(
      fc.integer({ min: 1, max: 8192 }).map((size) => ({ kind: "amount" as const, sizeMiB: mib(size) })),
      fc.integer({ min: 1, max: 100 }).map((percent) => ({ kind: "percent" as const, percent })),
    ),
  },
  { requiredKeys: [] },
);
