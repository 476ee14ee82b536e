import type { NodePool } from "../model/cluster.ts";
import type { Saving } from "../model/saving.ts";
import type { NotPriced } from "./not-priced.ts";
import { addressesBill } from "./pool-bill.ts";
import type { PoolFacts } from "./pool-cost.ts";
import { allOf, onBasis } from "./saving-of.ts";

/** The public addresses of a pool's nodes, gone. Up to for those of a prefix: it is billed whole until it is deleted itself. */
export function addressSaving(pool: NodePool, facts: PoolFacts): Saving | NotPriced {
  const addresses = onBasis(pool, facts, (sizes) => addressesBill(pool, sizes, facts));
  return "notPriced" in addresses
    ? addresses
    : allOf(addresses, { about: "public-ip", firmness: pool.nodePublicIp?.prefixId === undefined ? "firm" : "up-to" }, facts);
}
