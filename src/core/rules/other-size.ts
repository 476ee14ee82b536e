import type { Cluster, NodePool, PoolSize } from "../model/cluster.ts";
import type { Remedy } from "../model/finding.ts";
import { rangeWords } from "./autoscale-range.ts";
import { azCommand, poolWords } from "./command.ts";
import { newPoolName, replacementSteps, sizeText } from "./new-pool.ts";
import { bicepPool } from "./words.ts";

export interface OtherSize {
  readonly from: PoolSize;
  readonly to: PoolSize;
  /** Of the new pool's name. */
  readonly ending: string;
  /** As many as have room beside the old ones; all at once where that is not said. */
  readonly nodesPerBatch?: number | undefined;
}

/** Nodes of another VM size: by a new pool, as a scale set keeps the size it was made with, or by another profile. */
export function otherSizeRemedy(cluster: Cluster, pool: NodePool, { from, to, ending, nodesPerBatch = to.nodeCount }: OtherSize): Remedy {
  if (pool.kind === "virtual-machines") {
    const words = poolWords(cluster, pool);
    const { vmSize, nodeCount, autoscale } = to;
    const command = autoscale
      ? ["auto-scale", "update", ...words, "--current-node-vm-size", from.vmSize, "--node-vm-size", vmSize, ...rangeWords(autoscale)]
      : ["manual-scale", "update", ...words, "--current-vm-sizes", from.vmSize, "--vm-sizes", vmSize, "--node-count", `${nodeCount}`];
    return {
      steps: [{ text: `Change the profile of ${from.vmSize} to ${sizeText(to)}`, command: azCommand("aks", "nodepool", ...command) }],
      bicep: bicepPool(pool, `virtualMachinesProfile.scale: size '${vmSize}' in place of '${from.vmSize}'`),
      restarts: "the nodes of that profile are replaced",
    };
  }
  const target = {
    name: newPoolName(cluster, pool, ending),
    kind: "scale-set" as const,
    sizes: [to],
    osDisk: pool.osDisk,
    zones: pool.zones,
    isSpot: pool.priority === "spot",
  };
  return {
    steps: replacementSteps(cluster, pool, target, nodesPerBatch),
    bicep: `agentPoolProfiles[${target.name}], like ${pool.name}, with vmSize: '${to.vmSize}'`,
    terraform: `azurerm_kubernetes_cluster_node_pool "${target.name}", like ${pool.name}, with vm_size = "${to.vmSize}"`,
    restarts: "every pod of the pool moves to a new node",
  };
}
