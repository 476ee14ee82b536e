import { type Cluster, type NodePool, type NodeShare, nodeShareText } from "../model/cluster.ts";
import { versionText } from "../model/version.ts";
import { movesControlPlane, type Stage } from "./hops.ts";

/** Words as they are, without quotes: whoever makes text of them quotes them for its shell. */
export interface Command {
  readonly tool: "az" | "kubectl";
  readonly args: readonly string[];
}

export interface PlanStep {
  readonly text: string;
  readonly command?: Command;
}

/** In order. */
export interface HopSteps {
  readonly before: readonly PlanStep[];
  readonly upgrade: readonly PlanStep[];
  readonly after: readonly PlanStep[];
}

const az = (...args: readonly string[]): Command => ({ tool: "az", args });
const kubectl = (...args: readonly string[]): Command => ({ tool: "kubectl", args });
const ofCluster = ({ resourceGroup, name }: Cluster): readonly string[] => ["-g", resourceGroup, "-n", name];
const ofPool = ({ resourceGroup, name }: Cluster, pool: string): readonly string[] => [
  "-g",
  resourceGroup,
  "--cluster-name",
  name,
  "-n",
  pool,
];

/** `pools` in the order in which they go; `shares` are max surges that have to be set first. */
export function hopSteps(cluster: Cluster, stage: Stage, pools: readonly NodePool[], shares: ReadonlyMap<string, NodeShare>): HopSteps {
  const moves = movesControlPlane(stage);
  const to = versionText(stage.to);
  return {
    before: checksBefore(cluster, moves),
    upgrade: [
      ...[...shares].map(([pool, share]) => surgeStep(cluster, pool, share)),
      ...(moves ? [stage.isAtOnce ? wholeStep(cluster, to) : controlPlaneStep(cluster, to)] : []),
      ...pools.filter(({ priority }) => !stage.isAtOnce || priority === "spot").map((pool) => poolStep(cluster, pool, to)),
    ],
    after: checksAfter(cluster, pools),
  };
}

const surgeStep = (cluster: Cluster, pool: string, share: NodeShare): PlanStep => ({
  text: `Set max surge of pool ${pool} to ${nodeShareText(share)}`,
  command: az("aks", "nodepool", "update", ...ofPool(cluster, pool), "--max-surge", nodeShareText(share)),
});

const controlPlaneStep = (cluster: Cluster, version: string): PlanStep => ({
  text: `Upgrade the control plane to ${version}; it cannot go back`,
  command: az("aks", "upgrade", ...ofCluster(cluster), "--kubernetes-version", version, "--control-plane-only"),
});

const wholeStep = (cluster: Cluster, version: string): PlanStep => ({
  text: `Upgrade control plane and pools to ${version} at once: pools would be too far behind; the control plane cannot go back`,
  command: az("aks", "upgrade", ...ofCluster(cluster), "--kubernetes-version", version),
});

const poolStep = (cluster: Cluster, pool: NodePool, version: string): PlanStep => ({
  text: poolText(pool),
  command: az("aks", "nodepool", "upgrade", ...ofPool(cluster, pool.name), "--kubernetes-version", version),
});

const poolText = ({ name, priority }: NodePool): string =>
  priority === "spot" ? `Upgrade spot pool ${name}: its nodes are evicted, not drained` : `Upgrade pool ${name}`;

function checksBefore(cluster: Cluster, moves: boolean): readonly PlanStep[] {
  return [
    ...(moves
      ? [
          {
            text: "The version is among those the cluster may go to",
            command: az("aks", "get-upgrades", ...ofCluster(cluster), "-o", "table"),
          },
          {
            text: "Nothing calls an API that the version removes (apiserver_requested_deprecated_apis names none of it)",
            command: kubectl("get", "--raw", "/metrics"),
          },
        ]
      : []),
    {
      text: "Cluster and pools rest (Succeeded)",
      command: az("aks", "nodepool", "list", "-g", cluster.resourceGroup, "--cluster-name", cluster.name, "-o", "table"),
    },
    { text: "Quota is as the plan has it", command: az("vm", "list-usage", "-l", cluster.region, "-o", "table") },
    { text: "All nodes are Ready", command: kubectl("get", "nodes") },
    { text: "Every disruption budget allows one disruption at least", command: kubectl("get", "poddisruptionbudgets", "-A") },
  ];
}

const checksAfter = (cluster: Cluster, pools: readonly NodePool[]): readonly PlanStep[] => [
  {
    text: "Control plane and pools are on their version",
    command: az("aks", "nodepool", "list", "-g", cluster.resourceGroup, "--cluster-name", cluster.name, "-o", "table"),
  },
  { text: "All nodes are Ready and on their version", command: kubectl("get", "nodes", "-o", "wide") },
  {
    text: "No pod waits or fails that did not before",
    command: kubectl("get", "pods", "-A", "--field-selector", "status.phase!=Running,status.phase!=Succeeded"),
  },
  ...(pools.some(({ upgrade }) => upgrade.undrainableNodes === "cordon")
    ? [
        {
          text: "No node was left behind in quarantine",
          command: kubectl("get", "nodes", "-l", "kubernetes.azure.com/upgrade-status=Quarantined"),
        },
      ]
    : []),
];

export const rollBackSteps = (cluster: Cluster, pools: readonly string[], isUpgradedByAks: boolean): readonly PlanStep[] => [
  ...(isUpgradedByAks
    ? [
        {
          text: "Switch the automatic upgrades off, or roll-back is refused",
          command: az("aks", "update", ...ofCluster(cluster), "--auto-upgrade-channel", "none"),
        },
      ]
    : []),
  ...pools.map((pool) => ({ text: `Roll pool ${pool} back`, command: az("aks", "nodepool", "rollback", ...ofPool(cluster, pool)) })),
];
