import type { Cluster } from "../model/cluster.ts";
import type { Target } from "../model/finding.ts";
import type { ClusterId, Region, SubscriptionId } from "../model/names.ts";
import type { FindingRecord } from "../model/record.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { type Instant, later } from "../model/time.ts";

/** Where a finding stands, as far as snapshots know. */
export interface Place {
  readonly subscription: SubscriptionId;
  readonly region: Region;
  /** The clusters it stands on: one, or all that are or may be in its region. */
  readonly snapshots: readonly Snapshot[];
  /** The cluster itself, for a finding about a cluster. */
  readonly cluster?: Cluster;
  /** When that cluster was last read; for a region, when any cluster of its subscription was. */
  readonly readAt?: Instant;
}

export interface Estate {
  /** Nothing for a cluster that no snapshot mentions, or that was never read. */
  readonly placeOf: (target: Target) => Place | undefined;
}

export function estateOf(snapshots: readonly Snapshot[]): Estate {
  const byId = new Map<ClusterId, Snapshot>(snapshots.map((snapshot) => [snapshot.ref.id, snapshot]));
  return {
    placeOf: (target) => {
      if (target.kind === "region") {
        const { subscription, region } = target;
        const ofSubscription = snapshots.filter(({ ref }) => ref.subscription === subscription);
        const readAt = lastRead(ofSubscription);
        return {
          subscription,
          region,
          snapshots: ofSubscription.filter((snapshot) => mayBeIn(region, snapshot)),
          ...(readAt === undefined ? {} : { readAt }),
        };
      }
      const snapshot = byId.get(target.cluster);
      if (!snapshot || "missing" in snapshot.cluster) return undefined;
      const { known: cluster, at: readAt } = snapshot.cluster;
      return { subscription: snapshot.ref.subscription, region: cluster.region, snapshots: [snapshot], cluster, readAt };
    },
  };
}

/** A cluster that was never read has no region yet; when it is gone, nothing stands on it. */
const mayBeIn = (region: Region, { cluster, presence }: Snapshot): boolean =>
  "known" in cluster ? cluster.known.region === region : presence.kind !== "gone";

const lastRead = (snapshots: readonly Snapshot[]): Instant | undefined =>
  snapshots
    .flatMap(({ cluster }) => ("known" in cluster ? [cluster.at] : []))
    .sort()
    .at(-1);

/** Judged by this round for the first time: what it finds there is the baseline, also when the round is run again. */
export const isBaseline = ({ snapshots }: Place, round: string): boolean =>
  snapshots.every(({ presence, firstRound }) => presence.kind === "gone" || firstRound === undefined || firstRound === round);

/**
 * Since when nothing is left of what the finding stands on: the cluster deleted, or each cluster of the region. Where the
 * subscription's clusters are all in other regions, those of this one were made again there.
 */
export function goneSince({ snapshots, readAt }: Place): Instant | undefined {
  if (snapshots.length === 0) return readAt;
  let since: Instant | undefined;
  for (const { presence } of snapshots) {
    if (presence.kind !== "gone") return undefined;
    since = since === undefined ? presence.since : later(since, presence.since);
  }
  return since;
}

/** Since when another cluster stands under the name: absent ids change nothing, a different one does. */
export function madeAgainAt({ cluster, readAt }: Place, { resourceUid }: FindingRecord): Instant | undefined {
  const isAnother = resourceUid !== undefined && cluster?.resourceUid !== undefined && cluster.resourceUid !== resourceUid;
  return isAnother ? readAt : undefined;
}
