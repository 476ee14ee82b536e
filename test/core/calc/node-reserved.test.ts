import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nodeReserved, nodeShape, nodesNeeded, poolNode } from "../../../src/core/calc/node-reserved.ts";
import { isPublishedCoreCount, kubeReservedCpu } from "../../../src/core/calc/reserved-rules.ts";
import type { NodeFacts } from "../../../src/core/calc/reserved-shape.ts";
import { gib, mib, millicores } from "../../../src/core/model/units.ts";
import { percent, pool, sku, version, without } from "../../support/build.ts";
import { law } from "../../support/law.ts";
import { anyFacts, anyOverrides, anyScheme, node, onGib } from "./reserved-nodes.ts";

describe("kube-reserved CPU", () => {
  it.for([
    { cores: 1, millicores: 60, source: "published table" },
    { cores: 2, millicores: 100, source: "published table; kubelet of a 2-core node" },
    { cores: 4, millicores: 140, source: "published table" },
    { cores: 8, millicores: 180, source: "published table; kubelet of an 8-core node" },
    { cores: 16, millicores: 260, source: "published table; Azure/AKS#4524" },
    { cores: 32, millicores: 420, source: "published table" },
    { cores: 64, millicores: 740, source: "published table" },
    { cores: 3, millicores: 120, source: "calculations 1" },
    { cores: 6, millicores: 160, source: "calculations 1" },
    { cores: 12, millicores: 220, source: "calculations 1" },
    { cores: 20, millicores: 300, source: "calculations 1" },
    { cores: 24, millicores: 340, source: "calculations 1" },
    { cores: 48, millicores: 580, source: "calculations 1" },
    { cores: 72, millicores: 820, source: "calculations 1" },
    { cores: 96, millicores: 1060, source: "calculations 1" },
    { cores: 104, millicores: 1140, source: "calculations 1" },
    { cores: 120, millicores: 1300, source: "calculations 1; 1299 where floats are cut off" },
    { cores: 128, millicores: 1380, source: "calculations 1" },
    { cores: 176, millicores: 1860, source: "calculations 1; 1859 where floats are cut off" },
    { cores: 192, millicores: 2020, source: "calculations 1" },
    { cores: 208, millicores: 2180, source: "calculations 1" },
    { cores: 416, millicores: 4260, source: "calculations 1" },
  ])("is $millicores m of $cores cores ($source)", ({ cores, millicores: expected }) => {
    expect(kubeReservedCpu(cores)).toBe(expected);
  });

  it("is the bracket rule for every core count up to 1024", () => {
    let byBrackets = 0;
    for (let core = 1; core <= 1024; core++) {
      byBrackets += core === 1 ? 60 : core === 2 ? 40 : core <= 4 ? 20 : 10;
      expect(kubeReservedCpu(core), `${core} cores`).toBe(byBrackets);
    }
  });

  it("knows which core counts the published table lists", () => {
    expect([1, 2, 3, 4, 6, 8, 12, 16, 20, 32, 48, 64, 96].filter(isPublishedCoreCount)).toEqual([1, 2, 4, 8, 16, 32, 64]);
  });

  it("leaves 15740 m of 16 cores, as Azure/AKS#4524 shows", () => {
    expect(nodeReserved(node({ vcpus: 16 })).allocatableCpu).toBe(15_740);
  });
});

describe("node-reserved memory", () => {
  it.for([
    { memoryMiB: 7168, reserved: 1638, source: "DS2_v2 dump, capacity less allocatable 2388; a page prints 2.35GB" },
    { memoryMiB: 4096, reserved: 1024, source: "Azure/AKS#3525, 1774" },
    { memoryMiB: 16_384, reserved: 2662, source: "Azure/AKS#1216, 3412" },
    { memoryMiB: 8192, reserved: 1843, source: "calculations 2.1" },
  ])("until 1.28 is $reserved MiB of $memoryMiB and 750 MiB more for eviction ($source)", ({ memoryMiB, reserved }) => {
    const result = nodeReserved(node({ memoryMiB: mib(memoryMiB), version: version("1.28.9") }));

    expect(result).toMatchObject({
      rule: "until-1.28",
      isEstimate: false,
      kubeReservedMemory: reserved,
      evictionMemory: 750,
      allocatableMemory: memoryMiB - reserved - 750,
    });
  });

  it.for([
    { memoryMiB: 4096, exact: 1024 },
    { memoryMiB: 4100, exact: 1024 + 0.2 * 4 },
    { memoryMiB: 8192, exact: 1843.2 },
    { memoryMiB: 8200, exact: 1843.2 + 0.1 * 8 },
    { memoryMiB: 16_384, exact: 2662.4 },
    { memoryMiB: 16_400, exact: 2662.4 + 0.06 * 16 },
    { memoryMiB: 131_072, exact: 9543.68 },
    { memoryMiB: 131_200, exact: 9543.68 + 0.02 * 128 },
    { memoryMiB: 132_096, exact: 9543.68 + 0.02 * 1024 },
    { memoryMiB: 262_144, exact: 9543.68 + 0.02 * 131_072 },
  ])("until 1.28 is the whole part of $exact at and behind the end of a bracket: $memoryMiB MiB", ({ memoryMiB, exact }) => {
    const { kubeReservedMemory } = nodeReserved(node({ memoryMiB: mib(memoryMiB), version: version("1.28") }));

    expect(kubeReservedMemory).toBe(Math.floor(exact));
  });

  it.for([
    { memoryMiB: 2599, maxPods: 30, reserved: 649, source: "a quarter, karpenter PR #1919" },
    { memoryMiB: 2600, maxPods: 30, reserved: 650, source: "both, karpenter PR #1919" },
    { memoryMiB: 2601, maxPods: 30, reserved: 650, source: "by pods, karpenter PR #1919" },
    { memoryMiB: 7168, maxPods: 250, reserved: 1792, source: "a quarter, AgentBaker kubelet spec" },
    { memoryMiB: 32_768, maxPods: 110, reserved: 2250, source: "by pods, AgentBaker flag fixture" },
    { memoryMiB: 8192, maxPods: 250, reserved: 2048, source: "a quarter, calculations 2.1" },
    { memoryMiB: 4096, maxPods: 70, reserved: 1024, source: "a quarter, calculations 9; a page prints 1000MB" },
    { memoryMiB: 224_000, maxPods: 30, reserved: 650, source: "218.75 GiB of M8-2ms" },
  ])("from 1.29 is $reserved MiB of $memoryMiB at $maxPods pods ($source)", ({ memoryMiB, maxPods, reserved }) => {
    const result = nodeReserved(node({ memoryMiB: mib(memoryMiB), maxPods }));

    expect(result).toMatchObject({ rule: "from-1.29", isEstimate: false, kubeReservedMemory: reserved, evictionMemory: 100 });
    expect(result.allocatableMemory).toBe(memoryMiB - reserved - 100);
  });

  it("leaves 7442 of 8192 MiB at 30 pods, 90.84 % of nominal (calculations 9; a page prints 7.25GB)", () => {
    const { kubeReservedMemory, allocatableMemory, memoryShare } = nodeReserved(onGib(8));

    expect([kubeReservedMemory, allocatableMemory]).toEqual([650, 7442]);
    expect(((1 - memoryShare) * 100).toFixed(2)).toBe("90.84");
  });

  it("leaves 6827 of 8192 MiB at 30 pods with 7.5 % off nominal, rounded up (calculations 2.2)", () => {
    expect(nodeReserved(onGib(8)).cautiousAllocatableMemory).toBe(8192 - 615 - 750);
  });

  it("takes 33.31 % of 7168 MiB until 1.28 (calculations 9)", () => {
    const { memoryShare } = nodeReserved(onGib(7, { version: version("1.28") }));

    expect((memoryShare * 100).toFixed(2)).toBe("33.31");
  });

  it.for([
    { vcpus: 2, gib: 4, old: "43.3", at30: "18.3", at50: "27.4", at110: "27.4", at250: "27.4" },
    { vcpus: 2, gib: 8, old: "31.7", at30: "9.2", at50: "14.0", at110: "26.2", at250: "26.2" },
    { vcpus: 4, gib: 16, old: "20.8", at30: "4.6", at50: "7.0", at110: "14.3", at250: "25.6" },
    { vcpus: 8, gib: 32, old: "13.4", at30: "2.3", at50: "3.5", at110: "7.2", at250: "15.7" },
    { vcpus: 16, gib: 64, old: "9.7", at30: "1.1", at50: "1.8", at110: "3.6", at250: "7.9" },
    { vcpus: 32, gib: 128, old: "7.9", at30: "0.6", at50: "0.9", at110: "1.8", at250: "3.9" },
    { vcpus: 64, gib: 256, old: "4.9", at30: "0.3", at50: "0.4", at110: "0.9", at250: "2.0" },
  ])("takes the printed shares of $vcpus vCPUs with $gib GiB (rules 4.1)", ({ vcpus, gib: memory, ...printed }) => {
    const percent = (change: Partial<NodeFacts>) => (nodeReserved(onGib(memory, { vcpus, ...change })).memoryShare * 100).toFixed(1);

    expect({
      old: percent({ version: version("1.28.0") }),
      at30: percent({ maxPods: 30 }),
      at50: percent({ maxPods: 50 }),
      at110: percent({ maxPods: 110 }),
      at250: percent({ maxPods: 250 }),
    }).toEqual(printed);
  });

  it("goes by the version of the nodes to the minor: 1.28.15 is old, 1.29.0 is new", () => {
    expect(nodeReserved(node({ version: version("1.28.15") })).rule).toBe("until-1.28");
    expect(nodeReserved(node({ version: version("1.29.0") })).rule).toBe("from-1.29");
  });
});

describe("node-reserved on Windows", () => {
  it.for([
    { memoryMiB: 7168, reserved: 3686, source: "AgentBaker e2e; MicrosoftDocs/azure-docs#56773" },
    { memoryMiB: 8192, reserved: 3891, source: "AgentBaker e2e" },
  ])("until 1.28 is $reserved MiB of $memoryMiB and nothing for eviction ($source)", ({ memoryMiB, reserved }) => {
    const result = nodeReserved(node({ memoryMiB: mib(memoryMiB), os: "windows", version: version("1.28") }));

    expect(result).toMatchObject({ isEstimate: false, kubeReservedMemory: reserved, evictionMemory: 0 });
  });

  it("from 1.29 adds the same 2048 MiB to the new rule, as an estimate", () => {
    const result = nodeReserved(onGib(16, { os: "windows" }));

    expect(result).toMatchObject({ rule: "from-1.29", isEstimate: true, kubeReservedMemory: 650 + 2048, evictionMemory: 0 });
  });

  it("leaves nothing, not less, of a node that is too small for it", () => {
    const result = nodeReserved(onGib(2, { os: "windows" }));

    expect(result).toMatchObject({ allocatableMemory: 0, cautiousAllocatableMemory: 0, memoryShare: 1 });
  });
});

describe("values set on the pool", () => {
  it("win over the rule, each for itself", () => {
    const both = nodeReserved(onGib(8, { overrides: { kubeReservedCpuMillicores: 500, kubeReservedMemoryMiB: 1000 } }));
    const memoryOnly = nodeReserved(onGib(8, { overrides: { kubeReservedMemoryMiB: 1000 } }));
    const cpuOnly = nodeReserved(onGib(8, { overrides: { kubeReservedCpuMillicores: 500 } }));

    expect(both).toMatchObject({ rule: "set-on-pool", kubeReservedCpu: 500, kubeReservedMemory: 1000, evictionMemory: 100 });
    expect(memoryOnly).toMatchObject({ rule: "set-on-pool", kubeReservedCpu: 140, kubeReservedMemory: 1000 });
    expect(cpuOnly).toMatchObject({ rule: "from-1.29", kubeReservedCpu: 500, kubeReservedMemory: 650 });
  });

  it.for([
    { set: { kind: "amount", sizeMiB: mib(500) } as const, memory: 8192, eviction: 500, left: 8192 - 650 - 500 },
    { set: percent(5), memory: 8192, eviction: 410, left: 8192 - 650 - 410 },
    { set: percent(10), memory: 10_240, eviction: 1024, left: 10_240 - 650 - 1024 },
    { set: percent(2.2), memory: 10_000, eviction: 220, left: 10_000 - 650 - 220 },
    { set: percent(100), memory: 8192, eviction: 8192, left: 0 },
  ])("make eviction $eviction of $memory MiB for $set", ({ set, memory, eviction, left }) => {
    const result = nodeReserved(node({ memoryMiB: mib(memory), overrides: { hardEvictionMemory: set } }));

    expect(result).toMatchObject({ rule: "from-1.29", kubeReservedMemory: 650, evictionMemory: eviction, allocatableMemory: left });
  });

  it("take a percentage of the capacity there is: less on a real node than of nominal", () => {
    const hardEvictionMemory = percent(10);
    const result = nodeReserved(onGib(8, { measuredMemory: mib(8000), overrides: { hardEvictionMemory } }));

    expect(result.cautiousAllocatableMemory).toBe(8192 - 615 - 650 - 758);
    expect(result.memoryForPods).toEqual({ kind: "measured", memory: 8000 - 650 - 800 });
  });

  it("change nothing when there are none", () => {
    expect(nodeReserved(node({ overrides: {} }))).toEqual(nodeReserved(node()));
  });

  it("take the guess out of a Windows node", () => {
    const result = nodeReserved(onGib(16, { os: "windows", overrides: { kubeReservedMemoryMiB: 3000 } }));

    expect(result).toMatchObject({ isEstimate: false, kubeReservedMemory: 3000, notes: [] });
  });

  it("leave nothing, not less, where they ask for more than there is", () => {
    const result = nodeReserved(onGib(8, { overrides: { kubeReservedCpuMillicores: 9000, kubeReservedMemoryMiB: 9000 } }));

    expect(result).toMatchObject({ allocatableCpu: 0, allocatableMemory: 0, cpuShare: 1, memoryShare: 1 });
  });
});

describe("memory for pods", () => {
  it.for([
    { gib: 4, capacityKiB: 4_025_836, allocatableKiB: 2_209_260, source: "Azure/AKS#3525" },
    { gib: 4, capacityKiB: 4_017_088, allocatableKiB: 2_200_512, source: "Azure/AKS#3525" },
    { gib: 16, capacityKiB: 16_403_296, allocatableKiB: 12_909_408, source: "Azure/AKS#1216" },
    { gib: 7, capacityKiB: 7_113_660, allocatableKiB: 7_113_660 - 2388 * 1024, source: "DS2_v2 dump" },
  ])(
    "is to the MiB what a node of $gib GiB with $capacityKiB KiB shows, between cautious and nominal ($source)",
    ({ gib, capacityKiB, allocatableKiB }) => {
      const result = nodeReserved(onGib(gib, { version: version("1.28"), measuredMemory: mib(capacityKiB / 1024) }));

      expect(result.memoryForPods).toEqual({ kind: "measured", memory: Math.floor(allocatableKiB / 1024) });
      expect(result.cautiousAllocatableMemory * 1024).toBeLessThan(allocatableKiB);
      expect(result.allocatableMemory * 1024).toBeGreaterThan(allocatableKiB);
    },
  );

  it("is of nominal and cautious, each by its name, where no node was measured", () => {
    const result = nodeReserved(onGib(8));

    expect(result.memoryForPods).toEqual({ kind: "calculated", ofNominal: 7442, cautious: 6827 });
  });

  it("is less by 34.4 % of the 7113660 KiB that a DS2_v2 has, not by 33.57 (calculations 9)", () => {
    const { memoryForPods } = nodeReserved(onGib(7, { version: version("1.28"), measuredMemory: mib(7_113_660 / 1024) }));
    const left = memoryForPods.kind === "measured" ? memoryForPods.memory : 0;

    expect(((1 - left / (7_113_660 / 1024)) * 100).toFixed(1)).toBe("34.4");
  });
});

describe("notes on a node", () => {
  it.for([
    { of: "a size of the published table", change: {}, notes: [] },
    { of: "6 vCPUs", change: { vcpus: 6 }, notes: ["cpu-interpolated"] },
    { of: "6 vCPUs with CPU set", change: { vcpus: 6, overrides: { kubeReservedCpuMillicores: 200 } }, notes: [] },
    { of: "a constrained size", change: { isConstrained: true }, notes: ["constrained-vcpus"] },
    {
      of: "1.29, whose pool may be older than the switch of 2024-02-26",
      change: { version: version("1.29.4") },
      notes: ["may-predate-switch"],
    },
    { of: "1.29 with memory set", change: { version: version("1.29"), overrides: { kubeReservedMemoryMiB: 900 } }, notes: [] },
    { of: "1.28", change: { version: version("1.28.15") }, notes: [] },
    { of: "1.30, which took an update", change: { version: version("1.30.0") }, notes: [] },
    {
      of: "Windows from 1.29",
      change: { os: "windows" as const, version: version("1.29") },
      notes: ["windows-inferred", "may-predate-switch"],
    },
    { of: "Windows until 1.28", change: { os: "windows" as const, version: version("1.28") }, notes: [] },
  ])("say what is uncertain about $of: $notes", ({ change, notes }) => {
    expect(nodeReserved(node(change)).notes).toEqual(notes);
  });
});

describe("the shape of a pool's nodes", () => {
  it("comes from the SKU and the pool", () => {
    expect(nodeShape(pool({ maxPods: 110 }), sku())).toEqual(node({ maxPods: 110 }));
  });

  it("keeps fractional memory whole in MiB", () => {
    expect(nodeShape(pool(), sku({ memoryGiB: gib(218.75) }))).toMatchObject({ memoryMiB: 224_000 });
  });

  it("shows what the guest sees of a constrained size, and makes its CPU an estimate (M8-2ms)", () => {
    const shape = nodeShape(pool(), sku({ vcpus: 8, vcpusAvailable: 2 }));

    expect(shape).toMatchObject({ vcpus: 2, isConstrained: true });
    expect(shape && nodeReserved(shape)).toMatchObject({ isEstimate: true, kubeReservedCpu: 100, allocatableCpu: 1900 });
    expect(nodeReserved(node({ isConstrained: true, overrides: { kubeReservedCpuMillicores: 200 } }))).toMatchObject({ isEstimate: false });
  });

  it.for([
    { lacks: "maxPods", says: "max pods" },
    { lacks: "version", says: "version" },
  ] as const)("is not known without $lacks, and says so", ({ lacks, says }) => {
    const from = without(pool(), lacks);

    expect(nodeShape(from, sku())).toBeUndefined();
    expect(poolNode(from, sku())).toMatchObject({ cannotTell: { kind: "absent", why: expect.stringContaining(says) } });
  });

  it.for([{ vcpus: 0, vcpusAvailable: 0 }, { memoryGiB: gib(0) }, { memoryGiB: gib(-8) }, { memoryGiB: gib(Number.NaN) }])(
    "is not known for a VM size that cannot be: %j",
    (change) => {
      expect(nodeShape(pool(), sku(change))).toBeUndefined();
      expect(poolNode(pool(), sku(change))).toMatchObject({ cannotTell: { kind: "unreadable" } });
    },
  );

  it("carries what is set on the pool", () => {
    const overrides = { kubeReservedCpuMillicores: 200 };

    expect(nodeShape(pool({ kubeletOverrides: overrides }), sku())).toMatchObject({ overrides });
  });
});

describe("nodes needed for a total", () => {
  const total = { cpu: millicores(28_000), memory: mib(112 * 1024) };

  it.for([
    { vcpus: 2, memory: 8, at30: 16, at110: 19, at250: 19 },
    { vcpus: 4, memory: 16, at30: 8, at110: 9, at250: 10 },
    { vcpus: 8, memory: 32, at30: 4, at110: 4, at250: 5 },
    { vcpus: 16, memory: 64, at30: 2, at110: 2, at250: 2 },
  ])("is that of the density example for $vcpus vCPUs with $memory GiB (rules 4.1)", ({ vcpus, memory, ...nodes }) => {
    const at = (maxPods: number) => nodesNeeded(total, nodeReserved(onGib(memory, { vcpus, maxPods })));

    expect({ at30: at(30), at110: at(110), at250: at(250) }).toEqual(nodes);
  });

  it("goes by whichever of CPU and memory runs out first", () => {
    const reserved = nodeReserved(onGib(16));

    expect(nodesNeeded({ cpu: reserved.allocatableCpu, memory: reserved.allocatableMemory }, reserved)).toBe(1);
    expect(nodesNeeded({ cpu: millicores(reserved.allocatableCpu + 1), memory: mib(1) }, reserved)).toBe(2);
    expect(nodesNeeded({ cpu: millicores(1), memory: mib(reserved.allocatableMemory + 1) }, reserved)).toBe(2);
  });

  it("is none for nothing, and never reached with nodes that offer nothing", () => {
    const empty = nodeReserved(onGib(2, { os: "windows" }));

    expect(nodesNeeded({ cpu: millicores(0), memory: mib(0) }, empty)).toBe(0);
    expect(nodesNeeded({ cpu: millicores(0), memory: mib(1) }, empty)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe("laws of node-reserved", () => {
  law("keeps whole numbers, shares in 0..1 and allocatable within the node", [anyFacts], (shape) => {
    const result = nodeReserved(node(shape));

    expect(Number.isInteger(result.kubeReservedMemory)).toBe(true);
    expect(result.allocatableMemory).toBeGreaterThanOrEqual(0);
    expect(result.allocatableMemory).toBeLessThan(shape.memoryMiB);
    expect(result.cautiousAllocatableMemory).toBeGreaterThanOrEqual(0);
    expect(result.cautiousAllocatableMemory).toBeLessThanOrEqual(result.allocatableMemory);
    expect(result.allocatableCpu).toBeGreaterThan(0);
    expect(result.allocatableCpu).toBeLessThan(shape.vcpus * 1000);
    expect(result.memoryShare).toBeGreaterThan(0);
    expect(result.memoryShare).toBeLessThanOrEqual(1);
    expect(result.cpuShare).toBeGreaterThan(0);
    expect(result.cpuShare).toBeLessThanOrEqual(0.06);
  });

  law(
    "never reserves less for more memory, pods or cores, and never leaves less of more memory",
    [anyFacts, fc.nat({ max: 4096 }), fc.nat({ max: 50 }), fc.nat({ max: 64 })],
    (shape, memory, pods, cores) => {
      const less = nodeReserved(node(shape));
      const bigger = nodeReserved(node({ ...shape, memoryMiB: mib(shape.memoryMiB + memory) }));
      const denser = nodeReserved(node({ ...shape, maxPods: shape.maxPods + pods }));
      const wider = nodeReserved(node({ ...shape, vcpus: shape.vcpus + cores }));

      expect(bigger.kubeReservedMemory).toBeGreaterThanOrEqual(less.kubeReservedMemory);
      expect(bigger.allocatableMemory).toBeGreaterThanOrEqual(less.allocatableMemory);
      expect(denser.kubeReservedMemory).toBeGreaterThanOrEqual(less.kubeReservedMemory);
      expect(wider.kubeReservedCpu).toBeGreaterThanOrEqual(less.kubeReservedCpu);
      expect(wider.allocatableCpu).toBeGreaterThanOrEqual(less.allocatableCpu);
    },
  );

  const measured = fc.double({ min: 0.5, max: 1, noNaN: true });

  law(
    "stays within the node whatever is set and measured, and never counts more for pods than of nominal",
    [anyFacts, anyOverrides, anyScheme, measured],
    (shape, overrides, scheme, part) => {
      const measuredMemory = mib(shape.memoryMiB * part);
      const result = nodeReserved(node({ ...shape, overrides, measuredMemory }), scheme);
      const { memoryForPods, allocatableMemory } = result;

      expect(allocatableMemory).toBeGreaterThanOrEqual(0);
      expect(allocatableMemory).toBeLessThanOrEqual(shape.memoryMiB);
      expect(result.cautiousAllocatableMemory).toBeLessThanOrEqual(allocatableMemory);
      expect(memoryForPods.kind === "measured" && memoryForPods.memory >= 0 && memoryForPods.memory <= allocatableMemory).toBe(true);
      expect(result.allocatableCpu).toBeGreaterThanOrEqual(0);
      expect(result.allocatableCpu).toBeLessThanOrEqual(shape.vcpus * 1000);
    },
  );

  law("never takes more than a quarter for kube-reserved on Linux", [anyFacts], (shape) => {
    const { kubeReservedMemory } = nodeReserved(node({ ...shape, os: "linux" }));

    expect(kubeReservedMemory).toBeLessThanOrEqual(Math.floor(shape.memoryMiB / 4));
  });

  law(
    "offers with one node fewer than needed less than was asked for",
    [anyFacts, fc.integer({ min: 1, max: 1_000_000 }), fc.integer({ min: 1, max: 4_000_000 })],
    (shape, cpu, memory) => {
      const reserved = nodeReserved(node(shape));
      fc.pre(reserved.allocatableMemory > 0);
      const nodes = nodesNeeded({ cpu: millicores(cpu), memory: mib(memory) }, reserved);
      const hasBoth = (count: number) => count * reserved.allocatableCpu >= cpu && count * reserved.allocatableMemory >= memory;

      expect(hasBoth(nodes)).toBe(true);
      expect(hasBoth(nodes - 1)).toBe(false);
    },
  );
});
