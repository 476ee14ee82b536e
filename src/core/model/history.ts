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
