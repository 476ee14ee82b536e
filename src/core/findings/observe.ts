import type { Missing } from "../model/absence.ts";
import type { Cluster } from "../model/cluster.ts";
import type { ClusterRef, ScanId } from "../model/names.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { Instant } from "../model/time.ts";

/** A successful read. What is known from a later moment stands; a failure or a loss noticed later than `at` stays, too. */
export function seen(previous: Snapshot | undefined, cluster: Cluster, at: Instant, scan?: ScanId): Snapshot {
  const ref = refOf(cluster);
  if (!previous) return withScan({ ref, cluster: { known: cluster, at }, presence: { kind: "present" } }, scan);
  if (isNewer(previous, at)) return withScan(previous, scan);

  const { presence, readFailed, firstRound, lastScan } = previous;
  const wasMadeAgain = isAnother(previous, cluster);
  const lost = presence.kind !== "present" && presence.since > at;
  const failing = readFailed !== undefined && readFailed.since > at;
  return withScan(
    {
      ref,
      cluster: { known: wasMadeAgain ? cluster : withUid(cluster, previous), at },
      presence: lost ? presence : { kind: "present" },
      ...(failing ? { readFailed } : {}),
      ...(wasMadeAgain || firstRound === undefined ? {} : { firstRound }),
      ...(lastScan === undefined ? {} : { lastScan }),
    },
    scan,
  );
}

/** It is there and its description could not be had. What was known stays, and the first failure's time. */
export function unread(previous: Snapshot | undefined, ref: ClusterRef, reason: Missing, at: Instant, scan?: ScanId): Snapshot {
  const isFirst = !previous || (previous.presence.kind === "gone" && previous.presence.since <= at);
  if (isFirst) {
    return withScan({ ref, cluster: { missing: reason }, presence: { kind: "present" }, readFailed: { since: at, reason } }, scan);
  }
  if (isNewer(previous, at)) return withScan(previous, scan);
  const cluster = "missing" in previous.cluster ? { missing: reason } : previous.cluster;
  return withScan({ ...previous, cluster, readFailed: { since: previous.readFailed?.since ?? at, reason } }, scan);
}

/** Missing from a list, and not to be had by itself. That is not gone. */
export function notSeen(previous: Snapshot, reason: Missing, at: Instant, scan?: ScanId): Snapshot {
  const { presence } = previous;
  if (isNewer(previous, at) || presence.kind === "gone") return withScan(previous, scan);
  const since = presence.kind === "not-seen" ? presence.since : at;
  return withScan({ ...previous, presence: { kind: "not-seen", since, reason } }, scan);
}

/** Deleted: a 404 under a parent that can be read, or a delete event. What was known stays until the row is dropped. */
export function gone(previous: Snapshot, at: Instant): Snapshot {
  if (isNewer(previous, at) || previous.presence.kind === "gone") return previous;
  const { readFailed: _, ...rest } = previous;
  return { ...rest, presence: { kind: "gone", since: at } };
}

/** Judged by this round, if it is the first and there was something to judge: rules tell nothing of a cluster that is not read. */
export function judgedIn(snapshot: Snapshot, round: string): Snapshot {
  const { cluster, presence, readFailed, firstRound } = snapshot;
  const isJudged = "known" in cluster && presence.kind === "present" && !readFailed;
  return firstRound === undefined && isJudged ? { ...snapshot, firstRound: round } : snapshot;
}

const refOf = ({ id, subscription, resourceGroup, name }: ClusterRef): ClusterRef => ({ id, subscription, resourceGroup, name });

const isNewer = ({ cluster }: Snapshot, at: Instant): boolean => "known" in cluster && cluster.at > at;

/** Scan ids are dates: the later one stands, also when an event's check comes between. */
function withScan(snapshot: Snapshot, scan: ScanId | undefined): Snapshot {
  if (scan === undefined || (snapshot.lastScan !== undefined && snapshot.lastScan >= scan)) return snapshot;
  return { ...snapshot, lastScan: scan };
}

/** Made again under the same name: another `resourceUID`, or none to tell by after it was gone. */
function isAnother({ cluster, presence }: Snapshot, now: Cluster): boolean {
  if ("missing" in cluster) return presence.kind === "gone";
  const { resourceUid } = cluster.known;
  if (resourceUid !== undefined && now.resourceUid !== undefined) return resourceUid !== now.resourceUid;
  return presence.kind === "gone";
}

function withUid(cluster: Cluster, { cluster: before }: Snapshot): Cluster {
  if (cluster.resourceUid !== undefined || "missing" in before || before.known.resourceUid === undefined) return cluster;
  return { ...cluster, resourceUid: before.known.resourceUid };
}
