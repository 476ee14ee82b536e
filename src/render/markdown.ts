import { monthlyText } from "../core/digest/amount.ts";
import { plainSentence } from "../core/digest/plain.ts";
import { counted } from "../core/digest/words.ts";
import { sumText, worthText } from "../core/digest/worth.ts";
import { SEVERITIES } from "../core/model/finding.ts";
import { minorText } from "../core/model/version.ts";
import { dayText, momentText } from "./days.ts";
import { type BlockWorking, findingBlock } from "./finding-block.ts";
import type { Report } from "./report.ts";
import type { ReportFinding } from "./report-finding.ts";

/** For a wiki, an issue or a pull request: GitHub's dialect, without any HTML. */
export function renderMarkdown(report: Report): string {
  const { headline, at, locale, scanClosedAt, unchecked, findings } = report;
  const scan = scanClosedAt === undefined ? [] : [`scan ended ${momentText(scanClosedAt, locale)}`];
  const parts = [
    `# ${text(headline.text)}`,
    text(["AKS Advisor", momentText(at, locale), ...scan].join(" · ")),
    ...unchecked.map(({ what, why, since, wayOut, commands }) =>
      [`**Could not check ${text(what)}:** ${text(why)} (since ${text(since)}). ${text(wayOut)}`, ...commands.map(fence)].join("\n\n"),
    ),
    ...moneyPart(report),
    ...supportPart(report),
    ...clusterPart(report),
    ...SEVERITIES.toReversed().flatMap((severity) => {
      const those = findings.filter(({ record }) => record.finding.severity === severity);
      return those.length === 0
        ? []
        : [`## ${severity}: ${counted(those.length, "finding")}`, ...those.map((finding) => findingPart(finding, report))];
    }),
  ];
  return `${parts.join("\n\n")}\n`;
}

function moneyPart({ atStake, totals, locale, currency }: Report): readonly string[] {
  if (atStake.length === 0 && totals.notPriced === 0) return [];
  const rows = atStake.map(({ about, firmness, findings, monthly }) => [about, firmness, findings, monthlyText(monthly, locale)]);
  const notPriced = totals.notPriced === 0 ? [] : [`${counted(totals.notPriced, "finding")} not priced.`];
  return [
    "## Money at stake",
    ...(rows.length === 0 ? [] : [table(["About", "Firm or up to", "Findings", `At list price, ${currency}`], rows)]),
    ...notPriced,
  ];
}

function supportPart({ support = [], locale }: Report): readonly string[] {
  const rows = support.flatMap(({ minor, lines }) =>
    lines.map(({ plan, clusters, ends, doubt }) => [
      minor,
      plan,
      ends ? dayText(ends.on, locale) : "not known",
      ends ? ends.daysLeft : "",
      clusters.join(", "),
      doubt ?? "",
    ]),
  );
  return rows.length === 0
    ? []
    : ["## Support of Kubernetes versions", table(["Version", "Plan", "Last day", "Days left", "Clusters", "Doubt"], rows)];
}

function clusterPart({ clusters, locale }: Report): readonly string[] {
  const rows = clusters.map(({ ref, subscriptionName, seen, trouble, counts, saves }) => [
    ref.name,
    subscriptionName,
    seen?.cluster.region ?? "",
    seen ? minorText(seen.cluster.version) : "",
    seen ? seen.cluster.nodePools.reduce((sum, { nodeCount }) => sum + nodeCount, 0) : "",
    SEVERITIES.toReversed()
      .flatMap((severity) => (counts.has(severity) ? [`${counts.get(severity)} ${severity}`] : []))
      .join(", "),
    sumText(saves, locale) ?? "",
    trouble ? `not read since ${dayText(trouble.since, locale)}: ${trouble.reason.why}` : "",
  ]);
  const head = ["Cluster", "Subscription", "Region", "Version", "Nodes", "Findings", "Saves", "Note"];
  return rows.length === 0 ? [] : ["## Clusters", table(head, rows)];
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
    ...list("Money", [
      ...block.money.map(({ label, text: said }) => `${label}: ${said}`),
      ...block.moneyWorkings.map(workingLine),
      ...block.prices.map(({ label, text: said }) => `${label}: ${said}`),
    ]),
    ...list("Must hold first", block.first),
    ...block.steps.flatMap((step, index) => [
      `${index + 1}. ${text(step.text)}`,
      ...(step.command === undefined ? [] : [fence(step.command)]),
    ]),
    ...list(
      "As code",
      block.asCode.map(({ label, text: said }) => `${label}: ${said}`),
    ),
    `Restarts: ${text(block.restarts)}`,
    ...list("Not known", block.notKnown),
    `Source: <${block.source}>`,
  ].join("\n\n");
}

const workingLine = ({ label, formula, value }: BlockWorking): string => `${label}: ${formula === "" ? "" : `${formula} = `}${value}`;

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]): string =>
    `| ${cells.map((cell) => (cell === "" ? "" : text(String(cell)))).join(" | ")} |`;
  return [line(head), `|${head.map(() => " --- |").join("")}`, ...rows.map(line)].join("\n");
}

/** Longer than any run of backticks in the command, which so cannot end it. */
function fence(command: string): string {
  const longest = Math.max(2, ...[...command.matchAll(/`+/g)].map(([run]) => run.length));
  const mark = "`".repeat(longest + 1);
  return `${mark}shell\n${command}\n${mark}`;
}

/** Text with names in it: nothing in it is read as Markdown, nor as a link or a mention. */
export const text = (said: string): string =>
  plainSentence(said)
    .replaceAll(/[\\`*_{}[\]<>|~&#$@!]/g, String.raw`\$&`)
    .replaceAll("://", String.raw`\://`)
    .replaceAll(/\bwww\./gi, (start) => `${start.slice(0, -1)}\\.`)
    .replace(/^([-+]|\d+[.)])(?=\s|$)/, (start) => `${start.slice(0, -1)}\\${start.slice(-1)}`);
