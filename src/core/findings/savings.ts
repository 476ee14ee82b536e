import { type LedgerEntry, type Month, type MonthlySavings, monthOf, type SavedMoney } from "../model/ledger.ts";
import { type Currency, HOURS_A_MONTH } from "../model/money.ts";
import type { FindingKey } from "../model/record.ts";
import { addDays, addMinutes, type Day, day, type Instant, later, minutesBetween, startOf } from "../model/time.ts";

/** What the ledger says of each finding last: one that was back and ended again has an entry for each time. */
export const newestEntries = (entries: readonly LedgerEntry[]): ReadonlyMap<FindingKey, LedgerEntry> =>
  new Map(entries.toSorted((a, b) => (a.from < b.from ? -1 : Number(a.from > b.from))).map((entry) => [entry.key, entry]));

/** A saving counts for a year, 8,760 hours: twelve months of Azure's 730. What is done longer ago is how things are. */
export const COUNTED_HOURS = 12 * HOURS_A_MONTH;

/**
 * What was saved in each month of the calendar from the first entry on, months without any included. An entry saves by the hour it is
 * in force: a month of 31 days saves more than Azure's month, one in which it began saves less. The last day is counted to its end.
 */
export function savingsByMonth(entries: readonly LedgerEntry[], through: Day, currency: Currency): readonly MonthlySavings[] {
  const end = startOf(addDays(through, 1));
  // In one order, so that the sums come out the same to the last digit.
  const inForce = entries.filter(({ from }) => from < end).sort((a, b) => (a.from + a.key < b.from + b.key ? -1 : 1));
  const first = inForce[0]?.from;
  if (first === undefined) return [];
  const months: MonthlySavings[] = [];
  for (let month = monthOf(first); month <= monthOf(through); month = nextMonth(month)) {
    const shares = inForce.flatMap((entry) => shareOf(entry, month, end));
    months.push({ month, firm: sumOf(shares, "firm", currency), upTo: sumOf(shares, "up-to", currency) });
  }
  return months;
}

interface Share {
  readonly entry: LedgerEntry;
  /** Of a month of 730 hours. */
  readonly months: number;
}

function shareOf(entry: LedgerEntry, month: Month, end: Instant): readonly Share[] {
  const { from, until = end } = entry;
  const start = later(from, startOfMonth(month));
  const stop = [until, end, addMinutes(from, COUNTED_HOURS * 60), startOfMonth(nextMonth(month))].reduce((a, b) => (a < b ? a : b));
  return start < stop ? [{ entry, months: minutesBetween(start, stop) / 60 / HOURS_A_MONTH }] : [];
}

function sumOf(shares: readonly Share[], firmness: LedgerEntry["firmness"], currency: Currency): SavedMoney {
  let predicted = 0;
  let realised = 0;
  let unmeasured = 0;
  for (const { entry, months } of shares) {
    if (entry.firmness !== firmness) continue;
    if (entry.predicted.currency === currency) predicted += entry.predicted.amount * months;
    if ("money" in entry.realised && entry.realised.money.currency === currency) realised += entry.realised.money.amount * months;
    else unmeasured += 1;
  }
  return { predicted: { amount: predicted, currency }, realised: { amount: realised, currency }, unmeasured };
}

const startOfMonth = (month: Month): Instant => startOf(day(`${month}-01`));
/** The 28th and four days more are always in the next. */
const nextMonth = (month: Month): Month => monthOf(addDays(day(`${month}-28`), 4));
