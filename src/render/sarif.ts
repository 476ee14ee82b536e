import { moneyBlock } from "../core/digest/money-block.ts";
import { plainSentence } from "../core/digest/plain.ts";
import type { Severity } from "../core/model/finding.ts";
import type { FindingState } from "../core/model/record.ts";
import { decisionText } from "./decision-words.ts";
import type { Report, ReportRule } from "./report.ts";
import type { ReportFinding } from "./report-finding.ts";

const SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

const LEVELS: Readonly<Record<Severity, "error" | "warning" | "note">> = {
  critical: "error",
  high: "error",
  medium: "warning",
  low: "note",
  info: "note",
};

const BASELINE_STATES: Readonly<Record<FindingState, "new" | "updated" | "unchanged" | "absent">> = {
  new: "new",
  regressed: "new",
  worsened: "updated",
  open: "unchanged",
  resolved: "absent",
};

/**
 * SARIF 2.1.0, for code scanning and whatever else collects results. There are no files to point into: a location is the ARM id of
 * what it is about. The finding's key is its fingerprint, so that a night's results are matched with the night before.
 */
export function renderSarif(report: Report): string {
  const indexOf = new Map(report.rules.map(({ rule }, index) => [rule, index]));
  const run = {
    tool: {
      driver: {
        name: "AKS Advisor",
        rules: report.rules.map(ruleOf),
      },
    },
    invocations: [
      {
        executionSuccessful: report.unchecked.length === 0,
        endTimeUtc: report.scanClosedAt ?? report.at,
        toolExecutionNotifications: report.unchecked.map(({ what, why, wayOut }) => ({
          level: "warning",
          message: { text: plainSentence(`Could not check ${what}: ${why}. ${wayOut}`) },
        })),
      },
    ],
    results: [...report.findings, ...report.aside].map((shown) => ({
      ruleIndex: indexOf.get(shown.record.stamp.rule) ?? -1,
      ...resultOf(shown, report),
    })),
    columnKind: "utf16CodeUnits",
  };
  return `${JSON.stringify({ $schema: SCHEMA, version: "2.1.0", runs: [run] }, undefined, 2)}\n`;
}

function ruleOf({ rule, code, category, source, summary, page }: ReportRule) {
  const help = page ?? source;
  return {
    id: rule,
    name: code,
    ...(summary === undefined ? {} : { shortDescription: { text: summary } }),
    helpUri: help,
    help: {
      text: page === undefined ? `Source: ${source}` : `What it says, how it is computed and what to do: ${page}\nSource: ${source}`,
    },
    properties: { category, tags: ["aks", category] },
  };
}

function resultOf(shown: ReportFinding, report: Report) {
  const { record, where, portal, standing } = shown;
  const { finding, stamp } = record;
  const money = moneyBlock(finding.worth, standing, report)?.lines.map(({ label, text }) => `${label}: ${text}`) ?? [];
  return {
    ruleId: stamp.rule,
    level: LEVELS[finding.severity],
    kind: "fail",
    message: { text: [`${where}: ${plainSentence(finding.title)}. ${plainSentence(finding.detail)}`, ...money].join("\n") },
    locations: [{ logicalLocations: [logicalLocation(shown)] }],
    fingerprints: { "findingKey/v1": record.key },
    baselineState: BASELINE_STATES[record.state],
    suppressions: suppressionsOf(shown, report.locale),
    ...(portal === undefined ? {} : { properties: { severity: finding.severity, portal } }),
  };
}

/** An empty list says that nobody set it aside: without one, that would not be known. */
const suppressionsOf = ({ setAside }: ReportFinding, locale: string) =>
  setAside
    ? [{ kind: "external", status: "accepted", justification: decisionText(setAside, locale), properties: { decision: setAside.kind } }]
    : [];

/** Pools by the id ARM gives them, under their cluster's. */
function logicalLocation({ record: { finding, subscription, region } }: ReportFinding) {
  const { target, subject } = finding;
  if (target.kind === "region") {
    const fullyQualifiedName = `/subscriptions/${subscription}/providers/Microsoft.Compute/locations/${region}`;
    return { fullyQualifiedName, name: region, kind: "resource" };
  }
  const name = subject ?? target.cluster.slice(target.cluster.lastIndexOf("/") + 1);
  return { fullyQualifiedName: subject === undefined ? target.cluster : `${target.cluster}/agentPools/${subject}`, name, kind: "resource" };
}
