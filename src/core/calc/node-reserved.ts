import type { EvictionThreshold, NodePool } from "../model/cluster.ts";
import type { VmSku } from "../model/region.ts";
import { gibToMib, type MiB, type Millicores, mib, millicores } from "../model/units.ts";
import { type CannotTell, cannotTell } from "./cannot-tell.ts";
import {
  amountsByRule,
  isPublishedCoreCount,
  kubeReservedCpu,
  type SchemeRule,
  type SoftEviction,
  type VersionRule,
} from "./reserved-rules.ts";
import { BY_VERSION, type NodeShape, nodeShapeOf, type ReservedScheme } from "./reserved-shape.ts";

export type SetOnPool = "set-on-pool";

/** What a node keeps for itself, and what is left for pods. Memory in MiB, CPU in millicores, shares 0 to 1 of nominal. */
export interface NodeReserved<Rule extends string = VersionRule | SetOnPool> {
  /** Where kube-reserved memory comes from. */
  readonly rule: Rule;
  /** A number rests on an inference instead of a published rule or an observed node: Windows from 1.29, constrained vCPUs. */
  readonly isEstimate: boolean;
  readonly notes: readonly ReservedNote[];
  readonly kubeReservedCpu: Millicores;
  readonly kubeReservedMemory: MiB;
  /** 0 unless hardened. */
  readonly systemReservedCpu: Millicores;
  readonly systemReservedMemory: MiB;
  /** The hard threshold; a percentage set on the pool is taken of nominal. */
  readonly evictionMemory: MiB;
  readonly softEviction?: SoftEviction;
  readonly allocatableCpu: Millicores;
  /** Of nominal: exact by rule, yet more than kubectl shows, because firmware and kernel take 2 to 4 % first. */
  readonly allocatableMemory: MiB;
  /** What certainly stays on a real node, with the 7.5 % off nominal that node auto-provisioning calculates with. */
  readonly cautiousAllocatableMemory: MiB;
  /** The same, labelled for what it is: the measured one alone when the capacity of a node is known. */
  readonly memoryForPods: MemoryForPods;
  readonly cpuShare: number;
  /** Eviction threshold included. */
  readonly memoryShare: number;
}

export type ReservedRule = SchemeRule | SetOnPool;

export type MemoryForPods =
  | { readonly kind: "measured"; readonly memory: MiB }
  | { readonly kind: "calculated"; readonly ofNominal: MiB; readonly cautious: MiB };

export type ReservedNote =
  /** Pools made on 1.29 before 2024-02-26 keep the old rule until they are next updated; ARM does not say when a pool was made. */
  | "may-predate-switch"
  /** By the bracket rule: the published table has no such core count. */
  | "cpu-interpolated"
  | "constrained-vcpus"
  | "windows-inferred"
  /** Old rule; a change to the current one is proposed (Azure/karpenter-provider-azure PR #1919). */
  | "auto-provisioned-may-change";

/**
 * Values set on the pool win, each for itself; then the scheme; then the version of the pool.
 * Source: learn.microsoft.com/azure/aks/node-resource-reservations and, for values set by hand (preview), its
 * custom-node-configuration-reference. The first page still says in one place that they cannot be changed: it is older.
 */
export function nodeReserved(node: NodeShape): NodeReserved;
export function nodeReserved(node: NodeShape, scheme: ReservedScheme): NodeReserved<ReservedRule>;
export function nodeReserved(node: NodeShape, scheme: ReservedScheme = BY_VERSION): NodeReserved<ReservedRule> {
  const { memoryMiB: nominal, measuredMemory, overrides = {} } = node;
  const byRule = amountsByRule(node, scheme);
  const { systemReservedCpu, systemReservedMemory, softEviction } = byRule;
  const cpu = overrides.kubeReservedCpuMillicores ?? kubeReservedCpu(node.vcpus);
  const memory = overrides.kubeReservedMemoryMiB ?? byRule.kubeReservedMemory;
  const hard = overrides.hardEvictionMemory ?? { kind: "amount", sizeMiB: byRule.evictionMemory };

  const totalCpu = node.vcpus * 1000;
  const takenCpu = cpu + systemReservedCpu;
  const takenOf = (capacity: number) => memory + systemReservedMemory + thresholdIn(hard, capacity);
  const leftOf = (capacity: number) => mib(Math.max(0, Math.floor(capacity - takenOf(capacity))));
  const calculated = { kind: "calculated", ofNominal: leftOf(nominal), cautious: leftOf(cautiousCapacity(nominal)) } as const;
  const notes = notesOn(node, byRule.rule);

  return {
    rule: overrides.kubeReservedMemoryMiB === undefined ? byRule.rule : "set-on-pool",
    isEstimate: notes.includes("constrained-vcpus") || notes.includes("windows-inferred"),
    notes,
    kubeReservedCpu: millicores(cpu),
    kubeReservedMemory: mib(memory),
    systemReservedCpu,
    systemReservedMemory,
    evictionMemory: thresholdIn(hard, nominal),
    ...(softEviction ? { softEviction } : {}),
    allocatableCpu: millicores(Math.max(0, totalCpu - takenCpu)),
    allocatableMemory: calculated.ofNominal,
    cautiousAllocatableMemory: calculated.cautious,
    memoryForPods: measuredMemory === undefined ? calculated : { kind: "measured", memory: leftOf(measuredMemory) },
    cpuShare: Math.min(1, takenCpu / totalCpu),
    memoryShare: Math.min(1, takenOf(nominal) / nominal),
  };
}

const cautiousCapacity = (memory: MiB): number => memory - Math.ceil((memory * 75) / 1000);

/** Rounded up to whole MiB; the kubelet takes a percentage of the capacity it sees. The margin keeps float noise from adding one. */
const thresholdIn = (threshold: EvictionThreshold, capacity: number): MiB =>
  threshold.kind === "amount" ? threshold.sizeMiB : mib(Math.ceil((capacity * threshold.percent) / 100 - 1e-6));

function notesOn({ vcpus, os, version, isConstrained, overrides = {} }: NodeShape, rule: SchemeRule): readonly ReservedNote[] {
  const isCpuByRule = overrides.kubeReservedCpuMillicores === undefined;
  const isMemoryByRule = overrides.kubeReservedMemoryMiB === undefined;
  const notes: readonly [ReservedNote, boolean][] = [
    ["cpu-interpolated", isCpuByRule && !isPublishedCoreCount(vcpus)],
    ["constrained-vcpus", isCpuByRule && isConstrained === true],
    ["windows-inferred", isMemoryByRule && os === "windows" && rule === "from-1.29"],
    ["may-predate-switch", isMemoryByRule && rule === "from-1.29" && version.major === 1 && version.minor === 29],
    ["auto-provisioned-may-change", isMemoryByRule && rule === "auto-provisioned"],
  ];
  return notes.flatMap(([note, holds]) => (holds ? [note] : []));
}

/** The nodes that a pool makes of a VM size. */
export function poolNode(pool: NodePool, sku: VmSku): NodeShape | CannotTell {
  if (pool.maxPods === undefined) return cannotTell("absent", "max pods of the pool is not in the answer");
  if (pool.version === undefined) return cannotTell("absent", "the version of its nodes is not in the answer");
  return nodeShapeOf({
    vcpus: sku.vcpusAvailable,
    memoryMiB: gibToMib(sku.memoryGiB),
    maxPods: pool.maxPods,
    os: pool.os,
    version: pool.version,
    ...(sku.vcpusAvailable === sku.vcpus ? {} : { isConstrained: true }),
    ...(pool.kubeletOverrides ? { overrides: pool.kubeletOverrides } : {}),
  });
}

/** Nothing when max pods or version of the pool are not known, or a number is impossible. */
export function nodeShape(pool: NodePool, sku: VmSku): NodeShape | undefined {
  const shape = poolNode(pool, sku);
  return "cannotTell" in shape ? undefined : shape;
}

type Offer = Pick<NodeReserved, "allocatableCpu" | "allocatableMemory">;

/** How many such nodes offer that much to pods together. Infinite when a node offers nothing of what is asked for. */
export function nodesNeeded(total: { readonly cpu: Millicores; readonly memory: MiB }, node: Offer): number {
  return Math.max(nodesFor(total.cpu, node.allocatableCpu), nodesFor(total.memory, node.allocatableMemory));
}

const nodesFor = (total: number, perNode: number): number => (total <= 0 ? 0 : Math.ceil(total / perNode));
