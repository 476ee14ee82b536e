import type { ClusterCost } from "../core/calc/cluster-cost.ts";
import { type GpuMinimum, gpuMinimums, type MaxPodsMemory, maxPodsMemory } from "../core/calc/pool-facts.ts";
import { moneyText, monthlyText, priceText } from "../core/digest/amount.ts";
import { plainName, plainSentence } from "../core/digest/plain.ts";
import { counted } from "../core/digest/words.ts";
import type { NodePool } from "../core/model/cluster.ts";
import { HOURS_A_MONTH } from "../core/model/money.ts";
import type { Skus } from "../core/model/region.ts";

/** Something worth knowing about a pool that is no finding: whether to change it, Azure Resource Manager cannot say. */
export interface PoolFact {
  /** Catalogue code. */
  readonly code: "COST-002" | "COST-045";
  readonly text: string;
  /** How it was worked out. */
  readonly formula: string;
  readonly notKnown: string;
}

export const poolFacts = (pool: NodePool, skus: Skus, cost: ClusterCost | undefined, locale: string): readonly PoolFact[] => [
  ...maxPodsMemory(pool, skus).map((fact) => maxPodsFact(fact)),
  ...gpuMinimums(pool, skus).map((fact) => gpuFact(fact, pool, cost, locale)),
];

function maxPodsFact({ vmSize, nodes, maxPods, nominal, byPods, kubeReserved, withFewer }: MaxPodsMemory): PoolFact {
  const share = Math.round((kubeReserved / nominal) * 100);
  const than = withFewer
    ? ` With ${withFewer.maxPods} pods a node it would be ${withFewer.freed} MiB less, ${gib(withFewer.freed * nodes)} GiB on ${counted(nodes, "node")}.`
    : "";
  const quarter = byPods > kubeReserved ? `, at most a quarter of ${nominal} MiB = ${kubeReserved} MiB` : "";
  return {
    code: "COST-002",
    text: `Max pods of ${maxPods} keep ${kubeReserved} MiB on each ${plainName(vmSize)}, ${share} % of its memory.${than}`,
    formula: `20 MiB × ${maxPods} + 50 MiB = ${byPods} MiB${quarter}`,
    notKnown: "how many pods run on a node, which metrics would say; max pods are fixed when a pool is made",
  };
}

const gib = (mib: number): number => Math.round((mib / 1024) * 10) / 10;

function gpuFact({ vmSize, gpus, nodes }: GpuMinimum, pool: NodePool, cost: ClusterCost | undefined, locale: string): PoolFact {
  const held = `${counted(nodes, "node")} of ${plainName(vmSize)} with ${counted(gpus, "GPU")} each`;
  const priced = hourly(vmSize, pool, cost);
  const text = (worth: string) => `The autoscaler never goes below ${held}: ${worth}.`;
  const notKnown = "whether pods use the GPUs, and when, which metrics would say";
  if ("why" in priced) {
    return { code: "COST-045", text: text("not priced"), formula: `${counted(nodes, "node")} at least; ${priced.why}`, notKnown };
  }
  const monthly = { amount: nodes * priced.amount * HOURS_A_MONTH, currency: priced.currency };
  return {
    code: "COST-045",
    text: text(`${monthlyText(monthly, locale)} at list price`),
    formula: `${nodes} × ${priceText(priced, locale)} an hour × ${HOURS_A_MONTH} hours = ${moneyText(monthly, locale)}`,
    notKnown,
  };
}

/** The price row that the pool's own cost was worked out with: rows name their size first. */
function hourly(vmSize: string, { name }: NodePool, cost: ClusterCost | undefined) {
  const ofPool = cost?.pools.get(name);
  if (!cost || !ofPool) return { why: "its price was not worked out" };
  if ("notPriced" in ofPool) return { why: plainSentence(ofPool.notPriced) };
  const row = ofPool.prices.find(({ per, what }) => per === "hour" && what.toLowerCase().startsWith(`${vmSize.toLowerCase()},`));
  return row ? { amount: row.amount, currency: cost.total.currency } : { why: "no node of it was counted, so none was priced" };
}
