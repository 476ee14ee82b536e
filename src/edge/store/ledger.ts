import type { TableClient } from "@azure/data-tables";
import { type LedgerEntry, type Month, monthOf } from "../../core/model/ledger.ts";
import type { SubscriptionId } from "../../core/model/names.ts";
import { addDays, type Day, day } from "../../core/model/time.ts";
import { readableRows, UnreadableRows } from "./errors.ts";
import { all, atLeast, atMost, beginningWith, inPartition, isTrue } from "./filter.ts";
import { inFlight } from "./in-flight.ts";
import { key } from "./keys.ts";
import type { Layout } from "./layout.ts";
import { rows } from "./rows.ts";

/** What was saved, for good. */
export interface Ledger {
  /** Writes over entries of the same finding that begin at the same moment. Only under the subscription's lease. */
  put(entries: readonly LedgerEntry[]): Promise<void>;
  /** All that begin in these months, both included. @throws UnreadableRows */
  list(from: Month, to: Month): Promise<readonly LedgerEntry[]>;
  /** The subscription's entries without an end that began in the year up to that day. @throws UnreadableRows */
  standing(subscription: SubscriptionId, on: Day): Promise<readonly LedgerEntry[]>;
}

export function ledger(client: TableClient): Ledger {
  const table = rows(client, layout);
  return {
    put: (entries) => table.put([...new Map(entries.map((entry) => [layout.place(entry).row, entry])).values()]),
    list: (from, to) => table.values(all(atLeast("PartitionKey", key(from)), atMost("PartitionKey", key(to)))),
    standing: async (subscription, on) => {
      const ofSubscription = all(beginningWith(key(subscription)), isTrue("isStanding"));
      const months = await inFlight(monthsOfYear(on), (month) => readableRows(table.values(all(inPartition(key(month)), ofSubscription))));
      const entries = months.flatMap((month) => month.rows);
      const broken = months.flatMap((month) => month.broken);
      if (broken.length > 0) throw new UnreadableRows(broken, entries);
      return entries;
    },
  };
}

/** Oldest first: the month of the day and the twelve before. Each is a short read in one partition, however long the ledger grows. */
function monthsOfYear(on: Day): readonly Month[] {
  const months: Month[] = [];
  for (let month = monthOf(on); months.length < 13; month = monthOf(addDays(day(`${month}-01`), -1))) months.unshift(month);
  return months;
}

/** Named by its subscription first, so that the entries of one lie together in a month. */
const layout: Layout<LedgerEntry> = {
  shape: 1,
  place: ({ subscription, key: finding, from, until }) => ({
    partition: key(monthOf(from)),
    row: key(subscription, finding, from),
    columns: { isStanding: until === undefined },
  }),
};
