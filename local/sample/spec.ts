import type { ArmBody } from "../arm/state.ts";

/** What a sample cluster is about, in few words; `cluster-body.ts` writes ARM's answer around it. */
export interface ClusterSpec {
  readonly name: string;
  readonly subscription: string;
  readonly resourceGroup: string;
  readonly region: string;
  readonly version: string;
  readonly network: "overlay" | "node-subnet" | "pod-subnet" | "kubenet";
  /** ARM id of the nodes' subnet; without one AKS makes the network itself. */
  readonly subnet?: string;
  readonly podSubnet?: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly pools: readonly PoolSpec[];
  readonly tier?: "Free" | "Standard" | "Premium";
  readonly hasLongTermSupport?: true;
  /** AKS Automatic with hosted system pools: its answer has no pool list at all. */
  readonly isAutomatic?: true;
  readonly isStopped?: true;
  /** Somebody put a lock on its node resource group. */
  readonly isLocked?: true;
  /** `Succeeded` when missing. */
  readonly state?: string;
  /** Of Kubernetes versions; `patch` when missing. */
  readonly upgradeChannel?: "none" | "stable" | "node-image";
  /** Of node images; `NodeImage` when missing. */
  readonly nodeOsChannel?: "None";
  /** When its channels may act; both on Sundays from 02:00 UTC when missing. */
  readonly windows?: readonly WindowSpec[];
  /** Goes into `properties` last, for what only one cluster has. */
  readonly more?: ArmBody;
}

export interface PoolSpec {
  readonly name: string;
  /** A VM size without `Standard_`; a whole name goes out as it is. */
  readonly size: string;
  readonly nodes: number;
  readonly mode?: "System";
  readonly autoscale?: readonly [min: number, max: number];
  /** More sizes beside the first make it a Virtual Machines pool. */
  readonly alsoSizes?: readonly {
    readonly size: string;
    readonly nodes: number;
    readonly autoscale: readonly [min: number, max: number];
  }[];
  /** Ephemeral of this many GiB; a managed disk of 128 GiB when missing. */
  readonly ephemeralGiB?: number;
  readonly managedGiB?: number;
  /** 30 on node-subnet networks and 110 elsewhere when missing. */
  readonly maxPods?: number;
  /** `10%` when missing; null leaves it to AKS. */
  readonly maxSurge?: string | null;
  /** The cluster's when missing. */
  readonly version?: string;
  /** The cluster's when missing. */
  readonly subnet?: string;
  readonly zones?: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
  readonly taints?: readonly string[];
  readonly tags?: Readonly<Record<string, string>>;
  readonly spot?: { readonly maxPrice: number };
  readonly os?: "windows" | "arm64" | "azurelinux";
  readonly state?: string;
  /** Nodes that an upgrade has added right now: in nobody's count, but in quota and subnet. */
  readonly surging?: number;
  /** Goes into the profile last, for what only one pool has. */
  readonly more?: ArmBody;
}

export interface WindowSpec {
  readonly of: "cluster" | "node-os";
  /** 6 when missing. */
  readonly hours?: number;
  readonly startDate?: string;
}

/** @throws when there is no such cluster: a change that changes nothing is a mistake. */
export function changeCluster(
  clusters: readonly ClusterSpec[],
  name: string,
  change: (cluster: ClusterSpec) => ClusterSpec,
): readonly ClusterSpec[] {
  if (!clusters.some((cluster) => cluster.name === name)) throw new Error(`the sample has no cluster ${name}`);
  return clusters.map((cluster) => (cluster.name === name ? change(cluster) : cluster));
}

/** @throws when there is no such pool. */
export const changePool = (
  clusters: readonly ClusterSpec[],
  name: string,
  pool: string,
  change: Partial<PoolSpec>,
): readonly ClusterSpec[] =>
  changeCluster(clusters, name, (cluster) => {
    if (!cluster.pools.some((each) => each.name === pool)) throw new Error(`${name} has no pool ${pool}`);
    return { ...cluster, pools: cluster.pools.map((each) => (each.name === pool ? { ...each, ...change } : each)) };
  });

export const ZONES = ["1", "2", "3"] as const;

/** Three autoscaled nodes that carry nothing but the cluster's own pods. */
export const systemPool = (size: string, change: Partial<PoolSpec> = {}): PoolSpec => ({
  name: "system",
  size,
  nodes: 3,
  mode: "System",
  autoscale: [3, 5],
  zones: ZONES,
  taints: ["CriticalAddonsOnly=true:NoSchedule"],
  ...change,
});

/** A user pool over three zones. */
export const userPool = (name: string, size: string, nodes: number, change: Partial<PoolSpec> = {}): PoolSpec => ({
  name,
  size,
  nodes,
  zones: ZONES,
  ...change,
});
