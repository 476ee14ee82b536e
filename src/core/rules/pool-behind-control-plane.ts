import { cannotTell } from "../calc/cannot-tell.ts";
import { allowedSkew } from "../calc/upgrade-hops.ts";
import type { Cluster, NodePool } from "../model/cluster.ts";
import { dayOf } from "../model/time.ts";
import { type KubernetesVersion, minorsAhead, minorText, versionText } from "../model/version.ts";
import { azCommand, clusterWords, upgradePool } from "./command.ts";
import { defineRule, type Found } from "./rule.ts";
import { blockedHop } from "./skew.ts";
import { upgradeWorth } from "./upgrade-worth.ts";
import { poolUpgradeFirst, poolUpgradeRestarts } from "./upkeep.ts";
import { bicepPool, counted, NO_MONEY, terraformPool } from "./words.ts";

export const poolBehindControlPlane = defineRule(
  {
    id: "pool-behind-control-plane",
    code: "UPG-004",
    version: 2,
    category: "upgrade",
    summary: "A node pool runs another Kubernetes version than the control plane.",
    severities: ["low", "high"],
    source: "https://learn.microsoft.com/azure/aks/supported-kubernetes-versions",
    needs: [],
    uses: ["skus", "prices"],
    needsRest: true,
    floor: 1,
    changes: ["version"],
  },
  function* (view) {
    const { at, cluster, calendar } = view;
    for (const pool of cluster.nodePools) {
      const blocked = blockedHop(cluster, pool, calendar, dayOf(at));
      if (blocked) yield { subject: pool.name, notApplicable: `it blocks ${minorText(blocked)}, which has a finding of its own` };
      else if (!pool.version) yield { subject: pool.name, ...cannotTell("absent", "the version its nodes run is not in the answer") };
      else if (isAhead(pool.version, cluster.version)) yield ahead(cluster, pool, pool.version);
      else if (isAhead(cluster.version, pool.version))
        yield { ...behind(cluster, pool, pool.version), worth: upgradeWorth(view, 1, [pool]) };
    }
  },
);

/** Patches are compared only where both are known. */
function isAhead(a: KubernetesVersion, b: KubernetesVersion): boolean {
  const minors = minorsAhead(a, b);
  return minors > 0 || (minors === 0 && a.patch !== undefined && b.patch !== undefined && a.patch > b.patch);
}

function behind(cluster: Cluster, pool: NodePool, version: KubernetesVersion): Omit<Found, "worth"> {
  const minors = minorsAhead(cluster.version, version);
  const allowed = allowedSkew(cluster.version);
  const isTooFar = minors > allowed;
  const distance = minors === 0 ? "patches" : counted(minors, "minor");
  const target = versionText(cluster.version);
  return {
    subject: pool.name,
    severity: isTooFar ? "high" : "low",
    magnitude: { value: minors, unit: "minor" },
    title: isTooFar ? `${distance} behind the control plane: more than AKS allows` : `Nodes are ${distance} behind the control plane`,
    detail: `The nodes run ${versionText(version)}, the control plane ${target}; ${counted(allowed, "minor")} are allowed.${minors > 0 && !isTooFar ? ` The control plane can go ${counted(allowed - minors, "more minor", "more minors")} before this pool blocks it.` : ""}`,
    workings: [
      { label: "control plane", value: target },
      { label: "nodes", value: versionText(version) },
      { label: "behind", formula: `${target} − ${versionText(version)}`, value: distance },
      { label: "allowed", value: counted(allowed, "minor") },
    ],
    first: [poolUpgradeFirst(pool), ...(pool.powerState === "stopped" ? ["The pool is stopped: it must run to be upgraded"] : [])],
    remedy: {
      steps: [
        {
          text: `Upgrade the pool to ${target}`,
          command: upgradePool(cluster, pool, target),
        },
      ],
      bicep: bicepPool(pool, `orchestratorVersion: '${target}'`),
      terraform: terraformPool(pool, `orchestrator_version = "${target}"`),
      restarts: poolUpgradeRestarts(pool),
    },
    notKnown: ["pod disruption budgets that hold up the drain"],
  };
}

function ahead(cluster: Cluster, pool: NodePool, version: KubernetesVersion): Found {
  const minors = minorsAhead(version, cluster.version);
  const target = versionText(version);
  return {
    subject: pool.name,
    severity: "high",
    magnitude: { value: minors, unit: "minor" },
    title: "Nodes are ahead of the control plane, which AKS does not support",
    detail: `The nodes run ${target}, the control plane ${versionText(cluster.version)}; a node may never be newer than the control plane.`,
    workings: [
      { label: "control plane", value: versionText(cluster.version) },
      { label: "nodes", value: target },
    ],
    first: ["Nothing that runs calls an API that the newer version removes"],
    remedy: {
      steps: [
        {
          text: `Upgrade the control plane to ${target}`,
          command: azCommand(...["aks", "upgrade", ...clusterWords(cluster)], ...["--kubernetes-version", target, "--control-plane-only"]),
        },
      ],
      bicep: `kubernetesVersion: '${target}'`,
      terraform: `azurerm_kubernetes_cluster.kubernetes_version = "${target}"`,
      restarts: "the API server; no node",
    },
    notKnown: ["whether a rollback of the control plane brought it about"],
    worth: NO_MONEY,
  };
}
