import type { OsDisk } from "../model/cluster.ts";
import type { PriceUse } from "../model/saving.ts";
import { type DiskTier, diskTier, type ManagedStorage } from "./disk-tier.ts";
import { type NotPriced, noRow, notPriced, type PriceFact } from "./not-priced.ts";
import { priceUse } from "./price-node.ts";

/** A month of a disk. An ephemeral one costs nothing: it has neither tier nor row. */
export interface MonthlyRate {
  readonly monthly: number;
  readonly tier?: DiskTier;
  readonly use?: PriceUse;
}

/** An OS disk at list price, at the tier it is billed as and locally redundant, as AKS makes them; without operations. */
export function diskRate({ kind, sizeGiB }: OsDisk, storage: ManagedStorage, prices: PriceFact): MonthlyRate | NotPriced {
  if (kind === "ephemeral") return { monthly: 0 };
  const tier = diskTier(sizeGiB, storage);
  if ("cannotTell" in tier) return notPriced(tier.cannotTell.why);
  const price = prices.known.disks.get(`${tier.name} LRS`);
  const what = `${tier.name} LRS disk`;
  return price ? { monthly: price.amount, tier, use: priceUse(price, what, "month", prices) } : noRow(what, prices);
}
