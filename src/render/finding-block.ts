import { causeText } from "../core/digest/cause.ts";
import { type MoneyLine, moneyBlock } from "../core/digest/money-block.ts";
import { plainCommand, plainName, plainSentence } from "../core/digest/plain.ts";
import type { FindingRecord } from "../core/model/record.ts";
import { type BlockWorking, workingOf } from "./block-working.ts";
import { type BookedBlock, bookedBlock } from "./booked-block.ts";
import { dayText } from "./days.ts";
import { decisionText } from "./decision-words.ts";
import type { Report } from "./report.ts";
import type { ReportFinding } from "./report-finding.ts";

/** A finding in full, in words, the same for every format people read. Texts are plain: one line, with nothing hidden in them. */
export interface FindingBlock {
  readonly title: string;
  /** `worse · since 20 Nov 2026 · UPG-007` */
  readonly standing: string;
  readonly where: string;
  readonly detail: string;
  readonly workings: readonly BlockWorking[];
  readonly money: readonly MoneyLine[];
  readonly moneyWorkings: readonly BlockWorking[];
  readonly prices: readonly MoneyLine[];
  /** What came of it, where the ledger says so. */
  readonly booked?: BookedBlock;
  /** The change that it appeared with. */
  readonly cause?: string;
  readonly first: readonly string[];
  /** Those that begin with "Or" are other ways to the same end. */
  readonly steps: readonly BlockStep[];
  readonly asCode: readonly MoneyLine[];
  readonly restarts: string;
  readonly notKnown: readonly string[];
  /** Why it may no longer be so, or why it ended. */
  readonly note?: string;
  readonly source: string;
  /** All that was decided about it, the newest first. */
  readonly decisions: readonly BlockDecision[];
}

interface BlockDecision {
  readonly text: string;
  readonly holds: boolean;
}

export interface BlockStep {
  readonly text: string;
  readonly command?: string;
}

export function findingBlock(shown: ReportFinding, report: Pick<Report, "at" | "locale">): FindingBlock {
  const { record, where, subscriptionName, standing, decisions, setAside, cluster, booked } = shown;
  const { finding, stamp, firstSeen, region, cause } = record;
  const { remedy } = finding;
  const money = moneyBlock(finding.worth, standing, report);
  const note = noteOf(shown, report.locale);
  return {
    title: plainName(finding.title),
    standing: [...(setAside ? [setAside.kind] : []), ...stateWord(record), `since ${dayText(firstSeen, report.locale)}`, stamp.code].join(
      " · ",
    ),
    where: `${where} · ${plainName(region)} · subscription ${subscriptionName}`,
    detail: plainSentence(finding.detail),
    workings: finding.workings.map(workingOf),
    money: money?.lines ?? [],
    moneyWorkings: money?.workings.map(workingOf) ?? [],
    prices: money?.prices ?? [],
    ...(booked ? { booked: bookedBlock(booked, report) } : {}),
    ...(cause ? { cause: causeText(cause, report.locale, cluster?.id) } : {}),
    first: finding.first.map(plainSentence),
    steps: remedy.steps.map(({ text, command }) => {
      const shown = command === undefined ? undefined : plainCommand(command);
      return { text: plainSentence(text), ...(shown === undefined ? {} : { command: shown }) };
    }),
    asCode: [
      ...(remedy.bicep === undefined ? [] : [{ label: "Bicep", text: plainSentence(remedy.bicep) }]),
      ...(remedy.terraform === undefined ? [] : [{ label: "Terraform", text: plainSentence(remedy.terraform) }]),
    ],
    restarts: plainSentence(remedy.restarts),
    notKnown: finding.notKnown.map(plainSentence),
    ...(note === undefined ? {} : { note }),
    source: stamp.source,
    decisions: decisions.map((each) => ({ text: decisionText(each, report.locale), holds: each.id === setAside?.id })),
  };
}

/** That it is open need not be said. */
function stateWord({ state, baseline }: FindingRecord): readonly string[] {
  if (state === "worsened") return ["worse"];
  if (state === "regressed") return ["back again"];
  if (state === "resolved") return ["resolved"];
  return state === "new" && !baseline ? ["new"] : [];
}

function noteOf({ record: { closed }, notChecked }: ReportFinding, locale: string): string | undefined {
  if (closed) {
    const successor = closed.successor === undefined ? "" : ` to ${plainName(closed.successor)}`;
    return `Closed on ${dayText(closed.at, locale)}: ${closed.reason.replace("-", " ")}${successor}.`;
  }
  return notChecked && plainSentence(`Not checked again since ${dayText(notChecked.since, locale)}: ${notChecked.reason.why}.`);
}
