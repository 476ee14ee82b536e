import type { NodePool } from "../model/cluster.ts";
import type { Saving } from "../model/saving.ts";
import type { NotPriced } from "./not-priced.ts";
import { addressesBill, basisWorking } from "./pool-bill.ts";
import type { PoolFacts } from "./pool-cost.ts";
import { onBasis, savingOf } from "./saving-of.ts";

/** The public addresses of a pool's nodes, gone. Up to for those of a prefix: it is billed whole until it is deleted itself. */
export function addressSaving(pool: NodePool, facts: PoolFacts): Saving | NotPriced {
  const addresses = onBasis(pool, facts, (sizes) => addressesBill(pool, sizes, facts));
  if ("notPriced" in addresses) return addresses;
  const { basis, here, ends } = addresses;
  return savingOf(
    {
      about: "public-ip",
      firmness: pool.nodePublicIp?.prefixId === undefined ? "firm" : "up-to",
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
