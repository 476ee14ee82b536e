import { type Calendar, endUnder, lastDay } from "../model/calendar.ts";
import type { AutoUpgrade, Cluster } from "../model/cluster.ts";
import type { Day } from "../model/time.ts";
import { minorText } from "../model/version.ts";
import type { Stage } from "./hops.ts";
import { type PlanStep, rollBackSteps } from "./steps.ts";

/**
 * The way back of a hop's pools. A control plane has none, and a pool goes back one upgrade only: the next hop ends it.
 * Source: learn.microsoft.com/azure/aks/roll-back-node-pool-version
 */
export interface RollBack {
  /** Days after a pool's upgrade is done. */
  readonly withinDays: number;
  /** The last day on which the version it goes back to is supported; AKS takes no pool back to one that is not. Missing where no date is known. */
  readonly supportedUntil?: Day;
  readonly pools: readonly string[];
  readonly steps: readonly PlanStep[];
}

const ROLL_BACK_DAYS = 7;

export function rollBack(cluster: Cluster, { from }: Stage, pools: readonly string[], { versions }: Pick<Calendar, "versions">): RollBack {
  const row = versions.find(({ minor }) => minor === minorText(from));
  return {
    withinDays: ROLL_BACK_DAYS,
    ...(row ? { supportedUntil: lastDay(endUnder(cluster.supportPlan, row)) } : {}),
    pools,
    steps: rollBackSteps(cluster, pools, isUpgradedByAks(cluster.autoUpgrade)),
  };
}

const isUpgradedByAks = (autoUpgrade: AutoUpgrade | undefined): boolean =>
  autoUpgrade !== undefined && autoUpgrade.channel !== "none" && autoUpgrade.channel !== "node-image";
