import type { CannotTell } from "../calc/cannot-tell.ts";
import { type NotPriced, notPriced } from "../calc/not-priced.ts";
import type { UpgradeMinutes } from "../calc/upgrade-time.ts";
import type { Money } from "../model/money.ts";
import type { PlannedHop } from "./hop.ts";
import type { HopRun } from "./hop-run.ts";
import { movesControlPlane } from "./hops.ts";

/** Of all hops, by their lower surge where they need one, pools one after another. */
export interface PlanTotal {
  /** Steps of the control plane. */
  readonly hops: number;
  /** Nodes that are replaced, each as often as it is; spot nodes too. */
  readonly nodeRebuilds: number;
  /** Without the control plane itself and without spot pools, whose time is not known. */
  readonly minutes: UpgradeMinutes | CannotTell;
  /** Maintenance windows, each hop from a new one on; missing where none binds or nobody can tell: see the hops. */
  readonly windows?: { readonly likely: number; readonly slowest: number };
  readonly cost: { readonly amount: Money } | NotPriced;
}

/** What is likely to be done in a hop. */
export const runOf = ({ asSet, instead }: PlannedHop): HopRun => instead?.run ?? asSet;

export function totalOf(hops: readonly PlannedHop[]): PlanTotal {
  const runs = hops.map(runOf);
  const windows = windowsOf(runs);
  return {
    hops: hops.filter(movesControlPlane).length,
    nodeRebuilds: hops.reduce((all, { spot, asSet }) => all + nodesOf(spot) + nodesOf(asSet.pools), 0),
    minutes: minutesOf(runs),
    ...(windows ? { windows } : {}),
    cost: costOf(runs),
  };
}

const nodesOf = (pools: readonly { readonly nodes: number }[]): number => pools.reduce((all, { nodes }) => all + nodes, 0);

function minutesOf(runs: readonly HopRun[]): UpgradeMinutes | CannotTell {
  let all: UpgradeMinutes = { likely: 0, slowest: 0 };
  for (const { minutes } of runs) {
    if ("cannotTell" in minutes) return minutes;
    all = { likely: all.likely + minutes.oneAfterAnother.likely, slowest: all.slowest + minutes.oneAfterAnother.slowest };
  }
  return all;
}

function windowsOf(runs: readonly HopRun[]): PlanTotal["windows"] {
  let all = { likely: 0, slowest: 0 };
  for (const { window } of runs) {
    if (!("windows" in window)) return undefined;
    all = { likely: all.likely + window.windows.likely, slowest: all.slowest + window.windows.slowest };
  }
  return runs.length > 0 ? all : undefined;
}

function costOf(runs: readonly HopRun[]): PlanTotal["cost"] {
  let total: Money | undefined;
  for (const { cost } of runs) {
    if ("notPriced" in cost) return cost;
    total = { ...cost.cost, amount: cost.cost.amount + (total?.amount ?? 0) };
  }
  return total ? { amount: total } : notPriced("nothing is upgraded");
}
