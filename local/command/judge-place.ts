import type { Run } from "../../src/app/compose.ts";
import { gatherEndsOfLife } from "../../src/app/ends-of-life.ts";
import { readable } from "../../src/app/readable.ts";
import { viewsOf } from "../../src/app/views.ts";
import { reconcile } from "../../src/core/findings/reconcile.ts";
import type { Cluster } from "../../src/core/model/cluster.ts";
import type { Outcome } from "../../src/core/model/finding.ts";
import { currency } from "../../src/core/model/money.ts";
import { type Region, region, type SubscriptionId, scanId, subscriptionId } from "../../src/core/model/names.ts";
import type { FindingRecord } from "../../src/core/model/record.ts";
import type { Snapshot } from "../../src/core/model/snapshot.ts";
import { judge } from "../../src/core/rules/index.ts";
import type { Rule } from "../../src/core/rules/rule.ts";
import { type Report, reportOf } from "../../src/render/report.ts";
import type { ReportFinding } from "../../src/render/report-finding.ts";
import { findCluster } from "./find-cluster.ts";
import { readCluster, readClusters, seenNow } from "./read-cluster.ts";
import { untilFree } from "./until-free.ts";
import { LOCALE } from "./words.ts";

/** What an answer is looked for: a cluster or a region, and within it a pool or another subject. */
export interface Place {
  readonly subscription: SubscriptionId;
  readonly region: Region;
  readonly cluster?: Cluster;
  readonly subject?: string;
}

/** `prod-weu-1/apps`, `rg-prod/prod-weu-1/apps`, an ARM id with or without `/apps` behind it. */
export async function placeNamed(run: Run, where: string): Promise<Place> {
  const trimmed = where.trim().replaceAll(/\s*\/\s*/g, "/");
  const [, id, below = ""] = /^(\/subscriptions\/.*\/managedclusters\/[^/]+)(?:\/(.+))?$/i.exec(trimmed) ?? [];
  const words = trimmed.split("/");
  const ofCluster = words.length > 2 ? 2 : 1;
  const cluster = await readCluster(run, await findCluster(run, id ?? words.slice(0, ofCluster).join("/")));
  const { subscription, region: of } = cluster;
  return { subscription, region: of, cluster, ...withSubject(id === undefined ? words.slice(ofCluster).join("/") : below) };
}

/** The target and the subject of a finding's key. */
export async function placeOfKey(run: Run, target: string, subject = ""): Promise<Place> {
  if (target.startsWith("/")) return { ...(await placeNamed(run, target)), ...withSubject(subject) };
  const [subscription = "", name = ""] = target.split("/");
  return { subscription: subscriptionId(subscription), region: region(name), ...withSubject(subject) };
}

const withSubject = (subject: string): Pick<Place, "subject"> => (subject === "" ? {} : { subject });

export interface JudgedPlace {
  readonly place: Place;
  readonly outcome: Outcome;
  /** All that share its region. */
  readonly clusters: readonly Cluster[];
  readonly report: Report;
  /** What the rule found there. */
  readonly found?: ReportFinding;
}

/** Judges the place and all that share its region now, as a scan would; nothing of it is remembered, but the ends of support that Azure told. */
export async function judgePlace(run: Run, place: Place, rule: Rule, signal: AbortSignal): Promise<JudgedPlace> {
  const { subscription, cluster } = place;
  const listed = (await readClusters(run, subscription)).filter((each) => each.region === place.region);
  const isListed = cluster === undefined || listed.some(({ id }) => id === cluster.id);
  const clusters = isListed ? listed : [...listed, cluster];
  const snapshots = seenNow(clusters, run);
  await gatherEndsOfLife(run);
  const [view] = await untilFree(() => viewsOf(run, subscription, snapshots, true), signal);
  const outcomes = view ? judge(view) : [];
  const outcome = outcomes.find(({ stamp }) => stamp.rule === rule.stamp.rule) ?? {
    ...{ stamp: rule.stamp, covers: [], findings: [], unknown: [], notApplicable: [] },
  };
  const report = await reportOn(run, subscription, outcomes, snapshots);
  const found = report.findings.find(({ record }) => isAbout(record, place, rule));
  return { place, outcome, clusters, report, ...(found ? { found } : {}) };
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
