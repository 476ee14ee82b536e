import type { Decided, DecidedByKey, DecisionKind } from "../model/decision.ts";
import type { Finding } from "../model/finding.ts";
import type { FindingRecord } from "../model/record.ts";
import { magnitudeText, shortDayText } from "./words.ts";

type Kind = Exclude<DecisionKind, "withdrawn">;

/** In this order wherever they are counted. */
const KINDS: readonly Kind[] = ["snoozed", "accepted", "planned"];

export const isAside = ({ key, closed }: FindingRecord, decided: DecidedByKey): boolean => {
  const found = decided.get(key);
  return closed === undefined && found !== undefined && found.ended === undefined;
};

/** `4 snoozed · 1 accepted · 2 planned`; nothing where nothing is. */
export function asideText(records: readonly FindingRecord[], decided: DecidedByKey): string | undefined {
  const counts = countsOf(records.flatMap(({ key }) => decided.get(key)?.decision.kind ?? []));
  return counts.length === 0 ? undefined : counts.map(([kind, many]) => `${many} ${kind}`).join(" · ");
}

const BACK: Record<Kind, string> = { snoozed: "back from snooze", accepted: "no longer accepted", planned: "past the plan" };

/** `1 back from snooze`, a part for each kind of decision that has ended. */
export const backParts = (decided: readonly Decided[]): readonly string[] =>
  countsOf(decided.map(({ decision }) => decision.kind)).map(([kind, many]) => `${many} ${BACK[kind]}`);

function countsOf(kinds: readonly Kind[]): readonly (readonly [Kind, number])[] {
  return KINDS.flatMap((kind) => {
    const many = kinds.filter((each) => each === kind).length;
    return many === 0 ? [] : [[kind, many] as const];
  });
}

/** `snoozed until 1 Dec`, `accepted at 12 nodes`, `no longer planned`: what was decided, and is over. */
export function endedText({ decision, ended }: Decided, { magnitude, severity }: Finding, locale: string): string | undefined {
  const { kind, until, reference } = decision;
  switch (ended?.why) {
    case undefined:
      return undefined;
    case "date":
      return until === undefined ? kind : `${kind} until ${shortDayText(until, locale)}`;
    case "withdrawn":
      return `no longer ${kind}`;
    case "graver":
    case "grown":
      return `${kind} at ${reference.severity === severity && reference.magnitude.unit === magnitude.unit ? magnitudeText(reference.magnitude) : reference.severity}`;
  }
}
