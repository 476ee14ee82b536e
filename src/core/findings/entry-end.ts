import type { LedgerEntry } from "../model/ledger.ts";
import type { FindingKey, FindingRecord } from "../model/record.ts";
import { type Instant, later } from "../model/time.ts";
import { saidOfSuccessor } from "./closed-savings.ts";
import { type Estate, goneSince, madeAgainAt } from "./estate.ts";
import { findPool, successorOf } from "./pools.ts";

/** When an entry ended, never before it began. Nothing while its finding stays closed as booked and what it is about still runs. */
export function endOf(
  entry: LedgerEntry,
  record: FindingRecord,
  { records, estate }: { readonly records: ReadonlyMap<FindingKey, FindingRecord>; readonly estate: Estate },
): Instant | undefined {
  const end = backAt(entry, record) ?? saidOfSuccessor(record, records)?.lastSeen ?? goneAt(entry, record, estate);
  return end === undefined ? undefined : later(end, entry.from);
}

/** Open again, or seen since, or closed for another reason when its round was run again. */
function backAt({ reason, from }: LedgerEntry, { closed, lastSeen }: FindingRecord): Instant | undefined {
  if (!closed || lastSeen > from) return lastSeen;
  return closed.reason === reason ? undefined : closed.at;
}

/** What does not run any more would cost nothing without the advice, too. */
function goneAt({ successor }: LedgerEntry, record: FindingRecord, estate: Estate): Instant | undefined {
  const place = estate.placeOf(record.finding.target);
  if (!place) return undefined;
  const gone = goneSince(place) ?? madeAgainAt(place, record);
  const { cluster, readAt } = place;
  if (gone !== undefined || !record.pool || !cluster) return gone;
  const isThere = findPool(cluster, successor ?? record.finding.subject) ?? successorOf(record.pool, cluster);
  return isThere === undefined ? readAt : undefined;
}
