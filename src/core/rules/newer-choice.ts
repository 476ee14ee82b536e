import type { NodePool, PoolSize } from "../model/cluster.ts";
import type { Skus, VmSku } from "../model/region.ts";
import type { Saving } from "../model/saving.ts";
import { sizeName } from "./newer-size.ts";
import { savingBy } from "./reserved-target.ts";
import type { PricedView } from "./worth.ts";

/** A pool of one size. */
export interface Now {
  readonly pool: NodePool;
  readonly size: PoolSize;
  readonly sku: VmSku;
}

export type Choice =
  /** `share` of what a node and its disk cost is saved, 0 to 1. */
  | { readonly kind: "not-dearer"; readonly sku: VmSku; readonly share: number }
  | { readonly kind: "dearer" }
  | { readonly kind: "not-priced"; readonly why: string };

interface View extends PricedView {
  readonly skus: Skus;
}

/** A month, in whatever currency: what is as dear as another differs by less. */
const ROUNDING = 0.005;

/** The cheapest of those that keep the temp disk; else of all. One that is not priced may be cheaper: then none is said to be dearer. */
export function chooseNewer(view: View, now: Now, open: readonly VmSku[]): Choice {
  const one = { pool: now.pool, size: { vmSize: now.size.vmSize, nodeCount: 1 } };
  const rated = open.map((sku) => ({ sku, saving: savingBy(sku, 1, one, { ...view, history: [] }) }));
  const notDearer = rated.flatMap(({ sku, saving }) =>
    "notPriced" in saving || saving.monthly.amount < -ROUNDING ? [] : [{ sku, saved: saving.monthly.amount, share: shareOf(saving) }],
  );
  const [best] = notDearer.toSorted((a, b) => rank(now, a.sku, b.sku) || b.saved - a.saved || byName(a.sku, b.sku));
  if (best) return { kind: "not-dearer", sku: best.sku, share: best.share };
  const [why] = rated.flatMap(({ saving }) => ("notPriced" in saving ? [saving.notPriced] : []));
  return why === undefined ? { kind: "dearer" } : { kind: "not-priced", why };
}

const shareOf = ({ monthly: { amount }, before }: Saving): number => (amount > ROUNDING ? amount / before.amount : 0);
export const losesTemp = ({ sku: { ephemeralOsDisk: now } }: Now, { ephemeralOsDisk: then }: VmSku): boolean =>
  now.tempBytes > 0 && then.tempBytes === 0;
const rank = (now: Now, a: VmSku, b: VmSku): number => Number(losesTemp(now, a)) - Number(losesTemp(now, b));
export const generationOf = ({ vmSize }: VmSku): number => sizeName(vmSize)?.generation ?? 0;
const byName = (a: VmSku, b: VmSku): number => generationOf(b) - generationOf(a) || (a.vmSize < b.vmSize ? -1 : 1);
