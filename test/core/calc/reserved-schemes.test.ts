import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nodeReserved } from "../../../src/core/calc/node-reserved.ts";
import { BY_VERSION } from "../../../src/core/calc/reserved-shape.ts";
import { mib } from "../../../src/core/model/units.ts";
import { version } from "../../support/build.ts";
import { law } from "../../support/law.ts";
import { AUTO_PROVISIONED, anyFacts, anyScheme, HARDENED, HARDENED_CNI, node, onGib } from "./reserved-nodes.ts";

describe("a hardened node", () => {
  it.for([
    { memory: 7, maxPods: 30, reserved: 1300 },
    { memory: 8, maxPods: 110, reserved: 2048 },
    { memory: 32, maxPods: 110, reserved: 4505 },
    { memory: 64, maxPods: 110, reserved: 5160 },
    { memory: 128, maxPods: 250, reserved: 11_371 },
  ])("keeps $reserved MiB of $memory GiB at $maxPods pods (tests of Azure/karpenter-provider-azure)", ({ memory, maxPods, reserved }) => {
    expect(nodeReserved(onGib(memory, { maxPods }), HARDENED)).toMatchObject({ rule: "hardened", kubeReservedMemory: reserved });
  });

  it.for([
    { memory: 7, scheme: HARDENED, system: 200 },
    { memory: 7, scheme: HARDENED_CNI, system: 300 },
    { memory: 31.99, scheme: HARDENED, system: 200 },
    { memory: 32, scheme: HARDENED, system: 300 },
    { memory: 32, scheme: HARDENED_CNI, system: 400 },
    { memory: 64, scheme: HARDENED, system: 400 },
    { memory: 128, scheme: HARDENED_CNI, system: 700 },
  ])("keeps $system MiB and 100 m for the system on $memory GiB with $scheme", ({ memory, scheme, system }) => {
    expect(nodeReserved(onGib(memory), scheme)).toMatchObject({ systemReservedMemory: system, systemReservedCpu: 100 });
  });

  it.for([
    { memoryMiB: 8192, hard: 250, soft: 500 },
    { memoryMiB: 8193, hard: 375, soft: 750 },
    { memoryMiB: 32_767, hard: 375, soft: 750 },
    { memoryMiB: 32_768, hard: 512, soft: 1024 },
  ])("evicts below $hard MiB at once and below $soft gracefully on $memoryMiB MiB", ({ memoryMiB, hard, soft }) => {
    const result = nodeReserved(node({ memoryMiB: mib(memoryMiB) }), HARDENED);

    expect(result.evictionMemory).toBe(hard);
    expect(result.softEviction).toEqual({ memory: soft, memoryGraceSeconds: 30, diskPercent: 12, inodesPercent: 7, diskGraceSeconds: 120 });
  });

  it("leaves pods what is neither kube-reserved, system-reserved nor below the hard threshold", () => {
    const result = nodeReserved(onGib(32, { vcpus: 8, maxPods: 110 }), HARDENED_CNI);

    expect(result).toMatchObject({
      kubeReservedCpu: 180,
      allocatableCpu: 8000 - 180 - 100,
      allocatableMemory: 32_768 - 4505 - 400 - 512,
      cpuShare: 280 / 8000,
      memoryShare: (4505 + 400 + 512) / 32_768,
      memoryForPods: { kind: "calculated", cautious: 32_768 - 2458 - 4505 - 400 - 512 },
    });
  });

  it("goes by density whatever the version", () => {
    const old = nodeReserved(onGib(16, { version: version("1.28") }), HARDENED);

    expect(old).toEqual(nodeReserved(onGib(16), HARDENED));
  });

  it("still keeps what is set on the pool", () => {
    const overrides = { kubeReservedMemoryMiB: 900, hardEvictionMemory: { kind: "amount", sizeMiB: mib(600) } } as const;

    expect(nodeReserved(onGib(16, { overrides }), HARDENED)).toMatchObject({
      rule: "set-on-pool",
      kubeReservedMemory: 900,
      systemReservedMemory: 200,
      evictionMemory: 600,
      allocatableMemory: 16_384 - 900 - 200 - 600,
    });
  });
});

describe("a node of node auto-provisioning", () => {
  it("goes by the old rule whatever the version, and says that this may change", () => {
    const result = nodeReserved(onGib(16, { maxPods: 250 }), AUTO_PROVISIONED);

    expect(result).toMatchObject({ rule: "auto-provisioned", kubeReservedMemory: 2662, evictionMemory: 750, isEstimate: false });
    expect(result.notes).toEqual(["auto-provisioned-may-change"]);
  });
});

describe("laws of schemes", () => {
  law("are for Linux: a Windows node knows the rule of its version alone", [anyFacts, anyScheme], (facts, scheme) => {
    const windows = node({ ...facts, os: "windows" });

    expect(nodeReserved(windows, scheme)).toEqual(nodeReserved(windows));
  });

  law("is the version rule when nothing else is said, with nothing for the system and no soft threshold", [anyFacts], (facts) => {
    const result = nodeReserved(node(facts));

    expect(nodeReserved(node(facts), BY_VERSION)).toEqual(result);
    expect([result.systemReservedCpu, result.systemReservedMemory, result.softEviction]).toEqual([0, 0, undefined]);
  });

  law("splits every node without a rest, unless it is too small", [anyFacts, anyScheme], (facts, scheme) => {
    const of = nodeReserved(node(facts), scheme);
    const kept = of.kubeReservedMemory + of.systemReservedMemory + of.evictionMemory;

    expect(of.allocatableMemory).toBe(Math.max(0, facts.memoryMiB - kept));
    expect(of.allocatableCpu).toBe(Math.max(0, facts.vcpus * 1000 - of.kubeReservedCpu - of.systemReservedCpu));
  });

  law("never frees memory with more pods", [anyFacts, anyScheme, fc.nat({ max: 240 })], (facts, scheme, more) => {
    const denser = node({ ...facts, maxPods: facts.maxPods + more });

    expect(nodeReserved(denser, scheme).allocatableMemory).toBeLessThanOrEqual(nodeReserved(node(facts), scheme).allocatableMemory);
  });
});
