import { isNothing, moneyText } from "../../src/core/digest/amount.ts";
import { type Names, whereAll } from "../../src/core/digest/places.ts";
import { type Standing, sumOfSavings } from "../../src/core/digest/standing.ts";
import { counted } from "../../src/core/digest/words.ts";
import { compareSeverity, type Severity } from "../../src/core/model/finding.ts";
import type { Currency, Money } from "../../src/core/model/money.ts";
import { momentText } from "../../src/core/model/time.ts";
import type { Report } from "../../src/render/report.ts";
import type { ReportFinding } from "../../src/render/report-finding.ts";
import { type Column, table } from "./table.ts";
import type { Colours, Terminal } from "./terminal.ts";
import { labelled, wrapped } from "./words.ts";

/** The same rule and severity in more places than this becomes one row. */
const ONE_BY_ONE = 3;
const NARROW = 100;

type Line = readonly [ReportFinding, ...ReportFinding[]];

export interface TableView {
  readonly terminal: Pick<Terminal, "columns" | "colours">;
  /** Every finding has a row of its own. */
  readonly isOneByOne: boolean;
  /** The next command is about the sample estate too. */
  readonly sample: boolean;
}

/** A report for people at a terminal: the headline, a row for each piece of advice, what could not be read, and where to go on. */
export function scanTable(report: Report, names: Names, view: TableView): string {
  const { columns, colours } = view.terminal;
  const lines = linesOf(report.findings, view.isOneByOne);
  const rows = lines.map((line) => cellsOf(line, names, report));
  const body =
    rows.length === 0 ? [] : [table(columnsFor(columns), rows, columns, paint(lines, colours)), ...legend(rows, columns, colours)];
  const parts = [
    wrapped(report.headline.text, columns).map(colours.bold).join("\n"),
    `AKS Advisor · read ${momentText(report.scanClosedAt ?? report.at)}${view.sample ? " · the sample estate" : ""}`,
  ].join("\n");
  return [parts, ...body, ...troublePart(report, columns, colours), ...endPart(report, view)].join("\n\n");
}

const columnsFor = (columns: number): readonly Column[] => [
  { head: "Severity" },
  { head: "Rule" },
  { head: "Where", atMost: columns < NARROW ? 20 : 30 },
  { head: "What", grows: 20 },
  { head: "A month", align: "right" },
];

const paint =
  (lines: readonly Line[], colours: Colours) =>
  (text: string, column: number, row: number): string =>
    column === 0 ? paintSeverity(text, lines[row]?.[0].record.finding.severity, colours) : text;

/** Only of marks that stand in the table. */
function legend(rows: readonly (readonly string[])[], columns: number, colours: Colours): readonly string[] {
  const amounts = rows.map((cells) => cells.at(-1) ?? "");
  const marks = [
    ...(amounts.some((text) => /\d/.test(text)) ? ["Less to pay a month, at list price."] : []),
    ...(amounts.some((text) => text.includes("≤")) ? ["≤ at most: load or the spot market decides."] : []),
    ...(amounts.some((text) => text.includes("or ")) ? ["or: in place of another that counts."] : []),
    ...(amounts.some((text) => text.includes("+")) ? ["+ more to pay."] : []),
  ];
  return marks.length === 0 ? [] : [wrapped(marks.join(" "), columns).map(colours.dim).join("\n")];
}

/** The gravest first, as the report has them; what is the same advice of the same gravity stands at the place of the first. */
function linesOf(findings: readonly ReportFinding[], isOneByOne: boolean): readonly Line[] {
  const byAdvice = Map.groupBy(
    findings,
    ({ record }) => `${record.stamp.rule} ${record.finding.severity} ${record.closed ? "closed" : "open"}`,
  );
  const lines: Line[] = [];
  for (const group of byAdvice.values()) {
    const [first, ...others] = group;
    if (!first) continue;
    if (isOneByOne || group.length <= ONE_BY_ONE) lines.push(...group.map((each): Line => [each]));
    else lines.push([first, ...others]);
  }
  return lines.sort(([a], [b]) => compareSeverity(b.record.finding.severity, a.record.finding.severity));
}

function cellsOf(line: Line, names: Names, { currency, locale }: Report): readonly string[] {
  const [first, ...others] = line;
  const { record } = first;
  const { finding, stamp } = record;
  const where = whereAll([record, ...others.map((each) => each.record)], names);
  const standings = line.map(({ standing }) => standing);
  return [finding.severity, stamp.code, where, `${stateWord(first)}${titleOf(line)}`, worthCell(standings, currency, locale)];
}

const MARKS = [
  ["counted", ""],
  ["also-possible", "or "],
  ["costs", "+ "],
] as const;

/** `US$113`, `≤ US$126`, both, or that a price is missing. */
function worthCell(standings: readonly Standing[], currency: Currency, locale: string): string {
  for (const [kind, mark] of MARKS) {
    const { firm, upTo } = sumOfSavings(
      standings.flatMap((standing) => (standing.kind === kind ? [standing.saving] : [])),
      currency,
    );
    const text = ({ amount }: Money): string => moneyText({ amount: Math.abs(amount), currency }, locale);
    const parts = [...(isNothing(firm) ? [] : [`${mark}${text(firm)}`]), ...(isNothing(upTo) ? [] : [`${mark}≤ ${text(upTo)}`])];
    if (parts.length > 0) return parts.join(" ");
  }
  return standings.some(({ kind }) => kind === "not-priced") ? "not priced" : "";
}

/** Titles with numbers of their own are not those of the others. */
function titleOf([first, ...others]: Line): string {
  const { title } = first.record.finding;
  return others.every(({ record }) => record.finding.title === title) ? title : `${title}, and alike`;
}

function stateWord({ record: { state, closed } }: ReportFinding): string {
  if (closed) return closed.reason === "fixed" ? "Resolved: " : `Resolved (${closed.reason}): `;
  if (state === "worsened") return "Worse: ";
  return state === "regressed" ? "Back: " : "";
}

function paintSeverity(text: string, severity: Severity | undefined, colours: Colours): string {
  if (severity === "critical") return colours.bold(colours.red(text));
  if (severity === "high") return colours.red(text);
  if (severity === "medium") return colours.yellow(text);
  return colours.dim(text);
}

function troublePart({ unchecked }: Report, columns: number, colours: Colours): readonly string[] {
  if (unchecked.length === 0) return [];
  const lines = unchecked.flatMap(({ what, why, wayOut, commands }) => [
    ...labelled("", [`${what}: ${why}. ${wayOut}`], { columns, indent: 2 }),
    // A broken command is worth nothing: it may be longer than the line.
    ...commands.map((command) => `    ${command}`),
  ]);
  return [[colours.yellow("Could not check"), ...lines].join("\n")];
}

function endPart({ findings, totals }: Report, { sample, terminal: { colours } }: TableView): readonly string[] {
  const [gravest] = findings;
  const notPriced = totals.notPriced > 0 ? [`${counted(totals.notPriced, "finding")} about money not priced.`] : [];
  if (!gravest) return notPriced;
  const { stamp, finding } = gravest.record;
  const where = finding.target.kind === "cluster" ? ` ${gravest.where.replaceAll(" / ", "/")}` : "";
  const isNamed = where !== "" && !where.includes(" ", 1);
  const command = `npm run explain --${sample ? " --sample" : ""} ${stamp.code}${isNamed ? where : ""}`;
  return [[...notPriced, colours.dim("The arithmetic and the commands of one:"), `  ${command}`].join("\n")];
}
