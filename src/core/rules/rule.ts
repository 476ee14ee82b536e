import { type Fact, fresh, type Missing, missing } from "../model/absence.ts";
import type { Calendar } from "../model/calendar.ts";
import { withToldEnd } from "../model/calendar-told.ts";
import { type Cluster, hasMotion } from "../model/cluster.ts";
import type {
  Category,
  Covered,
  Finding,
  NotApplicable,
  Outcome,
  RuleStamp,
  Severity,
  Target,
  Thresholds,
  Unknown,
} from "../model/finding.ts";
import { freshFacts } from "../model/fresh-facts.ts";
import type { ClusterDay } from "../model/history.ts";
import { type ClusterId, type Region, ruleId, type SubscriptionId } from "../model/names.ts";
import type { RegionFacts, RegionView, Snapshot } from "../model/snapshot.ts";
import { type Instant, later } from "../model/time.ts";
import type { Change } from "./change.ts";
import { changedThresholds, type Threshold, thresholdsIn } from "./threshold.ts";

/** The facts a rule can ask for, by the names it lists in `needs` and `uses`. */
type FactTypes = { readonly [K in keyof RegionFacts]: RegionFacts[K] extends Fact<infer Known> ? Known : never };
type FactName = keyof RegionFacts;

export interface RuleMeta<Needs extends FactName = FactName, Uses extends FactName = FactName, Limits extends string = string> {
  /** File name, page name, test name and part of every key. Never used again once retired. */
  readonly id: string;
  readonly code: string;
  /** Raised when the same facts would now get another answer: findings it no longer makes close as reclassified. */
  readonly version: number;
  readonly category: Category;
  /** One sentence, present tense. */
  readonly summary: string;
  /** The mildest and the gravest it gives. */
  readonly severities: readonly [mildest: Severity, gravest: Severity];
  readonly source: string;
  /** Facts it judges by. A missing one makes the whole rule "cannot tell". */
  readonly needs: readonly Needs[];
  /** Facts its advice wants. A missing one becomes a line under "not known". */
  readonly uses: readonly Uses[];
  /** It speaks about node counts, quota or addresses: cannot tell in motion, not applicable while stopped. */
  readonly needsRest: boolean;
  /** A magnitude counts as worse only where it grew by more than this. */
  readonly floor: number;
  /** What its remedy changes; nothing where it only asks, adds or waits. Where two rules share a word, `remedies.ts` says how their remedies go together. */
  readonly changes: readonly Change[];
  /** Numbers people may set, by name; they reach the rule as `view.thresholds`. */
  readonly thresholds?: Readonly<Record<Limits, Threshold>>;
}

/** The floor of dated rules: a day more is no news, they worsen by severity alone. Finite, so that JSON keeps it. */
export const WORSE_BY_SEVERITY_ALONE = Number.MAX_SAFE_INTEGER;

export interface Rule {
  readonly meta: RuleMeta;
  readonly stamp: RuleStamp;
  readonly scope: "cluster" | "region";
  readonly judge: (view: RegionView) => Outcome;
}

/** What a rule sees of one cluster. Facts under `needs` are there; facts under `uses` may be missing. */
export type ClusterView<Needs extends FactName = never, Uses extends FactName = never, Limits extends string = never> = {
  readonly at: Instant;
  readonly cluster: Cluster;
  /** With the end of support that Azure told this cluster, where it did. */
  readonly calendar: Calendar;
  /** Clusters of the subscription and region in motion: usage read now already contains their surge nodes. */
  readonly movers: readonly Cluster[];
  /** Node counts of the last 28 days, oldest first. */
  readonly history: readonly ClusterDay[];
  /** Minutes a wave of each node pool, without soak, where upgrades were measured. */
  readonly measured: ReadonlyMap<string, number>;
  /** Names of tags that people ask of every node pool; empty where they ask for none. */
  readonly requiredTags: readonly string[];
  /** As set for the cluster, else for the whole app, else as the rule has them. */
  readonly thresholds: Readonly<Record<Limits, number>>;
} & FactsOf<Needs, Uses>;

const NOTHING_MEASURED: ReadonlyMap<string, number> = new Map();

/** What a rule sees of a region. */
export type RegionWideView<Needs extends FactName = never, Uses extends FactName = never, Limits extends string = never> = {
  readonly at: Instant;
  readonly region: Region;
  readonly subscription: SubscriptionId;
  readonly calendar: Calendar;
  readonly clusters: readonly SortedCluster[];
  readonly movers: readonly Cluster[];
  /** As set for the whole app, else as the rule has them. */
  readonly thresholds: Readonly<Record<Limits, number>>;
} & FactsOf<Needs, Uses>;

/** A cluster that was ever read. With `unsure` it counts in sums as last seen: a shortage stands, room is cannot tell. */
export interface SortedCluster {
  readonly cluster: Cluster;
  /** Whether answers about it are taken; those about others are dropped, because it already has a reason. */
  readonly isAnswerable: boolean;
  readonly unsure?: Missing;
  /** Minutes a wave of each node pool, without soak, where upgrades were measured. */
  readonly measured: ReadonlyMap<string, number>;
}

type FactsOf<Needs extends FactName, Uses extends FactName> = { readonly [K in Needs]: FactTypes[K] } & {
  readonly [K in Exclude<Uses, Needs>]: Fact<FactTypes[K]>;
} & {
  /** When each needed fact was read: a finding says of which moment it speaks. */
  readonly readAt: { readonly [K in Needs]: Instant };
};

/** Silence is healthy. */
export type Answer = Found | CannotTell | DoesNotApply;
export type Found = Omit<Finding, "target">;
export interface CannotTell {
  readonly subject?: string;
  readonly cannotTell: Missing;
}
export interface DoesNotApply {
  readonly subject?: string;
  readonly notApplicable: string;
}
/** In a region-wide rule an answer names its cluster; without one it is about the region itself. */
export type RegionAnswer = Answer & { readonly on?: ClusterId };

export function defineRule<Needs extends FactName = never, Uses extends FactName = never, Limits extends string = never>(
  meta: RuleMeta<Needs, Uses, Limits>,
  judge: (view: ClusterView<Needs, Uses, Limits>) => Iterable<Answer>,
): Rule {
  return {
    meta,
    stamp: stampOf(meta),
    scope: "cluster",
    judge: (view) => {
      const known = freshFacts(view.facts, view.at);
      const thresholdsOf = (cluster: ClusterId) => thresholdsIn(meta, view.settings, cluster);
      const { outcome, clusters, absent } = sortOut(meta, view, known, thresholdsOf);
      if (absent) return outcome;
      const { at, calendar } = view;
      const movers = moversOf(view);
      const facts = factsFor(meta, known);
      const requiredTags = view.settings?.requiredTags ?? [];
      for (const { cluster, isAnswerable, measured } of clusters) {
        if (!isAnswerable) continue;
        const target: Target = { kind: "cluster", cluster: cluster.id };
        const history = view.history.get(cluster.id) ?? [];
        const thresholds = thresholdsOf(cluster.id);
        const own = { measured, calendar: withToldEnd(calendar, view.endsOfLife?.get(cluster.id), cluster) };
        for (const answer of judge({ at, movers, cluster, history, requiredTags, thresholds, ...own, ...facts }))
          file(outcome, target, answer);
      }
      return outcome;
    },
  };
}

export function defineRegionRule<Needs extends FactName = never, Uses extends FactName = never, Limits extends string = never>(
  meta: RuleMeta<Needs, Uses, Limits>,
  judge: (view: RegionWideView<Needs, Uses, Limits>) => Iterable<RegionAnswer>,
): Rule {
  return {
    meta,
    stamp: stampOf(meta),
    scope: "region",
    judge: (view) => {
      const known = freshFacts(view.facts, view.at);
      const thresholds = thresholdsIn(meta, view.settings);
      const { outcome, clusters, absent } = sortOut(meta, view, known, () => thresholds);
      const { at, calendar, subscription, region } = view;
      const itself: Target = { kind: "region", subscription, region };
      outcome.covers.push({ target: itself, at: factsAt(meta, view, view.snapshots), ...changedBySettings(meta, thresholds) });
      if (absent) {
        outcome.unknown.push({ target: itself, reason: absent });
        return outcome;
      }
      // It may be in this region and share anything there: what is found without it stands, silence is no answer.
      const stranger = neverRead(view);
      if (stranger) outcome.unknown.push({ target: itself, reason: stranger });
      const answerable = new Set(clusters.flatMap(({ cluster, isAnswerable }) => (isAnswerable ? [cluster.id] : [])));
      const wide = { at, calendar, subscription, region, clusters, movers: moversOf(view), thresholds, ...factsFor(meta, known) };
      for (const answer of judge(wide)) {
        if (answer.on === undefined) file(outcome, itself, answer);
        else if (answerable.has(answer.on)) file(outcome, { kind: "cluster", cluster: answer.on }, answer);
      }
      return outcome;
    },
  };
}

const changedBySettings = ({ thresholds }: RuleMeta, numbers: Thresholds): Pick<Covered, "thresholds"> =>
  thresholds ? { thresholds: changedThresholds(thresholds, numbers) } : {};

interface Sorted {
  readonly outcome: Draft;
  readonly clusters: readonly SortedCluster[];
  /** Set when a need of the rule is missing: nothing is answerable then. */
  readonly absent: Missing | undefined;
}

/** Covers every cluster of the view, and files those that get no answer under the reason why. */
function sortOut(meta: RuleMeta, view: RegionView, facts: RegionFacts, thresholdsOf: (cluster: ClusterId) => Thresholds): Sorted {
  const outcome = draft(stampOf(meta));
  const absent = missingNeed(meta, facts);
  const clusters: SortedCluster[] = [];
  for (const snapshot of view.snapshots) {
    const target: Target = { kind: "cluster", cluster: snapshot.ref.id };
    const fact = readable(snapshot, view.at);
    const unsure = "missing" in fact ? fact.missing : restlessness(meta, fact.known);
    const reason = unsure ?? absent;
    const isStopped = "known" in fact && meta.needsRest && fact.known.powerState === "stopped";

    outcome.covers.push({ target, at: factsAt(meta, view, [snapshot]), ...changedBySettings(meta, thresholdsOf(snapshot.ref.id)) });
    if (reason) outcome.unknown.push({ target, reason });
    else if (isStopped) outcome.notApplicable.push({ target, why: "the cluster is stopped" });
    if ("known" in snapshot.cluster) {
      const { known: cluster } = snapshot.cluster;
      const measured = view.measured?.get(cluster.id) ?? NOTHING_MEASURED;
      clusters.push({ cluster, isAnswerable: !(reason || isStopped), measured, ...(unsure ? { unsure } : {}) });
    }
  }
  return { outcome, clusters, absent };
}

/** A cluster that may be judged: read, seen, and read recently. */
function readable(snapshot: Snapshot, now: Instant): Fact<Cluster> {
  if (snapshot.presence.kind === "not-seen") return { missing: snapshot.presence.reason };
  if (snapshot.readFailed) return { missing: snapshot.readFailed.reason };
  return fresh(snapshot.cluster, now);
}

function neverRead({ snapshots, at }: RegionView): Missing | undefined {
  const stranger = snapshots.find(({ cluster }) => "missing" in cluster);
  const fact = stranger && readable(stranger, at);
  return fact && "missing" in fact ? fact.missing : undefined;
}

function restlessness(meta: RuleMeta, cluster: Cluster): Missing | undefined {
  return meta.needsRest && hasMotion(cluster) ? IN_MOTION : undefined;
}

export const IN_MOTION: Missing = missing("in-motion", "it is being changed; it is read again when it rests").missing;

const moversOf = (view: RegionView): Cluster[] =>
  view.snapshots.flatMap(({ cluster }) => ("known" in cluster && hasMotion(cluster.known) ? [cluster.known] : []));

function missingNeed({ needs }: RuleMeta, facts: RegionFacts): Missing | undefined {
  for (const name of needs) {
    const fact: Fact<unknown> = facts[name];
    if ("missing" in fact) return fact.missing;
  }
  return undefined;
}

function factsFor<Needs extends FactName, Uses extends FactName>(meta: RuleMeta<Needs, Uses>, facts: RegionFacts): FactsOf<Needs, Uses> {
  const used = meta.uses.map((name) => [name, facts[name]]);
  const needed: [FactName, unknown][] = [];
  const readAt: [FactName, Instant][] = [];
  for (const name of meta.needs) {
    const fact: Fact<unknown> = facts[name];
    if ("missing" in fact) throw new Error(`${meta.id}: ${name} was checked and is missing`);
    needed.push([name, fact.known]);
    readAt.push([name, fact.at]);
  }
  return Object.fromEntries([...used, ...needed, ["readAt", Object.fromEntries(readAt)]]) as FactsOf<Needs, Uses>;
}

function factsAt(meta: RuleMeta, view: RegionView, snapshots: readonly Snapshot[]): Instant {
  const read = snapshots.flatMap(({ cluster }) => ("known" in cluster ? [cluster.at] : []));
  for (const name of [...meta.needs, ...meta.uses] satisfies (keyof RegionFacts)[]) {
    const fact: Fact<unknown> = view.facts[name];
    if ("known" in fact) read.push(fact.at);
  }
  return read.length > 0 ? read.reduce(later) : view.at;
}

interface Draft extends Outcome {
  readonly covers: Covered[];
  readonly findings: Finding[];
  readonly unknown: Unknown[];
  readonly notApplicable: NotApplicable[];
}

const draft = (stamp: RuleStamp): Draft => ({ stamp, covers: [], findings: [], unknown: [], notApplicable: [] });

function file(outcome: Draft, target: Target, answer: RegionAnswer): void {
  const subject = answer.subject === undefined ? {} : { subject: answer.subject };
  if ("cannotTell" in answer) outcome.unknown.push({ target, ...subject, reason: answer.cannotTell });
  else if ("notApplicable" in answer) outcome.notApplicable.push({ target, ...subject, why: answer.notApplicable });
  else {
    const { on: _, ...found } = answer;
    outcome.findings.push({ target, ...found });
  }
}

const stampOf = ({ id, code, version, category, source, floor }: RuleMeta): RuleStamp => ({
  rule: ruleId(id),
  code,
  version,
  category,
  source,
  floor,
});
