import { missing } from "../model/absence.ts";
import { targetKey } from "../model/finding.ts";
import { isMeasured, type LedgerEntry, type Measured, type NotMeasured, type PartsCost } from "../model/ledger.ts";
import type { ClusterId } from "../model/names.ts";
import type { FindingRecord } from "../model/record.ts";
import type { SavingKind } from "../model/saving.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { type Instant, minutesBetween } from "../model/time.ts";
import { type ChooseSavings, type ClosedSaving, closedSaving, countedKeys, poolOf, saidOfSuccessor } from "./closed-savings.ts";
import { endOf } from "./entry-end.ts";
import { type Estate, estateOf } from "./estate.ts";
import { successorsOf } from "./pools.ts";
import { isSame } from "./same.ts";

/** What is measured is measured again for so long, as the mean behind it goes; then it stands. */
export const MEASURED_DAYS = 28;

export interface Booking {
  /** All of the subscription, as they are after the round. */
  readonly records: readonly FindingRecord[];
  readonly snapshots: readonly Snapshot[];
  /** The subscription's entries of the last twelve months that have no end. */
  readonly standing: readonly LedgerEntry[];
  readonly round: string;
  readonly at: Instant;
  readonly choose: ChooseSavings;
  readonly costOf: (asked: CostAsked) => PartsCost | NotMeasured;
}

/** What a saving is about: these parts of the bill of this pool, or of the whole cluster, by what was seen since then. */
export interface CostAsked {
  readonly cluster: ClusterId;
  readonly pool?: string;
  readonly about: SavingKind;
  readonly since: Instant;
}

export interface Booked {
  /** New, or measured otherwise. To be written before the records are. */
  readonly standing: readonly LedgerEntry[];
  /** To be written when the records are. */
  readonly ended: readonly LedgerEntry[];
}

/**
 * What the ledger has to say after a round. It is worked out from the records and from what the ledger says already, never from what
 * changed: a round that died half way, and is run again with the same facts or with newer ones, ends in the same entries.
 */
export function bookings(booking: Booking): Booked {
  const { snapshots, round, choose } = booking;
  const all = booking.records.toSorted((a, b) => byText(a.key, b.key));
  const records = new Map(all.map((record) => [record.key, record]));
  const closings = all.flatMap((record) => (saidOfSuccessor(record, records) ? [] : (closedSaving(record) ?? [])));
  const byKey = new Map(closings.map((closing) => [closing.record.key, closing]));
  const tonight = closings.filter(({ record }) => record.round === round);
  const counted = countedKeys(tonight, choose);
  const estate = estateOf(snapshots);
  const around = { records, estate };
  const comparison: Comparison = { records: all, estate, costOf: booking.costOf };

  const standing: LedgerEntry[] = [];
  const ended: LedgerEntry[] = [];
  const kept = new Set<string>();
  for (const entry of booking.standing.toSorted((a, b) => byText(a.key, b.key) || byText(a.from, b.from))) {
    const record = records.get(entry.key);
    // Findings are forgotten before the ledger is.
    if (!record) continue;
    const isWithdrawn = kept.has(entry.key) || (record.closed && record.round === round && !counted.has(entry.key));
    const until = endOf(entry, record, around) ?? (isWithdrawn ? entry.from : undefined);
    if (until !== undefined) {
      ended.push({ ...entry, until });
      continue;
    }
    kept.add(entry.key);
    const again = measuredAgain(entry, byKey.get(entry.key), booking.at, comparison);
    if (!isSame(again, entry)) standing.push(again);
  }
  for (const closing of tonight) {
    const { key } = closing.record;
    if (counted.has(key) && !kept.has(key)) standing.push(newEntry(closing, comparison));
  }
  return { standing, ended };
}

const byText = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/** What is measured against. */
interface Comparison {
  readonly records: readonly FindingRecord[];
  readonly estate: Estate;
  readonly costOf: Booking["costOf"];
}

function newEntry(closing: ClosedSaving, comparison: Comparison): LedgerEntry {
  const { record, cluster, closed, saving } = closing;
  return {
    key: record.key,
    subscription: record.subscription,
    cluster,
    ...poolOf(record),
    ...(closed.successor === undefined ? {} : { successor: closed.successor }),
    code: record.stamp.code,
    about: saving.about,
    reason: closed.reason,
    from: closed.at,
    predicted: saving.monthly,
    firmness: saving.firmness,
    realised: isMeasured({ ...saving, reason: closed.reason }) ? measured(closing, closed.at, comparison) : { money: saving.monthly },
  };
}

/** On the first nights the nodes are still coming or going, and the mean of the days before says nothing about what is there now. */
function measuredAgain(entry: LedgerEntry, closing: ClosedSaving | undefined, at: Instant, comparison: Comparison): LedgerEntry {
  const isOver = minutesBetween(entry.from, at) > MEASURED_DAYS * 1440;
  if (isOver || !closing || !isMeasured(entry)) return entry;
  const realised = measured(closing, entry.from, comparison);
  return "missing" in realised && whyNotCompared(closing, comparison) === undefined ? entry : { ...entry, realised };
}

function measured(closing: ClosedSaving, from: Instant, comparison: Comparison): Measured {
  const why = whyNotCompared(closing, comparison);
  if (why !== undefined) return missing("unsupported", why);
  const { costOf } = comparison;
  const { record, cluster, closed, saving } = closing;
  const { before, about } = saving;
  const since = costOf({ cluster, ...(closed.successor === undefined ? poolOf(record) : { pool: closed.successor }), about, since: from });
  if ("missing" in since) return since;
  if (since.money.currency === before.currency) {
    return { money: { amount: before.amount - since.money.amount, currency: before.currency }, since };
  }
  return missing("unsupported", `it cost ${before.currency} before and costs ${since.money.currency} now: currencies are not compared`);
}

/** Nothing where one thing cost what it cost before, and one thing, the same or its only successor, costs what it costs now. */
function whyNotCompared({ record, closed, saving }: ClosedSaving, { records, estate }: Comparison): string | undefined {
  if (saving.isOfPart) return "it was about a part of that bill, which is not known by itself";
  const { successor } = closed;
  if (successor === undefined) return undefined;
  const there = estate.placeOf(record.finding.target)?.cluster;
  const heirs = record.pool && there ? successorsOf(record.pool, there) : [];
  if (heirs.length > 1) return `${heirs.length} pools took over from it: ${heirs.join(", ")}`;
  const { subject } = record.finding;
  const other = records.find(
    ({ closed, finding }) =>
      closed?.successor === successor && finding.subject !== subject && targetKey(finding.target) === targetKey(record.finding.target),
  );
  return other && `${successor} took over from ${other.finding.subject}, too`;
}
