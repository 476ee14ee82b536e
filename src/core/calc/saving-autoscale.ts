import type { NodePool } from "../model/cluster.ts";
import type { Saving } from "../model/saving.ts";
import { figures, moneyText } from "./bill.ts";
import type { NotPriced } from "./not-priced.ts";
import { basisOf, basisWorking, nodesBill, wholeBill } from "./pool-bill.ts";
import type { PoolFacts } from "./pool-cost.ts";
import { paidEitherWay, savingOf } from "./saving-of.ts";

/**
 * The most an autoscaler saves: all the hours at the fewest nodes it may leave. Which of several sizes goes is not known, so each goes
 * in proportion. Nodes that are deallocated keep their disks and addresses.
 */
export function autoscaleSaving(pool: NodePool, fewest: number, facts: PoolFacts): Saving | NotPriced {
  const bound = paidEitherWay(pool);
  if (bound) return bound;
  const basis = basisOf(pool, facts);
  const cost = (pool.scaleDownMode === "deallocate" ? nodesBill : wholeBill)(pool, basis.bySize, facts);
  if ("notPriced" in cost) return cost;

  const share = basis.nodes > fewest ? 1 - fewest / basis.nodes : 0;
  const monthly = cost.monthly * share;
  return savingOf(
    {
      about: "autoscale",
      firmness: "up-to",
      monthly,
      before: cost.monthly,
      isOfPart: pool.scaleDownMode === "deallocate",
      basis: basis.basis,
      prices: cost.prices,
      workings: [
        basisWorking(basis),
        ...cost.workings,
        {
          label: `with ${fewest} of ${figures(basis.nodes)} nodes all the time`,
          formula: `${figures(cost.monthly)} × ${figures(share)}`,
          value: moneyText(monthly, facts.prices.known.currency),
        },
      ],
    },
    facts,
  );
}
