import { compareSeverity, type Finding } from "../model/finding.ts";
import { type ClosingReason, type FindingRecord, hasWorsened, type Reference } from "../model/record.ts";
import { type Instant, later } from "../model/time.ts";
import type { Answer } from "./answers.ts";
import { isBaseline, type Place } from "./estate.ts";
import { findingKey } from "./key.ts";
import { findPool, poolTraits } from "./pools.ts";

/** What a finding is filed with: which rule said it, where, and in which round. */
export interface Sighting {
  readonly finding: Finding;
  readonly answer: Answer;
  readonly place: Place;
  readonly round: string;
}

export function foundNew(sighting: Sighting): FindingRecord {
  const { finding, answer, place, round } = sighting;
  return {
    key: findingKey(finding.target, answer.stamp.rule, finding.subject),
    subscription: place.subscription,
    firstSeen: answer.at,
    ...facts(sighting),
    lastSeen: answer.at,
    state: "new",
    baseline: isBaseline(place, round),
    reference: valuesOf(finding),
    ...traits(sighting, undefined),
  };
}

/**
 * Found where a record stands. What was closed came back: regressed, with the day it was first seen. What was deleted and
 * is there again is another thing under the same name, and starts clean.
 */
export function foundAgain(before: FindingRecord, sighting: Sighting): FindingRecord {
  const { finding, answer, place, round } = sighting;
  const isSameRound = before.round === round;
  const stood = stoodBefore(before, round);
  if (stood === "closed" && before.closed?.reason === "gone" && !isSameRound) return foundNew(sighting);

  const { closed: _, unknown: __, pool: ___, thresholds: ____, cause, ...found } = before;
  // What it appeared with the last time says nothing about why it is back.
  const kept = cause && (stood === "open" || isSameRound) ? { ...found, cause } : found;
  const base = { ...kept, ...facts(sighting), lastSeen: later(before.lastSeen, answer.at) };
  if (stood !== "open") {
    return {
      ...base,
      state: stood === "nothing" ? "new" : "regressed",
      baseline: isBaseline(place, round),
      reference: valuesOf(finding),
      ...traits(sighting, isSameRound ? before : undefined),
    };
  }
  // Another version of the rule measures otherwise: from then on it is compared with itself.
  const isComparable = before.stamp.version === answer.stamp.version;
  const reference = isComparable ? referenceIn(before, round) : valuesOf(finding);
  return {
    ...base,
    state: isComparable && hasWorsened(finding, reference, answer.stamp.floor) ? "worsened" : "open",
    reference,
    ...traits(sighting, before),
  };
}

export interface Ending {
  readonly at: Instant;
  readonly reason: ClosingReason;
  readonly successor?: string;
}

export function close(before: FindingRecord, round: string, ending: Ending): FindingRecord {
  const { unknown: _, ...kept } = before;
  const stood = stoodBefore(before, round);
  return {
    ...kept,
    state: "resolved",
    round,
    reference: referenceIn(before, round),
    closed: { ...ending, ...(stood === "open" ? {} : { stood }) },
  };
}

function stoodBefore({ state, closed, round: written }: FindingRecord, round: string): "nothing" | "open" | "closed" {
  if (written !== round) return closed ? "closed" : "open";
  if (closed) return closed.stood ?? "open";
  if (state === "new") return "nothing";
  return state === "regressed" ? "closed" : "open";
}

/** In a new round the last values count, if they were news; else the lower ones, so that slow growth adds up. */
function referenceIn(before: FindingRecord, round: string): Reference {
  const { state, reference, finding } = before;
  if (before.round === round) return reference;
  const last = valuesOf(finding);
  if (state !== "open" || reference.magnitude.unit !== last.magnitude.unit) return last;
  return {
    severity: compareSeverity(last.severity, reference.severity) < 0 ? last.severity : reference.severity,
    magnitude: last.magnitude.value < reference.magnitude.value ? last.magnitude : reference.magnitude,
  };
}

const valuesOf = ({ severity, magnitude }: Finding): Reference => ({ severity, magnitude });

const facts = ({ finding, answer, place, round }: Sighting) => ({
  stamp: answer.stamp,
  region: place.region,
  finding,
  round,
  ...(answer.thresholds ? { thresholds: answer.thresholds } : {}),
  ...(place.cluster?.resourceUid === undefined ? {} : { resourceUid: place.cluster.resourceUid }),
});

function traits({ finding, place: { cluster } }: Sighting, before: FindingRecord | undefined): Pick<FindingRecord, "pool"> {
  const pool = cluster && findPool(cluster, finding.subject);
  if (cluster && pool) return { pool: poolTraits(cluster, pool, before?.pool) };
  return before?.pool ? { pool: before.pool } : {};
}
