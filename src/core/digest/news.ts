import type { Route, Told } from "../model/delivery.ts";
import { compareSeverity } from "../model/finding.ts";
import { type ClosingReason, type FindingRecord, hasWorsened } from "../model/record.ts";
import { addMinutes, type Day, daysBetween, type Instant } from "../model/time.ts";
import { localDay } from "./due.ts";
import { byText } from "./words.ts";

/** What a route has not been told yet. Compared with what it was told, never with the record's own state. */
export interface News {
  /** Nothing was ever told of findings here: everything at once, as one estate and not as news. */
  readonly isFirst: boolean;
  /** Dated, within the horizon, at a milestone. */
  readonly soon: readonly Item[];
  readonly fresh: readonly Item[];
  readonly worse: readonly Item[];
  /** Baseline findings of clusters that joined after the route's first digest. */
  readonly joined: readonly Item[];
  readonly resolved: readonly Item[];
  /** Open, and nothing to say about it. */
  readonly open: readonly Item[];
}

export interface Item {
  readonly record: FindingRecord;
  /** What the route was told last; absent when it is new there. */
  readonly told?: Told;
}

export interface NewsInput {
  readonly route: Pick<Route, "floor" | "timeZone">;
  readonly at: Instant;
  readonly day: Day;
  readonly records: readonly FindingRecord[];
  readonly told: readonly Told[];
}

/** A dated finding is said the first time, and again when it passes one of these. */
const MILESTONE_DAYS = [1, 7, 14, 30, 60];
const FLIP_REST_MINUTES = 7 * 1440;

/** Whether it is open, and grave enough for the route: every such finding is told once, and its money counts. */
export const isOpenFor = ({ closed, finding }: FindingRecord, { floor }: Pick<Route, "floor">): boolean =>
  !closed && compareSeverity(finding.severity, floor) >= 0;

export function newsOf(input: NewsInput): News {
  const told = new Map<string, Told>(input.told.map((row) => [row.key, row]));
  const news: Record<Exclude<Kind, "silent">, Item[]> = { soon: [], fresh: [], worse: [], joined: [], resolved: [], open: [] };
  for (const record of [...input.records].sort((a, b) => byText(a.key, b.key))) {
    const row = told.get(record.key);
    // Told of a finding that began later: the cluster or pool was deleted and made again, and starts clean.
    const known = row && row.at >= record.firstSeen ? row : undefined;
    const kind = kindOf(record, known, input);
    if (kind !== "silent") news[kind].push({ record, ...(known ? { told: known } : {}) });
  }
  // Only what was told of a finding carries a severity; reasons and notices do not.
  const isFirst =
    input.told.every(({ severity }) => severity === undefined) && [...news.soon, ...news.joined].some(({ record }) => record.baseline);
  return isFirst ? { ...news, isFirst, fresh: [...news.joined, ...news.fresh], joined: [] } : { ...news, isFirst };
}

type Kind = "soon" | "fresh" | "worse" | "joined" | "resolved" | "open" | "silent";

function kindOf(record: FindingRecord, told: Told | undefined, { route, at, day }: NewsInput): Kind {
  const { finding, closed, baseline, stamp } = record;
  const isResting = told?.flippedAt !== undefined && at < addMinutes(told.flippedAt, FLIP_REST_MINUTES);
  if (closed) return told?.state === "open" && isAnEnd(closed.reason) && !isResting ? "resolved" : "silent";
  if (!isOpenFor(record, route)) return "silent";

  const isNew = told?.state !== "open";
  if (isNew && isResting) return "open";
  const milestone = finding.due === undefined ? undefined : milestoneOf(daysBetween(day, finding.due));
  if (milestone !== undefined && (isNew || comesNearer(milestone, told, finding.due, route.timeZone))) return "soon";
  if (isNew) return baseline && !told ? "joined" : "fresh";
  return hasWorsened(finding, told, stamp.floor) ? "worse" : "open";
}

/** A rule that changed, or that does not speak of a stopped cluster, repaired nothing: no news, and none when it speaks again. */
const isAnEnd = (reason: ClosingReason): boolean => reason === "fixed" || reason === "gone" || reason === "moved";

/** The milestone a number of days stands at; nothing beyond the first one. A date that has passed stays at the last. */
export const milestoneOf = (daysLeft: number): number | undefined => MILESTONE_DAYS.find((days) => daysLeft <= days);

function comesNearer(milestone: number, told: Told, due: Day | undefined, timeZone: string): boolean {
  if (told.due === undefined || told.due !== due) return true;
  const toldAt = milestoneOf(daysBetween(localDay(told.at, timeZone), told.due));
  return toldAt === undefined || milestone < toldAt;
}

/** What becomes told of these findings once the message is handed over. */
export function tellsOf({ soon, fresh, worse, joined, resolved }: News, route: string, at: Instant): Told[] {
  const row = ({ record, told }: Item, state: Told["state"]): Told => {
    const { severity, magnitude, due } = record.finding;
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
      ...(flippedAt === undefined ? {} : { flippedAt }),
    };
  };
  return [...[...soon, ...fresh, ...worse, ...joined].map((item) => row(item, "open")), ...resolved.map((item) => row(item, "resolved"))];
}
