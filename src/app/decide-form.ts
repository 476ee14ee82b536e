import { LONGEST_SENTENCE } from "../core/digest/plain.ts";
import { DECISION_KINDS, type DecisionKind } from "../core/model/decision.ts";
import { addDays, type Day, day } from "../core/model/time.ts";

/** The longest a finding is snoozed or planned ahead. */
export const MOST_DAYS = 365;
export const SHORTEST_REASON = 3;
/** As much as is shown of it everywhere. */
export const LONGEST_REASON = LONGEST_SENTENCE;

/** A form as it was filled in. */
export interface Filled {
  readonly kind: DecisionKind;
  /** Last day on which it holds; nothing for what has none. */
  readonly until?: Day;
  /** Empty where somebody withdraws. */
  readonly why: string;
  /** What the finding said when the form was opened. */
  readonly seen: string;
}

/** What was sent, as far as it can be shown again, and what is wrong with it. */
export interface WronglyFilled {
  readonly kind?: DecisionKind;
  readonly until: string;
  readonly why: string;
  readonly problems: readonly string[];
}

/** Reads the body of a form: each field once, names and values as text. */
export function readForm(body: string, today: Day): Filled | WronglyFilled {
  const fields = new URLSearchParams(body);
  const twice = ["kind", "until", "why", "seen"].filter((name) => fields.getAll(name).length > 1);
  const kind = DECISION_KINDS.find((each) => each === fields.get("kind"));
  const until = (fields.get("until") ?? "").trim();
  const why = reasonOf(fields.get("why") ?? "");
  const seen = fields.get("seen") ?? "";
  const problems = [
    ...twice.map((name) => `The field ${name} was sent more than once.`),
    ...(kind === undefined ? [`What is decided is none of ${DECISION_KINDS.join(", ")}.`] : []),
    ...(kind === undefined || kind === "withdrawn" ? [] : reasonProblems(why)),
    ...(hasLastDay(kind) ? dayProblems(until, today) : []),
  ];
  if (kind === undefined || problems.length > 0) return { ...(kind ? { kind } : {}), until: until.slice(0, 10), why: cut(why), problems };
  return { kind, why: kind === "withdrawn" ? cut(why) : why, seen, ...(hasLastDay(kind) ? { until: day(until) } : {}) };
}

const hasLastDay = (kind: DecisionKind | undefined): boolean => kind === "snoozed" || kind === "planned";

/** As it was written, but for what has no shape: line ends are kept, other controls and what turns text around are not. */
const reasonOf = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/\r\n?/g, "\n")
    .replaceAll(/(?!\n)[\p{Cc}\p{Cf}]/gu, "")
    .trim();

const lengthOf = (text: string): number => [...text].length;
const cut = (text: string): string => [...text].slice(0, LONGEST_REASON).join("");

function reasonProblems(why: string): readonly string[] {
  const length = lengthOf(why);
  if (length < SHORTEST_REASON) return [`A reason is missing: it takes ${SHORTEST_REASON} characters or more, for whoever asks later.`];
  return length > LONGEST_REASON ? [`The reason has ${length} characters; it takes ${LONGEST_REASON} at most.`] : [];
}

function dayProblems(text: string, today: Day): readonly string[] {
  const [first, last] = [addDays(today, 1), addDays(today, MOST_DAYS)];
  const takes = `it takes a day from ${first} to ${last}`;
  if (text === "") return [`The last day is missing; ${takes}.`];
  if (!isDay(text)) return [`The last day is not a day of the form YYYY-MM-DD; ${takes}.`];
  return text < first || text > last ? [`${text} cannot be the last day; ${takes}.`] : [];
}

function isDay(text: string): boolean {
  try {
    return day(text) === text;
  } catch {
    return false;
  }
}
