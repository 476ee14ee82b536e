import type { NodePool } from "../model/cluster.ts";
import type { Saving } from "../model/saving.ts";
import { lessWorking } from "./bill.ts";
import type { NotPriced } from "./not-priced.ts";
import { nodesAndDisksBill } from "./pool-bill.ts";
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
  const before = nodesAndDisksBill(pool, [from], facts);
  if ("notPriced" in before) return before;
  const after = nodesAndDisksBill(pool, [to], facts);
  if ("notPriced" in after) return after;
  return savingOf(
    {
      about: "size",
      firmness: "up-to",
      monthly: before.monthly - after.monthly,
      before: before.monthly,
      isOfPart: true,
      basis: { kind: "tonight" },
      prices: [...before.prices, ...after.prices],
      workings: [...before.workings, ...after.workings, lessWorking(before, after, facts.prices.known.currency)],
    },
    facts,
  );
}
