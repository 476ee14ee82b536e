import type { CannotTell } from "../calc/cannot-tell.ts";
import { largestShareWithRoom, shortBy } from "../calc/quota.ts";
import { effectiveMaxSurge, shareFor, surgeNodes, UNKNOWN_SURGE, upgradeWaves } from "../calc/surge.ts";
import type { NodePool, NodeShare } from "../model/cluster.ts";
import type { Readings, Taker } from "./hop-run.ts";
import { type Claim, type Need, needOf, resourceKey } from "./resources.ts";

/** The highest max surge of a pool that has room in everything that was compared. */
export type HighestSurge =
  | {
      readonly kind: "has-room";
      readonly share: NodeShare;
      readonly nodes: number;
      readonly waves: number;
      /** Why not one node more; empty where all nodes surge, or a count could take more than a whole percentage. */
      readonly stops: readonly Need[];
    }
  /** Not even one node. */
  | { readonly kind: "no-room"; readonly short: readonly Need[] }
  | CannotTell;

export interface PoolHighest extends Readings<HighestSurge> {
  readonly pool: string;
}

/** Of every pool that surges: alone, and beside what the others surge as they are set. */
export const highestSurges = (takers: readonly Taker[]): readonly PoolHighest[] =>
  takers
    .filter(({ pool }) => surging(pool) > 0)
    .map((taker) => ({
      pool: taker.pool.name,
      oneAfterAnother: highest(taker, []),
      together: highest(
        taker,
        takers.filter((other) => other !== taker),
      ),
    }));

const surging = (pool: NodePool): number => surgeNodes(pool) ?? 0;

/** A shortage stands beside what is not known; room does not. */
function highest(taker: Taker, others: readonly Taker[]): HighestSurge {
  const { pool, claims } = taker;
  const beside = takenBy(others.map((other) => surgeOf(other, surging(other.pool))));
  const short = (nodes: number): readonly Need[] =>
    claims.claims.map((claim) => needBeside(claim, nodes, beside)).filter((need) => need.short > 0);
  const found = largestShareWithRoom(pool, (nodes) => short(nodes).length === 0);
  if (!found) return { kind: "no-room", short: short(1) };
  const [unknown] = [taker, ...others].flatMap(whatIsUnknown);
  if (unknown) return unknown;
  const stops = found.nodes < pool.nodeCount ? short(found.nodes + 1) : [];
  return { kind: "has-room", ...found, waves: upgradeWaves(pool.nodeCount, found.nodes), stops };
}

function whatIsUnknown({ pool, claims }: Taker): readonly CannotTell[] {
  const nodes = surgeNodes(pool);
  if (nodes === undefined) return [UNKNOWN_SURGE];
  return nodes > 0 ? claims.unknown : [];
}

/** What others take counts as needed too. */
function needBeside(claim: Claim, nodes: number, others: ReadonlyMap<string, number>): Need {
  const alone = needOf(claim, nodes);
  const needed = alone.needed + (others.get(resourceKey(claim.of)) ?? 0);
  return { ...alone, needed, short: shortBy(needed, claim) };
}

/** So many surge nodes of a pool, and what they take by resource. */
interface Surge {
  readonly taker: Taker;
  readonly nodes: number;
  readonly takes: readonly (readonly [resource: string, amount: number])[];
}

const surgeOf = (taker: Taker, nodes: number): Surge => ({
  taker,
  nodes,
  takes: taker.claims.claims.map((claim) => [resourceKey(claim.of), claim.takes(nodes)]),
});

function takenBy(surges: readonly Surge[]): ReadonlyMap<string, number> {
  const taken = new Map<string, number>();
  for (const { takes } of surges) for (const [resource, amount] of takes) taken.set(resource, (taken.get(resource) ?? 0) + amount);
  return taken;
}

/** Lower max surges, of the pools that need one. */
export interface LowerSurge {
  /** `together`: there is room in any order of pools. */
  readonly order: "together" | "one-after-another";
  readonly shares: ReadonlyMap<string, NodeShare>;
}

/**
 * Max surges with which all pools have room, none higher than it is set and no lower than it must be: in any order where one node each
 * has room, else one after another. Nothing where a pool has no room for even one node.
 */
export function lowerSurge(takers: readonly Taker[]): LowerSurge | undefined {
  const pools = takers.filter(({ pool }) => surging(pool) > 0).map((taker) => surgeOf(taker, surging(taker.pool)));
  const together = lowered(pools);
  if (together) return { order: "together", shares: sharesOf(together) };
  const apart = pools.map((pool) => lowered([pool])?.[0]);
  const found = apart.filter((pool) => pool !== undefined);
  return found.length === pools.length ? { order: "one-after-another", shares: sharesOf(found) } : undefined;
}

/** Down node by node, each time from the pool that has the fewest waves among those that take from what is short; then up where that left room. */
function lowered(pools: readonly Surge[]): readonly Surge[] | undefined {
  let surges = pools;
  for (let short = shortOf(surges); short.length > 0; short = shortOf(surges)) {
    const [quickest] = short.filter(({ nodes }) => nodes > 1).toSorted((a, b) => wavesOf(a) - wavesOf(b));
    if (!quickest) return undefined;
    surges = withNodes(surges, quickest, quickest.nodes - 1);
  }
  for (let next = raisable(surges); next; next = raisable(surges)) surges = withNodes(surges, next, next.nodes + 1);
  return surges;
}

/** Pools that take from what all of them together are short of. */
function shortOf(surges: readonly Surge[]): readonly Surge[] {
  const taken = takenBy(surges);
  const free = new Map(surges.flatMap(({ taker }) => taker.claims.claims.map((claim) => [resourceKey(claim.of), claim.free] as const)));
  const isShort = (resource: string): boolean => shortBy(taken.get(resource) ?? 0, { free: free.get(resource) ?? 0 }) > 0;
  return surges.filter(({ takes }) => takes.some(([resource, amount]) => amount > 0 && isShort(resource)));
}

/** Of the pools that may have a node more beside the others, the one with the most waves. */
const raisable = (surges: readonly Surge[]): Surge | undefined =>
  surges
    .filter(({ taker, nodes }) => nodes < surging(taker.pool))
    .toSorted((a, b) => wavesOf(b) - wavesOf(a))
    .find((surge) => shortOf(withNodes(surges, surge, surge.nodes + 1)).length === 0);

const withNodes = (surges: readonly Surge[], of: Surge, nodes: number): readonly Surge[] =>
  surges.map((each) => (each === of ? surgeOf(each.taker, nodes) : each));

const wavesOf = ({ taker, nodes }: Surge): number => taker.pool.nodeCount / nodes;

/** A percentage where the pool has one and a whole one comes to as many nodes. */
const sharesOf = (surges: readonly Surge[]): ReadonlyMap<string, NodeShare> =>
  new Map(
    surges
      .filter(({ taker, nodes }) => nodes < surging(taker.pool))
      .map(({ taker: { pool }, nodes }) => {
        const isPercent = effectiveMaxSurge(pool)?.share.kind === "percent";
        return [pool.name, isPercent ? shareFor(nodes, pool.nodeCount) : { kind: "count", nodes }] as const;
      }),
  );
