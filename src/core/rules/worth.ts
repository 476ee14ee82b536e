import { type NotPriced, notPriced } from "../calc/not-priced.ts";
import type { PoolFacts } from "../calc/pool-cost.ts";
import type { Fact, Missing } from "../model/absence.ts";
import type { Worth } from "../model/finding.ts";
import type { RetailPrices } from "../model/price.ts";
import type { Skus } from "../model/region.ts";
import type { OneOffCost, Saving } from "../model/saving.ts";
import { NO_MONEY } from "./words.ts";

/** Of a cluster rule that needs or uses `skus` and uses `prices`: the view itself will do. */
export interface PricedView extends Pick<PoolFacts, "at" | "cluster" | "history"> {
  readonly skus: Skus | Fact<Skus>;
  readonly prices: Fact<RetailPrices>;
}

export const pricesUnknown = ({ why }: Missing): string => `the retail prices are not known: ${why}`;

/** Works an amount out where there is anything to work it out from. */
export function priced<T>({ at, cluster, history, skus, prices }: PricedView, amount: (facts: PoolFacts) => T | NotPriced): T | NotPriced {
  if ("missing" in prices) return notPriced(pricesUnknown(prices.missing));
  if ("missing" in skus) return notPriced(`the VM sizes of the region are not known: ${skus.missing.why}`);
  return amount({ at, cluster, history, prices, skus: "known" in skus ? skus.known : skus });
}

/** Less, every month. */
export const monthly = (saving: Saving | NotPriced): Worth =>
  "notPriced" in saving ? { kind: "not-priced", why: saving.notPriced } : { kind: "monthly", ...saving };

/** More, one time. Nodes that are replaced in place, or are not there, cost nothing. */
export function once(cost: OneOffCost | NotPriced): Worth {
  if ("notPriced" in cost) return { kind: "not-priced", why: cost.notPriced };
  return cost.cost.amount > 0 ? { kind: "once", ...cost } : NO_MONEY;
}
