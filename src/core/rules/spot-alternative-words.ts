import { figures } from "../calc/bill.ts";
import { type SpotAlternative, spotAlternatives } from "../calc/spot-alternatives.ts";
import type { Fact } from "../model/absence.ts";
import type { Cluster, NodePool } from "../model/cluster.ts";
import type { Step, Working } from "../model/finding.ts";
import type { SpotMarket } from "../model/price.ts";
import type { Restrictions, Skus, VmSku } from "../model/region.ts";
import { bandText } from "./eviction-words.ts";
import { addSteps, newPoolName } from "./new-pool.ts";

interface MarketView {
  readonly skus: Skus;
  readonly restrictions: Fact<Restrictions>;
  readonly spot: Fact<SpotMarket>;
}

/** Sizes that may still be made and have a price and a band, the lowest price times evictions first; none where either is not known. */
export function otherSpotSizes({ skus, restrictions, spot }: MarketView, pool: NodePool, now: VmSku): readonly SpotAlternative[] {
  if ("missing" in restrictions || "missing" in spot) return [];
  return spotAlternatives({ pool, now, restrictions: restrictions.known }, skus, spot.known);
}

const MOST_TOLD = 3;

/** For people: a price in US dollars, as the market has no other. */
export const alternativesWorkings = (alternatives: readonly SpotAlternative[]): Working[] =>
  alternatives.slice(0, MOST_TOLD).map(({ sku, range, band }) => ({
    label: `spot, ${sku.vmSize}`,
    formula: `median of ${range.days} days`,
    value: `${figures(range.median)} USD an hour, evictions ${bandText(band)}`,
  }));

/** A spot pool of another size beside the one there is; without nodes until pods wait. */
export function besideSteps(cluster: Cluster, pool: NodePool, { sku }: SpotAlternative, most: number): Step[] {
  const sizes = [{ vmSize: sku.vmSize, nodeCount: 0, autoscale: { min: 0, max: Math.max(1, most) } }];
  const { osDisk, zones } = pool;
  return addSteps(cluster, pool, { name: newPoolName(cluster, pool, "b"), kind: "scale-set", sizes, osDisk, zones, isSpot: true });
}
