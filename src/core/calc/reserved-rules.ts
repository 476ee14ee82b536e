import { gib, gibToMib, type MiB, type Millicores, mib, millicores } from "../model/units.ts";
import { isAtLeast } from "../model/version.ts";
import type { NodeShape, ReservedScheme } from "./reserved-shape.ts";

/** What the version of the nodes says. */
export type VersionRule = "until-1.28" | "from-1.29";
/** What AKS goes by when nothing is set on the pool. */
export type SchemeRule = VersionRule | "hardened" | "auto-provisioned";

/** Graceful eviction; not taken off what pods get. Shares are of the file system that holds pods' storage. */
export interface SoftEviction {
  readonly memory: MiB;
  readonly memoryGraceSeconds: number;
  readonly diskPercent: number;
  readonly inodesPercent: number;
  readonly diskGraceSeconds: number;
}

/** Kube-reserved CPU is the same by every rule and not in it. */
export interface RuleAmounts {
  readonly rule: SchemeRule;
  readonly kubeReservedMemory: MiB;
  readonly systemReservedCpu: Millicores;
  readonly systemReservedMemory: MiB;
  readonly evictionMemory: MiB;
  readonly softEviction?: SoftEviction;
}

const PUBLISHED_CORES: ReadonlySet<number> = new Set([1, 2, 4, 8, 16, 32, 64]);

/** False: the bracket rule fills a gap of the published table. */
export const isPublishedCoreCount = (cores: number): boolean => PUBLISHED_CORES.has(cores);

/**
 * 60 for the first core, 40 for the second, 20 each for the third and fourth, 10 for each further one, in whole numbers: the
 * provider of node auto-provisioning calculates with floats and is 1 m lower at some counts (120, 176).
 * Source: learn.microsoft.com/azure/aks/node-resource-reservations
 */
export function kubeReservedCpu(cores: number): Millicores {
  if (cores < 2) return millicores(60);
  return millicores(100 + 20 * (Math.min(cores, 4) - 2) + 10 * Math.max(0, cores - 4));
}

/** Of a node on which nothing is set by hand. */
export function amountsByRule(node: NodeShape, scheme: ReservedScheme): RuleAmounts {
  const { memoryMiB, maxPods, os } = node;
  if (os === "linux" && scheme.kind === "hardened") return hardened(memoryMiB, maxPods, scheme.isAzureCni);

  const isOld = !isAtLeast(node.version, 1, 29);
  const none = { systemReservedCpu: millicores(0), systemReservedMemory: mib(0) };
  if (os === "windows") {
    const byVersion = isOld ? byBrackets(memoryMiB) : byPods(memoryMiB, maxPods);
    return { ...none, rule: versionRule(isOld), kubeReservedMemory: mib(byVersion + WINDOWS_EXTRA_MIB), evictionMemory: mib(0) };
  }
  // The provider still models and configures the rule of old nodes, whatever the version (Azure/karpenter-provider-azure #1761, PR #1919 open).
  if (scheme.kind === "auto-provisioned") return { ...none, rule: "auto-provisioned", ...oldRule(memoryMiB) };
  if (isOld) return { ...none, rule: "until-1.28", ...oldRule(memoryMiB) };
  return { ...none, rule: "from-1.29", kubeReservedMemory: byPods(memoryMiB, maxPods), evictionMemory: mib(100) };
}

const versionRule = (isOld: boolean): VersionRule => (isOld ? "until-1.28" : "from-1.29");
const oldRule = (memory: MiB) => ({ kubeReservedMemory: byBrackets(memory), evictionMemory: mib(750) });

const BRACKETS_MIB = [
  { upTo: 4 * 1024, percent: 25 },
  { upTo: 8 * 1024, percent: 20 },
  { upTo: 16 * 1024, percent: 10 },
  { upTo: 128 * 1024, percent: 6 },
  { upTo: Number.POSITIVE_INFINITY, percent: 2 },
] as const;

function byBrackets(memory: MiB): MiB {
  let hundredths = 0;
  let below = 0;
  for (const { upTo, percent } of BRACKETS_MIB) {
    hundredths += percent * Math.max(0, Math.min(memory, upTo) - below);
    below = upTo;
  }
  return mib(Math.floor(hundredths / 100));
}

const quarter = (memory: MiB): number => Math.floor(memory / 4);

/** What pods ask for, whatever the node has. The page says MB; the kubelet gets MiB. */
export const askedByPods = (maxPods: number): MiB => mib(20 * maxPods + 50);
const byPods = (memory: MiB, maxPods: number): MiB => mib(Math.min(askedByPods(maxPods), quarter(memory)));

/** For the system processes of Windows, on top of the formula; seen on nodes until 1.28 only. */
const WINDOWS_EXTRA_MIB = 2048;

const GIB_8 = gibToMib(gib(8));
const GIB_32 = gibToMib(gib(32));

/**
 * Node Hardening (preview, Linux). The addition for managed GPU drivers is left out: it is an open pull request
 * (Azure/karpenter-provider-azure #1912). Source: learn.microsoft.com/azure/aks/node-hardening
 */
function hardened(memory: MiB, maxPods: number, isAzureCni: boolean): RuleAmounts {
  const byDensity = 35 * maxPods + Math.max(250, Math.floor((memory * 2) / 100));
  const system = 200 + 100 * Math.floor(memory / GIB_32) + (isAzureCni ? 100 : 0);
  const [hard, soft] = memory <= GIB_8 ? [250, 500] : memory < GIB_32 ? [375, 750] : [512, 1024];
  return {
    rule: "hardened",
    kubeReservedMemory: mib(Math.min(byDensity, quarter(memory))),
    systemReservedCpu: millicores(100),
    systemReservedMemory: mib(system),
    evictionMemory: mib(hard),
    softEviction: { memory: mib(soft), memoryGraceSeconds: 30, diskPercent: 12, inodesPercent: 7, diskGraceSeconds: 120 },
  };
}
