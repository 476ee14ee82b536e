import type { Calendar } from "../model/calendar.ts";
import type { Cluster, NodeShare } from "../model/cluster.ts";
import type { ClusterDay } from "../model/history.ts";
import type { VmFamily } from "../model/names.ts";
import type { RegionFacts } from "../model/snapshot.ts";
import type { Instant } from "../model/time.ts";
import type { KubernetesVersion } from "../model/version.ts";

/** What the cluster's subscription shares in its region. */
export type PlanFacts = Pick<RegionFacts, "skus" | "restrictions" | "quotas" | "subnets" | "prices" | "versions" | "maintenance" | "locks">;

export interface PlanInput {
  readonly at: Instant;
  readonly cluster: Cluster;
  /** A minor, or a patch of one; missing means the newest minor that the cluster's support plan is offered. */
  readonly target?: KubernetesVersion;
  readonly facts: PlanFacts;
  readonly calendar: Calendar;
  readonly history: readonly ClusterDay[];
  /** Minutes a wave of each node pool, without soak, where upgrades were measured. */
  readonly measured?: ReadonlyMap<string, number>;
  /** Other clusters of the subscription and region: while nodes of theirs come or go, a shortage of what they share is no answer. */
  readonly neighbours?: readonly Cluster[];
  readonly options?: PlanOptions;
}

export interface PlanOptions {
  /** In place of what is set; a pool's own goes before `all`. */
  readonly maxSurge?: { readonly all?: NodeShare; readonly byPool?: ReadonlyMap<string, NodeShare> };
  /** `az aks upgrade` takes the pools along on every hop, and so does a plan; `as-seldom` lets them wait as long as skew allows. */
  readonly poolUpgrades?: "every-hop" | "as-seldom";
  readonly whatIf?: WhatIf;
}

/** Worked out as if it were so. */
export interface WhatIf {
  /** Limits in vCPUs, in place of those that were read. */
  readonly familyLimits?: ReadonlyMap<VmFamily, number>;
  readonly regionalLimit?: number;
  /** Nodes of pools by name; what they take more or less of quota and addresses is counted. */
  readonly nodes?: ReadonlyMap<string, number>;
}
