import { vmSizeKey } from "../model/names.ts";
import type { EvictionBand, SpotMarket, SpotRange } from "../model/price.ts";
import type { Skus, VmSku } from "../model/region.ts";
import { kinship, type SizeQuestion } from "./size-candidates.ts";
import { evictionsADay } from "./spot-evictions.ts";

export interface SpotAlternative {
  readonly sku: VmSku;
  /** Of the system of the pool. */
  readonly range: SpotRange;
  readonly band: EvictionBand;
  /** The median of 28 days times the chance to be taken back: less is better. No price, and no money. */
  readonly score: number;
}

/** A node that is more than twice as large is no stand-in: its pods would share one eviction. */
const LARGEST = 2;

/**
 * Other VM sizes that spot nodes of a pool could have, the lowest price times evictions first: sold as spot in its zones, with at
 * least the vCPUs and the memory. Sizes without a price history or a band are left out, as nothing stands in for them.
 */
export function spotAlternatives(question: SizeQuestion, skus: Skus, market: SpotMarket): readonly SpotAlternative[] {
  const { pool, now } = question;
  return [...skus.byKey.values()]
    .flatMap((sku): SpotAlternative[] => {
      const isAsLarge = sku.vcpus >= now.vcpus && sku.memoryGiB >= now.memoryGiB && sku.vcpus <= LARGEST * now.vcpus;
      if (!isAsLarge || kinship(sku, { ...question, pool: { ...pool, priority: "spot" } }) === undefined) return [];
      const offer = market.bySize.get(vmSizeKey(sku.vmSize));
      const range = offer?.[pool.os];
      const band = offer?.evictions;
      return range && band ? [{ sku, range, band, score: spotScore(range, band) }] : [];
    })
    .sort((a, b) => a.score - b.score || a.range.median - b.range.median || (a.sku.vmSize < b.sku.vmSize ? -1 : 1));
}

export const spotScore = ({ median }: SpotRange, band: EvictionBand): number => median * evictionsADay(1, band);
