import type { CannotTell } from "../calc/cannot-tell.ts";
import { shortBy } from "../calc/quota.ts";
import { poolAtMost } from "../calc/room-nodes.ts";
import { add, mergeMaps } from "../calc/sums.ts";
import { type Missing, missing } from "../model/absence.ts";
import type { Cluster, NodePool, NodeShare } from "../model/cluster.ts";
import type { Severity } from "../model/finding.ts";
import { isAtLeast } from "../model/version.ts";

/** What there is of a quota or a subnet. */
export interface Room {
  readonly limit: number;
  readonly used: number;
  readonly free: number;
}

/** What surge nodes take from, by key: families, the region's vCPUs, subnets. */
export interface Sources<K> {
  readonly takes: (pool: NodePool, share?: NodeShare) => ReadonlyMap<K, number> | CannotTell;
  /** What nodes take that the autoscaler may still add. */
  readonly grows: (pool: NodePool) => ReadonlyMap<K, number> | CannotTell;
  readonly room: (key: K) => Room | CannotTell;
  /** Nodes come or go there: a shortage is no answer then, while room stands. */
  readonly isMoving: (key: K) => boolean;
}

export interface Shortage<K> {
  readonly key: K;
  readonly needed: number;
  readonly room: Room;
  readonly short: number;
}

export type Verdict<K> =
  | { readonly kind: "fits" }
  | { readonly kind: "cannot-tell"; readonly reason: Missing }
  /** The worst first. */
  | { readonly kind: "short"; readonly shortages: readonly [Shortage<K>, ...Shortage<K>[]] };

/** A pool that is upgraded alone. */
export function alone<K>(pool: NodePool, sources: Sources<K>): Verdict<K> {
  const taken = sources.takes(pool);
  return "cannotTell" in taken ? { kind: "cannot-tell", reason: taken.cannotTell } : verdictOn([...taken], sources);
}

/** The same pool when its autoscaler has made the most of it: those nodes take too, and more of them surge. */
export function atMost<K>(pool: NodePool, sources: Sources<K>): Verdict<K> {
  const grown = sources.grows(pool);
  const taken = sources.takes(poolAtMost(pool));
  if ("cannotTell" in grown) return { kind: "cannot-tell", reason: grown.cannotTell };
  if ("cannotTell" in taken) return { kind: "cannot-tell", reason: taken.cannotTell };
  return verdictOn([...mergeMaps([grown, taken], add)], sources);
}

/**
 * The pools of a cluster, or the clusters of a region, upgraded at once: what they need of each key together, where none of them
 * is short alone. Keys of which only one takes have no answer of their own.
 */
export function together<K>(takers: readonly (ReadonlyMap<K, number> | CannotTell)[], key: K, sources: Sources<K>): Verdict<K> {
  const needed = takers.reduce((sum, taken) => sum + ("cannotTell" in taken ? 0 : (taken.get(key) ?? 0)), 0);
  const verdict = verdictOn([[key, needed]], sources);
  const unknown = takers.find((taken) => "cannotTell" in taken);
  return verdict.kind === "fits" && unknown && "cannotTell" in unknown ? { kind: "cannot-tell", reason: unknown.cannotTell } : verdict;
}

function verdictOn<K>(needs: readonly (readonly [K, number])[], { room, isMoving }: Sources<K>): Verdict<K> {
  const shortages: Shortage<K>[] = [];
  let unknown: Missing | undefined;
  for (const [key, needed] of needs) {
    const there = room(key);
    if ("cannotTell" in there) unknown ??= there.cannotTell;
    else if (shortBy(needed, there) > 0) shortages.push({ key, needed, room: there, short: shortBy(needed, there) });
  }
  const [worst, ...others] = shortages.filter(({ key }) => !isMoving(key)).sort((a, b) => b.short - a.short);
  if (worst) return { kind: "short", shortages: [worst, ...others] };
  if (shortages.length > 0) unknown = NODES_COME_OR_GO;
  return unknown ? { kind: "cannot-tell", reason: unknown } : { kind: "fits" };
}

const NODES_COME_OR_GO = missing(
  "in-motion",
  "other nodes come or go where it would take its room; it is read again when they rest",
).missing;

/** AKS goes on with one surge node from here on where the full surge has no room; before, the upgrade fails. */
export const goesOnWithOne = (cluster: Cluster, pool: NodePool): boolean => isAtLeast(pool.version ?? cluster.version, 1, 35);

/** Of a pool that is short alone. */
export function severityOf<K>(cluster: Cluster, pool: NodePool, sources: Sources<K>): Severity {
  const one = sources.takes(pool, { kind: "count", nodes: 1 });
  const hasRoomForOne = !("cannotTell" in one) && verdictOn([...one], { ...sources, isMoving: () => false }).kind !== "short";
  if (!hasRoomForOne) return "high";
  return goesOnWithOne(cluster, pool) ? "low" : "medium";
}
