import { type Missing, missing } from "../model/absence.ts";
import type { AutoUpgrade, Cluster, NodePool } from "../model/cluster.ts";
import type { Step } from "../model/finding.ts";
import { azCommand, clusterWords } from "./command.ts";
import { listText } from "./words.ts";

/** Words that rules about a cluster's upkeep share. */
export const UPKEEP_NOT_READ: Missing = missing("absent", "how it is kept up to date was not read yet; it is with the next scan").missing;

/** Channels by which AKS changes the Kubernetes version, and with it every node. */
export const movesVersions = ({ channel }: AutoUpgrade): boolean => channel === "patch" || channel === "stable" || channel === "rapid";

/** Control plane and pools together; AKS takes no spot pool along, so that beside one each goes by itself. */
export function upgradeStep(cluster: Cluster, to: string): Step {
  const hasSpot = cluster.nodePools.some(({ priority }) => priority === "spot");
  return {
    text: hasSpot ? `Upgrade the control plane to ${to}, then each node pool by itself` : `Upgrade to ${to}`,
    command: azCommand(
      ...["aks", "upgrade", ...clusterWords(cluster), "--kubernetes-version", to],
      ...(hasSpot ? ["--control-plane-only"] : []),
    ),
  };
}

/** Spot nodes are neither surged nor drained. */
export const poolUpgradeFirst = ({ priority }: NodePool): string =>
  priority === "spot" ? "What runs there bears an eviction of all its nodes" : "Quota and addresses have room for the pool's surge nodes";
export const poolUpgradeRestarts = ({ priority }: NodePool): string =>
  priority === "spot"
    ? "every node of the pool: what runs there is evicted, not drained"
    : "every node of the pool is replaced, max surge at a time";

/** What must hold before AKS may replace nodes by itself. */
export function beforeAutomaticUpgrades(cluster: Cluster): string[] {
  const spot = cluster.nodePools.filter(({ priority }) => priority === "spot").map(({ name }) => name);
  return [
    "A planned maintenance window says when nodes may be replaced",
    "Quota and addresses have room for the surge nodes",
    ...(spot.length > 0 ? [`What runs on spot nodes bears an eviction in that window: ${listText(spot)}`] : []),
  ];
}
