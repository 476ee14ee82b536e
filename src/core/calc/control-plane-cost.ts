import type { Cluster } from "../model/cluster.ts";
import type { AksPrices } from "../model/price.ts";
import { type Amount, hoursText, moneyText, NOTHING, sumOf, unitOf } from "./bill.ts";
import { type NotPriced, noRow, notPriced, type PriceFact } from "./not-priced.ts";
import { priceUse } from "./price-node.ts";

type Fee = Exclude<keyof AksPrices, "automaticVcpu">;

const WORDS: Readonly<Record<Fee, string>> = {
  uptimeSla: "Uptime SLA",
  longTermSupport: "long-term support",
  automaticControlPlane: "AKS Automatic hosted control plane",
};

/** Premium pays for both. Source: azure.microsoft.com/pricing/details/kubernetes-service */
const FEES: Readonly<Record<Cluster["tier"], readonly Fee[]>> = {
  free: [],
  standard: ["uptimeSla"],
  premium: ["uptimeSla", "longTermSupport"],
};

/** A month of the control plane. Nothing while the cluster is stopped (learn.microsoft.com/rest/api/aks/managed-clusters/stop). */
export function controlPlaneCost(cluster: Cluster, prices: PriceFact): Amount | NotPriced {
  if (cluster.powerState === "stopped") return NOTHING;
  if (!cluster.isAutomatic) return tierFee(cluster.tier, prices);
  if (cluster.tier === "premium") return notPriced("what AKS Automatic costs with long-term support is not documented");
  return feesFor(["automaticControlPlane"], prices);
}

/** A month of a pricing tier of a cluster that is not AKS Automatic. */
export const tierFee = (tier: Cluster["tier"], prices: PriceFact): Amount | NotPriced => feesFor(FEES[tier], prices);

function feesFor(fees: readonly Fee[], prices: PriceFact): Amount | NotPriced {
  const { aks, currency } = prices.known;
  const amounts: Amount[] = [];
  for (const fee of fees) {
    const price = aks[fee];
    if (!price) return noRow(WORDS[fee], prices);
    const { monthly, use } = unitOf({ hourly: price.amount, use: priceUse(price, WORDS[fee], "hour", prices) });
    amounts.push({
      monthly,
      prices: [use],
      workings: [{ label: WORDS[fee], formula: hoursText(price.amount), value: moneyText(monthly, currency) }],
    });
  }
  return sumOf(amounts);
}
