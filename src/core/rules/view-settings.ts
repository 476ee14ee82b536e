import type { Cluster } from "../model/cluster.ts";
import type { Outcome, Unknown } from "../model/finding.ts";
import { misreadOutcome, misreadTag } from "../model/misread-tags.ts";
import type { ClusterId } from "../model/names.ts";
import type { JudgeSettings, RuleSettings } from "../model/rule-settings.ts";
import type { RegionView, Snapshot } from "../model/snapshot.ts";
import { environmentBy } from "./environment.ts";
import type { RuleDirectory } from "./rule-directory.ts";
import { readRuleTags } from "./rule-tags.ts";

export interface SetView {
  /** With what the tags of its clusters and pools set, and each cluster's environment where people said how it is told. */
  readonly view: RegionView & { readonly settings: JudgeSettings };
  /** What the tags say that nobody understands: no rule's answer, so it covers nothing and closes nothing. */
  readonly misread: readonly Outcome[];
}

export function withTheirSettings(view: RegionView, directory: RuleDirectory): SetView {
  const byCluster = new Map<ClusterId, RuleSettings>();
  const byPool = new Map<ClusterId, ReadonlyMap<string, RuleSettings>>();
  const unknown: Unknown[] = [];
  for (const { id, tags, nodePools } of view.snapshots.flatMap(({ cluster }) => ("known" in cluster ? [cluster.known] : []))) {
    const own = readRuleTags(tags, directory, "cluster");
    if (own.settings.size > 0) byCluster.set(id, own.settings);
    unknown.push(...own.problems.map((why) => misreadTag(id, why)));
    const pools = new Map<string, RuleSettings>();
    for (const pool of nodePools) {
      const { settings, problems } = readRuleTags(pool.tags, directory, "pool");
      if (settings.size > 0) pools.set(pool.name, settings);
      unknown.push(...problems.map((why) => misreadTag(id, why, pool.name)));
    }
    if (pools.size > 0) byPool.set(id, pools);
  }
  const { environment } = view.settings ?? {};
  const mark = (cluster: Cluster): Cluster => (environment ? { ...cluster, environment: environmentBy(environment, cluster) } : cluster);
  return {
    view: { ...view, snapshots: view.snapshots.map(markedBy(mark)), settings: { ...view.settings, byCluster, byPool } },
    misread: misreadOutcome(unknown),
  };
}

const markedBy =
  (mark: (cluster: Cluster) => Cluster) =>
  (snapshot: Snapshot): Snapshot =>
    "known" in snapshot.cluster ? { ...snapshot, cluster: { ...snapshot.cluster, known: mark(snapshot.cluster.known) } } : snapshot;
