import type { CouldNotCheck, Route, Told } from "../model/delivery.ts";
import type { FindingRecord } from "../model/record.ts";
import type { Day, Instant } from "../model/time.ts";
import { baselineHeadline, changesHeadline } from "./headline.ts";
import { newsOf, tellsOf } from "./news.ts";
import { byRank, type Names, type Row, rowsOf } from "./rows.ts";
import { type JoinedLine, joinedLine, type ResolvedLine, resolvedLines } from "./short-lines.ts";
import { type UncheckedLine, uncheckedLines } from "./unchecked.ts";
import { weekdayText } from "./words.ts";

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
  readonly names: Names;
  /** How many clusters of the route were looked at. */
  readonly clusterCount: number;
  readonly scanClosedAt?: Instant;
  /** Object id of the app's managed identity, where it is known: the way out of a 403 names it. */
  readonly principalId?: string;
}

/** What is said to one route on one day, in order. Every text is plain: one line, with nothing hidden in it. */
export interface Digest {
  /** The outbox key. It stands in the footer, so that a second copy is recognised. */
  readonly key: string;
  readonly route: string;
  readonly dayText: string;
  readonly clusterCount: number;
  /** Subject, toast and title: enough on a lock screen. It holds no names. */
  readonly headline: string;
  readonly sections: readonly Section[];
  /** Findings the headline counts and no row shows. */
  readonly more: number;
  /** Baseline findings of clusters that came later. */
  readonly joined?: JoinedLine;
  readonly stillOpen: number;
  readonly resolved: readonly ResolvedLine[];
  readonly unchecked: readonly UncheckedLine[];
  readonly isPriced: boolean;
  readonly scanClosedAt?: Instant;
  readonly tells: readonly Told[];
}

export interface Section {
  readonly kind: "act-soon" | "baseline" | "new" | "worse";
  readonly rows: readonly Row[];
}

const MOST_ROWS = 10;

/** Compares with what the route was told. Nothing on a quiet day: what could not be checked alone does not break it. */
export function composeDigest(input: DigestInput): Digest | undefined {
  const { route, at, day, names, clusterCount, scanClosedAt } = input;
  const news = newsOf(input);
  const { soon, fresh, worse, joined, resolved, isFirst } = news;
  if (soon.length + fresh.length + worse.length + joined.length + resolved.length === 0) return undefined;

  const found: Section[] = [
    { kind: "act-soon", rows: rowsOf(soon, names, day) },
    { kind: isFirst ? "baseline" : "new", rows: rowsOf(fresh, names, day) },
    { kind: "worse", rows: rowsOf(worse, names, day) },
  ];
  const ranked = found.flatMap(({ rows }) => rows).sort(byRank);
  const shown = new Set(ranked.slice(0, MOST_ROWS));
  const sections = found.map(({ kind, rows }) => ({ kind, rows: rows.filter((row) => shown.has(row)) }));
  const unchecked = uncheckedLines({ ...input, names });
  return {
    key: `digest|${day}`,
    route: route.name,
    dayText: weekdayText(day, route.locale),
    clusterCount,
    headline: isFirst ? baselineHeadline(news, ranked.length > MOST_ROWS) : changesHeadline(news),
    sections: sections.filter(({ rows }) => rows.length > 0),
    more: findingsIn(ranked.slice(MOST_ROWS)),
    ...(joined.length === 0 ? {} : { joined: joinedLine(joined, names) }),
    stillOpen: news.stillOpen,
    resolved: resolvedLines(resolved, names),
    unchecked: unchecked.lines,
    isPriced: false,
    ...(scanClosedAt === undefined ? {} : { scanClosedAt }),
    tells: [...tellsOf(news, route.name, at), ...unchecked.tells],
  };
}

export const findingsIn = (rows: readonly Row[]): number => rows.reduce((sum, { members }) => sum + members.length, 0);
