import type { KubeletOverrides, NodePool } from "../model/cluster.ts";
import type { VmSku } from "../model/region.ts";
import { gibToMib, type MiB, type Millicores, mib, millicores } from "../model/units.ts";
import { isAtLeast, type KubernetesVersion } from "../model/version.ts";

/** What node-reserved depends on. */
export interface NodeShape {
  /** What the guest sees. */
  readonly vcpus: number;
  /** The nominal memory of the VM size, not what the kernel reports. */
  readonly memoryMiB: MiB;
  readonly maxPods: number;
  readonly os: "linux" | "windows";
  /** Of the node pool: the rule changed with the nodes' version, not with the control plane's. */
  readonly version: KubernetesVersion;
  /** The VM size shows the guest fewer vCPUs than it is charged for; which of the two AKS counts is not public. */
  readonly isConstrained?: boolean;
  readonly overrides?: KubeletOverrides;
}

export interface NodeReserved {
  readonly rule: "until-1.28" | "from-1.29" | "set-on-pool";
  /** A number rests on an inference instead of a published rule or an observed node: Windows from 1.29, constrained vCPUs. */
  readonly isEstimate: boolean;
  readonly kubeReservedCpu: Millicores;
  readonly kubeReservedMemory: MiB;
  readonly evictionMemory: MiB;
  readonly allocatableCpu: Millicores;
  /** Of nominal: exact by rule, yet more than kubectl shows, because firmware and kernel take 2 to 4 % first. */
  readonly allocatableMemory: MiB;
  /** What certainly stays on a real node, with the 7.5 % off nominal that node auto-provisioning calculates with. */
  readonly cautiousAllocatableMemory: MiB;
  /** 0 to 1 of nominal. */
  readonly cpuShare: number;
  /** 0 to 1 of nominal, eviction threshold included. */
  readonly memoryShare: number;
}

const PUBLISHED_CORES: ReadonlySet<number> = new Set([1, 2, 4, 8, 16, 32, 64]);

/** False: the bracket rule fills a gap of the published table. */
export const isPublishedCoreCount = (cores: number): boolean => PUBLISHED_CORES.has(cores);

/** 60 for the first core, 40 for the second, 20 each for the third and fourth, 10 for each further one. */
export function kubeReservedCpu(cores: number): Millicores {
  if (cores < 2) return millicores(60);
  return millicores(100 + 20 * (Math.min(cores, 4) - 2) + 10 * Math.max(0, cores - 4));
}

const BRACKETS_MIB = [
  { upTo: 4 * 1024, percent: 25 },
  { upTo: 8 * 1024, percent: 20 },
  { upTo: 16 * 1024, percent: 10 },
  { upTo: 128 * 1024, percent: 6 },
  { upTo: Number.POSITIVE_INFINITY, percent: 2 },
] as const;

function kubeReservedByBrackets(memory: MiB): MiB {
  let hundredths = 0;
  let below = 0;
  for (const { upTo, percent } of BRACKETS_MIB) {
    hundredths += percent * Math.max(0, Math.min(memory, upTo) - below);
    below = upTo;
  }
  return mib(Math.floor(hundredths / 100));
}

/** The page says MB; the kubelet gets MiB. */
const kubeReservedByPods = (memory: MiB, maxPods: number): MiB => mib(Math.min(20 * maxPods + 50, Math.floor(memory / 4)));

/** For the system processes of Windows, on top of the formula; seen on nodes until 1.28 only. */
const WINDOWS_EXTRA_MIB = 2048;

/**
 * What Kubernetes keeps for itself on a node, and what is left for pods. Two decisions of AKS are not in it: node hardening and
 * a hard eviction threshold set by hand, both preview.
 * Source: learn.microsoft.com/azure/aks/node-resource-reservations
 */
export function nodeReserved(node: NodeShape): NodeReserved {
  const isNewRule = isAtLeast(node.version, 1, 29);
  const isWindows = node.os === "windows";
  const byRule = isNewRule ? kubeReservedByPods(node.memoryMiB, node.maxPods) : kubeReservedByBrackets(node.memoryMiB);
  const { kubeReservedCpuMillicores: cpuOverride, kubeReservedMemoryMiB: memoryOverride } = node.overrides ?? {};

  const cpu = cpuOverride ?? kubeReservedCpu(node.vcpus);
  const memory = memoryOverride ?? byRule + (isWindows ? WINDOWS_EXTRA_MIB : 0);
  const eviction = isWindows ? 0 : isNewRule ? 100 : 750;
  const totalCpu = node.vcpus * 1000;
  const isCpuInferred = node.isConstrained === true && cpuOverride === undefined;
  const isMemoryInferred = isWindows && isNewRule && memoryOverride === undefined;
  const isSetOnPool = cpuOverride !== undefined || memoryOverride !== undefined;

  return {
    rule: isSetOnPool ? "set-on-pool" : isNewRule ? "from-1.29" : "until-1.28",
    isEstimate: isCpuInferred || isMemoryInferred,
    kubeReservedCpu: millicores(cpu),
    kubeReservedMemory: mib(memory),
    evictionMemory: mib(eviction),
    allocatableCpu: millicores(Math.max(0, totalCpu - cpu)),
    allocatableMemory: mib(Math.max(0, node.memoryMiB - memory - eviction)),
    cautiousAllocatableMemory: mib(Math.max(0, cautiousCapacity(node.memoryMiB) - memory - eviction)),
    cpuShare: Math.min(1, cpu / totalCpu),
    memoryShare: Math.min(1, (memory + eviction) / node.memoryMiB),
  };
}

const cautiousCapacity = (memory: MiB): number => memory - Math.ceil((memory * 75) / 1000);

/** Nothing when max pods or version of the pool are not known. */
export function nodeShape(pool: NodePool, sku: VmSku): NodeShape | undefined {
  if (pool.maxPods === undefined || pool.version === undefined) return undefined;
  return {
    vcpus: sku.vcpusAvailable,
    memoryMiB: gibToMib(sku.memoryGiB),
    maxPods: pool.maxPods,
    os: pool.os,
    version: pool.version,
    ...(sku.vcpusAvailable === sku.vcpus ? {} : { isConstrained: true }),
    ...(pool.kubeletOverrides ? { overrides: pool.kubeletOverrides } : {}),
  };
}

/** How many such nodes offer that much to pods together. Infinite when a node offers nothing of what is asked for. */
export function nodesNeeded(total: { readonly cpu: Millicores; readonly memory: MiB }, node: NodeReserved): number {
  return Math.max(nodesFor(total.cpu, node.allocatableCpu), nodesFor(total.memory, node.allocatableMemory));
}

const nodesFor = (total: number, perNode: number): number => (total <= 0 ? 0 : Math.ceil(total / perNode));
