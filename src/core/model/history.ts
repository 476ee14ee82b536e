import type { ClusterId, VmSize } from "./names.ts";
import type { Day, Instant } from "./time.ts";

/** How many nodes a pool had at the moments of one day it was looked at. */
export interface PoolDay {
  readonly pool: string;
  /** Each moment once, oldest first. */
  readonly samples: readonly NodeSample[];
}

export interface NodeSample {
  readonly at: Instant;
  /** Nodes that run and cost; a stopped pool has none. */
  readonly sizes: readonly { readonly vmSize: VmSize; readonly nodeCount: number }[];
}

/** What was seen of a cluster on one day (UTC). Pools in motion are left out: their counts hold nodes that come or go. */
export interface ClusterDay {
  readonly cluster: ClusterId;
  readonly day: Day;
  readonly pools: readonly PoolDay[];
}

/** The same day looked at again: every moment of both once, and of a moment that both have what `again` says. */
export function mergedDay(before: ClusterDay, again: ClusterDay): ClusterDay {
  const samples = new Map<string, Map<Instant, NodeSample>>();
  for (const { pool, samples: ofPool } of [...before.pools, ...again.pools]) {
    const known = samples.get(pool) ?? new Map<Instant, NodeSample>();
    for (const sample of ofPool) known.set(sample.at, sample);
    samples.set(pool, known);
  }
  return {
    ...before,
    pools: [...samples].sort(([a], [b]) => (a < b ? -1 : 1)).map(([pool, byMoment]) => ({ pool, samples: inOrder(byMoment) })),
  };
}

const inOrder = (byMoment: ReadonlyMap<Instant, NodeSample>): readonly NodeSample[] =>
  [...byMoment.values()].sort((a, b) => (a.at < b.at ? -1 : 1));
