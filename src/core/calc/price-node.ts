import type { NodePool } from "../model/cluster.ts";
import { currency } from "../model/money.ts";
import { type VmSize, vmSizeKey } from "../model/names.ts";
import type { Price } from "../model/price.ts";
import type { PriceUse } from "../model/saving.ts";
import { type NotPriced, noRow, notPriced, type PriceFact } from "./not-priced.ts";

export interface PricedNode {
  readonly os: NodePool["os"];
  readonly priority: NodePool["priority"];
  /** Azure Hybrid Benefit: a regular Windows node then costs what a Linux node costs. */
  readonly isHybridBenefit?: boolean;
}

/** An hour of a node. */
export interface Rate {
  readonly hourly: number;
  readonly use: PriceUse;
  /** The same row in US dollars, where known. */
  readonly usd?: number;
}

/** An hour at list price, without disk and address. Constrained sizes have rows of their own. */
export function nodeRate(vmSize: VmSize, node: PricedNode, prices: PriceFact): Rate | NotPriced {
  const { row, words } = rowFor(node);
  if (row === undefined) return notPriced(HYBRID_SPOT);
  const what = `${vmSize}, ${words}`;
  const price = prices.known.vms.get(vmSizeKey(vmSize))?.[row];
  return price ? rateOf(price, what, prices) : noRow(what, prices);
}

/** Why a Windows spot node under Azure Hybrid Benefit has no price. */
export const HYBRID_SPOT = "whether Azure Hybrid Benefit holds for spot nodes is not documented";

interface Row {
  readonly row: "linux" | "windows" | "linuxSpot" | "windowsSpot" | undefined;
  readonly words: string;
}

function rowFor({ os, priority, isHybridBenefit = false }: PricedNode): Row {
  const isSpot = priority === "spot";
  if (os === "linux") return isSpot ? { row: "linuxSpot", words: "Linux spot" } : { row: "linux", words: "Linux" };
  if (isHybridBenefit) return { row: isSpot ? undefined : "linux", words: "Linux, for Windows with Hybrid Benefit" };
  return isSpot ? { row: "windowsSpot", words: "Windows spot" } : { row: "windows", words: "Windows" };
}

function rateOf(price: Price, what: string, prices: PriceFact): Rate {
  const usd = usdOf(price, prices);
  return { hourly: price.amount, use: priceUse(price, what, "hour", prices), ...(usd === undefined ? {} : { usd }) };
}

const USD = currency("USD");
/** The list's own amount, where the app counts in US dollars. */
const usdOf = (price: Price, { known }: PriceFact): number | undefined => (known.currency === USD ? price.amount : price.usd);

export const priceUse = ({ amount, meterId, from }: Price, what: string, per: PriceUse["per"], { at }: PriceFact): PriceUse => ({
  what,
  amount,
  per,
  meterId,
  from,
  readAt: at,
});
