import type { Target } from "../model/finding.ts";
import { type ClusterId, type ClusterRef, clusterRef, type SubscriptionId } from "../model/names.ts";
import type { FindingRecord } from "../model/record.ts";
import { plainName } from "./plain.ts";
import { clusterLink, subscriptionLink } from "./portal.ts";
import { byText, counted, someOf } from "./words.ts";

/** Names as Azure wrote them, for people. */
export interface Names {
  readonly clusters: ReadonlyMap<ClusterId, ClusterRef>;
  readonly subscriptions: ReadonlyMap<SubscriptionId, string>;
}

const refOf = (id: ClusterId, { clusters }: Names): ClusterRef | undefined => clusters.get(id) ?? clusterRef(id);
const clusterName = (id: ClusterId, names: Names): string => plainName(refOf(id, names)?.name ?? id);
export const subscriptionName = (id: SubscriptionId, { subscriptions }: Names): string => plainName(subscriptions.get(id) ?? id);

/** The cluster's name; for a region `prod · westeurope`. */
export const placeOf = (target: Target, names: Names): string =>
  target.kind === "cluster"
    ? clusterName(target.cluster, names)
    : `${subscriptionName(target.subscription, names)} · ${plainName(target.region)}`;

export function whereOf({ finding: { target, subject } }: FindingRecord, names: Names): string {
  const place = placeOf(target, names);
  return subject === undefined ? place : `${place} / ${plainName(subject)}`;
}

/** One place by name, the pools of one cluster together, or how many of what. */
export function whereAll(records: readonly [FindingRecord, ...FindingRecord[]], names: Names): string {
  const [first, ...others] = records;
  if (others.length === 0) return whereOf(first, names);
  const clusters = new Set<string>();
  const pools: string[] = [];
  for (const { finding } of records) {
    const { target, subject } = finding;
    if (target.kind === "region") return counted(records.length, "place");
    clusters.add(clusterName(target.cluster, names));
    if (subject !== undefined) pools.push(plainName(subject));
  }
  const [onlyCluster] = clusters;
  if (clusters.size === 1 && onlyCluster !== undefined) return `${onlyCluster} / ${someOf(pools.sort(byText), 4)}`;
  const inClusters = counted(clusters.size, "cluster");
  return pools.length === 0 ? inClusters : `${counted(pools.length, "pool")} in ${inClusters}`;
}

/** The portal page of what it is about. */
export function linkOf({ finding: { target } }: FindingRecord, names: Names): string | undefined {
  if (target.kind === "region") return subscriptionLink(target.subscription);
  const ref = refOf(target.cluster, names);
  return ref && clusterLink(ref);
}
