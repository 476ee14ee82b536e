import type { NodeReserved } from "../calc/node-reserved.ts";
import type { NodePool } from "../model/cluster.ts";
import { gibToMib, type MiB } from "../model/units.ts";
import type { Working } from "../model/working.ts";
import { sizeText } from "./new-pool.ts";
import type { Advice, ReservedLimits, ReservedSize, Shares, Target } from "./reserved-target.ts";
import { nodesText, percentText, vcpusText } from "./words.ts";

/** How far the graver of the two is over its limit decides which one is spoken of. */
export const isAboutMemory = ({ memoryShare, cpuShare }: Shares, { memoryPercent, cpuPercent }: ReservedLimits): boolean =>
  memoryShare / memoryPercent >= cpuShare / cpuPercent;
/** Hundredths of the node, to a tenth: less is noise of the size. */
export const points = (reserved: Shares, limits: ReservedLimits): number =>
  Math.round((isAboutMemory(reserved, limits) ? reserved.memoryShare : reserved.cpuShare) * 1000) / 10;

export function targetText({ size }: ReservedSize, { kind, target }: Advice): string {
  if (!target) return "no larger size of the family offers the same without clearly more vCPUs.";
  if (size.nodeCount === 0) return `${target.sku.vmSize} would keep ${percentText(target.reserved.memoryShare * 100)} of the memory.`;
  const { vcpus, vcpusNow } = target;
  const taken = vcpus === vcpusNow ? `the same ${vcpusText(vcpus)}` : `${vcpus} instead of ${vcpusText(vcpusNow)}`;
  const isLess = kind === "cheaper" && vcpus >= vcpusNow;
  return `${nodesText(target.size.nodeCount)} of ${target.sku.vmSize} offer what ${size.nodeCount} do now, with ${taken}${isLess ? " that cost less" : ""}.`;
}

export function reservedWorkings({ pool, sku, reserved }: ReservedSize): Working[] {
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

export const targetWorkings = ({ size, reserved }: ReservedSize, larger: Target): Working[] => [
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
