import { missing } from "../model/absence.ts";
import type { Cluster } from "../model/cluster.ts";
import type { Step } from "../model/finding.ts";
import { type Lock, locksOnUpgrades, nodeGroupId } from "../model/locks.ts";
import { azCommand, updateCluster } from "./command.ts";
import { defineRule, type Found } from "./rule.ts";
import { counted, NO_MONEY } from "./words.ts";

export const locksStopUpgrades = defineRule(
  {
    id: "locks-stop-upgrades",
    code: "UPG-035",
    version: 1,
    category: "upgrade",
    summary: "A management lock stops AKS from changing the cluster or from replacing its nodes.",
    severities: ["high", "high"],
    source: "https://learn.microsoft.com/azure/aks/upgrade-options",
    needs: ["locks"],
    uses: [],
    needsRest: false,
    floor: 1,
    changes: [],
  },
  function* ({ cluster, locks }) {
    const group = nodeGroupId(cluster);
    const stopping = locksOnUpgrades(cluster, locks);
    if (stopping.length > 0) yield found(cluster, stopping, group);
    else if (group === undefined) yield { cannotTell: NO_GROUP };
  },
);

const NO_GROUP = missing("absent", "the name of its node resource group was not read yet; it is with the next scan").missing;

function found(cluster: Cluster, locks: readonly Lock[], group: string | undefined): Found {
  const isReadOnly = locks.some(({ level }) => level === "read-only");
  const lets = locks.length === 1 ? "lets" : "let";
  return {
    severity: "high",
    magnitude: { value: cluster.nodePools.length, unit: "pool" },
    title: isReadOnly ? "A read-only lock stops every change" : "A lock keeps AKS from deleting nodes",
    detail: `${counted(locks.length, "lock")} of ${isReadOnly ? `the cluster or its nodes ${lets} AKS change` : `its nodes ${lets} AKS delete`} nothing there. Upgrades add surge nodes and stop when the old ones have to go, and so do scaling in and repair.`,
    workings: locks.map(({ name, level, scope }) => ({ label: name, value: `${LEVELS[level]} on ${placeText(scope, cluster, group)}` })),
    first: ["Whoever set the lock agrees; an Azure Policy may set it again"],
    remedy: {
      steps: [
        ...locks.map(removal),
        {
          text: "To keep people's hands off the nodes, let AKS lock its own group",
          command: updateCluster(cluster, "--nrg-lockdown-restriction-level", "ReadOnly"),
        },
      ],
      restarts: "nothing",
    },
    notKnown: ["whether a policy or a pipeline sets the lock again"],
    worth: NO_MONEY,
  };
}

const LEVELS = { "cannot-delete": "CanNotDelete", "read-only": "ReadOnly" } as const satisfies Record<Lock["level"], string>;

const removal = ({ name, scope }: Lock): Step => ({
  text: `Remove the lock ${name}, or put it on what it is meant for`,
  command: azCommand("lock", "delete", "--ids", `${scope}/providers/Microsoft.Authorization/locks/${name}`),
});

function placeText(scope: string, { id }: Cluster, group: string | undefined): string {
  if (scope === id) return "the cluster";
  if (scope === group) return "the node resource group";
  if (group !== undefined && scope.startsWith(`${group}/`)) return "nodes in the node resource group";
  return scope.includes("/resourcegroups/") ? "the cluster's resource group" : "the subscription";
}
