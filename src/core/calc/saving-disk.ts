import type { NodePool } from "../model/cluster.ts";
import type { Saving } from "../model/saving.ts";
import type { NotPriced } from "./not-priced.ts";
import { disksBill } from "./pool-bill.ts";
import type { PoolFacts } from "./pool-cost.ts";
import { allOf, onBasis } from "./saving-of.ts";

/** The managed OS disks of a pool, gone: an ephemeral one is part of the price of the VM. Disks of deallocated nodes are not counted. */
export function diskSaving(pool: NodePool, facts: PoolFacts): Saving | NotPriced {
  const disks = onBasis(pool, facts, (sizes) => disksBill(pool, sizes, facts));
  return "notPriced" in disks ? disks : allOf(disks, { about: "disk", firmness: "firm" }, facts);
}
