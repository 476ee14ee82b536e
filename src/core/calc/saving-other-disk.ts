import type { NodePool, OsDisk } from "../model/cluster.ts";
import type { Saving } from "../model/saving.ts";
import { type Amount, lessWorking } from "./bill.ts";
import type { NotPriced } from "./not-priced.ts";
import { basisWorking, disksBill } from "./pool-bill.ts";
import type { PoolFacts } from "./pool-cost.ts";
import { onBasis, savingOf } from "./saving-of.ts";

/**
 * Other OS disks in place of a pool's own. Up to: whether nodes do with a smaller disk depends on what they keep on it, which Azure
 * does not say. Disks of deallocated nodes are not counted.
 */
export function otherDiskSaving(pool: NodePool, osDisk: OsDisk, facts: PoolFacts): Saving | NotPriced {
  const change = onBasis(pool, facts, (sizes) => {
    const before = disksBill(pool, sizes, facts);
    if ("notPriced" in before) return before;
    const after = disksBill({ osDisk }, sizes, facts);
    return "notPriced" in after ? after : { before, after };
  });
  if ("notPriced" in change) return change;

  const { basis, here, ends } = change;
  return savingOf(
    {
      about: "disk",
      firmness: "up-to",
      monthly: savedBy(here),
      ends: ends.map(savedBy),
      before: here.before.monthly,
      basis: basis.basis,
      prices: [...here.before.prices, ...here.after.prices],
      workings: [
        basisWorking(basis),
        ...here.before.workings,
        ...here.after.workings.map((working) => ({ ...working, label: `then ${working.label}` })),
        lessWorking(here.before, here.after, facts.prices.known.currency),
      ],
    },
    facts,
  );
}

const savedBy = ({ before, after }: { readonly before: Amount; readonly after: Amount }): number => before.monthly - after.monthly;
