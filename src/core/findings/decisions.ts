import type { Decided, DecidedByKey, Decision, DecisionEnd, SetAside } from "../model/decision.ts";
import { compareSeverity, type Finding } from "../model/finding.ts";
import type { FindingKey, FindingRecord, Reference } from "../model/record.ts";
import { addDays, type Instant, later, startOf } from "../model/time.ts";

/** What was decided about the open ones of these findings, as it stands at that moment. Closed findings have none. */
export function decidedOf(records: readonly FindingRecord[], decisions: readonly Decision[], at: Instant): DecidedByKey {
  const byFinding = Map.groupBy(decisions, ({ finding }) => finding);
  return new Map(
    records.flatMap((record): [FindingKey, Decided][] => {
      const decided = decidedOn(record, byFinding.get(record.key) ?? [], at);
      return decided ? [[record.key, decided]] : [];
    }),
  );
}

/** Which of the decisions about one finding counts, and whether it has ended. The newest counts; what was decided of another finding of that name does not. */
export function decidedOn(record: FindingRecord, decisions: readonly Decision[], at: Instant): Decided | undefined {
  if (record.closed) return undefined;
  const known = decisions.filter((decision) => decision.at >= record.firstSeen && decision.at <= at).toSorted(byTime);
  const decision = known.findLast(isSetAside);
  if (!decision) return undefined;
  const back = known.slice(known.indexOf(decision) + 1)[0];
  const ended = back ? takenBack(back, decision) : endOf(decision, record, at);
  return { decision, ...(ended ? { ended } : {}) };
}

/** Those that hold. */
export const setAsideOf = (decided: DecidedByKey): ReadonlyMap<FindingKey, SetAside> =>
  new Map([...decided].flatMap(([key, { decision, ended }]): [FindingKey, SetAside][] => (ended ? [] : [[key, decision]])));

/**
 * What the app has to put down: a decision whose finding has outgrown it is over for good, also where the finding shrinks again. The same
 * facts give the same rows, and what stands in the table already is not put down again.
 */
export function outgrown(records: readonly FindingRecord[], decisions: readonly Decision[], at: Instant): readonly Decision[] {
  const byFinding = Map.groupBy(decisions, ({ finding }) => finding);
  return records.flatMap((record): Decision[] => {
    const { subscription, key: finding } = record;
    const all = byFinding.get(finding) ?? [];
    const { decision, ended } = decidedOn(record, all, at) ?? {};
    if (!decision || !ended || ended.why === "date" || ended.why === "withdrawn") return [];
    if (all.some(({ kind, at }) => kind === "withdrawn" && at >= decision.at)) return [];
    const { severity, magnitude } = record.finding;
    return [
      {
        ...{ id: `ended ${decision.id}`, subscription, finding, kind: "withdrawn", at: ended.at, by: { kind: "app" } },
        ...{ why: ended.why, reference: { severity, magnitude } },
      },
    ];
  });
}

const byTime = (a: Decision, b: Decision): number =>
  byText(a.at, b.at) || Number(!isSetAside(a)) - Number(!isSetAside(b)) || byText(a.id, b.id);
const byText = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
const isSetAside = (decision: Decision): decision is SetAside => decision.kind !== "withdrawn";

/** It may have run out before somebody took it back. */
function takenBack({ at, by, reference }: Decision, decision: SetAside): DecisionEnd {
  const over = lastMomentOver(decision);
  if (over !== undefined && over <= at) return { at: over, why: "date" };
  if (by.kind !== "app") return { at, why: "withdrawn" };
  return { at, why: compareSeverity(reference.severity, decision.reference.severity) > 0 ? "graver" : "grown" };
}

function endOf(decision: SetAside, { finding, lastSeen }: FindingRecord, at: Instant): DecisionEnd | undefined {
  const over = lastMomentOver(decision);
  if (over !== undefined && over <= at) return { at: over, why: "date" };
  const why = hasOutgrown(finding, decision.reference);
  return why && { at: later(lastSeen, decision.at), why };
}

/** It holds through its last day. */
const lastMomentOver = ({ until }: SetAside): Instant | undefined => (until === undefined ? undefined : startOf(addDays(until, 1)));

/** Graver, or larger by over a quarter. A dated finding comes nearer by itself: it outgrows by severity alone. Other units are not compared. */
function hasOutgrown({ severity, magnitude, due }: Finding, reference: Reference): "graver" | "grown" | undefined {
  if (compareSeverity(severity, reference.severity) > 0) return "graver";
  if (due !== undefined || magnitude.unit !== reference.magnitude.unit) return undefined;
  return magnitude.value * 4 > reference.magnitude.value * 5 ? "grown" : undefined;
}
