import type { TableClient } from "@azure/data-tables";
import { type Fact, known } from "../../core/model/absence.ts";
import type { Currency } from "../../core/model/money.ts";
import type { Region } from "../../core/model/names.ts";
import type { RetailPrices } from "../../core/model/price.ts";
import type { Instant } from "../../core/model/time.ts";
import { azureKey } from "./keys.ts";
import type { Layout } from "./layout.ts";
import { rows } from "./rows.ts";

/** What things cost, by currency and region: the same for every subscription. */
export interface PriceRows {
  /** Nothing when that list was never read; how old the fact is stands in it. @throws UnreadableRows */
  get(region: Region, currency: Currency): Promise<Fact<RetailPrices> | undefined>;
  put(prices: RetailPrices, at: Instant): Promise<void>;
}

/** Maps as lists of their entries. */
interface StoredPrices extends Omit<RetailPrices, "vms" | "disks" | "aks"> {
  readonly at: Instant;
  readonly vms: EntriesOf<RetailPrices["vms"]>;
  readonly disks: EntriesOf<RetailPrices["disks"]>;
  readonly aks: Omit<RetailPrices["aks"], "automaticVcpu"> & { readonly automaticVcpu: EntriesOf<RetailPrices["aks"]["automaticVcpu"]> };
}

type EntriesOf<M> = M extends ReadonlyMap<infer K, infer V> ? readonly (readonly [K, V])[] : never;

const PARTITION = "prices";

export function prices(client: TableClient): PriceRows {
  const table = rows(client, layout);
  return {
    get: async (region, currency) => {
      const stored = await table.get(PARTITION, azureKey(currency, region));
      return stored && known(taken(stored.value), stored.value.at);
    },
    put: ({ vms, disks, aks, ...rest }, at) =>
      table.put([{ ...rest, at, vms: [...vms], disks: [...disks], aks: { ...aks, automaticVcpu: [...aks.automaticVcpu] } }]),
  };
}

function taken({ at: _, vms, disks, aks, ...rest }: StoredPrices): RetailPrices {
  return { ...rest, vms: new Map(vms), disks: new Map(disks), aks: { ...aks, automaticVcpu: new Map(aks.automaticVcpu) } };
}

const layout: Layout<StoredPrices> = {
  shape: 1,
  place: ({ region, currency, at }) => ({ partition: PARTITION, row: azureKey(currency, region), columns: { at } }),
};
