import type { NodePool } from "../model/cluster.ts";
import { isAutoscaled } from "./autoscale-range.ts";
import { updatePool } from "./command.ts";
import { type ClusterView, defineRule, type Found } from "./rule.ts";
import { bicepPool, counted, listText, NO_MONEY, nodesText } from "./words.ts";

export const autoProvisioningBesideAutoscaler = defineRule(
  {
    id: "auto-provisioning-beside-autoscaler",
    code: "COST-022",
    version: 1,
    category: "cost",
    summary: "Node auto-provisioning and the cluster autoscaler both make nodes for the same waiting pods.",
    severities: ["low", "medium"],
    source: "https://learn.microsoft.com/azure/aks/migrate-from-autoscaler-to-node-auto-provisioning",
    needs: [],
    uses: [],
    needsRest: false,
    floor: 0,
    changes: ["nodes"],
  },
  function* (view) {
    const { cluster } = view;
    if (!cluster.hasNodeAutoProvisioning) return;
    if (cluster.isAutomatic) {
      yield { notApplicable: "AKS Automatic keeps its system pool itself" };
      return;
    }
    // It makes no Windows nodes: for those the autoscaler is the only one.
    const pools = cluster.nodePools.filter((pool) => pool.os === "linux" && isAutoscaled(pool));
    if (pools.length > 0) yield finding(view, pools);
  },
);

/** Pods must tolerate it; nodes of node auto-provisioning do not have it. */
const keepsPodsAway = ({ taints }: NodePool): boolean => taints.some((taint) => /:No(Schedule|Execute)$/.test(taint));

function finding({ cluster }: ClusterView, pools: readonly NodePool[]): Found {
  const open = pools.filter((pool) => !keepsPodsAway(pool));
  const names = listText(pools.map(({ name }) => name));
  return {
    pools: pools.map(({ name }) => name),
    severity: open.length > 0 ? "medium" : "low",
    magnitude: { value: pools.length, unit: "pool" },
    title: "Node auto-provisioning and cluster autoscaler at once",
    detail:
      open.length > 0
        ? `Pods that wait bring nodes of both: the autoscaler is still on for ${names}, and ${counted(open.length, "pool")} of them ${open.length === 1 ? "has" : "have"} no taint that would keep their pods apart.`
        : `The autoscaler is still on for ${names}; taints keep most pods away, but those that tolerate them may bring nodes of both.`,
    workings: pools.map((pool) => ({
      label: pool.name,
      formula: pool.sizes.map(({ autoscale }) => (autoscale ? `${autoscale.min} to ${autoscale.max}` : "fixed")).join(", "),
      value: `${nodesText(pool.nodeCount)}, ${keepsPodsAway(pool) ? "tainted" : "without a taint"}`,
    })),
    first: [
      "No move from one to the other is under way that needs both: then the taint autoscaling.azure.com/cas-block=true:NoSchedule keeps their pods apart",
      "The pools' fixed nodes, or those that node auto-provisioning may make, have room for the pods: its node pools and limits are in the cluster",
    ],
    remedy: {
      steps: [
        ...pools.map((pool) => ({
          text: `Switch the autoscaler of ${pool.name} off: it keeps its ${nodesText(pool.nodeCount)}`,
          command: updatePool(cluster, pool, "--disable-cluster-autoscaler"),
        })),
        { text: "Scale user pools down step by step while node auto-provisioning takes their pods over; a system pool stays" },
      ],
      bicep: pools.map((pool) => bicepPool(pool, "enableAutoScaling: false")).join(", "),
      terraform: pools.map(({ name }) => `auto_scaling_enabled = false on node pool ${name}`).join(", "),
      restarts: "nothing; the pools keep the nodes they have",
    },
    notKnown: ["which nodes node auto-provisioning has made: they stand in no pool", "which pods wait, and what they tolerate"],
    worth: NO_MONEY,
  };
}
