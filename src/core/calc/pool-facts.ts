import type { NodePool } from "../model/cluster.ts";
import type { VmSize } from "../model/names.ts";
import { findSku, type Skus } from "../model/region.ts";
import { gibToMib, type MiB } from "../model/units.ts";
import { nodeReserved, poolNode } from "./node-reserved.ts";
import { maxPodsEffect } from "./reserved-max-pods.ts";
import { askedByPods } from "./reserved-rules.ts";

/** From this share of a node's memory on, max pods are worth a look. */
const NOTABLE_PERCENT = 10;
/** What AKS sets by itself where every pod has an address of the node's subnet. */
const FEWER_PODS = 30;

/** Kube-reserved memory of one node that max pods decide. */
export interface MaxPodsMemory {
  readonly vmSize: VmSize;
  readonly nodes: number;
  readonly maxPods: number;
  readonly nominal: MiB;
  /** 20 MiB a pod and 50 more. */
  readonly byPods: MiB;
  /** The same, at most a quarter of the node. */
  readonly kubeReserved: MiB;
  /** Memory that each node would give its pods with so few pods; absent where max pods are no more. */
  readonly withFewer?: { readonly maxPods: number; readonly freed: MiB };
}

/** Sizes of a pool that keep a tenth of their memory or more because of max pods. None where that is not known, or set by hand. */
export function maxPodsMemory(pool: NodePool, skus: Skus): readonly MaxPodsMemory[] {
  return pool.sizes.flatMap(({ vmSize, nodeCount }) => {
    const sku = findSku(skus, vmSize);
    const node = sku && poolNode(pool, sku);
    if (!sku || !node || "cannotTell" in node || node.os !== "linux") return [];
    const reserved = nodeReserved(node);
    const nominal = gibToMib(sku.memoryGiB);
    const kubeReserved = reserved.kubeReservedMemory;
    if (reserved.rule !== "from-1.29" || kubeReserved * 100 < nominal * NOTABLE_PERCENT) return [];
    const fewer = node.maxPods > FEWER_PODS ? maxPodsEffect(node, FEWER_PODS, nodeCount) : undefined;
    return [
      {
        ...{ vmSize, nodes: nodeCount, maxPods: node.maxPods, nominal, kubeReserved },
        byPods: askedByPods(node.maxPods),
        ...(fewer && !("cannotTell" in fewer) ? { withFewer: { maxPods: FEWER_PODS, freed: fewer.freedMemory } } : {}),
      },
    ];
  });
}

/** GPU nodes that an autoscaler never takes away. */
export interface GpuMinimum {
  readonly vmSize: VmSize;
  readonly gpus: number;
  readonly nodes: number;
}

/** Sizes with GPUs whose autoscaler keeps at least one node; none of a stopped pool. */
export const gpuMinimums = ({ sizes, powerState }: NodePool, skus: Skus): readonly GpuMinimum[] =>
  powerState === "stopped"
    ? []
    : sizes.flatMap(({ vmSize, autoscale }) => {
        const gpus = findSku(skus, vmSize)?.gpus ?? 0;
        return gpus === 0 || autoscale === undefined || autoscale.min === 0 ? [] : [{ vmSize, gpus, nodes: autoscale.min }];
      });
