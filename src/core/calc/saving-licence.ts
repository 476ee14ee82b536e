import type { NodePool } from "../model/cluster.ts";
import type { Saving } from "../model/saving.ts";
import { type Amount, lessWorking } from "./bill.ts";
import { type NotPriced, notPriced } from "./not-priced.ts";
import { basisWorking, nodesBill } from "./pool-bill.ts";
import type { PoolFacts } from "./pool-cost.ts";
import { onBasis, savingOf } from "./saving-of.ts";
import type { SizeNodes } from "./surge.ts";

/** Windows nodes at the Linux price, for who has licences that Azure Hybrid Benefit takes: that they are enough is not known here. */
export function licenceSaving(pool: NodePool, facts: PoolFacts): Saving | NotPriced {
  const no = whyNone(pool, facts);
  if (no !== undefined) return notPriced(no);
  const change = onBasis(pool, facts, (sizes) => changeOn(pool, sizes, facts));
  if ("notPriced" in change) return change;

  const { basis, here, ends } = change;
  return savingOf(
    {
      about: "licence",
      firmness: "up-to",
      monthly: savedBy(here),
      ends: ends.map(savedBy),
      before: here.windows.monthly,
      basis: basis.basis,
      prices: [...here.windows.prices, ...here.linux.prices],
      workings: [
        basisWorking(basis),
        ...here.windows.workings,
        ...here.linux.workings,
        lessWorking(here.windows, here.linux, facts.prices.known.currency),
      ],
    },
    facts,
  );
}

function whyNone({ os }: NodePool, { cluster }: PoolFacts): string | undefined {
  if (os === "linux") return "Linux nodes carry no Windows licence";
  return cluster.hasHybridBenefit ? "the cluster has Azure Hybrid Benefit already" : undefined;
}

interface Change {
  readonly windows: Amount;
  readonly linux: Amount;
}

const savedBy = ({ windows, linux }: Change): number => windows.monthly - linux.monthly;

function changeOn(pool: NodePool, sizes: readonly SizeNodes[], facts: PoolFacts): Change | NotPriced {
  const windows = nodesBill(pool, sizes, facts);
  if ("notPriced" in windows) return windows;
  const linux = nodesBill(pool, sizes, { ...facts, cluster: { ...facts.cluster, hasHybridBenefit: true } });
  return "notPriced" in linux ? linux : { windows, linux };
}
