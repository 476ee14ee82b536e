import type { NotPriced } from "../calc/not-priced.ts";
import { spotSaving } from "../calc/saving-spot.ts";
import { isOpenEnded } from "../calc/spot-evictions.ts";
import { spotTerms } from "../calc/spot-terms.ts";
import type { Fact } from "../model/absence.ts";
import type { NodePool } from "../model/cluster.ts";
import { vmSizeKey } from "../model/names.ts";
import type { EvictionBand, SpotMarket } from "../model/price.ts";
import type { VmSku } from "../model/region.ts";
import type { Saving } from "../model/saving.ts";
import { bandText } from "./eviction-words.ts";
import { percentText } from "./words.ts";
import { type PricedView, priced } from "./worth.ts";

interface SpotView extends PricedView {
  readonly spot: Fact<SpotMarket>;
  readonly thresholds: BargainLimits;
}

/** What makes a bargain, in per cent. */
export interface BargainLimits {
  readonly leastDiscount: number;
  readonly mostEvictions: number;
}

/** Of divisions: what is 30 % off may come out a little lower. */
const ROUNDING = 1e-9;

export interface Evictions {
  readonly band?: EvictionBand;
  readonly notKnown: readonly string[];
}

/** A class that is not known is no objection: it is said, and the pool stays a candidate. */
export function evictionsOf({ spot }: Pick<SpotView, "spot">, { vmSize }: VmSku): Evictions {
  const band = "known" in spot ? spot.known.bySize.get(vmSizeKey(vmSize))?.evictions : undefined;
  if (band !== undefined) return { band, notKnown: [] };
  const why = "missing" in spot ? spot.missing.why : "Azure gives no class for the size here";
  return { notKnown: [`how often Azure takes spot nodes of ${vmSize} back: ${why}`] };
}

export const savingOnSpot = (view: SpotView, pool: NodePool): Saving | NotPriced =>
  priced(view, (facts) => spotSaving(pool, { ...facts, spot: view.spot }));

const mostOf = (band: EvictionBand): number => (isOpenEnded(band) ? 100 : Number(band.split("-")[1]));

/** Nothing where it is one, or where price or class is not known. */
export function whyNoBargain(view: SpotView, pool: NodePool, { vmSize }: VmSku, { band }: Evictions): string | undefined {
  const { leastDiscount, mostEvictions } = view.thresholds;
  if (band !== undefined && mostOf(band) > mostEvictions)
    return `Azure takes too many spot nodes of ${vmSize} back: class ${bandText(band)}`;
  const terms = priced(view, (facts) => spotTerms(vmSize, pool, { ...facts, spot: view.spot }));
  if ("notPriced" in terms || 100 * terms.discount.usual >= leastDiscount - ROUNDING) return undefined;
  return `spot nodes of ${vmSize} cost only ${percentText(terms.discount.usual * 100)} less here, and ${leastDiscount} % is the least that pays`;
}
