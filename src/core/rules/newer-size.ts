import { sameSizes } from "../calc/size-candidates.ts";
import { type Calendar, vmSizeStanding } from "../model/calendar.ts";
import type { NodePool } from "../model/cluster.ts";
import type { VmSize } from "../model/names.ts";
import type { Restrictions, VmSku } from "../model/region.ts";
import type { Day } from "../model/time.ts";
import { featuresOf, whyNever } from "./features.ts";

/** What the name of a VM size says: `Standard_D4as_v5` is generation 5 of D, with the features a and s. */
export interface SizeName {
  readonly series: string;
  readonly generation: number;
  readonly features: ReadonlySet<string>;
}

/** Nothing for names of another shape, constrained sizes among them. DS and GS are D and G with premium disks. */
export function sizeName(size: VmSize): SizeName | undefined {
  const [, letters = "", features = "", generation = "1"] =
    /^standard_([a-z]+)\d+([a-z]*)(?:_v(\d+))?(?:_promo)?$/.exec(size.toLowerCase()) ?? [];
  if (letters === "") return undefined;
  return { series: letters.length > 1 ? letters.replace(/s$/, "") : letters, generation: Number(generation), features: new Set(features) };
}

/** Block storage, networking and isolation: who has one of them took the size for it. */
const KEPT_FEATURES = ["b", "n", "i"];

interface Region {
  readonly skus: Iterable<VmSku>;
  readonly restrictions: Restrictions;
  readonly calendar: Calendar;
  readonly today: Day;
}

/**
 * Sizes of a later generation of the same series that could stand in node for node: the same vCPUs and architecture, at least the
 * memory, all that the pool has and needs, and no announced end.
 */
export function newerSizes(pool: NodePool, now: VmSku, { skus, restrictions, calendar, today }: Region): VmSku[] {
  const name = sizeName(now.vmSize);
  if (!name) return [];
  const has = featuresOf(pool, now);
  return sameSizes(skus, { pool, now, restrictions }).filter((sku) => {
    const other = sizeName(sku.vmSize);
    return (
      other?.series === name.series &&
      other.generation > name.generation &&
      KEPT_FEATURES.every((feature) => other.features.has(feature) === name.features.has(feature)) &&
      (sku.isConfidential ?? false) === (now.isConfidential ?? false) &&
      (sku.hasInfiniband ?? false) === (now.hasInfiniband ?? false) &&
      [...featuresOf(pool, sku)].every((feature) => has.has(feature) || whyNever(feature, pool, sku) === undefined) &&
      vmSizeStanding(calendar, { vmSize: sku.vmSize }, today).kind === "supported"
    );
  });
}
