import type { TableClient } from "@azure/data-tables";
import { type Fact, known } from "../../core/model/absence.ts";
import type { Region, VmSizeKey } from "../../core/model/names.ts";
import type { Skus, VmSku } from "../../core/model/region.ts";
import type { Instant } from "../../core/model/time.ts";
import { azureKey } from "./keys.ts";
import type { Layout } from "./layout.ts";
import { rows } from "./rows.ts";

/** What VM sizes are, by region: the same for every subscription. */
export interface SkuRows {
  /** Nothing when the region was never read; how old the fact is stands in it. @throws UnreadableRows */
  get(region: Region): Promise<Fact<Skus> | undefined>;
  put(region: Region, skus: Skus, at: Instant): Promise<void>;
}

interface RegionSkus {
  readonly region: Region;
  readonly at: Instant;
  readonly byKey: readonly (readonly [VmSizeKey, VmSku])[];
}

const PARTITION = "skus";

export function skus(client: TableClient): SkuRows {
  const table = rows(client, layout);
  return {
    get: async (region) => {
      const stored = await table.get(PARTITION, azureKey(region));
      return stored && known({ byKey: new Map(stored.value.byKey) }, stored.value.at);
    },
    put: (region, { byKey }, at) => table.put([{ region, at, byKey: [...byKey] }]),
  };
}

const layout: Layout<RegionSkus> = {
  shape: 1,
  place: ({ region, at }) => ({ partition: PARTITION, row: azureKey(region), columns: { at } }),
};
