import type { Cluster } from "../model/cluster.ts";
import type { Saving } from "../model/saving.ts";
import { figures, moneyText } from "./bill.ts";
import { tierFee } from "./control-plane-cost.ts";
import { type NotPriced, notPriced } from "./not-priced.ts";
import type { PoolFacts } from "./pool-cost.ts";
import { savingOf } from "./saving-of.ts";

/** The fee of a cluster's pricing tier less that of a lower one. It knows no nodes: it stands on tonight's cluster. */
export function tierSaving(
  cluster: Cluster,
  to: "free" | "standard",
  { at, prices }: Pick<PoolFacts, "at" | "prices">,
): Saving | NotPriced {
  if (cluster.isAutomatic) return notPriced("AKS Automatic has no other pricing tier to go to");
  if (cluster.powerState === "stopped") return notPriced("a stopped cluster pays no fee, and when it runs is not known");
  const before = tierFee(cluster.tier, prices);
  if ("notPriced" in before) return before;
  const after = tierFee(to, prices);
  if ("notPriced" in after) return after;

  const monthly = before.monthly - after.monthly;
  return savingOf(
    {
      about: "tier",
      firmness: "firm",
      monthly,
      before: before.monthly,
      basis: { kind: "tonight" },
      prices: [...before.prices, ...after.prices],
      workings: [
        ...before.workings,
        {
          label: `tier ${cluster.tier} less tier ${to}`,
          formula: `${figures(before.monthly)} − ${figures(after.monthly)}`,
          value: moneyText(monthly, prices.known.currency),
        },
      ],
    },
    { at, prices },
  );
}
