import type { NotPriced, PriceFact } from "../../../src/core/calc/not-priced.ts";
import type { PoolFacts } from "../../../src/core/calc/pool-cost.ts";
import type { SpotFacts } from "../../../src/core/calc/spot-terms.ts";
import type { ClusterDay, NodeSample } from "../../../src/core/model/history.ts";
import type { RetailPrices } from "../../../src/core/model/price.ts";
import type { Skus } from "../../../src/core/model/region.ts";
import { addDays, day, type Instant, instant } from "../../../src/core/model/time.ts";
import { cluster, NOW, poolSize, prices, ref, sku, skus } from "../../support/build.ts";

/** A price list and when it was read. */
export const listRead = (list: RetailPrices = prices(), at: Instant = NOW): PriceFact => ({ known: list, at });

interface FactsChange extends Partial<Omit<SpotFacts, "prices" | "skus">> {
  readonly prices?: RetailPrices;
  readonly pricesReadAt?: Instant;
  readonly skus?: Skus;
}

/** A healthy cluster with prices of tonight and no history yet. */
export const moneyFacts = ({ prices: list = prices(), pricesReadAt = NOW, ...change }: FactsChange = {}): SpotFacts & PoolFacts => ({
  at: NOW,
  cluster: cluster(),
  skus: skus(sku()),
  history: [],
  ...change,
  prices: listRead(list, pricesReadAt),
});

interface Seen {
  readonly pool?: string;
  readonly vmSize?: string;
  readonly until?: string;
}

/** The days up to tonight, each with the node counts it was seen with, hour by hour. */
export const seenDays = (counts: readonly (readonly number[])[], seen: Seen = {}): readonly ClusterDay[] =>
  counts.map((samples, index) => {
    const { pool = "apps", vmSize: size = "Standard_D4ds_v5", until = "2026-11-23" } = seen;
    const date = addDays(day(until), index - counts.length + 1);
    const sampleOf = (nodeCount: number, hour: number): NodeSample => ({
      at: instant(`${date}T${String(hour).padStart(2, "0")}:00:00Z`),
      sizes: nodeCount > 0 ? [poolSize(size, nodeCount)] : [],
    });
    return { cluster: ref().id, day: date, pools: [{ pool, samples: samples.map(sampleOf) }] };
  });

/** The value where it was worked out; a test that gets none fails with the reason. */
export function worked<T extends object>(value: T | NotPriced): T {
  if ("notPriced" in value) throw new Error(`not priced: ${value.notPriced}`);
  return value;
}
