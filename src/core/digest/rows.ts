import { compareSeverity, type Finding, type RuleStamp, type Severity, type Target } from "../model/finding.ts";
import { type ClusterId, type ClusterRef, clusterRef, type SubscriptionId } from "../model/names.ts";
import type { FindingRecord } from "../model/record.ts";
import { type Day, daysBetween } from "../model/time.ts";
import { type Item, milestoneOf } from "./news.ts";
import { plainName, plainSentence } from "./plain.ts";
import { clusterLink, subscriptionLink } from "./portal.ts";
import { byText, counted, magnitudeText, nearnessText, someOf } from "./words.ts";

/** Names as Azure wrote them, for people. */
export interface Names {
  readonly clusters: ReadonlyMap<ClusterId, ClusterRef>;
  readonly subscriptions: ReadonlyMap<SubscriptionId, string>;
}

/** One piece of advice and all it holds for: what, where, one reason. Texts are plain: one line, nothing hidden in them. */
export interface Row {
  /** `prod-weu-1 / apps`, or `4 pools in 2 clusters`. */
  readonly where: string;
  readonly title: string;
  readonly reason: string;
  readonly severity: Severity;
  /** What makes it news beside being new: `in 7 days`, `was 6 addresses`, `back again`. */
  readonly note?: string;
  /** The date it is about, once that is near. */
  readonly due?: Day;
  /** The portal page of the cluster, or of the gravest one's. */
  readonly link?: string;
  /** The gravest first. */
  readonly members: readonly [Member, ...Member[]];
}

export interface Member {
  readonly where: string;
  readonly finding: Finding;
  readonly stamp: RuleStamp;
}

/** The same advice in the same words becomes one row. Sorted by deadline, severity, size, then by name: two days compare. */
export function rowsOf(items: readonly Item[], names: Names, today: Day): Row[] {
  const groups = new Map<string, [Item, ...Item[]]>();
  for (const item of [...items].sort(byWeight)) {
    const { stamp, finding } = item.record;
    const advice = JSON.stringify([stamp.rule, finding.title, finding.due]);
    const group = groups.get(advice);
    if (group) group.push(item);
    else groups.set(advice, [item]);
  }
  return [...groups.values()].map((group) => rowOf(group, names, today)).sort(byRank);
}

/** Dated rows first, the nearest date before the others; then the gravest, then the largest. */
export function byRank(a: Row, b: Row): number {
  const order = byText(a.due ?? "9", b.due ?? "9") || compareSeverity(b.severity, a.severity) || sizeOf(b) - sizeOf(a);
  return order || byText(`${a.title} ${a.where}`, `${b.title} ${b.where}`);
}

const sizeOf = ({ members }: Row): number => members.reduce((sum, { finding }) => sum + finding.magnitude.value, 0);

function byWeight({ record: a }: Item, { record: b }: Item): number {
  const order = compareSeverity(b.finding.severity, a.finding.severity) || b.finding.magnitude.value - a.finding.magnitude.value;
  return order || byText(a.key, b.key);
}

function rowOf(group: readonly [Item, ...Item[]], names: Names, today: Day): Row {
  const [gravest, ...others] = group;
  const { finding } = gravest.record;
  const toMember = ({ record }: Item): Member => ({
    where: whereOf(record, names),
    finding: record.finding,
    stamp: record.stamp,
  });
  const first = toMember(gravest);
  const isAlike = others.every(({ record }) => record.finding.detail === finding.detail);
  const note = noteOf(gravest, today);
  const link = linkOf(gravest.record, names);
  return {
    where: whereAll(group, names),
    title: plainName(finding.title),
    reason: plainSentence(isAlike ? finding.detail : `The largest is ${first.where}: ${finding.detail}`),
    severity: finding.severity,
    ...(note === undefined ? {} : { note }),
    ...(isNear(finding.due, today) ? { due: finding.due } : {}),
    ...(link === undefined ? {} : { link }),
    members: [first, ...others.map(toMember)],
  };
}

const isNear = (due: Day | undefined, today: Day): due is Day => due !== undefined && milestoneOf(daysBetween(today, due)) !== undefined;

function noteOf({ record: { finding }, told }: Item, today: Day): string | undefined {
  const { due, severity, magnitude, title } = finding;
  if (due !== undefined) {
    const daysLeft = daysBetween(today, due);
    return title.includes(counted(daysLeft, "day")) ? undefined : nearnessText(daysLeft);
  }
  if (told?.state === "resolved") return "back again";
  if (!told) return undefined;
  if (told.severity !== undefined && told.severity !== severity) return `was ${told.severity}`;
  return told.magnitude?.unit === magnitude.unit ? `was ${magnitudeText(told.magnitude)}` : undefined;
}

const refOf = (id: ClusterId, { clusters }: Names): ClusterRef | undefined => clusters.get(id) ?? clusterRef(id);
const clusterName = (id: ClusterId, names: Names): string => plainName(refOf(id, names)?.name ?? id);
export const subscriptionName = (id: SubscriptionId, { subscriptions }: Names): string => plainName(subscriptions.get(id) ?? id);

/** The cluster's name; for a region `prod · westeurope`. */
export const placeOf = (target: Target, names: Names): string =>
  target.kind === "cluster"
    ? clusterName(target.cluster, names)
    : `${subscriptionName(target.subscription, names)} · ${plainName(target.region)}`;

function whereOf({ finding: { target, subject } }: FindingRecord, names: Names): string {
  const place = placeOf(target, names);
  return subject === undefined ? place : `${place} / ${plainName(subject)}`;
}

/** One place by name, the pools of one cluster together, or how many of what. */
export function whereAll(group: readonly [Item, ...Item[]], names: Names): string {
  const [{ record: first }, ...others] = group;
  if (others.length === 0) return whereOf(first, names);
  const clusters = new Set<string>();
  const pools: string[] = [];
  for (const { record } of group) {
    const { target, subject } = record.finding;
    if (target.kind === "region") return counted(group.length, "place");
    clusters.add(clusterName(target.cluster, names));
    if (subject !== undefined) pools.push(plainName(subject));
  }
  const [onlyCluster] = clusters;
  if (clusters.size === 1 && onlyCluster !== undefined) return `${onlyCluster} / ${someOf(pools.sort(byText), 4)}`;
  const inClusters = counted(clusters.size, "cluster");
  return pools.length === 0 ? inClusters : `${counted(pools.length, "pool")} in ${inClusters}`;
}

function linkOf({ finding: { target } }: FindingRecord, names: Names): string | undefined {
  if (target.kind === "region") return subscriptionLink(target.subscription);
  const ref = refOf(target.cluster, names);
  return ref && clusterLink(ref);
}
