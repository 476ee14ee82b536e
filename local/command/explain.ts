import type { Run } from "../../src/app/compose.ts";
import { readable } from "../../src/app/readable.ts";
import { viewsOf } from "../../src/app/views.ts";
import { reconcile } from "../../src/core/findings/reconcile.ts";
import type { Cluster } from "../../src/core/model/cluster.ts";
import type { Outcome } from "../../src/core/model/finding.ts";
import { currency } from "../../src/core/model/money.ts";
import { type Region, region, type SubscriptionId, scanId, subscriptionId } from "../../src/core/model/names.ts";
import type { FindingRecord } from "../../src/core/model/record.ts";
import type { Snapshot } from "../../src/core/model/snapshot.ts";
import { judge, ruleDirectory } from "../../src/core/rules/index.ts";
import { meant } from "../../src/core/rules/nearest.ts";
import type { Rule } from "../../src/core/rules/rule.ts";
import { findRule, ruleNames } from "../../src/core/rules/rule-directory.ts";
import { findingBlock } from "../../src/render/finding-block.ts";
import { type Report, reportOf } from "../../src/render/report.ts";
import { answersText } from "./answers-text.ts";
import { CommandFailure, EXIT, type ExitCode } from "./exit.ts";
import { findCluster } from "./find-cluster.ts";
import { findingText } from "./finding-text.ts";
import { whileReading } from "./progress.ts";
import { readCluster, readClusters, seenNow } from "./read-cluster.ts";
import { rulePage, sectionText } from "./rule-page.ts";
import { LOCALE } from "./scan-report.ts";
import { inSession, type SessionOptions, type Surroundings } from "./session.ts";
import { untilFree } from "./until-free.ts";

/** The rule alone, or what it says about a place now. */
export async function explain(
  what: string,
  where: string | undefined,
  options: SessionOptions,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { terminal } = surroundings;
  const [target, keyRule, keySubject] = what.includes("|") ? what.split("|").map(unescaped) : [];
  const rule = ruleNamed(keyRule ?? what);
  const page = await rulePage(rule.meta.id);
  if (target === undefined && where === undefined) {
    terminal.out(
      [...page.map((section) => sectionText(section, terminal)), thresholdsText(rule)].filter((part) => part !== "").join("\n\n"),
    );
    return EXIT.fine;
  }
  return await inSession(options, surroundings, async (session) => {
    const judged = await whileReading(terminal, `Reading what ${rule.meta.code} judges by`, async (onWait) => {
      const run = session.run(onWait);
      const place = target === undefined ? await placeNamed(run, where ?? "") : await placeOfKey(run, target, keySubject);
      return await judgePlace(run, place, rule, session.signal);
    });
    const wanted = new Set(["How it is computed", "When it stays silent, and when it cannot tell"]);
    const sections = page.filter(({ heading }) => wanted.has(heading)).map((section) => sectionText(section, terminal));
    terminal.out([...saidText(judged, rule, surroundings), ...sections].join("\n\n"));
    return EXIT.fine;
  });
}

const unescaped = (part: string): string => part.replaceAll("%7c", "|").replaceAll("%25", "%");

function ruleNamed(said: string): Rule {
  const rule = findRule(ruleDirectory, said);
  if (rule) return rule;
  throw new CommandFailure(
    EXIT.usage,
    `There is no rule ${said}${meant(said, ruleNames(ruleDirectory)) || "; src/core/rules/README.md lists them"}`,
  );
}

const thresholdsText = ({ meta }: Rule): string => {
  const thresholds = Object.keys(meta.thresholds ?? {});
  return thresholds.length === 0 ? "" : `Set otherwise by RULES or a tag: ${thresholds.join(", ")}`;
};

/** What an answer is looked for: a cluster or a region, and within it a pool or another subject. */
interface Place {
  readonly subscription: SubscriptionId;
  readonly region: Region;
  readonly cluster?: Cluster;
  readonly subject?: string;
}

/** `prod-weu-1/apps`, `rg-prod/prod-weu-1/apps`, an ARM id with or without `/apps` behind it. */
async function placeNamed(run: Run, where: string): Promise<Place> {
  const trimmed = where.trim().replaceAll(/\s*\/\s*/g, "/");
  const [, id, ofId] = /^(\/subscriptions\/.*\/managedclusters\/[^/]+)(?:\/(.+))?$/i.exec(trimmed) ?? [];
  const words = trimmed.split("/");
  const said = id ?? (words.length > 2 ? words.slice(0, 2).join("/") : (words[0] ?? ""));
  const subject = id === undefined ? (words.length > 2 ? words.slice(2).join("/") : words[1]) : ofId;
  const cluster = await readCluster(run, await findCluster(run, said));
  const { subscription, region: of } = cluster;
  return { subscription, region: of, cluster, ...(subject === undefined || subject === "" ? {} : { subject }) };
}

async function placeOfKey(run: Run, target: string, subject: string | undefined): Promise<Place> {
  const within = subject === undefined || subject === "" ? {} : { subject };
  if (target.startsWith("/")) return { ...(await placeNamed(run, target)), ...within };
  const [subscription = "", name = ""] = target.split("/");
  return { subscription: subscriptionId(subscription), region: region(name), ...within };
}

interface JudgedPlace {
  readonly place: Place;
  readonly outcome: Outcome;
  readonly clusters: readonly Cluster[];
  readonly report: Report;
  readonly record?: FindingRecord;
}

/** Judges the place and all that share its region now, as a scan would; nothing of it is remembered. */
async function judgePlace(run: Run, place: Place, rule: Rule, signal: AbortSignal): Promise<JudgedPlace> {
  const { subscription, cluster } = place;
  const listed = (await readClusters(run, subscription)).filter((each) => each.region === place.region);
  const isListed = cluster === undefined || listed.some(({ id }) => id === cluster.id);
  const clusters = isListed ? listed : [...listed, cluster];
  const snapshots = seenNow(clusters, run);
  const [view] = await untilFree(() => viewsOf(run, subscription, snapshots, true), signal);
  const outcomes = view ? judge(view) : [];
  const outcome = outcomes.find(({ stamp }) => stamp.rule === rule.stamp.rule) ?? {
    ...{ stamp: rule.stamp, covers: [], findings: [], unknown: [], notApplicable: [] },
  };
  const report = await reportOn(run, subscription, outcomes, snapshots);
  const record = report.findings.find((each) => isAbout(each.record, place, rule))?.record;
  return { place, outcome, clusters, report, ...(record ? { record } : {}) };
}

/** With what is remembered: since when it is so, and how its money stands among the others of its cluster. */
async function reportOn(
  run: Run,
  subscription: SubscriptionId,
  outcomes: readonly Outcome[],
  snapshots: readonly Snapshot[],
): Promise<Report> {
  const previous = (await readable(run, run.store.findings.list(subscription))).map(({ value }) => value);
  const { records } = reconcile({ previous, outcomes, snapshots, round: "explain", at: run.now });
  const name = await run.azure.getSubscription(subscription).then(
    (found) => found.name,
    () => subscription,
  );
  return reportOf({
    ...{ at: run.now, currency: currency(run.settings.CURRENCY), locale: LOCALE, records, snapshots, summaries: [] },
    scans: [{ scan: scanId(run.now), subscription, name, state: "done", page: 0, clustersRead: snapshots.length, touchedAt: run.now }],
  });
}

function isAbout(
  { finding, stamp, subscription, region: of }: FindingRecord,
  { cluster, subject, ...place }: Place,
  { meta }: Rule,
): boolean {
  if (stamp.rule !== meta.id || subscription !== place.subscription) return false;
  const isPlace = cluster
    ? finding.target.kind === "cluster" && finding.target.cluster === cluster.id
    : finding.target.kind === "region" && of === place.region;
  return isPlace && (subject === undefined || finding.subject?.toLowerCase() === subject.toLowerCase());
}

function saidText(
  { place, outcome, clusters, report, record }: JudgedPlace,
  { meta }: Rule,
  { terminal }: Surroundings,
): readonly string[] {
  const found = record && report.findings.find((each) => each.record.key === record.key);
  const where = [place.cluster?.name ?? place.region, ...(place.subject === undefined ? [] : [place.subject])].join(" / ");
  const head = found
    ? findingText(found.record.finding.severity, findingBlock(found, report), terminal)
    : [terminal.colours.bold(`${meta.code} ${meta.id} advises nothing for ${where}`), meta.summary].join("\n");
  const { cluster } = place;
  const others = answersText(
    outcome,
    clusters,
    { ...(cluster ? { cluster } : {}), ...(found?.record.finding.subject === undefined ? {} : { subject: found.record.finding.subject }) },
    terminal,
  );
  return others === "" ? [head] : [head, others];
}
