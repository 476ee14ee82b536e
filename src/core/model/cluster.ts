import type { Environment } from "./environment.ts";
import type { ClusterRef, Region, SubnetId, VmSize } from "./names.ts";
import type { Instant } from "./time.ts";
import type { GiB, MiB } from "./units.ts";
import type { KubernetesVersion } from "./version.ts";

/** A managed cluster with its node pools, reduced to what rules and plans use. */
export interface Cluster extends ClusterRef {
  readonly region: Region;
  /** Changes when a cluster is deleted and made again under the same name; absent in older API answers. */
  readonly resourceUid?: string;
  readonly provisioningState: string;
  readonly powerState: PowerState;
  /** The version the control plane runs. */
  readonly version: KubernetesVersion;
  readonly tier: "free" | "standard" | "premium";
  readonly supportPlan: "community" | "lts";
  /** AKS Automatic: AKS itself chooses pools and their settings. */
  readonly isAutomatic: boolean;
  /** Node auto-provisioning makes nodes that stand in no pool. */
  readonly hasNodeAutoProvisioning: boolean;
  /** Windows nodes run under the customer's own licences (`licenseType: Windows_Server`) and cost what Linux nodes cost. */
  readonly hasHybridBenefit?: boolean;
  readonly network: ClusterNetwork;
  /** Absent only in snapshots that were stored before it was read. */
  readonly autoUpgrade?: AutoUpgrade;
  /** Set while upgrades are told to pass over AKS's own checks; it may be long past, or years ahead. */
  readonly upgradesForcedUntil?: Instant;
  /** What its last change ended with, where that failed and Azure says why. */
  readonly failure?: ProvisioningFailure;
  /** Where AKS keeps the scale sets, disks and addresses of the nodes. */
  readonly nodeResourceGroup?: string;
  /** Absent where the autoscaler has only its defaults. */
  readonly autoscaler?: AutoscalerSettings;
  readonly tags: Tags;
  /** Worked out while it is judged, where people set how; never stored. */
  readonly environment?: Environment;
  readonly nodePools: readonly NodePool[];
}

export interface AutoUpgrade {
  /** Of Kubernetes versions; `node-image` is the older way to say node images alone. */
  readonly channel: "none" | "patch" | "stable" | "rapid" | "node-image";
  /** Of node operating systems. Absent where it was never set and the cluster is older than its default. */
  readonly nodeOsChannel?: "none" | "unmanaged" | "security-patch" | "node-image";
}

/** In Azure's own words; the text is cut where it runs long. */
export interface ProvisioningFailure {
  readonly code?: string;
  readonly message?: string;
}

export interface AutoscalerSettings {
  /** How it chooses among pools, as Azure writes it: `random`, `priority`, `least-waste`, `most-pods`. */
  readonly expander?: string;
  readonly balancesSimilarPools?: boolean;
}

export type PowerState = "running" | "stopped";
export type Tags = Readonly<Record<string, string>>;

export interface ClusterNetwork {
  readonly model: NetworkModel;
  readonly podCidrs: readonly string[];
  readonly outboundType: string;
  readonly loadBalancer?: OutboundLoadBalancer;
}

/** The public load balancer that nodes reach the internet through, where `outboundType` is `loadBalancer`. */
export interface OutboundLoadBalancer {
  /** SNAT ports a node; 0 leaves them to Azure, which gives fewer the more nodes there are. */
  readonly portsPerNode: number;
  /** IPv4 addresses; missing where they are prefixes, whose size is not in the answer. */
  readonly outboundIps?: number;
}

/** Who gives pods their addresses, for pools without a pod subnet of their own. `other` is bring-your-own CNI. */
export type NetworkModel = "overlay" | "node-subnet" | "kubenet" | "other";

export interface NodePool {
  readonly name: string;
  readonly mode: "system" | "user" | "gateway";
  readonly kind: "scale-set" | "virtual-machines" | "availability-set";
  readonly os: "linux" | "windows";
  /** As Azure writes it (`Ubuntu`, `AzureLinux`, `Windows2022`); absent in old answers. */
  readonly osSku?: string;
  /** One entry for scale sets, one a scale profile for Virtual Machines pools. Their node counts add up to `nodeCount`. */
  readonly sizes: readonly PoolSize[];
  readonly nodeCount: number;
  readonly priority: "regular" | "spot";
  readonly spot?: SpotSettings;
  readonly osDisk: OsDisk;
  /** Where pods' ephemeral storage lives; `temporary` claims the temp disk. */
  readonly kubeletDisk: "os" | "temporary";
  readonly maxPods?: number;
  /** The version the nodes run; absent while a pool is being created. */
  readonly version?: KubernetesVersion;
  readonly nodeImageVersion?: string;
  readonly provisioningState: string;
  readonly powerState: PowerState;
  readonly upgrade: UpgradeSettings;
  readonly nodeSubnet?: SubnetId;
  readonly podSubnet?: SubnetId;
  /** There when every node has a public address of its own; without a prefix Azure takes any. */
  readonly nodePublicIp?: { readonly prefixId?: string };
  /** How a pod subnet hands out addresses. */
  readonly podIpAllocation: "dynamic" | "static-block";
  readonly zones: readonly string[];
  readonly labels: Tags;
  /** `key=value:Effect`, as AKS writes them. */
  readonly taints: readonly string[];
  readonly tags: Tags;
  readonly scaleDownMode: "delete" | "deallocate";
  readonly security: { readonly secureBoot: boolean; readonly vtpm: boolean };
  /** FIPS images have an operating system of their own. */
  readonly isFips?: boolean;
  readonly hasHostEncryption?: boolean;
  readonly hasUltraDisk?: boolean;
  /** How its GPUs are split (`MIG1g`). */
  readonly gpuInstanceProfile?: string;
  readonly hasArtifactStreaming?: boolean;
  /** What its last change ended with, where that failed and Azure says why. */
  readonly failure?: ProvisioningFailure;
  readonly kubeletOverrides?: KubeletOverrides;
  /** Features that bind a pool to a place or a source; each rules out some advice. */
  readonly capacityReservationGroupId?: string;
  readonly hostGroupId?: string;
  readonly proximityPlacementGroupId?: string;
  readonly snapshotSourceId?: string;
  readonly workloadRuntime?: string;
}

export interface PoolSize {
  readonly vmSize: VmSize;
  readonly nodeCount: number;
  /** Missing when the number of nodes is fixed. */
  readonly autoscale?: { readonly min: number; readonly max: number };
}

export interface SpotSettings {
  readonly evictionPolicy: "delete" | "deallocate";
  /** US dollars an hour whatever the billing currency; missing means "up to the pay-as-you-go price" (`-1`). */
  readonly maxPriceUsdHourly?: number;
}

export interface OsDisk {
  readonly kind: "managed" | "ephemeral";
  /** ARM calls it osDiskSizeGB; it is GiB. */
  readonly sizeGiB: GiB;
}

export interface UpgradeSettings {
  /** Missing: AKS decides (10 % from 1.32 on, one node before). */
  readonly maxSurge?: NodeShare;
  readonly maxUnavailable?: NodeShare;
  readonly drainTimeoutMinutes?: number;
  readonly nodeSoakMinutes?: number;
  /** What becomes of nodes that cannot be drained; missing means `schedule`. */
  readonly undrainableNodes?: "schedule" | "cordon";
  /** Preview, with `cordon` only; missing means as many as max surge. */
  readonly maxBlockedNodes?: NodeShare;
}

export type NodeShare = { readonly kind: "count"; readonly nodes: number } | { readonly kind: "percent"; readonly percent: number };

/** Preview: what is set by hand on the pool wins over every rule, each value for itself. */
export interface KubeletOverrides {
  readonly kubeReservedCpuMillicores?: number;
  readonly kubeReservedMemoryMiB?: number;
  readonly hardEvictionMemory?: EvictionThreshold;
  /** Of the file system that holds pods' ephemeral storage (nodefs). */
  readonly hardEvictionDisk?: EvictionThreshold;
}

/** The kubelet evicts pods when less than this is left. The percentage is of the capacity the node itself sees. */
export type EvictionThreshold = { readonly kind: "amount"; readonly sizeMiB: MiB } | { readonly kind: "percent"; readonly percent: number };

const RESTING = new Set(["succeeded", "failed", "canceled"]);

/** Being created, changed or deleted: counts and quota read now already contain nodes that come or go. */
export const isInMotion = (of: { readonly provisioningState: string }): boolean => !RESTING.has(of.provisioningState.toLowerCase());
/** True when the cluster or any of its pools is in motion: a resting cluster can have a pool that is not. */
export const hasMotion = (cluster: Cluster): boolean => isInMotion(cluster) || cluster.nodePools.some(isInMotion);

/** Of all pools of a cluster. */
export const nodesOf = ({ nodePools }: Pick<Cluster, "nodePools">): number => nodePools.reduce((all, { nodeCount }) => all + nodeCount, 0);

/** `33%` or `2`. Nothing when it is neither, or more than all (`101%`). */
export function nodeShare(text: string): NodeShare | undefined {
  const match = /^(\d+)(%?)$/.exec(text.trim());
  if (!match) return undefined;
  const value = Number(match[1]);
  if (match[2] !== "%") return Number.isSafeInteger(value) ? { kind: "count", nodes: value } : undefined;
  return value <= 100 ? { kind: "percent", percent: value } : undefined;
}

export const nodeShareText = (share: NodeShare): string => (share.kind === "percent" ? `${share.percent}%` : `${share.nodes}`);
