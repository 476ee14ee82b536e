import { newPoolRoom } from "../calc/new-pool-room.ts";
import { type NodeReserved, nodeReserved, nodeShape } from "../calc/node-reserved.ts";
import { missing } from "../model/absence.ts";
import type { NodePool } from "../model/cluster.ts";
import type { Remedy, Working } from "../model/finding.ts";
import { findSku } from "../model/region.ts";
import { gibToMib, type MiB } from "../model/units.ts";
import { isAutoscaled, rangeWords } from "./autoscale-range.ts";
import { azCommand, poolWords } from "./command.ts";
import { isTooMuch, type LargerSize, largerSize, type ReservedSize, TOO_MUCH_CPU, TOO_MUCH_MEMORY } from "./larger-size.ts";
import { NEW_POOL_FIRST, newPoolName, replacementSteps, sizeText } from "./new-pool.ts";
import { type RoomWords, roomWords } from "./room-words.ts";
import { type Answer, type ClusterView, defineRule, type Found } from "./rule.ts";
import { bicepPool, NOT_PRICED, nodesText, percentText, vcpusText } from "./words.ts";

type View = ClusterView<"skus", "restrictions" | "quotas" | "subnets">;

export const nodeReservedShare = defineRule(
  {
    id: "node-reserved-share",
    code: "COST-001",
    version: 1,
    category: "cost",
    summary: "The nodes of a user pool are so small that node-reserved takes a fifth of their memory or a twentieth of their CPU.",
    severities: ["low", "medium"],
    source: "https://learn.microsoft.com/azure/aks/node-resource-reservations",
    needs: ["skus"],
    uses: ["restrictions", "quotas", "subnets"],
    needsRest: true,
    floor: 1,
  },
  function* (view) {
    for (const pool of view.cluster.nodePools) {
      if (pool.mode !== "user") continue;
      const answer = answerFor(view, pool);
      if (answer) yield answer;
    }
  },
);

function answerFor(view: View, pool: NodePool): Answer | undefined {
  const subject = pool.name;
  if (view.cluster.isAutomatic) return { subject, notApplicable: "AKS Automatic chooses its VM sizes itself" };
  if (pool.powerState === "stopped") return { subject, notApplicable: "the pool is stopped" };
  if (pool.nodeCount === 0 && !isAutoscaled(pool)) return { subject, notApplicable: "it has no nodes" };

  const sizes: ReservedSize[] = [];
  for (const size of pool.sizes) {
    const sku = findSku(view.skus, size.vmSize);
    if (!sku) return { subject, cannotTell: missing("absent", `the region lists no VM size ${size.vmSize}`).missing };
    const shape = nodeShape(pool, sku);
    if (!shape) return { subject, cannotTell: missing("absent", "max pods or the version of its nodes is not in the answer").missing };
    sizes.push({ pool, size, sku, reserved: nodeReserved(shape) });
  }
  const [worst] = sizes.filter(({ reserved }) => isTooMuch(reserved)).sort((a, b) => points(b.reserved) - points(a.reserved));
  return worst && found(view, worst);
}

/** How far the graver of the two is over its limit decides which one is spoken of. */
const isAboutMemory = ({ memoryShare, cpuShare }: NodeReserved): boolean => memoryShare / TOO_MUCH_MEMORY >= cpuShare / TOO_MUCH_CPU;
/** Hundredths of the node, to a tenth: less is noise of the size. */
const points = (reserved: NodeReserved): number =>
  Math.round((isAboutMemory(reserved) ? reserved.memoryShare : reserved.cpuShare) * 1000) / 10;

function found(view: View, now: ReservedSize): Found {
  const { pool, sku, reserved } = now;
  const { cluster, restrictions } = view;
  const larger = largerSize(now, view.skus, "known" in restrictions ? restrictions.known : { byKey: new Map() });
  const isByProfile = pool.kind === "virtual-machines";
  const room =
    larger && !isByProfile
      ? roomWords(newPoolRoom(pool, { sku: larger.sku, nodes: larger.size.nodeCount }, view), larger.size.nodeCount, view.quotas)
      : undefined;
  const what = isAboutMemory(reserved) ? "memory" : "CPU";
  return {
    subject: pool.name,
    severity: larger ? "medium" : "low",
    magnitude: { value: points(reserved), unit: "point" },
    title: `Node-reserved takes ${percentText(points(reserved))} of the ${what}`,
    detail: `Kubernetes keeps ${percentText(reserved.memoryShare * 100)} of the memory and ${percentText(reserved.cpuShare * 100)} of the CPU of each ${sku.vmSize}; ${targetText(now, larger)}${room ? ` ${room.sentence}` : ""}`,
    workings: [...reservedWorkings(now), ...(larger ? targetWorkings(now, larger) : []), ...(room?.workings ?? [])],
    first: larger
      ? [
          `Losing one node of ${larger.sku.vcpus} vCPUs at a time is bearable`,
          "No single pod needs more than is left beside others on the new nodes",
          ...(room ? [...room.first, ...NEW_POOL_FIRST] : []),
        ]
      : [],
    remedy: larger ? remedyFor(view, now, larger, room) : noRemedy(cluster.region),
    notKnown: [
      "what the kernel takes first: a real node shows 2 to 4 % less memory than its size promises",
      ...(reserved.isEstimate ? ["the exact rule for these nodes: Azure does not publish it, so the numbers are an estimate"] : []),
      ...("missing" in restrictions ? [`whether larger sizes may be made here: ${restrictions.missing.why}`] : []),
      ...(room?.notKnown ?? []),
    ],
    worth: NOT_PRICED,
  };
}

function targetText({ size }: ReservedSize, larger: LargerSize | undefined): string {
  if (!larger) return "no larger size of the family offers the same without clearly more vCPUs.";
  if (size.nodeCount === 0) return `${larger.sku.vmSize} would keep ${percentText(larger.reserved.memoryShare * 100)} of the memory.`;
  return `${nodesText(larger.size.nodeCount)} of ${larger.sku.vmSize} offer what ${size.nodeCount} do now, with ${larger.vcpus === larger.vcpusNow ? `the same ${vcpusText(larger.vcpus)}` : `${larger.vcpus} instead of ${vcpusText(larger.vcpusNow)}`}.`;
}

function reservedWorkings({ pool, sku, reserved }: ReservedSize): Working[] {
  const total = gibToMib(sku.memoryGiB);
  const cpu = sku.vcpusAvailable * 1000;
  return [
    { label: "kube-reserved memory", ...memoryFormula(pool, total, reserved), value: `${reserved.kubeReservedMemory} MiB` },
    { label: "eviction threshold", value: `${reserved.evictionMemory} MiB` },
    {
      label: "memory share",
      formula: `(${reserved.kubeReservedMemory} + ${reserved.evictionMemory}) / ${total}`,
      value: percentText(reserved.memoryShare * 100),
    },
    { label: "CPU share", formula: `${reserved.kubeReservedCpu} / ${cpu} millicores`, value: percentText(reserved.cpuShare * 100) },
  ];
}

function memoryFormula({ maxPods, os }: NodePool, total: MiB, { rule }: NodeReserved): { readonly formula: string } {
  const windows = os === "windows" && rule !== "set-on-pool" ? " + 2048" : "";
  switch (rule) {
    case "from-1.29":
      return { formula: `min(20 × ${maxPods ?? 0} + 50, 25 % of ${total})${windows}` };
    case "until-1.28":
      return { formula: `25 % of the first 4 GiB, 20 % of the next 4, 10 % of the next 8, 6 % of the next 112, 2 % above${windows}` };
    case "set-on-pool":
      return { formula: "set on the pool" };
  }
}

const targetWorkings = ({ size, reserved }: ReservedSize, larger: LargerSize): Working[] => [
  {
    label: "offered to pods now",
    formula: `${size.nodeCount} × (${reserved.allocatableCpu} millicores, ${reserved.allocatableMemory} MiB)`,
    value: `${size.nodeCount * reserved.allocatableCpu} millicores, ${size.nodeCount * reserved.allocatableMemory} MiB`,
  },
  {
    label: "a new node offers",
    value: `${larger.reserved.allocatableCpu} millicores, ${larger.reserved.allocatableMemory} MiB (${percentText(larger.reserved.memoryShare * 100)} of the memory kept)`,
  },
  { label: "target", value: sizeText(larger.size) },
];

function remedyFor({ cluster }: View, { pool, size }: ReservedSize, larger: LargerSize, room: RoomWords | undefined): Remedy {
  if (pool.kind === "virtual-machines") {
    const words = poolWords(cluster, pool);
    const { vmSize, nodeCount, autoscale } = larger.size;
    const command = autoscale
      ? ["auto-scale", "update", ...words, "--current-node-vm-size", size.vmSize, "--node-vm-size", vmSize, ...rangeWords(autoscale)]
      : ["manual-scale", "update", ...words, "--current-vm-sizes", size.vmSize, "--vm-sizes", vmSize, "--node-count", `${nodeCount}`];
    return {
      steps: [
        { text: `Change the profile of ${size.vmSize} to ${sizeText(larger.size)}`, command: azCommand("aks", "nodepool", ...command) },
      ],
      bicep: bicepPool(pool, `virtualMachinesProfile.scale: size '${vmSize}' in place of '${size.vmSize}'`),
      restarts: "the nodes of that profile are replaced",
    };
  }
  const target = {
    name: newPoolName(cluster, pool, "big"),
    kind: "scale-set" as const,
    sizes: [larger.size],
    osDisk: pool.osDisk,
    zones: larger.zones,
    isSpot: pool.priority === "spot",
  };
  return {
    steps: replacementSteps(cluster, pool, target, room?.nodesPerBatch ?? larger.size.nodeCount),
    bicep: `agentPoolProfiles[${target.name}], like ${pool.name}, with vmSize: '${larger.size.vmSize}'`,
    terraform: `azurerm_kubernetes_cluster_node_pool "${target.name}", like ${pool.name}, with vm_size = "${larger.size.vmSize}"`,
    restarts: "every pod of the pool moves to a new node",
  };
}

const noRemedy = (region: string): Remedy => ({
  steps: [
    {
      text: "When the pool is next made anew: choose a larger size of another family, or fewer max pods",
      command: azCommand("vm", "list-skus", "-l", region, "-r", "virtualMachines", "-o", "table"),
    },
  ],
  restarts: "nothing",
});
