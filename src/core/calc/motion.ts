import { type Cluster, isInMotion, type NodePool } from "../model/cluster.ts";
import type { SubnetId } from "../model/names.ts";

/** Pools whose nodes may come or go. A cluster that is itself in motion may be changing any of its pools. */
export const poolsInMotion = (movers: readonly Cluster[]): readonly NodePool[] =>
  movers.flatMap((cluster) => (isInMotion(cluster) ? cluster.nodePools : cluster.nodePools.filter(isInMotion)));

/** Subnets whose use may hold nodes that come or go; spot nodes take addresses too. */
export const subnetsInMotion = (movers: readonly Cluster[]): ReadonlySet<SubnetId> =>
  new Set(poolsInMotion(movers).flatMap(({ nodeSubnet, podSubnet }) => [nodeSubnet, podSubnet].filter((subnet) => subnet !== undefined)));

/** All spot pools of a region share one quota. */
export const isSpotInMotion = (movers: readonly Cluster[]): boolean => poolsInMotion(movers).some(({ priority }) => priority === "spot");
