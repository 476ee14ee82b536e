import { type Cluster, isInMotion, type NodePool } from "../model/cluster.ts";
import type { Severity } from "../model/finding.ts";
import { azCommand, clusterWords, poolWords, updateCluster } from "./command.ts";
import { environmentOf, environmentText, severityIn } from "./environment.ts";
import { defineRule, type Found, IN_MOTION } from "./rule.ts";
import { NO_MONEY } from "./words.ts";

export const lastChangeFailed = defineRule(
  {
    id: "last-change-failed",
    code: "UPG-038",
    version: 1,
    category: "upgrade",
    summary: "The last change of the cluster, or of a node pool, failed or was canceled.",
    severities: ["low", "high"],
    source: "https://learn.microsoft.com/azure/aks/upgrade-aks-cluster",
    needs: [],
    uses: [],
    needsRest: false,
    floor: 1,
    changes: [],
  },
  function* ({ cluster }) {
    const pools = cluster.nodePools.filter(hasFailed);
    for (const pool of pools) yield found(cluster, pool);
    for (const { name } of cluster.nodePools.filter(isInMotion)) yield { subject: name, cannotTell: IN_MOTION };

    if (isInMotion(cluster)) yield { cannotTell: IN_MOTION };
    // One failure is told once: a cluster has failed when a change of one of its pools has.
    else if (hasFailed(cluster) && pools.length === 0) yield found(cluster);
  },
);

type Changed = Pick<Cluster, "provisioningState" | "failure">;

const wasCanceled = ({ provisioningState }: Changed): boolean => provisioningState.toLowerCase() === "canceled";
const hasFailed = (of: Changed): boolean => of.provisioningState.toLowerCase() === "failed" || wasCanceled(of);

function found(cluster: Cluster, pool?: NodePool): Found {
  const changed: Changed = pool ?? cluster;
  const environment = environmentOf(cluster);
  const severity: Severity = wasCanceled(changed) ? "medium" : "high";
  const { code, message } = changed.failure ?? {};
  return {
    ...(pool ? { subject: pool.name } : {}),
    severity: severityIn(environment, severity),
    magnitude: { value: 1, unit: "pool" },
    title: `The last change of ${pool ? "these nodes" : "the cluster"} ${wasCanceled(changed) ? "was canceled half way" : "failed"}`,
    detail: `Azure reports ${changed.provisioningState}${code ? ` (${code})` : ""}: what was asked for and what runs may differ until a change succeeds, and the next upgrade starts from there.`,
    workings: [
      { label: "state", value: changed.provisioningState },
      ...(code ? [{ label: "error", value: code }] : []),
      ...(message ? [{ label: "Azure says", value: message }] : []),
      { label: "environment", value: environmentText(environment) },
    ],
    first: ["What made it fail is gone: quota, addresses, locks, disruption budgets, a size that is not to be had"],
    remedy: {
      steps: [
        {
          text: "See what Azure says about it",
          command: pool
            ? azCommand("aks", "nodepool", "show", ...poolWords(cluster, pool), "--query", "status")
            : azCommand("aks", "show", ...clusterWords(cluster), "--query", "status"),
        },
        { text: "Let AKS bring the cluster to what is set, without changing anything", command: updateCluster(cluster) },
      ],
      restarts: "what the failed change would have restarted",
    },
    notKnown: ["when it failed, and what was being changed", ...(code || message ? [] : ["why: Azure's answer does not say"])],
    worth: NO_MONEY,
  };
}
