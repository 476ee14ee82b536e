import type { NodePool } from "../model/cluster.ts";
import type { Saving } from "../model/saving.ts";
import { figures, moneyText } from "./bill.ts";
import { type NotPriced, notPriced } from "./not-priced.ts";
import { basisWorking, nodesBill } from "./pool-bill.ts";
import type { PoolFacts } from "./pool-cost.ts";
import { onBasis, paidEitherWay, savingOf } from "./saving-of.ts";

const HOURS_A_WEEK = 168;

/**
 * Nodes that run so many hours a week and are stopped for the rest, where they ran all week. Their hours only: what becomes of disks
 * and addresses depends on how they are stopped.
 */
export function scheduleSaving(pool: NodePool, runningHoursAWeek: number, facts: PoolFacts): Saving | NotPriced {
  const bound = paidEitherWay(pool);
  if (bound) return bound;
  if (!(runningHoursAWeek >= 0 && runningHoursAWeek <= HOURS_A_WEEK)) return notPriced(`no week has ${runningHoursAWeek} hours to run in`);
  const nodes = onBasis(pool, facts, (sizes) => nodesBill(pool, sizes, facts));
  if ("notPriced" in nodes) return nodes;

  const { basis, here, ends } = nodes;
  const share = (HOURS_A_WEEK - runningHoursAWeek) / HOURS_A_WEEK;
  return savingOf(
    {
      about: "stop-schedule",
      firmness: "up-to",
      monthly: here.monthly * share,
      ends: ends.map(({ monthly }) => monthly * share),
      before: here.monthly,
      basis: basis.basis,
      prices: here.prices,
      workings: [
        basisWorking(basis),
        ...here.workings,
        {
          label: `stopped ${HOURS_A_WEEK - runningHoursAWeek} of ${HOURS_A_WEEK} hours a week`,
          formula: `${figures(here.monthly)} × ${figures(share)}`,
          value: moneyText(here.monthly * share, facts.prices.known.currency),
        },
      ],
    },
    facts,
  );
}
