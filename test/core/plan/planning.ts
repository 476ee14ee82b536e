import type { Cluster, NodePool, NodeShare } from "../../../src/core/model/cluster.ts";
import { subnetId } from "../../../src/core/model/names.ts";
import type { LessSurge, PlannedHop } from "../../../src/core/plan/hop.ts";
import type { HopRun } from "../../../src/core/plan/hop-run.ts";
import type { PlanInput } from "../../../src/core/plan/input.ts";
import { planUpgrade, type UpgradePlan } from "../../../src/core/plan/plan-upgrade.ts";
import type { PoolRun } from "../../../src/core/plan/pool-run.ts";
import type { Need, PlanResource } from "../../../src/core/plan/resources.ts";
import { cluster, leading, NOW, regionFacts, surging, version, versionCatalogue } from "../../support/build.ts";
import { settledCalendar } from "../../support/calendar.ts";

export const SUBNET = subnetId("/nodes");

/** 1.34 leads to 1.35, and that to 1.36, the newest. */
export const CATALOGUE = versionCatalogue(
  leading("1.36", [1, 0], []),
  leading("1.35", [4, 3], ["1.36.0", "1.36.1"]),
  leading("1.34", [8, 2], ["1.35.3", "1.35.4"]),
);

/** So many nodes of one size on 1.35.4. */
export const poolOf = (name: string, size: string, nodeCount: number, maxSurge: NodeShare, change: Partial<NodePool> = {}): NodePool =>
  surging(nodeCount, maxSurge, { name, size, ...change });

export const planInput = (change: Partial<PlanInput> = {}): PlanInput => ({
  at: NOW,
  cluster: cluster(),
  calendar: settledCalendar,
  history: [],
  ...change,
  facts: { ...regionFacts(), ...change.facts },
});

export const plan = (change: Partial<PlanInput> = {}): UpgradePlan => planUpgrade(planInput(change));

/** The cluster on a version, pools and all. */
export const on = (runs: string, of: Cluster): Cluster => ({
  ...of,
  version: version(runs),
  nodePools: of.nodePools.map((each) => ({ ...each, version: version(runs) })),
});

export function hopOf(of: UpgradePlan, index = 0): PlannedHop {
  const hop = of.hops[index];
  if (!hop) throw new Error(`the plan has ${of.hops.length} hops`);
  return hop;
}

export function lowerOf({ instead }: PlannedHop): LessSurge {
  if (!instead) throw new Error("no lower surge");
  return instead;
}

export function poolOfRun({ pools }: HopRun, name: string): PoolRun {
  const found = pools.find((each) => each.pool === name);
  if (!found) throw new Error(`no pool ${name} in the run`);
  return found;
}

/** `{ needed, free, short }` of a kind of resource; its first where there are several. */
export function needFor(needs: readonly Need[], kind: PlanResource["kind"]) {
  const need = needs.find(({ of }) => of.kind === kind);
  return need && { needed: need.needed, free: need.free, short: need.short };
}
