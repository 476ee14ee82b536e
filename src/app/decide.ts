import type { Decision } from "../core/model/decision.ts";
import type { FindingRecord } from "../core/model/record.ts";
import { addMinutes, dayOf } from "../core/model/time.ts";
import { shortId } from "../render/index.ts";
import type { Asked, Reader } from "./access.ts";
import { type Answer, type Elsewhere, type Page, problem } from "./answer.ts";
import type { Run } from "./compose.ts";
import { type Filled, readForm, type WronglyFilled } from "./decide-form.ts";
import { lastDecision, seenOf } from "./decide-seen.ts";
import type { Person } from "./principal.ts";
import { type Estate, estateOf } from "./report-estate.ts";
import { readerLinks } from "./report-links.ts";
import { findingAnswer, findingOf, noSuchFinding } from "./report-pages.ts";
import { isSameOrigin } from "./same-origin.ts";

/** A POST, beside what says who sent it. */
export interface SentForm extends Asked {
  /** As the app was asked: scheme, host and port. */
  readonly origin: string;
  /** Read only once everything else is right. */
  readonly body: () => Promise<string>;
}

/** The longest reason takes 4,800 bytes: 400 characters of four bytes, each of them escaped. */
const MOST_BYTES = 16 * 1024;
const FORM_TYPE = "application/x-www-form-urlencoded";
/** A form sent twice by a double click is one decision. */
const SAME_MINUTES = 2;

/** A person decides about one finding: nothing else that reaches the app decides anything. */
export async function decide(run: Run, reader: Reader, sent: SentForm): Promise<Answer> {
  const { person } = reader;
  if (!person) return problem("forbidden", "Nothing was decided", ["Only somebody who is signed in with Microsoft Entra decides."]);
  if (!isSameOrigin(run.settings, sent)) {
    return problem("forbidden", "Nothing was decided", [
      "The form was not sent from the finding's own page. Open the finding, and decide there.",
      "Where the app has a name of its own, the setting REPORT_URL has to say it.",
    ]);
  }
  const [type = ""] = (sent.header("content-type") ?? "").split(";");
  if (type.trim().toLowerCase() !== FORM_TYPE)
    return problem("not-a-form", "Nothing was decided", [`Only a form (${FORM_TYPE}) is read here.`]);
  const tooLarge = problem("too-large", "Nothing was decided", ["The form holds more than its fields take."]);
  if (Number(sent.header("content-length") ?? 0) > MOST_BYTES) return tooLarge;
  const body = await sent.body();
  if (Buffer.byteLength(body) > MOST_BYTES) return tooLarge;
  return await decideOn(run, reader, person, sent.query.get("id"), body);
}

async function decideOn(run: Run, reader: Reader, person: Person, id: string | null, body: string): Promise<Answer> {
  const estate = await estateOf(run, reader);
  const record = findingOf(estate, id);
  if (!record) return noSuchFinding(run, reader);
  const done: Elsewhere = { kind: "elsewhere", to: readerLinks(run.settings, reader).finding(record.key) };
  const again = async (why: NonNullable<Page["why"]>, sent: WronglyFilled): Promise<Answer> => {
    const answer = await findingAnswer(run, reader, estate, record, sent);
    return answer.kind === "page" ? { ...answer, why } : answer;
  };
  if (record.closed)
    return problem("changed", "Nothing was decided", ["The finding has been closed meanwhile."], [{ label: "The finding", href: done.to }]);
  const filled = readForm(body, dayOf(run.now));
  if ("problems" in filled) return again("wrong", filled);
  if (isRepeat(filled, person, record, estate, run)) return done;
  const changed = changedSince(filled, record, estate);
  if (changed !== undefined)
    return again("changed", { kind: filled.kind, until: filled.until ?? "", why: filled.why, problems: [changed] });

  await run.store.decisions.add(decisionOf(run, filled, person, record));
  run.log.info(`finding ${shortId(record.key)} of subscription ${record.subscription} was ${filled.kind} by ${person.id}`);
  return done;
}

function changedSince({ kind, seen }: Filled, record: FindingRecord, estate: Estate): string | undefined {
  if (seen !== seenOf(record, estate))
    return "The finding, or what was decided about it, has changed since you opened it. Look at it again.";
  const last = lastDecision(record, estate);
  return kind === "withdrawn" && (last === undefined || last.kind === "withdrawn") ? "There is nothing to withdraw." : undefined;
}

function isRepeat({ kind, until, why }: Filled, person: Person, record: FindingRecord, estate: Estate, { now }: Run): boolean {
  const last = lastDecision(record, estate);
  if (last?.by.kind !== "person" || last.by.id !== person.id || addMinutes(last.at, SAME_MINUTES) < now) return false;
  return last.kind === kind && last.until === until && last.why === why;
}

const decisionOf = ({ id, now }: Run, { kind, until, why }: Filled, person: Person, record: FindingRecord): Decision => ({
  ...{ id, kind, why, at: now },
  subscription: record.subscription,
  finding: record.key,
  by: { kind: "person", ...person },
  ...(until === undefined ? {} : { until }),
  reference: { severity: record.finding.severity, magnitude: record.finding.magnitude },
});
