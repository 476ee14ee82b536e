import type { DecidedByKey } from "../model/decision.ts";
import type { CouldNotCheck, Route, Told } from "../model/delivery.ts";
import type { LedgerEntry } from "../model/ledger.ts";
import type { Currency, Money } from "../model/money.ts";
import type { FindingKey, FindingRecord } from "../model/record.ts";
import type { Day, Instant } from "../model/time.ts";
import { asideText, isAside } from "./aside.ts";
import { isHeartbeat } from "./due.ts";
import { baselineHeadline, changesHeadline, comparableLast, firmSaid, headlineMoney, quietHeadline } from "./headline.ts";
import { type JoinedLine, joinedLine } from "./joined.ts";
import { type Item, isOpenFor, type News, newsOf, tellsOf } from "./news.ts";
import { notPricedText } from "./not-priced.ts";
import type { PageLinks } from "./page-links.ts";
import type { Names } from "./places.ts";
import { oldPricesText } from "./price-age.ts";
import { type ResolvedLine, resolvedLines } from "./resolved.ts";
import { byRank, type Row, rowsOf, type View } from "./rows.ts";
import { standingsOf, sumOf, sumOfRecords } from "./standing.ts";
import { type UncheckedLine, uncheckedLines } from "./unchecked.ts";
import { isoWeek, weekOf } from "./week.ts";
import { weekdayText } from "./words.ts";
import { sumText } from "./worth.ts";

export interface DigestInput {
  readonly route: Route;
  readonly at: Instant;
  /** The local day it is for. */
  readonly day: Day;
  /** All of the route, open and recently closed. */
  readonly records: readonly FindingRecord[];
  /** What the route was told, of findings and of reasons. */
  readonly told: readonly Told[];
  readonly couldNotCheck: readonly CouldNotCheck[];
  /** What people decided about the open ones of the records. */
  readonly decided: DecidedByKey;
  readonly names: Names;
  /** How many clusters of the route were looked at. */
  readonly clusterCount: number;
  /** How many more there are. */
  readonly notChecked: number;
  /** One of its clusters was judged before. A route that has none is told of no week. */
  readonly hasBaseline: boolean;
  /** The app's. An amount in another one is not priced. */
  readonly currency: Currency;
  /** What the headline of the route's last digest said that was handed over. */
  readonly lastFirmTotal?: Money;
  /** Money that stopped being spent: the ledger's newest entry of each finding that ended. */
  readonly booked: ReadonlyMap<FindingKey, LedgerEntry>;
  readonly scanClosedAt?: Instant;
  /** Object id of the app's managed identity, where it is known: the way out of a 403 names it. */
  readonly principalId?: string;
  readonly links?: PageLinks;
}

/** What is said to one route on one day, in order. Every text is plain: one line, with nothing hidden in it. */
export interface Digest {
  /** `heartbeat`: nothing was new, and the week is summed up. */
  readonly kind: "digest" | "heartbeat";
  /** The outbox key. It stands in the footer, so that a second copy is recognised. */
  readonly key: string;
  readonly route: string;
  readonly at: Instant;
  readonly locale: string;
  /** The local day it is for. */
  readonly day: Day;
  readonly dayText: string;
  readonly clusterCount: number;
  /** Subject, toast and title: enough on a lock screen. It holds no names. */
  readonly headline: string;
  /** The firm money the headline says; becomes the outbox message's. */
  readonly firmTotal?: Money;
  readonly sections: readonly Section[];
  /** Rows past the tenth: the headline counts them, only their number and worth are said. */
  readonly more: readonly Row[];
  /** Baseline findings of clusters that came later. */
  readonly joined?: JoinedLine;
  readonly stillOpen: StillOpen;
  readonly resolved: readonly ResolvedLine[];
  readonly unchecked: readonly UncheckedLine[];
  /** How many findings about money have no amount, and why. */
  readonly notPriced?: string;
  /** How old the oldest prices are, where that is worth saying. */
  readonly oldPrices?: string;
  readonly scanClosedAt?: Instant;
  /** `4 snoozed · 1 accepted`; nothing where nothing is set aside. */
  readonly setAside?: string;
  /** On the route's weekday: what it was told in the last seven days. */
  readonly week?: Week;
  /** The report page. */
  readonly page?: string;
  readonly tells: readonly Told[];
}

/** Workflows accepts a card before it is shown: what was told is named again, once a week. */
export interface Week {
  /** `This week: 3 new, 1 worse, 2 resolved` */
  readonly headline: string;
  /** The gravest first. */
  readonly lines: readonly WeekLine[];
  /** How many there are beside the lines. */
  readonly more: number;
}

export interface WeekLine {
  readonly where: string;
  readonly title: string;
  /** `new`, `worse`, `back`, `date nearer`, `resolved`, `baseline` */
  readonly what: string;
  readonly page?: string;
}

/** Findings with nothing to say about them tonight, as one sum. */
export interface StillOpen {
  readonly findings: number;
  /** `€262/month`; nothing where they save nothing. */
  readonly worth?: string;
}

export interface Section {
  readonly kind: "act-soon" | "baseline" | "new" | "worse" | "back";
  readonly rows: readonly Row[];
}

const MOST_ROWS = 10;

/**
 * Compares with what the route was told. Nothing on a quiet day: what could not be checked alone does not break it. On the route's
 * weekday the last seven days are summed up and every reason that still holds is said again, also where nothing was new.
 */
export function composeDigest(input: DigestInput): Digest | undefined {
  const { route, at, day, names, clusterCount, scanClosedAt, currency, lastFirmTotal, booked, decided } = input;
  const { locale, timeZone } = route;
  const news = newsOf(input);
  const { soon, fresh, worse, back, joined, resolved, aside, isFirst } = news;
  const isWeekly = isHeartbeat(day, route) && input.hasBaseline;
  const isQuiet = soon.length + fresh.length + worse.length + back.length + joined.length + resolved.length === 0;
  if (isQuiet && !isWeekly) return undefined;

  const standings = standingsOf(
    input.records.filter((record) => isOpenFor(record, route) && !isAside(record, decided)),
    currency,
  );
  const view: View = { names, today: day, locale, currency, standings, ...(input.links ? { links: input.links } : {}) };
  const found: Section[] = [
    { kind: "act-soon", rows: rowsOf(soon, view) },
    { kind: isFirst ? "baseline" : "new", rows: rowsOf(fresh, view) },
    { kind: "worse", rows: rowsOf(worse, view) },
    { kind: "back", rows: rowsOf(back, view) },
  ];
  const ranked = found.flatMap(({ rows }) => rows).sort(byRank);
  const shown = new Set(ranked.slice(0, MOST_ROWS));
  const sections = found.map(({ kind, rows }) => ({ kind, rows: rows.filter((row) => shown.has(row)) }));
  const all = [...standings.values()];
  const total = sumOf(all, currency);
  const firmTotal = firmSaid(total, lastFirmTotal);
  const money = firmTotal && headlineMoney(firmTotal, comparableLast(total, lastFirmTotal), locale);
  const notPriced = notPricedText(all);
  const oldPrices = oldPricesText(all, at, locale);
  const unchecked = uncheckedLines(isWeekly ? { ...input, told: [] } : input);
  const tells = [...tellsOf(news, route.name, at), ...unchecked.tells];
  const setAside = asideText(recordsOf(aside), decided);
  const week = isWeekly ? weekOf(input, tells) : undefined;
  return {
    kind: isQuiet ? "heartbeat" : "digest",
    key: isQuiet ? `heartbeat|${isoWeek(day)}` : `digest|${day}`,
    route: route.name,
    at,
    day,
    locale,
    dayText: weekdayText(day, locale),
    clusterCount,
    headline: headlineOf(input, news, { isQuiet, money, isCut: ranked.length > MOST_ROWS }),
    ...(firmTotal === undefined ? {} : { firmTotal }),
    sections: sections.filter(({ rows }) => rows.length > 0),
    more: ranked.slice(MOST_ROWS),
    ...(joined.length === 0 ? {} : { joined: joinedLine(recordsOf(joined), view) }),
    stillOpen: stillOpenOf(recordsOf(news.open), view),
    resolved: resolvedLines(recordsOf(resolved), { names, locale, timeZone, currency, booked }),
    unchecked: unchecked.lines,
    ...(notPriced === undefined ? {} : { notPriced }),
    ...(oldPrices === undefined ? {} : { oldPrices }),
    ...(scanClosedAt === undefined ? {} : { scanClosedAt }),
    ...(setAside === undefined ? {} : { setAside }),
    ...(week ? { week } : {}),
    ...(input.links ? { page: input.links.report } : {}),
    tells,
  };
}

interface Head {
  readonly isQuiet: boolean;
  readonly money: string | undefined;
  /** More rows than are shown. */
  readonly isCut: boolean;
}

function headlineOf(input: DigestInput, news: News, { isQuiet, money, isCut }: Head): string {
  if (isQuiet) return quietHeadline(input, news.open.length, money);
  return news.isFirst ? baselineHeadline(news, money, isCut) : changesHeadline(news, money);
}

const recordsOf = (items: readonly Item[]): FindingRecord[] => items.map(({ record }) => record);

function stillOpenOf(records: readonly FindingRecord[], { standings, currency, locale }: View): StillOpen {
  const worth = sumText(sumOfRecords(records, standings, currency), locale);
  return { findings: records.length, ...(worth === undefined ? {} : { worth }) };
}
