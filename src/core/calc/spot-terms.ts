import type { Fact } from "../model/absence.ts";
import type { NodePool } from "../model/cluster.ts";
import { type VmSize, vmSizeKey } from "../model/names.ts";
import type { SpotMarket, SpotRange } from "../model/price.ts";
import type { PriceUse } from "../model/saving.ts";
import { momentText } from "../model/time.ts";
import type { Working } from "../model/working.ts";
import { figures } from "./bill.ts";
import { type NotPriced, notPriced } from "./not-priced.ts";
import { poolRate } from "./pool-bill.ts";
import type { PoolFacts } from "./pool-cost.ts";
import { HYBRID_SPOT, type Rate } from "./price-node.ts";
import { SPOT_DAYS } from "./spot-range.ts";

/** What spot does to the price of a regular node of one size. */
export interface SpotTerms {
  /** On demand, in the currency of the list. */
  readonly hourly: number;
  /** Shares of the price on demand: at the highest, the median and the lowest price of the history. 0 where spot is no cheaper. */
  readonly discount: { readonly least: number; readonly usual: number; readonly most: number };
  readonly prices: readonly PriceUse[];
  readonly workings: readonly Working[];
  /** The history covers all of its days. */
  readonly hasMonth: boolean;
}

export interface SpotFacts extends PoolFacts {
  /** Without a history of the size, the spot row of the retail list stands in. */
  readonly spot?: Fact<SpotMarket>;
}

/** From Azure's price history, where both it and the price on demand are known in US dollars; else from the retail list. */
export function spotTerms(vmSize: VmSize, pool: NodePool, facts: SpotFacts): SpotTerms | NotPriced {
  const onDemand = poolRate(vmSize, pool, facts);
  if ("notPriced" in onDemand) return onDemand;
  const { spot } = facts;
  if (!spot || "missing" in spot) return fromList(vmSize, pool, facts, { onDemand, why: spot ? spot.missing.why : "it is not read" });
  const range = spot.known.bySize.get(vmSizeKey(vmSize))?.[pool.os];
  if (!range) return fromList(vmSize, pool, facts, { onDemand, why: "Azure gives none for the size" });
  if (pool.os === "windows" && facts.cluster.hasHybridBenefit) return notPriced(HYBRID_SPOT);
  if (onDemand.usd === undefined) {
    return fromList(vmSize, pool, facts, { onDemand, why: "it is in US dollars, and the price on demand in them is not known" });
  }
  return fromHistory(vmSize, onDemand, { usd: onDemand.usd, range, read: momentText(spot.at) });
}

const discountOf = (spot: number, onDemand: number): number => Math.max(0, 1 - spot / onDemand);

interface History {
  readonly usd: number;
  readonly range: SpotRange;
  readonly read: string;
}

function fromHistory(vmSize: VmSize, { hourly, use }: Rate, { usd, range, read }: History): SpotTerms {
  const usual = discountOf(range.median, usd);
  return {
    hourly,
    discount: { least: discountOf(range.high, usd), usual, most: discountOf(range.low, usd) },
    prices: [use],
    workings: [
      { label: `on demand, ${vmSize}`, value: `${figures(usd)} USD an hour` },
      {
        label: `spot, ${vmSize}`,
        formula: `median of ${range.days} days, ${figures(range.low)} to ${figures(range.high)}`,
        value: `${figures(range.median)} USD an hour, read ${read}`,
      },
      discountWorking(vmSize, figures(range.median), figures(usd), usual),
    ],
    hasMonth: range.days >= SPOT_DAYS,
  };
}

interface Instead {
  readonly onDemand: Rate;
  /** Why there is no history. */
  readonly why: string;
}

function fromList(vmSize: VmSize, pool: NodePool, facts: PoolFacts, { onDemand, why }: Instead): SpotTerms | NotPriced {
  const listed = poolRate(vmSize, { ...pool, priority: "spot" }, facts);
  if ("notPriced" in listed) return notPriced(`${listed.notPriced}, and no spot history: ${why}`);
  const { currency } = facts.prices.known;
  const discount = discountOf(listed.hourly, onDemand.hourly);
  return {
    hourly: onDemand.hourly,
    discount: { least: discount, usual: discount, most: discount },
    prices: [onDemand.use, listed.use],
    workings: [
      { label: `on demand, ${vmSize}`, value: `${figures(onDemand.hourly)} ${currency} an hour` },
      { label: `spot, ${vmSize}`, formula: "from the retail list", value: `${figures(listed.hourly)} ${currency} an hour` },
      { label: "spot history", value: `none: ${why}` },
      discountWorking(vmSize, figures(listed.hourly), figures(onDemand.hourly), discount),
    ],
    hasMonth: false,
  };
}

const discountWorking = (vmSize: VmSize, spot: string, onDemand: string, discount: number): Working => ({
  label: `discount, ${vmSize}`,
  formula: `1 − ${spot} / ${onDemand}`,
  value: discount > 0 ? figures(discount) : "none: spot is no cheaper",
});
