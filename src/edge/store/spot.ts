import type { TableClient } from "@azure/data-tables";
import { type Fact, known } from "../../core/model/absence.ts";
import type { Region, VmSizeKey } from "../../core/model/names.ts";
import type { SpotMarket, SpotOffer } from "../../core/model/price.ts";
import { type Day, dayOf, type Instant } from "../../core/model/time.ts";
import { getOrRenew, ofReadable } from "./errors.ts";
import { all, atLeast, beginningWith, inPartition } from "./filter.ts";
import { azureKey } from "./keys.ts";
import type { Layout } from "./layout.ts";
import { rows } from "./rows.ts";

/** What spot nodes cost in a region, day by day and for good: Azure forgets it. */
export interface SpotRows {
  /** Nothing when the region was never read; how old the fact is stands in it. @throws UnreadableRows */
  latest(region: Region): Promise<Fact<SpotMarket> | undefined>;
  /** One a day that was read, oldest first. @throws UnreadableRows */
  days(region: Region, from: Day): Promise<readonly SpotDay[]>;
  /** Replaces what was read earlier on that day (UTC). What was read before the latest never becomes the latest. */
  put(market: SpotMarket, at: Instant): Promise<void>;
}

export interface SpotDay {
  readonly day: Day;
  readonly at: Instant;
  readonly market: SpotMarket;
}

interface StoredMarket {
  readonly region: Region;
  readonly at: Instant;
  /** Missing in the row of the latest. */
  readonly day?: Day;
  readonly bySize: readonly (readonly [VmSizeKey, SpotOffer])[];
}

const PARTITION = "spot";

export function spot(client: TableClient): SpotRows {
  const table = rows(client, layout);
  const latest = (region: Region) => table.get(PARTITION, azureKey(region));
  return {
    latest: async (region) => {
      const stored = await latest(region);
      return stored && known(marketOf(stored.value), stored.value.at);
    },
    days: (region, from) =>
      ofReadable(
        table.values(all(inPartition(PARTITION), beginningWith(azureKey(region)), atLeast("RowKey", azureKey(region, from)))),
        (markets) => markets.map((market) => ({ day: dayOf(market.at), at: market.at, market: marketOf(market) })),
      ),
    put: async ({ region, bySize }, at) => {
      const market = { region, at, bySize: [...bySize] };
      const before = await getOrRenew(
        () => latest(region),
        () => table.put([market]),
      );
      const isLatest = before === undefined || before.value.at <= at;
      await table.put([{ ...market, day: dayOf(at) }, ...(isLatest ? [market] : [])]);
    },
  };
}

const marketOf = ({ region, bySize }: StoredMarket): SpotMarket => ({ region, bySize: new Map(bySize) });

/** The latest stands in a row of its own: years of days are not searched for it. Both rows are written in one transaction. */
const layout: Layout<StoredMarket> = {
  shape: 1,
  place: ({ region, day, at }) => ({
    partition: PARTITION,
    row: day === undefined ? azureKey(region) : azureKey(region, day),
    columns: { at },
  }),
};
