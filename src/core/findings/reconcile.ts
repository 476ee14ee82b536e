import type { Missing } from "../model/absence.ts";
import type { Cause } from "../model/event.ts";
import { type Outcome, targetKey } from "../model/finding.ts";
import type { RuleId } from "../model/names.ts";
import type { FindingKey, FindingRecord } from "../model/record.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { Instant } from "../model/time.ts";
import { type Answer, readAnswers } from "./answers.ts";
import { caused } from "./cause.ts";
import { type Estate, estateOf, goneSince, madeAgainAt, type Place } from "./estate.ts";
import { findingKey } from "./key.ts";
import { findPool, successorOf } from "./pools.ts";
import { isSame } from "./same.ts";
import { close, type Ending, foundAgain, foundNew, type Sighting } from "./transitions.ts";

export interface Reconciliation {
  readonly previous: readonly FindingRecord[];
  readonly outcomes: readonly Outcome[];
  /** All of the subscription, those that are gone included. A cluster that none mentions changes nothing. */
  readonly snapshots: readonly Snapshot[];
  /** The judging run. Run again with the same facts it changes nothing; with newer ones it starts from what stood before it. */
  readonly round: string;
  readonly at: Instant;
  /** Those that are asked by now: what another one found has nobody left who could end it. All of them when missing. */
  readonly rules?: ReadonlySet<RuleId>;
  /** What was done to clusters since they were last judged, as far as events told. */
  readonly changes?: readonly Cause[];
}

export interface Reconciled {
  /** Every record there was, and the new ones, by key. */
  readonly records: readonly FindingRecord[];
  readonly changed: readonly FindingRecord[];
}

/** Compares what rules found with what is remembered. Nothing closes that nobody could judge. */
export function reconcile({ previous, outcomes, snapshots, round, at, rules, changes = [] }: Reconciliation): Reconciled {
  const answers = readAnswers(outcomes);
  const estate = estateOf(snapshots);
  const sightings = sightingsOf(answers.all, estate, round);
  const before = new Map(previous.map((record) => [record.key, record]));
  const after = new Map<FindingKey, FindingRecord>(before);

  for (const [key, sighting] of sightings) {
    const record = before.get(key);
    after.set(key, record && !madeAgainAt(sighting.place, record) ? foundAgain(record, sighting) : foundNew(sighting));
  }
  for (const record of before.values()) {
    const { target } = record.finding;
    const place = estate.placeOf(target);
    if (!place || record.closed || sightings.has(record.key)) continue;
    if (rules && !rules.has(record.stamp.rule)) {
      after.set(record.key, close(record, round, { at, reason: "reclassified" }));
      continue;
    }
    const answer = answers.of(record.stamp.rule, target);
    after.set(record.key, settle(record, { place, answer, isJudged: answers.judged.has(targetKey(target)), round, at }));
  }

  const records: FindingRecord[] = [];
  const changed: FindingRecord[] = [];
  for (const [key, found] of [...after].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const record = caused(found, changes, round);
    const old = before.get(key);
    const isUnchanged = old !== undefined && isSame(old, record);
    records.push(isUnchanged ? old : record);
    if (!isUnchanged) changed.push(record);
  }
  return { records, changed };
}

interface Circumstances {
  readonly place: Place;
  readonly answer: Answer | undefined;
  /** Some rule could speak about the target, so what it has and has not got is known. */
  readonly isJudged: boolean;
  readonly round: string;
  readonly at: Instant;
}

/** An open record that was not found: ended, unknown, or not asked about. */
function settle(record: FindingRecord, circumstances: Circumstances): FindingRecord {
  const { answer, round, at } = circumstances;
  const ending = endOfPlace(record, circumstances);
  if (ending) return close(record, round, ending);
  if (!answer) return record;
  const reason = unknownReason(record, answer);
  if (reason) return { ...record, unknown: { since: record.unknown?.since ?? at, reason } };
  return close(record, round, { at: answer.at, reason: closingReason(record, answer) });
}

/** What it was about is not there any more: the cluster, all clusters of the region, or the pool. */
function endOfPlace(record: FindingRecord, { place, isJudged }: Circumstances): Ending | undefined {
  const gone = goneSince(place) ?? madeAgainAt(place, record);
  if (gone !== undefined) return { at: gone, reason: "gone" };
  const { cluster, readAt } = place;
  if (!isJudged || !record.pool || !cluster || !readAt || findPool(cluster, record.finding.subject)) return undefined;
  const successor = successorOf(record.pool, cluster);
  return successor === undefined ? { at: readAt, reason: "gone" } : { at: readAt, reason: "moved", successor };
}

/** What was said about the subject itself counts before what holds for the whole target. */
function unknownReason({ key, finding }: FindingRecord, { stamp, unknown, notApplicable }: Answer): Missing | undefined {
  return unknown.get(key) ?? (notApplicable.has(key) ? undefined : unknown.get(findingKey(finding.target, stamp.rule)));
}

function closingReason({ key, finding, stamp, thresholds }: FindingRecord, answer: Answer): Ending["reason"] {
  const { stamp: now, notApplicable } = answer;
  if (notApplicable.has(key) || notApplicable.has(findingKey(finding.target, now.rule))) return "not-applicable";
  const isAskedAlike = stamp.version === now.version && (thresholds === undefined || isSame(thresholds, answer.thresholds ?? {}));
  return isAskedAlike ? "fixed" : "reclassified";
}

function sightingsOf(answers: readonly Answer[], estate: Estate, round: string): Map<FindingKey, Sighting> {
  const sightings = new Map<FindingKey, Sighting>();
  for (const answer of answers) {
    const place = estate.placeOf(answer.target);
    if (!place || goneSince(place)) continue;
    for (const [key, finding] of answer.found) sightings.set(key, { finding, answer, place, round });
  }
  return sightings;
}
