import type { MoneyLine } from "../core/digest/money-block.ts";
import { whyText } from "../core/digest/unchecked.ts";
import { counted } from "../core/digest/words.ts";
import { worthText } from "../core/digest/worth.ts";
import { SEVERITIES } from "../core/model/finding.ts";
import type { BlockWorking } from "./block-working.ts";
import { momentText } from "./days.ts";
import { asideCounts } from "./decision-words.ts";
import { findingBlock } from "./finding-block.ts";
import { clusterPart, coveragePart, moneyPart, roomPart, scorePart, supportPart } from "./markdown-parts.ts";
import { text } from "./markdown-text.ts";
import type { Report } from "./report.ts";
import type { ReportFinding } from "./report-finding.ts";

/** For a wiki, an issue or a pull request: GitHub's dialect, without any HTML. */
export function renderMarkdown(report: Report): string {
  const { headline, at, locale, scanClosedAt, unchecked, findings } = report;
  const scan = scanClosedAt === undefined ? [] : [`scan ended ${momentText(scanClosedAt, locale)}`];
  const parts = [
    `# ${text(headline.text)}`,
    text(["AKS Advisor", momentText(at, locale), ...scan].join(" · ")),
    ...unchecked.map((line) =>
      [`**Could not check ${text(line.what)}:** ${text(whyText(line))}. ${text(line.wayOut)}`, ...line.commands.map(fence)].join("\n\n"),
    ),
    ...moneyPart(report),
    ...supportPart(report),
    ...roomPart(report),
    ...scorePart(report),
    ...clusterPart(report),
    ...SEVERITIES.toReversed().flatMap((severity) => {
      const those = findings.filter(({ record }) => record.finding.severity === severity);
      return those.length === 0
        ? []
        : [`## ${severity}: ${counted(those.length, "finding")}`, ...those.map((finding) => findingPart(finding, report))];
    }),
    ...asidePart(report),
    ...coveragePart(report),
  ];
  return `${parts.join("\n\n")}\n`;
}

function asidePart(report: Report): readonly string[] {
  const { aside } = report;
  if (aside.length === 0) return [];
  return [`## Set aside: ${asideCounts(aside)}`, ...aside.map((finding) => findingPart(finding, report))];
}

function findingPart(finding: ReportFinding, report: Report): string {
  const block = findingBlock(finding, report);
  const worth = worthText([finding.standing], report.currency, report.locale);
  const list = (label: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : [`**${label}**`, lines.map((line) => `- ${text(line)}`).join("\n")];
  return [
    `### ${text(block.title)}${worth === undefined ? "" : `: ${text(worth)}`}`,
    `${text(block.where)}  \n${text(`${finding.record.finding.severity} · ${block.standing}`)}`,
    text(block.detail),
    ...(block.note === undefined ? [] : [text(block.note)]),
    ...list("Worked out", block.workings.map(workingLine)),
    ...list("Money", moneyTexts(block.money, block.moneyWorkings, block.prices)),
    ...list("Saved", block.booked ? moneyTexts(block.booked.lines, block.booked.workings, block.booked.prices) : []),
    ...list("Cause", block.cause === undefined ? [] : [block.cause]),
    ...list("Must hold first", block.first),
    ...block.steps.flatMap((step, index) => [
      `${index + 1}. ${text(step.text)}`,
      ...(step.command === undefined ? [] : [fence(step.command)]),
    ]),
    ...list("As code", block.asCode.map(labelled)),
    `Restarts: ${text(block.restarts)}`,
    ...list("Not known", block.notKnown),
    `Source: <${block.source}>`,
    ...list(
      "Decisions",
      block.decisions.map(({ text: said, holds }) => `${holds ? "Holds: " : ""}${said}`),
    ),
  ].join("\n\n");
}

const moneyTexts = (lines: readonly MoneyLine[], workings: readonly BlockWorking[], prices: readonly MoneyLine[]): readonly string[] => [
  ...lines.map(labelled),
  ...workings.map(workingLine),
  ...prices.map(labelled),
];
const labelled = ({ label, text: said }: MoneyLine): string => `${label}: ${said}`;
const workingLine = ({ label, formula, value }: BlockWorking): string => `${label}: ${formula === "" ? "" : `${formula} = `}${value}`;

/** Longer than any run of backticks in the command, which so cannot end it. */
function fence(command: string): string {
  const longest = Math.max(2, ...[...command.matchAll(/`+/g)].map(([run]) => run.length));
  const mark = "`".repeat(longest + 1);
  return `${mark}shell\n${command}\n${mark}`;
}
