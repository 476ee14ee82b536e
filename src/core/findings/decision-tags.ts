import type { Cluster, Tags } from "../model/cluster.ts";
import type { SetAside } from "../model/decision.ts";
import type { Outcome, Unknown } from "../model/finding.ts";
import { misreadOutcome, misreadTag } from "../model/misread-tags.ts";
import type { RuleId } from "../model/names.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { type Day, day } from "../model/time.ts";

/** Rules by id and by code, both lower case: people may write either. */
export type KnownRules = ReadonlyMap<string, RuleId>;

/** What a tag decides about the findings of one rule, in its cluster or about its node pool. */
export interface TagDecision {
  readonly kind: SetAside["kind"];
  /** As it is written on the resource. */
  readonly tag: string;
  readonly until?: Day;
}

export interface DecisionTags {
  readonly decisions: ReadonlyMap<RuleId, TagDecision>;
  /** Clauses, each with the name of its tag. What cannot be read decides nothing; the rest of its tag does. */
  readonly problems: readonly string[];
}

/** In this order: where two are about one rule, the first counts. */
const TAGS = [
  { name: "advisor-accept", kind: "accepted", needsDay: false },
  { name: "advisor-plan", kind: "planned", needsDay: true },
  { name: "advisor-snooze", kind: "snoozed", needsDay: true },
] as const;

/**
 * Tags of a cluster, or of one of its node pools, that set findings aside there:
 *
 *     advisor-snooze    COST-004:2026-12-01 spot-candidate:2027-01-15    through that day, UTC
 *     advisor-plan      UPG-007:2026-12-01
 *     advisor-accept    COST-001 COST-004:2027-06-30                     with or without a last day
 */
export function readDecisionTags(tags: Tags, rules: KnownRules): DecisionTags {
  const decisions = new Map<RuleId, TagDecision>();
  const problems: string[] = [];
  const take = (word: string, { kind, tag, needsDay }: Named): void => {
    const said = readWord(word, rules, needsDay);
    const other = typeof said === "string" ? undefined : decisions.get(said.rule);
    if (typeof said === "string") problems.push(`the tag ${tag} ${said}`);
    else if (other) problems.push(`the tag ${tag} is about ${quoted(word)}, and ${other.tag} about the same rule; that one counts`);
    else decisions.set(said.rule, { kind, tag, ...(said.until === undefined ? {} : { until: said.until }) });
  };
  for (const named of namedIn(tags)) {
    if (named.words.length === 0) problems.push(`the tag ${named.tag} names no rule; it takes ${form(named.needsDay)}`);
    for (const word of named.words) take(word, named);
  }
  return { decisions, problems };
}

interface Named {
  readonly kind: SetAside["kind"];
  readonly tag: string;
  readonly needsDay: boolean;
  readonly words: readonly string[];
}

const namedIn = (tags: Tags): readonly Named[] =>
  TAGS.flatMap(({ name, kind, needsDay }) =>
    Object.entries(tags)
      .filter(([tag]) => tag.toLowerCase() === name)
      .map(([tag, value]) => ({ kind, tag, needsDay, words: value.split(/[\s,;]+/).filter((word) => word !== "") })),
  );

interface Said {
  readonly rule: RuleId;
  readonly until?: Day;
}

/** What is wrong with it, where it is text. */
function readWord(word: string, rules: KnownRules, needsDay: boolean): Said | string {
  const [name = "", ...rest] = word.split(":");
  const rule = rules.get(name.toLowerCase());
  if (rule === undefined) return `names ${quoted(name)}, which is no rule`;
  if (rest.length === 0) return needsDay ? `says no date for ${quoted(name)}; it takes ${form(needsDay)}` : { rule };
  const until = dayIn(rest.join(":"));
  return until === undefined ? `says ${quoted(word)}, whose end is no date; it takes ${form(needsDay)}` : { rule, until };
}

const form = (needsDay: boolean): string => (needsDay ? "<rule>:2026-12-31" : "<rule> or <rule>:2026-12-31");

function dayIn(text: string): Day | undefined {
  try {
    return day(text);
  } catch {
    return undefined;
  }
}

/** Written by others, and told: cut to what is needed to find it. */
const quoted = (text: string): string => `"${text.length > 40 ? `${text.slice(0, 40)}…` : text}"`;

/** The tags of one cluster and of its pools, by their lower-case names. */
export interface ClusterTags {
  readonly own: DecisionTags;
  readonly pools: ReadonlyMap<string, DecisionTags>;
}

export const clusterTags = ({ tags, nodePools }: Pick<Cluster, "tags" | "nodePools">, rules: KnownRules): ClusterTags => ({
  own: readDecisionTags(tags, rules),
  pools: new Map(nodePools.map((pool) => [pool.name.toLowerCase(), readDecisionTags(pool.tags, rules)])),
});

/** What these tags say that nobody understands. */
export function misreadTags(snapshots: readonly Snapshot[], rules: KnownRules): readonly Outcome[] {
  const unknown = snapshots.flatMap(({ cluster, presence }): Unknown[] => {
    if ("missing" in cluster || presence.kind === "gone") return [];
    const { id, nodePools } = cluster.known;
    const { own, pools } = clusterTags(cluster.known, rules);
    return [
      ...own.problems.map((why) => misreadTag(id, why)),
      ...nodePools.flatMap(({ name }) => (pools.get(name.toLowerCase())?.problems ?? []).map((why) => misreadTag(id, why, name))),
    ];
  });
  return misreadOutcome(unknown);
}
