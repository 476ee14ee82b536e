import type { EvictionThreshold, KubeletOverrides } from "../model/cluster.ts";
import type { MiB } from "../model/units.ts";
import type { KubernetesVersion } from "../model/version.ts";
import { type CannotTell, cannotTell } from "./cannot-tell.ts";

/** What node-reserved depends on. */
export interface NodeFacts {
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
  /** Memory capacity as the node object shows it, in MiB and maybe fractions of one. Always below nominal. */
  readonly measuredMemory?: MiB;
}

declare const checked: unique symbol;
/** Facts that can be true of a node: only `nodeShapeOf` makes one, so zero vCPUs or 120 % never reach a formula. */
export interface NodeShape extends NodeFacts {
  readonly [checked]: true;
}

/**
 * Who decides what a Linux node keeps for itself. Windows nodes know the rule by version alone.
 * `hardened` is Node Hardening (preview), a choice of the cluster that ARM does not report yet: say so where it is known from
 * elsewhere, with `isAzureCni` for the network plugin `azure`, overlay or not; it goes before `auto-provisioned` where both hold.
 * Nodes of node auto-provisioning stand in no pool.
 */
export type ReservedScheme =
  | { readonly kind: "by-version" }
  | { readonly kind: "hardened"; readonly isAzureCni: boolean }
  | { readonly kind: "auto-provisioned" };

export const BY_VERSION: ReservedScheme = { kind: "by-version" };

/** Cannot tell, with the number, when a number is impossible. */
export function nodeShapeOf(facts: NodeFacts): NodeShape | CannotTell {
  const impossible = impossibleNumber(facts);
  return impossible === undefined ? (facts as NodeShape) : cannotTell("unreadable", `no node has ${impossible}`);
}

function impossibleNumber({ vcpus, memoryMiB, maxPods, overrides = {}, measuredMemory = memoryMiB }: NodeFacts): string | undefined {
  const { kubeReservedCpuMillicores: cpu = 0, kubeReservedMemoryMiB: memory = 0, hardEvictionMemory, hardEvictionDisk } = overrides;
  if (!isCount(vcpus)) return `${vcpus} vCPUs`;
  if (!isAmount(memoryMiB) || memoryMiB < 1) return `${memoryMiB} MiB of memory`;
  if (!isCount(maxPods)) return `room for ${maxPods} pods`;
  if (!isAmount(cpu)) return `${cpu} millicores of kube-reserved CPU`;
  if (!isAmount(memory)) return `${memory} MiB of kube-reserved memory`;
  if (!isPossibleThreshold(hardEvictionMemory) || !isPossibleThreshold(hardEvictionDisk)) return "that eviction threshold";
  if (!(measuredMemory > 0 && measuredMemory <= memoryMiB)) return `${measuredMemory} of ${memoryMiB} MiB of memory`;
  return undefined;
}

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 1;
const isAmount = (value: number): boolean => Number.isFinite(value) && value >= 0;

export function isPossibleThreshold(threshold: EvictionThreshold | undefined): boolean {
  if (!threshold) return true;
  return threshold.kind === "amount" ? isAmount(threshold.sizeMiB) : threshold.percent > 0 && threshold.percent <= 100;
}
