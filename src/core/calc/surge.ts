import type { NodePool, NodeShare } from "../model/cluster.ts";
import type { VmSize } from "../model/names.ts";
import { isAtLeast } from "../model/version.ts";
import { cannotTell, isCount } from "./cannot-tell.ts";

export interface EffectiveMaxSurge {
  readonly share: NodeShare;
  readonly source: "set" | "default-10-percent" | "default-one-node";
}

/** Max surge of some pools by name, in place of what is set there: "what if". */
export type Shares = ReadonlyMap<string, NodeShare>;

export interface SizeNodes {
  readonly vmSize: VmSize;
  readonly nodes: number;
}

export type SurgeValidity =
  | { readonly kind: "valid" }
  /** Neither a node more nor a node less: an upgrade has no way to go on, and AKS refuses it. */
  | { readonly kind: "both-zero" }
  /** Max unavailable takes nodes away without a replacement; AKS does not allow that on system pools. */
  | { readonly kind: "unavailable-on-system-pool"; readonly maxUnavailable: NodeShare };

/**
 * The max surge an upgrade goes by. Pages disagree on the default; Azure's own answers show 10 % from 1.32 on.
 * Nothing when it is neither set nor the pool's version known.
 */
export function effectiveMaxSurge(pool: NodePool): EffectiveMaxSurge | undefined {
  if (pool.upgrade.maxSurge) return { share: pool.upgrade.maxSurge, source: "set" };
  if (!pool.version) return undefined;
  return isAtLeast(pool.version, 1, 32)
    ? { share: { kind: "percent", percent: 10 }, source: "default-10-percent" }
    : { share: { kind: "count", nodes: 1 }, source: "default-one-node" };
}

/** Why `effectiveMaxSurge` has nothing. */
export const UNKNOWN_SURGE = cannotTell(
  "absent",
  "neither max surge nor the version of the nodes, which decides its default, is in the answer",
);

/** A share of so many nodes: fractions round up, and never more than there are. */
export const shareNodes = (share: NodeShare, nodes: number): number =>
  Math.min(nodes, share.kind === "count" ? share.nodes : Math.ceil((share.percent * nodes) / 100));

/** Whole, not negative, and not more than 100 %. What Azure answers is checked where it is read. */
export const isPossibleShare = (share: NodeShare): boolean =>
  share.kind === "count" ? isCount(share.nodes) : isCount(share.percent) && share.percent <= 100;

/** The highest whole percentage that is exactly so many of the nodes, else a count: above 100 nodes not every number is one. */
export function shareFor(nodes: number, of: number): NodeShare {
  const percent = Math.min(100, Math.floor((100 * nodes) / of));
  const share: NodeShare = { kind: "percent", percent };
  return of > 0 && shareNodes(share, of) === nodes ? share : { kind: "count", nodes };
}

/** Spot pools never surge, and a pool without running nodes has nothing to replace. */
export const surges = (pool: NodePool): boolean => pool.priority === "regular" && pool.powerState === "running" && pool.nodeCount > 0;

/**
 * How many nodes an upgrade adds at once; with `share`, how many it would add if max surge were that.
 * Nothing when max surge is not set and the pool's version not known.
 */
export function surgeNodes(pool: NodePool, share?: NodeShare): number | undefined {
  if (!surges(pool)) return 0;
  const effective = share ?? effectiveMaxSurge(pool)?.share;
  return effective && shareNodes(effective, pool.nodeCount);
}

/** How often an upgrade goes round: each time it replaces as many nodes as it added. Infinite when it adds none. */
export const upgradeWaves = (nodes: number, surge: number): number => (nodes <= 0 ? 0 : Math.ceil(nodes / surge));

/**
 * The most nodes of each VM size that an upgrade adds at once. The sizes of a Virtual Machines pool are alternatives: the
 * percentage is of the pool's total and which size surges is not documented, so each may be all of it, up to the nodes it has,
 * and together they may be more than `surgeNodes`.
 */
export function surgeBySize(pool: NodePool, share?: NodeShare): readonly SizeNodes[] | undefined {
  const surge = surgeNodes(pool, share);
  if (surge === undefined) return undefined;
  const isOneSize = pool.sizes.length === 1;
  return pool.sizes
    .map(({ vmSize, nodeCount }) => ({ vmSize, nodes: isOneSize ? surge : Math.min(surge, nodeCount) }))
    .filter(({ nodes }) => nodes > 0);
}

/** An unset max surge is never zero, an unset max unavailable always is. */
export function hasValidSurge(pool: NodePool): SurgeValidity {
  const { maxSurge, maxUnavailable } = pool.upgrade;
  if (maxUnavailable && !isZero(maxUnavailable)) {
    return pool.mode === "system" ? { kind: "unavailable-on-system-pool", maxUnavailable } : { kind: "valid" };
  }
  return maxSurge && isZero(maxSurge) ? { kind: "both-zero" } : { kind: "valid" };
}

const isZero = (share: NodeShare): boolean => (share.kind === "count" ? share.nodes : share.percent) === 0;
