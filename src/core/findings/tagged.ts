import type { Cluster } from "../model/cluster.ts";
import type { Decision } from "../model/decision.ts";
import type { FindingRecord } from "../model/record.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { dayOf, type Instant, later } from "../model/time.ts";
import { type ClusterTags, clusterTags, type KnownRules, type TagDecision } from "./decision-tags.ts";

/**
 * The decisions that tags make: one that is read for the first time or says something else than before is a new one, and one that went is
 * taken back, unless somebody has decided otherwise since. What stands in the table already is not decided again, so that the same facts
 * give the same rows.
 */
export function tagDecisions(
  records: readonly FindingRecord[],
  snapshots: readonly Snapshot[],
  decisions: readonly Decision[],
  rules: KnownRules,
): readonly Decision[] {
  const places = new Map(
    snapshots.flatMap(({ cluster }) =>
      "known" in cluster ? [[cluster.known.id, placeOf(cluster.known, cluster.at, rules)] as const] : [],
    ),
  );
  const byFinding = Map.groupBy(decisions, ({ finding }) => finding);
  return records.flatMap((record) => {
    const { target } = record.finding;
    const place = target.kind === "cluster" ? places.get(target.cluster) : undefined;
    return place && !record.closed ? decideByTag(record, place, byFinding.get(record.key) ?? []) : [];
  });
}

interface Place {
  readonly cluster: Cluster;
  readonly readAt: Instant;
  readonly tags: ClusterTags;
}

const placeOf = (cluster: Cluster, readAt: Instant, rules: KnownRules): Place => ({ cluster, readAt, tags: clusterTags(cluster, rules) });

function decideByTag(record: FindingRecord, place: Place, all: readonly Decision[]): readonly Decision[] {
  const own = all.filter(({ at }) => at >= record.firstSeen).toSorted((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at)));
  const last = own.findLast(({ by }) => by.kind === "tag");
  const said = saidOf(record, place);
  const at = later(place.readAt, record.lastSeen);
  if (!said) return last && last.kind !== "withdrawn" && !isOverruled(own) ? [takenAway(last, record, at)] : [];
  if (last && isSame(said, last)) return [];
  // A day that was over before anybody read it has set nothing aside.
  return said.until !== undefined && said.until < dayOf(at) ? [] : [madeOf(said, record, at)];
}

/** Somebody has set it aside in person since: that stands without the tag. */
function isOverruled(own: readonly Decision[]): boolean {
  const newest = own.at(-1);
  return newest?.by.kind === "person" && newest.kind !== "withdrawn";
}

interface SaidHere extends TagDecision {
  /** `prod-weu-1 / apps` */
  readonly on: string;
}

/** The pool's own tag counts before its cluster's. */
function saidOf({ finding, stamp }: FindingRecord, { cluster, tags }: Place): SaidHere | undefined {
  const { subject } = finding;
  const ofPool = subject === undefined ? undefined : tags.pools.get(subject.toLowerCase())?.decisions.get(stamp.rule);
  if (ofPool) return { ...ofPool, on: `${cluster.name} / ${subject}` };
  const ofCluster = tags.own.decisions.get(stamp.rule);
  return ofCluster && { ...ofCluster, on: cluster.name };
}

const isSame = ({ kind, until, on }: SaidHere, last: Decision): boolean =>
  last.by.kind === "tag" && last.kind === kind && last.until === until && last.by.on === on;

const madeOf = ({ kind, tag, until, on }: SaidHere, record: FindingRecord, at: Instant): Decision => ({
  ...about(record, at),
  id: `tag ${tag.toLowerCase()} ${until ?? "without end"}`,
  kind,
  by: { kind: "tag", tag, on },
  why: "",
  ...(until === undefined ? {} : { until }),
});

const takenAway = (last: Decision, record: FindingRecord, at: Instant): Decision => ({
  ...about(record, at),
  id: `taken away ${last.id}`,
  kind: "withdrawn",
  by: last.by,
  why: "the tag was taken away",
});

const about = ({ subscription, key: finding, finding: { severity, magnitude } }: FindingRecord, at: Instant) => ({
  subscription,
  finding,
  at,
  reference: { severity, magnitude },
});
