import { cannotTell } from "../calc/cannot-tell.ts";
import type { Cluster, NodePool } from "../model/cluster.ts";
import type { ClusterDay } from "../model/history.ts";
import { type Day, dayOf, daysBetween } from "../model/time.ts";
import { isAutoscaled } from "./autoscale-range.ts";
import { deletePool } from "./command.ts";
import { type Answer, type ClusterView, defineRule, type Found, WORSE_BY_SEVERITY_ALONE } from "./rule.ts";
import { bicepPool, daysText, NO_MONEY } from "./words.ts";

type View = ClusterView<never, never, "emptyDays">;

/** As far back as node counts are kept, today included. */
const HISTORY_DAYS = 28;

export const poolLeftOver = defineRule(
  {
    id: "pool-left-over",
    code: "COST-049",
    version: 1,
    category: "cost",
    summary: "A node pool has been stopped, or fixed at no nodes, for weeks.",
    severities: ["info", "info"],
    source: "https://learn.microsoft.com/azure/aks/start-stop-nodepools",
    needs: [],
    uses: [],
    needsRest: true,
    floor: WORSE_BY_SEVERITY_ALONE,
    changes: ["pool"],
    thresholds: {
      emptyDays: { standard: HISTORY_DAYS, min: 7, max: HISTORY_DAYS, unit: "days", says: "a pool without nodes counts as left over" },
    },
  },
  function* (view) {
    for (const pool of view.cluster.nodePools) {
      const isAtRest = pool.powerState === "stopped" || (pool.nodeCount === 0 && !isAutoscaled(pool));
      const answer = isAtRest && answerFor(view, pool);
      if (answer) yield answer;
    }
  },
);

function answerFor({ at, cluster, history, thresholds }: View, pool: NodePool): Answer | undefined {
  const subject = pool.name;
  if (pool.powerState !== "stopped" && pool.priority === "spot") {
    return { subject, notApplicable: "its nodes may all have been evicted, which has a finding of its own" };
  }
  const seen = emptySince(pool, history);
  const days = seen ? daysBetween(seen.since, dayOf(at)) + 1 : 0;
  if (seen && days >= thresholds.emptyDays) return finding(cluster, pool, { days, isLonger: !seen.hadNodes });
  if (seen?.hadNodes) return undefined;
  const why = seen ? `it has been seen for ${daysText(days)} only, without nodes all the time` : "it was not seen before tonight";
  return { subject, ...cannotTell("absent", why) };
}

interface Empty {
  /** The first day of those without any node, up to the last one seen. */
  readonly since: Day;
  /** It was seen with nodes before: then that day is exact. */
  readonly hadNodes: boolean;
}

/** Nothing where it was not seen, or had nodes on the last day it was. */
function emptySince({ name }: NodePool, history: readonly ClusterDay[]): Empty | undefined {
  const days = history
    .flatMap(({ day, pools }) => pools.filter(({ pool }) => pool === name).map(({ samples }) => ({ day, samples })))
    .toSorted((a, b) => (a.day < b.day ? -1 : 1));
  const last = days.findLastIndex(({ samples }) => samples.some(({ sizes }) => sizes.some(({ nodeCount }) => nodeCount > 0)));
  const first = days[last + 1];
  return first ? { since: first.day, hadNodes: last >= 0 } : undefined;
}

interface Left {
  readonly days: number;
  /** Than anybody looked. */
  readonly isLonger: boolean;
}

function finding(cluster: Cluster, pool: NodePool, { days, isLonger }: Left): Found {
  const isStopped = pool.powerState === "stopped";
  const time = `${isLonger ? "at least " : ""}${daysText(days)}`;
  return {
    subject: pool.name,
    severity: "info",
    magnitude: { value: days, unit: "day" },
    title: isStopped ? `Stopped for ${time}` : `Without nodes for ${time}`,
    detail:
      "It runs nothing and costs no hours, but takes one of the cluster's places for node pools and must be upgraded with it, or its version falls behind.",
    workings: [
      { label: "state", value: isStopped ? "stopped" : "fixed at 0 nodes" },
      { label: "without nodes", value: time },
    ],
    first: [
      "Nobody is going to need it again, also not once a quarter or a year",
      "It is described somewhere else: a deleted pool can only be made again",
    ],
    remedy: {
      steps: [
        { text: "Delete the pool", command: deletePool(cluster, pool) },
        { text: "Or keep it, and say why with the tag advisor-COST-049: fixed on purpose: <reason>" },
      ],
      bicep: bicepPool(pool, "* is left out; a deployment alone deletes no pool"),
      terraform: `azurerm_kubernetes_cluster_node_pool "${pool.name}" is left out`,
      restarts: "nothing",
    },
    notKnown: [
      ...(isLonger ? ["since when: node counts are kept for 28 days"] : []),
      ...(isStopped && pool.osDisk.kind === "managed" ? ["whether disks of its stopped nodes are billed on"] : []),
    ],
    worth: NO_MONEY,
  };
}
