import { stringify } from "csv-stringify/sync";
import { causeText } from "../core/digest/cause.ts";
import { plainCommand, plainName, plainSentence } from "../core/digest/plain.ts";
import { whoText } from "./decision-words.ts";
import type { Report } from "./report.ts";
import type { ReportFinding } from "./report-finding.ts";
import { cents } from "./rounded.ts";

/** In this order; new ones come last, so that what was built on a column keeps working. */
export const CSV_COLUMNS = [
  "code",
  "rule",
  "category",
  "severity",
  "state",
  "title",
  "detail",
  "subscription_name",
  "subscription",
  "region",
  "resource_group",
  "cluster",
  "pool",
  "first_seen",
  "last_seen",
  "due",
  "magnitude",
  "unit",
  "money",
  "saving_kind",
  "firmness",
  "monthly",
  "monthly_low",
  "monthly_high",
  "monthly_before",
  "once",
  "currency",
  "confidence",
  "not_priced_because",
  "step",
  "command",
  "bicep",
  "terraform",
  "restarts",
  "source",
  "portal",
  "key",
  "cause",
  "set_aside",
  "set_aside_by",
  "set_aside_until",
  "set_aside_why",
] as const;

type Cells = Partial<Readonly<Record<(typeof CSV_COLUMNS)[number], string | number>>>;

/**
 * One line a finding, for spreadsheets: UTF-8 with a mark that says so, CRLF, every text in quotes. A text that a spreadsheet would
 * take for a formula gets an apostrophe in front; numbers stay numbers, also below zero. Names are made plain.
 */
export const renderCsv = (report: Report): string =>
  stringify(
    [...report.findings, ...report.aside].map((shown) => cellsOf(shown, report.locale)),
    {
      header: true,
      columns: [...CSV_COLUMNS],
      bom: true,
      record_delimiter: "windows",
      quoted_string: true,
      escape_formulas: true,
    },
  );

function cellsOf(shown: ReportFinding, locale: string): Cells {
  const { finding, stamp, state, key, subscription, region, firstSeen, lastSeen, cause } = shown.record;
  const [step] = finding.remedy.steps;
  const command = finding.remedy.steps.flatMap((each) => (each.command === undefined ? [] : (plainCommand(each.command) ?? [])))[0];
  const { bicep, terraform, restarts } = finding.remedy;
  return {
    code: plainName(stamp.code),
    rule: plainName(stamp.rule),
    category: stamp.category,
    severity: finding.severity,
    state,
    title: plainName(finding.title),
    detail: plainSentence(finding.detail),
    subscription_name: shown.subscriptionName,
    subscription: plainName(subscription),
    region: plainName(region),
    ...(shown.cluster ? { resource_group: plainName(shown.cluster.resourceGroup), cluster: plainName(shown.cluster.name) } : {}),
    ...(finding.subject === undefined ? {} : { pool: plainName(finding.subject) }),
    first_seen: firstSeen,
    last_seen: lastSeen,
    ...(finding.due === undefined ? {} : { due: finding.due }),
    magnitude: finding.magnitude.value,
    unit: finding.magnitude.unit,
    ...moneyCells(shown),
    ...(step ? { step: plainSentence(step.text) } : {}),
    ...(command === undefined ? {} : { command }),
    ...(bicep === undefined ? {} : { bicep: plainSentence(bicep) }),
    ...(terraform === undefined ? {} : { terraform: plainSentence(terraform) }),
    restarts: plainSentence(restarts),
    source: plainSentence(stamp.source),
    ...(shown.portal === undefined ? {} : { portal: shown.portal }),
    key,
    ...(cause ? { cause: causeText(cause, locale, shown.cluster?.id) } : {}),
    ...asideCells(shown),
  };
}

function asideCells({ setAside }: ReportFinding): Cells {
  if (!setAside) return {};
  const { kind, by, until, why } = setAside;
  return {
    set_aside: kind,
    set_aside_by: whoText(by),
    ...(until === undefined ? {} : { set_aside_until: until }),
    set_aside_why: plainSentence(why),
  };
}

/** What is also possible, costs or is set aside says so in `money`: only `counted` lines add up, firm and up to apart. */
function moneyCells({ record, standing, setAside }: ReportFinding): Cells {
  const { worth } = record.finding;
  if (standing.kind === "not-priced") return { money: standing.kind, not_priced_because: plainSentence(standing.why) };
  if (worth.kind === "once") return { money: "once", once: cents(worth.cost.amount), currency: worth.cost.currency };
  if (standing.kind === "none") return { money: "none" };
  const { about, firmness, monthly, range, before, confidence } = standing.saving;
  return {
    money: setAside ? "set-aside" : standing.kind,
    saving_kind: about,
    firmness,
    monthly: cents(monthly.amount),
    ...(range ? { monthly_low: cents(range.low), monthly_high: cents(range.high) } : {}),
    monthly_before: cents(before.amount),
    currency: monthly.currency,
    confidence,
  };
}
