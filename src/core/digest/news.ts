import type { Decided, DecidedByKey } from "../model/decision.ts";
import type { Route, Said, Told } from "../model/delivery.ts";
import { compareSeverity } from "../model/finding.ts";
import { ruleId } from "../model/names.ts";
import { type ClosingReason, type FindingRecord, hasWorsened } from "../model/record.ts";
import { addMinutes, type Day, daysBetween, type Instant } from "../model/time.ts";
import { isAside } from "./aside.ts";
import { localDay } from "./due.ts";
import { carriedTells, type Move, movesOf } from "./moves.ts";
import { byText } from "./words.ts";

/** What a route has not been told yet. Compared with what it was told, never with the record's own state. */
export interface News {
  /** Nothing was ever told of findings here: everything at once, as one estate and not as news. */
  readonly isFirst: boolean;
  /** Dated, within the horizon, at a milestone; or a change that failed half way. */
  readonly soon: readonly Item[];
  readonly fresh: readonly Item[];
  readonly worse: readonly Item[];
  /** Set aside when the route was told last, and not any more. */
  readonly back: readonly Item[];
  /** Baseline findings of clusters that joined after the route's first digest. */
  readonly joined: readonly Item[];
  readonly resolved: readonly Item[];
  /** Went along with their pools. */
  readonly moved: readonly Move[];
  /** Open, and nothing to say about it. */
  readonly open: readonly Item[];
  /** Open, and people decided to live with it: counted, and not told. */
  readonly aside: readonly Item[];
}

export interface Item {
  readonly record: FindingRecord;
  /** What was decided about it, where that is over and the route does not know. */
  readonly over?: Decided;
  /** What the route was told last; absent when it is new there. */
  readonly told?: Told;
}

export interface NewsInput {
  readonly route: Pick<Route, "floor" | "timeZone">;
  readonly at: Instant;
  readonly day: Day;
  readonly records: readonly FindingRecord[];
  readonly told: readonly Told[];
  readonly decided: DecidedByKey;
}

/** A dated finding is said the first time, and again when it passes one of these. */
const MILESTONE_DAYS = [1, 7, 14, 30, 60];
const FLIP_REST_MINUTES = 7 * 1440;

/** Whether it is open, and grave enough for the route: every such finding is told once, and its money counts. */
export const isOpenFor = ({ closed, finding }: FindingRecord, { floor }: Pick<Route, "floor">): boolean =>
  !closed && compareSeverity(finding.severity, floor) >= 0;

export function newsOf(input: NewsInput): News {
  const told = new Map<string, Told>(input.told.map((row) => [row.key, row]));
  // Told of a finding that began later: the cluster or pool was deleted and made again, and starts clean.
  const toldOf = (record: FindingRecord): Told | undefined => {
    const row = told.get(record.key);
    return row && row.at >= record.firstSeen ? row : undefined;
  };
  const records = [...input.records].sort((a, b) => byText(a.key, b.key));
  const moved = movesOf(
    records,
    records.filter((record) => isOpenFor(record, input.route)),
    toldOf,
  );
  const left = new Set<string>(moved.map(({ from }) => from.key));
  const inherited = new Map(moved.flatMap(({ from, to, isHeir }) => (isHeir ? [[to.key, from] as const] : [])));
  const news: Record<Exclude<Kind, "silent">, Item[]> = {
    ...{ soon: [], fresh: [], worse: [], back: [], joined: [], resolved: [], open: [], aside: [] },
  };
  for (const record of records) {
    if (left.has(record.key)) continue;
    const known = toldOf(record) ?? inherited.get(record.key);
    const kind = kindOf(record, known, input);
    const over = kind === "back" ? input.decided.get(record.key) : undefined;
    if (kind !== "silent") news[kind].push({ record, ...(known ? { told: known } : {}), ...(over ? { over } : {}) });
  }
  // Only what was told of a finding carries a severity; reasons and notices do not.
  const isFirst =
    input.told.every(({ severity }) => severity === undefined) && [...news.soon, ...news.joined].some(({ record }) => record.baseline);
  return isFirst
    ? { ...news, moved, isFirst, fresh: [...news.joined, ...news.fresh, ...news.back], joined: [], back: [] }
    : { ...news, moved, isFirst };
}

type Kind = "soon" | "fresh" | "worse" | "back" | "joined" | "resolved" | "open" | "aside" | "silent";

const LAST_CHANGE_FAILED = ruleId("last-change-failed");

function kindOf(record: FindingRecord, told: Told | undefined, input: NewsInput): Kind {
  const { route, at, day, decided } = input;
  const { finding, closed, baseline, stamp } = record;
  const isResting = told?.flippedAt !== undefined && at < addMinutes(told.flippedAt, FLIP_REST_MINUTES);
  if (closed) return told?.state === "open" && isAnEnd(closed.reason) && !isResting ? "resolved" : "silent";
  if (!isOpenFor(record, route)) return "silent";
  if (isAside(record, decided)) return "aside";

  const isNew = told?.state !== "open";
  if (isNew && isResting) return "open";
  if (isBack(told, decided.get(record.key))) return "back";
  if (isNew ? isUrgent(record, day) : isNearerNow(record, told, input)) return "soon";
  if (isNew) return baseline && !told ? "joined" : "fresh";
  return hasWorsened(finding, told, stamp.floor) ? "worse" : "open";
}

/** While a decision holds a route is told nothing of the finding: what it was told last is older than the decision. */
const isBack = (told: Told | undefined, decided: Decided | undefined): boolean =>
  decided?.ended !== undefined && (told === undefined || told.at < decided.decision.at);

/** A rule that changed, or that does not speak of a stopped cluster, repaired nothing: no news, and none when it speaks again. */
const isAnEnd = (reason: ClosingReason): boolean => reason === "fixed" || reason === "gone" || reason === "moved";

/** The milestone a number of days stands at; nothing beyond the first one. A date that has passed stays at the last. */
export const milestoneOf = (daysLeft: number): number | undefined => MILESTONE_DAYS.find((days) => daysLeft <= days);

/** It has a date that is near, or a change that stopped half way waits for somebody. */
const isUrgent = ({ stamp, finding: { due } }: FindingRecord, on: Day): boolean =>
  stamp.rule === LAST_CHANGE_FAILED || (due !== undefined && milestoneOf(daysBetween(on, due)) !== undefined);

function isNearerNow({ finding: { due } }: FindingRecord, told: Told, { day, route: { timeZone } }: NewsInput): boolean {
  const milestone = due === undefined ? undefined : milestoneOf(daysBetween(day, due));
  if (milestone === undefined) return false;
  if (told.due === undefined || told.due !== due) return true;
  const toldAt = milestoneOf(daysBetween(localDay(told.at, timeZone), told.due));
  return toldAt === undefined || milestone < toldAt;
}

/** What becomes told of these findings once the message is handed over. */
export function tellsOf({ isFirst, soon, fresh, worse, back, joined, resolved, moved }: News, route: string, at: Instant): Told[] {
  const row = ({ record, told }: Item, said: Said): Told => {
    const { severity, magnitude, due } = record.finding;
    const state = said === "resolved" ? "resolved" : "open";
    const hasFlipped = told !== undefined && told.state !== state && (told.state === "resolved" || told.flippedAt !== undefined);
    const flippedAt = hasFlipped ? at : told?.flippedAt;
    return {
      route,
      key: record.key,
      at,
      state,
      severity,
      magnitude,
      ...(due === undefined ? {} : { due }),
      said,
      ...(flippedAt === undefined ? {} : { flippedAt }),
    };
  };
  const first = isFirst ? "baseline" : "new";
  const tells = [
    ...soon.map((item) => row(item, item.told?.state === "open" ? "nearer" : first)),
    ...fresh.map((item) => row(item, first)),
    ...worse.map((item) => row(item, "worse")),
    ...back.map((item) => row(item, "back")),
    ...joined.map((item) => row(item, "baseline")),
    ...resolved.map((item) => row(item, "resolved")),
  ];
  const keys = new Set<string>(tells.map(({ key }) => key));
  return [...tells, ...carriedTells(moved, at).filter(({ key }) => !keys.has(key))];
}
