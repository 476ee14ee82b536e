import type { Cluster } from "../model/cluster.ts";
import type { Finding, NotApplicable, Outcome, Worth } from "../model/finding.ts";
import type { ClusterId } from "../model/names.ts";
import type { RegionView } from "../model/snapshot.ts";
import type { Loser, RemedyRow } from "./remedies.ts";
import type { Rule } from "./rule.ts";

/** A finding with the rule that made it, and what the remedies of others did to it. */
interface Entry {
  readonly rule: Rule;
  readonly finding: Finding;
  /** Pools its remedy touches; none is the whole cluster. */
  readonly pools: ReadonlySet<string> | undefined;
  readonly lines: string[];
  isWaiting: boolean;
  withdrawn?: string;
}

/**
 * Findings of one view whose remedies do not contradict each other. A remedy that would undo or exclude another's is withdrawn: its
 * finding becomes "not applicable" and names the winner, so that it is neither told nor booked as fixed. One that has to wait keeps
 * its finding, says so under what must hold first, and what it saves is no longer firm. One that can be done in the same piece of
 * work says that. Findings about a region itself stay as they are: they name no cluster to change.
 */
export function settled(outcomes: readonly Outcome[], rules: readonly Rule[], table: readonly RemedyRow[], view: RegionView): Outcome[] {
  const ruleOf = new Map(rules.map((rule) => [rule.stamp.rule, rule]));
  const clusters = new Map(
    view.snapshots.flatMap(({ cluster }): [ClusterId, Cluster][] => ("known" in cluster ? [[cluster.known.id, cluster.known]] : [])),
  );
  const entries = outcomes.flatMap(({ stamp, findings }) => {
    const rule = ruleOf.get(stamp.rule);
    return rule?.meta.changes.length ? findings.flatMap((finding) => entryOf(rule, finding, clusters)) : [];
  });
  for (const [, ofCluster] of Map.groupBy(entries, ({ finding }) => finding.target.kind === "cluster" && finding.target.cluster)) {
    settle(ofCluster, table);
  }
  const byFinding = new Map(entries.map((entry) => [entry.finding, entry]));
  return outcomes.map((outcome) => rewritten(outcome, byFinding));
}

function entryOf(rule: Rule, finding: Finding, clusters: ReadonlyMap<ClusterId, Cluster>): Entry[] {
  if (finding.target.kind === "region") return [];
  const names = new Set(clusters.get(finding.target.cluster)?.nodePools.map(({ name }) => name));
  const pools = [finding.subject, ...(finding.pools ?? [])].filter((name) => name !== undefined);
  const isWhole = pools.length === 0 || pools.some((name) => !names.has(name));
  return [{ rule, finding, pools: isWhole ? undefined : new Set(pools), lines: [], isWaiting: false }];
}

function settle(entries: readonly Entry[], table: readonly RemedyRow[]): void {
  if (entries.length < 2) return;
  for (const row of table) {
    if ("agree" in row) continue;
    const of = (ids: readonly string[]) => entries.filter(({ rule }) => ids.includes(rule.meta.id));
    for (const loser of of(row.losers)) {
      const winner = of(row.winners).find((each) => each.withdrawn === undefined && meet(each, loser));
      if (winner && loser.withdrawn === undefined) yieldTo(winner, loser, row);
    }
  }
}

const meet = (a: Entry, b: Entry): boolean => !(a.pools && b.pools) || [...a.pools].some((name) => b.pools?.has(name));

function yieldTo({ rule, finding }: Entry, loser: Entry, { loser: how, why }: { readonly loser: Loser; readonly why: string }): void {
  const winner = `${rule.meta.code} "${finding.title}"`;
  if (how === "withdrawn") loser.withdrawn = `${winner} comes first: ${why}`;
  else loser.lines.push(how === "joins" ? `Do it together with ${winner}: ${why}` : `${winner} is done first: ${why}`);
  loser.isWaiting ||= how === "waits";
}

function rewritten(outcome: Outcome, byFinding: ReadonlyMap<Finding, Entry>): Outcome {
  const findings: Finding[] = [];
  const notApplicable: NotApplicable[] = [];
  for (const finding of outcome.findings) {
    const { withdrawn, lines, isWaiting } = byFinding.get(finding) ?? { lines: [], isWaiting: false };
    const { target, subject, first, worth } = finding;
    if (withdrawn !== undefined) notApplicable.push({ target, ...(subject === undefined ? {} : { subject }), why: withdrawn });
    else if (lines.length === 0) findings.push(finding);
    else findings.push({ ...finding, first: [...lines, ...first], worth: isWaiting ? notFirm(worth) : worth });
  }
  return { ...outcome, findings, notApplicable: [...outcome.notApplicable, ...notApplicable] };
}

const notFirm = (worth: Worth): Worth =>
  worth.kind === "monthly" && worth.firmness === "firm" ? { ...worth, firmness: "up-to", confidence: "low" } : worth;
