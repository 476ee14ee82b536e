import type { NodePool } from "../model/cluster.ts";
import type { Saving } from "../model/saving.ts";
import type { NotPriced } from "./not-priced.ts";
import { basisWorking, disksBill } from "./pool-bill.ts";
import type { PoolFacts } from "./pool-cost.ts";
import { onBasis, savingOf } from "./saving-of.ts";

/** The managed OS disks of a pool, gone: an ephemeral one is part of the price of the VM. Disks of deallocated nodes are not counted. */
export function diskSaving(pool: NodePool, facts: PoolFacts): Saving | NotPriced {
  const disks = onBasis(pool, facts, (sizes) => disksBill(pool, sizes, facts));
  if ("notPriced" in disks) return disks;
  const { basis, here, ends } = disks;
  return savingOf(
    {
      about: "disk",
      firmness: "firm",
      monthly: here.monthly,
      ends: ends.map(({ monthly }) => monthly),
      before: here.monthly,
      basis: basis.basis,
      prices: here.prices,
      workings: [basisWorking(basis), ...here.workings],
    },
    facts,
  );
}
