import type { NodePool } from "../model/cluster.ts";
import type { Saving } from "../model/saving.ts";
import { type Amount, figures, moneyText, sumOf } from "./bill.ts";
import type { NotPriced } from "./not-priced.ts";
import { disksBill, nodesBill } from "./pool-bill.ts";
import type { PoolFacts } from "./pool-cost.ts";
import { paidEitherWay, savingOf } from "./saving-of.ts";
import type { SizeNodes } from "./surge.ts";

/**
 * The least nodes of one size of a Virtual Machines pool as so many of another size it has: hours and disks. Up to: the autoscaler
 * lets the dearer nodes go only where their pods find room.
 */
export function profileSaving(pool: NodePool, from: SizeNodes, to: SizeNodes, facts: PoolFacts): Saving | NotPriced {
  const bound = paidEitherWay(pool);
  if (bound) return bound;
  const before = nodesAndDisks(pool, from, facts);
  if ("notPriced" in before) return before;
  const after = nodesAndDisks(pool, to, facts);
  if ("notPriced" in after) return after;
  const monthly = before.monthly - after.monthly;
  return savingOf(
    {
      about: "size",
      firmness: "up-to",
      monthly,
      before: before.monthly,
      isOfPart: true,
      basis: { kind: "tonight" },
      prices: [...before.prices, ...after.prices],
      workings: [
        ...before.workings,
        ...after.workings,
        {
          label: "less a month",
          formula: `${figures(before.monthly)} − ${figures(after.monthly)}`,
          value: moneyText(monthly, facts.prices.known.currency),
        },
      ],
    },
    facts,
  );
}

function nodesAndDisks(pool: NodePool, size: SizeNodes, facts: PoolFacts): Amount | NotPriced {
  const nodes = nodesBill(pool, [size], facts);
  if ("notPriced" in nodes) return nodes;
  const disks = disksBill(pool, [size], facts);
  return "notPriced" in disks ? disks : sumOf([nodes, disks]);
}
