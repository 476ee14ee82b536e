import { known } from "../../../src/core/model/absence.ts";
import type { Calendar } from "../../../src/core/model/calendar.ts";
import type { Cluster, NodePool } from "../../../src/core/model/cluster.ts";
import { compareSeverity, type Finding, type Outcome, type Worth } from "../../../src/core/model/finding.ts";
import type { ClusterDay } from "../../../src/core/model/history.ts";
import { ruleId } from "../../../src/core/model/names.ts";
import type { RegionFacts, RegionView, Snapshot } from "../../../src/core/model/snapshot.ts";
import type { Instant } from "../../../src/core/model/time.ts";
import type { Rule } from "../../../src/core/rules/rule.ts";
import { cluster, NOW, regionFacts, regionView, snapshot, without } from "../../support/build.ts";
import { settledCalendar } from "../../support/calendar.ts";
import { wrongBicep, wrongFlags, wrongTerraform } from "./code-words.ts";

interface Scene {
  readonly of?: Partial<Cluster>;
  /** What the cluster's answer does not have. */
  readonly lacks?: keyof Cluster;
  /** When the cluster was read and is judged. */
  readonly at?: Instant;
  readonly calendar?: Calendar;
  readonly facts?: Partial<RegionFacts>;
  /** Further clusters of the region. */
  readonly others?: readonly Snapshot[];
  readonly history?: readonly ClusterDay[];
  /** Minutes a wave by pool. */
  readonly measured?: Readonly<Record<string, number>>;
  /** Of the rule, for the whole app. */
  readonly thresholds?: Readonly<Record<string, number>>;
  readonly requiredTags?: readonly string[];
}

/** A rule that has nothing to say: what was found before counts as mended. */
export const SILENT = { findings: [], unknown: [], notApplicable: [] };

/** What a rule answers about a region, in findings that hold up. */
export function answersIn(rule: Rule, view: RegionView): Outcome {
  const outcome = rule.judge(view);
  const flaws = outcome.findings.flatMap((finding) => flawsOf(rule, finding));
  if (flaws.length > 0) throw new Error(`${rule.meta.id} has a finding with flaws: ${flaws.join("; ")}`);
  return outcome;
}

/** What it answers about one cluster of a region. */
export function answersOf(rule: Rule, scene: Scene = {}): Outcome {
  const { of = {}, lacks, at = NOW, calendar = settledCalendar, facts, others = [], history = [], measured = {} } = scene;
  const judged: Cluster = lacks === undefined ? cluster(of) : (without(cluster(of), lacks) as Cluster);
  const rules = new Map([[ruleId(rule.meta.id), { thresholds: scene.thresholds ?? {} }]]);
  return answersIn(rule, {
    ...regionView({ at, calendar, facts: regionFacts(facts), snapshots: [snapshot(judged, { cluster: known(judged, at) }), ...others] }),
    history: new Map([[judged.id, history]]),
    measured: new Map([[judged.id, new Map(Object.entries(measured))]]),
    settings: { rules, requiredTags: scene.requiredTags ?? [] },
  });
}

/** The same, about one pool of it. */
export const answersOn = (rule: Rule, pool: NodePool, { of = {}, ...scene }: Scene = {}): Outcome =>
  answersOf(rule, { ...scene, of: { nodePools: [pool], ...of } });

/** @throws when there is not exactly one finding. */
export function onlyFinding({ findings, unknown, notApplicable }: Outcome): Finding {
  const [finding, ...more] = findings;
  if (!finding || more.length > 0)
    throw new Error(`not one finding: ${JSON.stringify({ findings, unknown, notApplicable }, undefined, 1)}`);
  return finding;
}

export const commandsOf = ({ remedy }: Finding): string[] =>
  remedy.steps.flatMap(({ command }) => (command === undefined ? [] : [command]));
export const workingOf = ({ workings }: Finding, label: string): string | undefined =>
  workings.find((working) => working.label === label)?.value;

/** A month, or once; NaN without an amount. */
export function amountOf(worth: Worth): number {
  if (worth.kind === "monthly") return worth.monthly.amount;
  return worth.kind === "once" ? worth.cost.amount : Number.NaN;
}

const wrongCode = (finding: Finding): string[] => [
  ...wrongBicep(finding.remedy.bicep ?? ""),
  ...wrongTerraform(finding.remedy.terraform ?? ""),
  ...commandsOf(finding).flatMap(wrongFlags),
];

/** What every finding must keep to; empty when all is well. */
export function flawsOf(rule: Rule, finding: Finding): string[] {
  const { title, detail, severity, subject, remedy, magnitude } = finding;
  const [mildest, gravest] = rule.meta.severities;
  const commands = commandsOf(finding);
  const text = JSON.stringify(finding);
  const rules: readonly [string, boolean][] = [
    ["title is at most 80 characters", title.length > 0 && title.length <= 80],
    ["title has no full stop", !title.endsWith(".")],
    ["title does not name its subject", subject === undefined || !title.split(/\W+/).includes(subject)],
    ["detail is one or two sentences", /^[^\s].*[.]$/.test(detail) && detail.split(/[.!?] (?=[A-Z0-9])/).length <= 2],
    ["severity is one that the rule gives", compareSeverity(severity, mildest) >= 0 && compareSeverity(severity, gravest) <= 0],
    ["has workings", finding.workings.length > 0],
    ["has steps", remedy.steps.length > 0 && remedy.steps.every((step) => step.text.length > 0)],
    ["says what restarts", remedy.restarts.length > 0],
    [`only names looked up in code-words.ts, which has no ${wrongCode(finding).join(", ")} yet`, wrongCode(finding).length === 0],
    ["commands are az or kubectl", commands.every((command) => /^(az|kubectl) /.test(command))],
    ["magnitude is a plain number", Number.isFinite(magnitude.value) && magnitude.value >= 0],
    ["nothing is undefined or no number", !/undefined|NaN|Infinity|null/.test(text)],
    ["binary units", !/\b[GM]B\b/.test(text)],
    ["only cost rules speak of savings", rule.meta.category === "cost" || finding.worth.kind !== "monthly"],
    ["no amount in the words", !/€|\$\d|\b(EUR|USD)\b/.test(`${title} ${detail}`)],
  ];
  return rules.flatMap(([what, holds]) => (holds ? [] : [what]));
}
