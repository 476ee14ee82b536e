import { targetKey } from "../model/finding.ts";
import { isMeasured, type LedgerEntry } from "../model/ledger.ts";
import type { Currency, Money } from "../model/money.ts";
import type { Closing, FindingKey, FindingRecord } from "../model/record.ts";
import { type Instant, later } from "../model/time.ts";
import { isNothing, monthlyText } from "./amount.ts";
import { localDay } from "./due.ts";
import { linkedTo, type PageLinks } from "./page-links.ts";
import { type Names, placeOf, whereAll } from "./places.ts";
import { plainName } from "./plain.ts";
import { byText, counted, shortDayText } from "./words.ts";

export interface ResolvedLine {
  readonly where: string;
  /** What it said, or how many findings it was. */
  readonly title: string;
  /** `deleted`, `moved to apps2`; nothing when it was fixed. */
  readonly how?: string;
  /** `€128/month since 23 Nov`; nothing when no money is booked for it. */
  readonly worth?: string;
  /** Where the arithmetic of one measured saving stands. */
  readonly page?: string;
  /** A month, less than nothing where it costs more now. */
  readonly saves: Money;
}

export interface ResolvedView {
  readonly names: Names;
  readonly locale: string;
  readonly timeZone: string;
  readonly currency: Currency;
  /** What the ledger holds of these findings: what it did not book is not said. */
  readonly booked: ReadonlyMap<FindingKey, LedgerEntry>;
  readonly links?: PageLinks;
}

/** What leads to the arithmetic of a measured saving. */
export const HOW_MEASURED = "How it was measured";

/** The same repair of many pools is one line, and so is all that went with a cluster or its pools. What saves most comes first. */
export function resolvedLines(records: readonly FindingRecord[], view: ResolvedView): ResolvedLine[] {
  const groups = new Map<string, [FindingRecord, ...FindingRecord[]]>();
  for (const record of records) {
    const { stamp, finding, closed } = record;
    const key = closed?.reason === "gone" ? targetKey(finding.target) : JSON.stringify([stamp.rule, finding.title, closed?.successor]);
    const group = groups.get(key);
    if (group) group.push(record);
    else groups.set(key, [record]);
  }
  return [...groups.values()]
    .map((group) => resolvedLine(group, view))
    .sort((a, b) => b.saves.amount - a.saves.amount || byText(textOf(a), textOf(b)));
}

const textOf = ({ where, title }: ResolvedLine): string => `${where} ${title}`;

function resolvedLine(group: readonly [FindingRecord, ...FindingRecord[]], view: ResolvedView): ResolvedLine {
  const { names, currency, links } = view;
  const [first] = group;
  const how = first.closed && howText(first.closed);
  const isGone = first.closed?.reason === "gone";
  // A finding about the cluster itself goes with the cluster only; one about a pool may have gone with the pool.
  const isWhole = isGone && group.some(({ finding }) => finding.subject === undefined);
  const savings = group.flatMap((record) => savedBy(record, view) ?? []);
  const saves = { amount: savings.reduce((sum, { money }) => sum + money.amount, 0), currency };
  const worth = savedText(saves, savings, view);
  return {
    where: isWhole ? placeOf(first.finding.target, names) : whereAll(group, names),
    title: isGone && group.length > 1 ? counted(group.length, "finding") : plainName(first.finding.title),
    ...(how === undefined ? {} : { how }),
    ...(worth === undefined ? {} : { worth }),
    ...(links && worth !== undefined && group.length === 1 && savings.some(({ isMeasured }) => isMeasured)
      ? linkedTo(links.finding(first.key))
      : {}),
    saves,
  };
}

function howText({ reason, successor }: Closing): string | undefined {
  if (reason === "gone") return "deleted";
  return reason === "moved" ? `moved to ${plainName(successor ?? "another pool")}` : undefined;
}

interface Saved {
  readonly money: Money;
  readonly from: Instant;
  readonly isMeasured: boolean;
}

/** Nothing where the ledger does not hold it, could not measure it, or has ended it again. */
function savedBy({ key }: FindingRecord, { booked, currency }: ResolvedView): Saved | undefined {
  const entry = booked.get(key);
  if (!entry || entry.until !== undefined || "missing" in entry.realised) return undefined;
  const { realised, from } = entry;
  if (realised.money.currency !== currency) return undefined;
  return { money: realised.money, from, isMeasured: isMeasured(entry) };
}

/** `€128/month since 23 Nov, measured` */
function savedText(saves: Money, savings: readonly Saved[], { locale, timeZone }: ResolvedView): string | undefined {
  const [first, ...others] = savings;
  if (!first || isNothing(saves)) return undefined;
  const since = others.reduce((latest, { from }) => later(latest, from), first.from);
  const amount = monthlyText({ ...saves, amount: Math.abs(saves.amount) }, locale);
  const more = saves.amount < 0 ? " more" : "";
  const measured = savings.every(({ isMeasured }) => isMeasured) ? ", measured" : "";
  return `${amount}${more} since ${shortDayText(localDay(since, timeZone), locale)}${measured}`;
}
