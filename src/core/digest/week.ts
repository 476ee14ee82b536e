import type { Said, Told } from "../model/delivery.ts";
import { compareSeverity } from "../model/finding.ts";
import type { FindingRecord } from "../model/record.ts";
import { addDays, type Day, daysBetween } from "../model/time.ts";
import { isAside } from "./aside.ts";
import type { DigestInput, Week, WeekLine } from "./digest.ts";
import { localDay } from "./due.ts";
import { isOpenFor } from "./news.ts";
import { whereOf } from "./places.ts";
import { plainName } from "./plain.ts";
import { byText, counted } from "./words.ts";

const MOST_LINES = 10;
const DAYS = 7;

/** `2026-W48`: weeks begin on Monday, and belong to the year of their Thursday. */
export function isoWeek(of: Day): string {
  const sinceMonday = (new Date(`${of}T00:00:00Z`).getUTCDay() + 6) % 7;
  const thursday = addDays(of, 3 - sinceMonday);
  const year = thursday.slice(0, 4);
  const week = 1 + Math.floor(daysBetween(`${year}-01-01` as Day, thursday) / 7);
  return `${year}-W${String(week).padStart(2, "0")}`;
}

const WORDS: Record<Said, string> = {
  new: "new",
  worse: "worse",
  back: "back",
  nearer: "date nearer",
  resolved: "resolved",
  baseline: "at the baseline",
};
const ORDER: readonly Said[] = ["new", "worse", "back", "nearer", "resolved", "baseline"];

interface Line {
  readonly record: FindingRecord;
  readonly said: Said;
}

/**
 * What the route was told in the seven days before this one, as it was told last. What is told tonight is not told twice, and what
 * ended or was set aside since says nothing any more. Nothing where there is nothing to name.
 */
export function weekOf(input: DigestInput, tonight: readonly Told[]): Week | undefined {
  const { records, told, day, route, names, links } = input;
  const again = new Set<string>(tonight.map(({ key }) => key));
  const byKey = new Map<string, FindingRecord>(records.map((record) => [record.key, record]));
  const lines = told.flatMap((row): Line[] => {
    const record = byKey.get(row.key);
    const age = daysBetween(localDay(row.at, route.timeZone), day);
    if (!record || row.said === undefined || again.has(row.key) || age < 1 || age > DAYS) return [];
    const stands = row.said === "resolved" ? record.closed !== undefined : isOpenFor(record, route) && !isAside(record, input.decided);
    return stands ? [{ record, said: row.said }] : [];
  });
  // What was there before anybody looked is no news: it is counted, and still open.
  const named = lines.filter(({ said }) => said !== "baseline");
  if (named.length === 0) return undefined;
  const shown = named.toSorted(byWeight).slice(0, MOST_LINES);
  return {
    headline: `This week: ${countsOf(lines)}`,
    lines: shown.map(
      ({ record, said }): WeekLine => ({
        where: whereOf(record, names),
        title: plainName(record.finding.title),
        what: WORDS[said],
        ...(links && said !== "resolved" ? { page: links.finding(record.key) } : {}),
      }),
    ),
    more: named.length - shown.length,
  };
}

function countsOf(lines: readonly Line[]): string {
  return ORDER.flatMap((said) => {
    const many = lines.filter((line) => line.said === said).length;
    if (many === 0) return [];
    return said === "nearer" ? `${counted(many, "date")} nearer` : `${many} ${WORDS[said]}`;
  }).join(", ");
}

/** What ended comes last. */
const byWeight = (a: Line, b: Line): number =>
  Number(a.said === "resolved") - Number(b.said === "resolved") ||
  compareSeverity(b.record.finding.severity, a.record.finding.severity) ||
  savedBy(b) - savedBy(a) ||
  byText(a.record.key, b.record.key);

/** Only to sort by: what of it counts was said on its day. */
const savedBy = ({ record: { finding } }: Line): number => (finding.worth.kind === "monthly" ? finding.worth.monthly.amount : 0);
