import type { FindingRecord } from "../model/record.ts";
import { asideText, isAside } from "./aside.ts";
import type { Digest, DigestInput, Section, StillOpen } from "./digest.ts";
import { isHeartbeat } from "./due.ts";
import { baselineHeadline, changesHeadline, comparableLast, firmSaid, headlineMoney, quietHeadline } from "./headline.ts";
import { joinedLine } from "./joined.ts";
import { type Item, isOpenFor, type News, newsOf, tellsOf } from "./news.ts";
import { notPricedText } from "./not-priced.ts";
import { oldPricesText } from "./price-age.ts";
import { resolvedLines } from "./resolved.ts";
import { byRank, rowsOf, type View } from "./rows.ts";
import { standingsOf, sumOf, sumOfRecords } from "./standing.ts";
import { uncheckedLines } from "./unchecked.ts";
import { isoWeek, weekOf } from "./week.ts";
import { weekdayText } from "./words.ts";
import { sumText } from "./worth.ts";

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

  const counting = input.records.filter((record) => isOpenFor(record, route) && !isAside(record, decided));
  const standings = standingsOf(counting, currency);
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
  const total = sumOf([...standings.values()], currency);
  const firmTotal = firmSaid(total, lastFirmTotal);
  const money = firmTotal && headlineMoney(firmTotal, comparableLast(total, lastFirmTotal), locale);
  // Said of what is told tonight, and of everything once a week: no note nags.
  const noted = isWeekly ? counting : recordsOf([...soon, ...fresh, ...worse, ...back, ...joined]);
  const notPriced = notPricedText(noted.flatMap(({ key }) => standings.get(key) ?? []));
  const oldPrices = oldPricesText(noted, view, at);
  const unchecked = uncheckedLines({ ...input, records: counting, ...(isWeekly ? { told: [] } : {}) });
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
    resolved: resolvedLines(recordsOf(resolved), { ...view, timeZone, booked }),
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
