import type { Cluster, NodePool, OsDisk, PoolSize } from "../model/cluster.ts";
import type { Step } from "../model/finding.ts";
import { rangeWords } from "./autoscale-range.ts";
import { azCommand, deletePool, kubectlCommand, poolWords, updatePool } from "./command.ts";
import { likeWords } from "./new-pool-words.ts";
import { counted, nodesText } from "./words.ts";

/** A pool that takes the place of another: like it, save for what stands here. */
export interface NewPool {
  readonly name: string;
  readonly kind: "scale-set" | "virtual-machines";
  readonly sizes: readonly PoolSize[];
  readonly osDisk: OsDisk;
  readonly zones: readonly string[];
  readonly isSpot: boolean;
}

export const SPOT_TAINT = "kubernetes.azure.com/scalesetpriority=spot:NoSchedule";
export const SPOT_LABEL = "kubernetes.azure.com/scalesetpriority=spot";

/** Names of Windows pools have at most 6 characters, others 12; lower-case letters and digits. */
export function newPoolName({ nodePools }: Cluster, { name, os }: NodePool, ending: string): string {
  const taken = new Set(nodePools.map((pool) => pool.name));
  const longest = os === "windows" ? 6 : 12;
  for (let number = 1; ; number++) {
    const tail = number === 1 ? ending : `${ending}${number}`;
    const candidate = `${name.slice(0, longest - tail.length)}${tail}`;
    if (!taken.has(candidate)) return candidate;
  }
}

export const NEW_POOL_FIRST = [
  "Settings that the answer does not carry (kubelet and OS configuration) are set on the new pool too",
  "What pods keep in emptyDir on the old nodes may be lost",
];

/** In steps that AKS and Kubernetes allow: a pool's size, disk and priority are fixed when it is made. */
export function replacementSteps(cluster: Cluster, old: NodePool, target: NewPool, nodesPerBatch: number): Step[] {
  const nodes = target.sizes.reduce((sum, size) => sum + size.nodeCount, 0);
  // Several sizes are moved one after another: their batches are told in words.
  const isAtOnce = nodesPerBatch >= nodes || target.sizes.length > 1;
  const nodesOfOld = ["-l", `kubernetes.azure.com/agentpool=${old.name}`];
  const cordon = { text: "Let no more pods onto the old nodes", command: kubectlCommand("cordon", ...nodesOfOld) };
  const remove = { text: "Delete the old pool", command: deletePool(cluster, old) };
  if (isAtOnce) {
    return [
      ...addSteps(cluster, old, target),
      ...autoscalerOff(cluster, old),
      cordon,
      { text: "Move the pods over", command: kubectlCommand("drain", ...nodesOfOld, ...DRAIN) },
      remove,
    ];
  }
  const batches = Math.ceil(nodes / nodesPerBatch);
  const fixed = target.sizes.map(({ vmSize }) => ({ vmSize, nodeCount: nodesPerBatch }));
  const grown = Math.min(2 * nodesPerBatch, nodes);
  return [
    ...addSteps(cluster, old, { ...target, sizes: fixed }),
    ...autoscalerOff(cluster, old),
    cordon,
    {
      text: "Drain as many old nodes as the batch may replace (their names for NODES)",
      command: kubectlCommand("drain", "NODES", ...DRAIN),
    },
    {
      text: "Delete these nodes",
      command: azCommand("aks", "nodepool", "delete-machines", ...poolWords(cluster, old), "--machine-names", "NODES"),
    },
    {
      text: `Grow the new pool by up to ${nodesText(nodesPerBatch)} and drain on: ${counted(batches, "batch", "batches")} in all`,
      command: growCommand(cluster, target, grown),
    },
    remove,
    ...autoscalerOn(cluster, target),
  ];
}

function growCommand(cluster: Cluster, target: NewPool, nodes: number): string {
  const words = poolWords(cluster, target);
  const [size] = target.sizes;
  return target.kind === "virtual-machines" && size
    ? azCommand("aks", "nodepool", "manual-scale", "update", ...words, "--current-vm-sizes", size.vmSize, "--node-count", `${nodes}`)
    : azCommand("aks", "nodepool", "scale", ...words, "--node-count", `${nodes}`);
}

/** Cordons too. */
export const DRAIN = ["--ignore-daemonsets", "--delete-emptydir-data"] as const;

/** The pool with its first size, then a profile for each further size of a Virtual Machines pool. */
export function addSteps(cluster: Cluster, like: NodePool, target: NewPool): Step[] {
  const [first, ...others] = target.sizes;
  if (!first) return [];
  const text = `Add pool ${target.name} with ${sizeText(first)}`;
  const command = azCommand(
    "aks",
    "nodepool",
    "add",
    ...poolWords(cluster, target),
    ...sizeWords(target, first),
    ...likeWords(like, target),
  );
  return [
    // A command that leaves a setting out would make another pool.
    like.kubeletDisk === "temporary"
      ? { text: `${text}, by a template: az has no flag for kubeletDiskType: 'Temporary'` }
      : { text, command },
    ...others.map((size) => ({ text: `Add a profile of ${sizeText(size)}`, command: profileCommand(cluster, target, size) })),
  ];
}

export function profileCommand(cluster: Cluster, pool: { readonly name: string }, { vmSize, nodeCount, autoscale }: PoolSize): string {
  const words = poolWords(cluster, pool);
  return autoscale
    ? azCommand("aks", "nodepool", "auto-scale", "add", ...words, "--node-vm-size", vmSize, ...rangeWords(autoscale))
    : azCommand("aks", "nodepool", "manual-scale", "add", ...words, "--vm-sizes", vmSize, "--node-count", `${nodeCount}`);
}

export const sizeText = ({ vmSize, nodeCount, autoscale }: PoolSize): string =>
  autoscale
    ? `${nodesText(nodeCount)} of ${vmSize} (autoscaled ${autoscale.min} to ${autoscale.max})`
    : `${nodesText(nodeCount)} of ${vmSize}`;

function sizeWords(target: NewPool, { vmSize, nodeCount, autoscale }: PoolSize): string[] {
  const range = autoscale ? ["--enable-cluster-autoscaler", ...rangeWords(autoscale)] : [];
  if (target.kind === "scale-set") return ["--node-vm-size", vmSize, "--node-count", `${nodeCount}`, ...range];
  return autoscale
    ? ["--vm-set-type", "VirtualMachines", "--node-vm-size", vmSize, ...range]
    : ["--vm-set-type", "VirtualMachines", "--vm-sizes", vmSize, "--node-count", `${nodeCount}`];
}

export function autoscalerOff(cluster: Cluster, pool: NodePool): Step[] {
  if (!pool.sizes.some((size) => size.autoscale)) return [];
  const command = updatePool(cluster, pool, "--disable-cluster-autoscaler");
  return [{ text: "Switch the old pool's autoscaler off, or it brings the nodes back", command }];
}

/** After the last batch; one range for every size, as the command takes no other. */
function autoscalerOn(cluster: Cluster, target: NewPool): Step[] {
  const range = target.sizes.find((size) => size.autoscale)?.autoscale;
  if (!range) return [];
  const command = updatePool(cluster, target, "--enable-cluster-autoscaler", ...rangeWords(range));
  return [{ text: "Switch the new pool's autoscaler on", command }];
}
