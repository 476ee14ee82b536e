import type { VmSizeKey } from "../model/names.ts";
import type { EarlierEvictions, SpotMarket } from "../model/price.ts";
import type { Day } from "../model/time.ts";

/** Of days oldest first: the band of a size on the first of them that has one. Azure itself keeps only the band of today. */
export function earlierEvictions(
  days: readonly { readonly day: Day; readonly market: SpotMarket }[],
  size: VmSizeKey,
): EarlierEvictions | undefined {
  for (const { day, market } of days) {
    const band = market.bySize.get(size)?.evictions;
    if (band) return { day, band };
  }
  return undefined;
}
