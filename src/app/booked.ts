import type { LedgerEntry } from "../core/model/ledger.ts";
import type { FindingKey } from "../core/model/record.ts";

/** What the ledger says of each finding last: one that was back and ended again has an entry for each time. */
export function newestBooked(entries: readonly LedgerEntry[]): ReadonlyMap<FindingKey, LedgerEntry> {
  return new Map(entries.toSorted((a, b) => (a.from < b.from ? -1 : Number(a.from > b.from))).map((entry) => [entry.key, entry]));
}
