import type { NodePool } from "../model/cluster.ts";
import { HOURS_A_MONTH } from "../model/money.ts";
import type { VmSize } from "../model/names.ts";
import type { AutomaticClass } from "../model/price.ts";
import { findSku } from "../model/region.ts";
import { type Amount, amountOf, figures, type Unit } from "./bill.ts";
import { type NotPriced, noRow, notPriced } from "./not-priced.ts";
import { basisOf } from "./pool-bill.ts";
import type { PoolFacts } from "./pool-cost.ts";
import { priceUse } from "./price-node.ts";

/**
 * Types of VM sizes by the letters of their family. Source: learn.microsoft.com/azure/virtual-machines/sizes/overview, whose types have
 * the names that AKS Automatic is billed by. DC, EC and NCC are left out: the page counts them to other types than "confidential".
 */
const CLASSES: Readonly<Record<string, AutomaticClass>> = {
  A: "general-purpose",
  B: "general-purpose",
  D: "general-purpose",
  DS: "general-purpose",
  F: "compute-optimized",
  FX: "compute-optimized",
  E: "memory-optimized",
  M: "memory-optimized",
  L: "storage-optimized",
  NC: "gpu-accelerated",
  ND: "gpu-accelerated",
  NG: "gpu-accelerated",
  NV: "gpu-accelerated",
  HB: "high-performance",
  HC: "high-performance",
  HX: "high-performance",
};

/** Nothing where it is not documented. */
export function automaticClass(vmSize: VmSize): AutomaticClass | undefined {
  const [, letters = ""] = /^standard_([a-z]+)\d/i.exec(vmSize) ?? [];
  return CLASSES[letters.toUpperCase()];
}

/** What AKS Automatic takes for the vCPUs of a pool, beside the price of its VMs. */
export function automaticSurcharge(pool: NodePool, facts: PoolFacts): Amount | NotPriced {
  const { currency } = facts.prices.known;
  return amountOf("AKS Automatic", basisOf(pool, facts).bySize, ({ vmSize }) => surchargeOf(vmSize, facts), currency);
}

function surchargeOf(vmSize: VmSize, { skus, prices }: PoolFacts): Unit | NotPriced {
  const kind = automaticClass(vmSize);
  if (!kind) return notPriced(`which kind of VM AKS Automatic bills ${vmSize} as is not documented`);
  const what = `AKS Automatic, ${kind.replaceAll("-", " ")} vCPU`;
  const price = prices.known.aks.automaticVcpu.get(kind);
  if (!price) return noRow(what, prices);
  const sku = findSku(skus, vmSize);
  if (!sku) return notPriced(`the region lists no VM size ${vmSize}, which says how many vCPUs it has`);
  if (sku.vcpus !== sku.vcpusAvailable) return notPriced(`whether AKS Automatic bills the vCPUs that ${vmSize} hides is not documented`);
  return {
    monthly: sku.vcpus * price.amount * HOURS_A_MONTH,
    formula: `${sku.vcpus} × ${figures(price.amount)} × ${HOURS_A_MONTH}`,
    use: priceUse(price, what, "hour", prices),
  };
}
