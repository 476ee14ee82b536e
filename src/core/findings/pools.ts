import type { Cluster, NodePool, Tags } from "../model/cluster.ts";
import type { PoolTraits } from "../model/record.ts";

/** Keys that AKS itself puts on nodes: they change with spot, mode and size, and say nothing about what runs there. */
const AKS_KEY = /^kubernetes\.azure\.com\//i;

export const findPool = (cluster: Cluster, subject: string | undefined): NodePool | undefined =>
  cluster.nodePools.find((pool) => pool.name.toLowerCase() === subject?.toLowerCase());

/** `neighbours` are kept from when the finding was first seen; labels and taints are tonight's. */
export const poolTraits = (cluster: Cluster, pool: NodePool, before: PoolTraits | undefined): PoolTraits => ({
  neighbours: before?.neighbours ?? cluster.nodePools.map(({ name }) => name).sort(),
  labels: pool.labels,
  taints: pool.taints,
});

/** The pool that took over labels and taints of one that is gone; the first by name where several did. */
export const successorOf = (traits: PoolTraits, cluster: Cluster): string | undefined => successorsOf(traits, cluster)[0];

/** By name. */
export function successorsOf({ neighbours, labels, taints }: PoolTraits, cluster: Cluster): readonly string[] {
  const old = new Set(neighbours.map((name) => name.toLowerCase()));
  const wanted = traitsText(labels, taints);
  return cluster.nodePools
    .filter((pool) => !old.has(pool.name.toLowerCase()) && traitsText(pool.labels, pool.taints) === wanted)
    .map(({ name }) => name)
    .sort();
}

const traitsText = (labels: Tags, taints: readonly string[]): string => {
  const owned = Object.entries(labels).filter(([key]) => !AKS_KEY.test(key));
  return JSON.stringify([owned.sort(([a], [b]) => (a < b ? -1 : 1)), taints.filter((taint) => !AKS_KEY.test(taint)).sort()]);
};
