import type { SavingsTotal } from "../calc/savings-choice.ts";
import type { Cause } from "../model/event.ts";
import { compareSeverity, type Finding, type RuleStamp, type Severity } from "../model/finding.ts";
import type { Currency } from "../model/money.ts";
import type { FindingRecord } from "../model/record.ts";
import { type Day, daysBetween } from "../model/time.ts";
import { endedText } from "./aside.ts";
import { type Item, milestoneOf } from "./news.ts";
import { linkedTo, type PageLinks } from "./page-links.ts";
import { linkOf, type Names, whereAll, whereOf } from "./places.ts";
import { plainName, plainSentence } from "./plain.ts";
import { type Standing, type Standings, sumOf, sumOfRecords } from "./standing.ts";
import { byText, counted, magnitudeText, nearnessText } from "./words.ts";
import { worthText } from "./worth.ts";

/** One piece of advice and all it holds for: what, where, worth, one reason. Texts are plain: one line, nothing hidden in them. */
export interface Row {
  /** `prod-weu-1 / apps`, or `4 pools in 2 clusters`. */
  readonly where: string;
  readonly title: string;
  /** `€410/month less`; nothing when it is not about money, or not priced. */
  readonly worth?: string;
  readonly reason: string;
  readonly severity: Severity;
  /** What makes it news beside being new: `in 7 days`, `was 6 addresses`, `back again`, `snoozed until 1 Dec`. */
  readonly note?: string;
  /** The date it is about, once that is near. */
  readonly due?: Day;
  /** The portal page of the cluster, or of the gravest one's. */
  readonly link?: string;
  /** The report page of the finding, or of its rule's findings where the row holds several. */
  readonly page?: string;
  /** What of it counts. */
  readonly saves: SavingsTotal;
  /** The gravest first. */
  readonly members: readonly [Member, ...Member[]];
}

export interface Member {
  readonly where: string;
  readonly finding: Finding;
  readonly stamp: RuleStamp;
  readonly standing: Standing;
  /** The change it appeared with. */
  readonly cause?: Cause;
}

/** What rows are written with. */
export interface View {
  readonly names: Names;
  readonly today: Day;
  readonly locale: string;
  readonly currency: Currency;
  /** Of every finding that is open for the route. */
  readonly standings: Standings;
  readonly links?: PageLinks;
}

/** The same advice in the same words becomes one row. Sorted by deadline, money, severity, size, then by name: two days compare. */
export function rowsOf(items: readonly Item[], view: View): Row[] {
  const groups = new Map<string, [Item, ...Item[]]>();
  for (const item of [...items].sort(byWeight(view))) {
    const { stamp, finding } = item.record;
    const advice = JSON.stringify([stamp.rule, finding.title, finding.due]);
    const group = groups.get(advice);
    if (group) group.push(item);
    else groups.set(advice, [item]);
  }
  return [...groups.values()].map((group) => rowOf(group, view)).sort(byRank);
}

/**
 * Dated rows first, the nearest date before the others; then what is high or critical: no amount of small savings pushes that out of
 * the ten. Then what saves most, firm before up to; then the gravest and the largest.
 */
export function byRank(a: Row, b: Row): number {
  const order =
    byText(a.due ?? "9", b.due ?? "9") ||
    pressing(b) - pressing(a) ||
    bySaved(a.saves, b.saves) ||
    compareSeverity(b.severity, a.severity) ||
    sizeOf(b) - sizeOf(a);
  return order || byText(`${a.title} ${a.where}`, `${b.title} ${b.where}`);
}

/** 0 up to medium. */
const pressing = ({ severity }: Row): number => Math.max(0, compareSeverity(severity, "medium"));

const bySaved = (a: SavingsTotal, b: SavingsTotal): number => b.firm.amount - a.firm.amount || b.upTo.amount - a.upTo.amount;
const sizeOf = ({ members }: Row): number => members.reduce((sum, { finding }) => sum + finding.magnitude.value, 0);

function byWeight({ standings, currency }: View): (a: Item, b: Item) => number {
  const saves = (record: FindingRecord): SavingsTotal => sumOfRecords([record], standings, currency);
  return ({ record: a }, { record: b }) =>
    compareSeverity(b.finding.severity, a.finding.severity) ||
    bySaved(saves(a), saves(b)) ||
    b.finding.magnitude.value - a.finding.magnitude.value ||
    byText(a.key, b.key);
}

const standingOf = ({ key }: FindingRecord, { standings }: View): Standing => standings.get(key) ?? { kind: "none" };

function rowOf(group: readonly [Item, ...Item[]], view: View): Row {
  const { names, today, currency, locale } = view;
  const [gravest, ...others] = group;
  const { finding } = gravest.record;
  const first = memberOf(gravest, view);
  const isAlike = others.every(({ record }) => record.finding.detail === finding.detail);
  const standings = group.map(({ record }) => standingOf(record, view));
  const worth = worthText(standings, currency, locale);
  const note = noteOf(gravest, view);
  const link = linkOf(gravest.record, names);
  return {
    where: whereAll([gravest.record, ...others.map(({ record }) => record)], names),
    title: titleOf(gravest.record, today),
    ...(worth === undefined ? {} : { worth }),
    reason: plainSentence(isAlike ? finding.detail : `The largest is ${first.where}: ${finding.detail}`),
    severity: finding.severity,
    ...(note === undefined ? {} : { note }),
    ...(isNear(finding.due, today) ? { due: finding.due } : {}),
    ...(link === undefined ? {} : { link }),
    ...pageOf(group, view),
    saves: sumOf(standings, currency),
    members: [first, ...others.map((item) => memberOf(item, view))],
  };
}

function pageOf([gravest, ...others]: readonly [Item, ...Item[]], { links }: View): Pick<Row, "page"> {
  if (!links) return {};
  const { key, stamp } = gravest.record;
  return linkedTo(others.length === 0 ? links.finding(key) : links.rule(stamp.code));
}

/** `…on 30 Nov: 7 days`: counted on the day it is told, which need not be the one it was judged on. */
function titleOf({ finding: { title, due } }: FindingRecord, today: Day): string {
  const name = plainName(title);
  return isNear(due, today) ? `${name}: ${leftText(daysBetween(today, due))}` : name;
}

const leftText = (daysLeft: number): string => (daysLeft > 0 ? counted(daysLeft, "day") : nearnessText(daysLeft));

const memberOf = ({ record }: Item, view: View): Member => ({
  where: whereOf(record, view.names),
  finding: record.finding,
  stamp: record.stamp,
  standing: standingOf(record, view),
  ...(record.cause ? { cause: record.cause } : {}),
});

const isNear = (due: Day | undefined, today: Day): due is Day => due !== undefined && milestoneOf(daysBetween(today, due)) !== undefined;

function noteOf({ record: { finding }, told, over }: Item, { today, locale }: View): string | undefined {
  const { due, severity, magnitude } = finding;
  if (over) return endedText(over, finding, locale);
  if (due !== undefined) return isNear(due, today) ? undefined : nearnessText(daysBetween(today, due));
  if (told?.state === "resolved") return "back again";
  if (!told) return undefined;
  if (told.severity !== undefined && told.severity !== severity) return `was ${told.severity}`;
  return told.magnitude?.unit === magnitude.unit ? `was ${magnitudeText(told.magnitude)}` : undefined;
}
