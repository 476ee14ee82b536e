import { cannotTell } from "../calc/cannot-tell.ts";
import { type NotPriced, notPriced } from "../calc/not-priced.ts";
import { HYBRID_SPOT, nodeRate } from "../calc/price-node.ts";
import { type Missing, missing } from "../model/absence.ts";
import type { NodePool, PoolSize } from "../model/cluster.ts";
import { vmSizeKey } from "../model/names.ts";
import { replacement, whyNotReplaced } from "./replacement.ts";
import { type Answer, type ClusterView, defineRule, type Found } from "./rule.ts";
import { bicepPool, NO_MONEY, percentText, readText, terraformPool } from "./words.ts";
import { pricesUnknown } from "./worth.ts";

type View = ClusterView<"skus", "restrictions" | "quotas" | "subnets" | "prices" | "spot">;

export const spotMaxPrice = defineRule(
  {
    id: "spot-max-price",
    code: "COST-009",
    version: 1,
    category: "cost",
    summary: "A spot pool has a max price that keeps nodes away, or one that can never act.",
    severities: ["info", "medium"],
    source: "https://learn.microsoft.com/azure/aks/spot-node-pool",
    needs: ["skus"],
    uses: ["restrictions", "quotas", "subnets", "prices", "spot"],
    needsRest: true,
    floor: 10,
    changes: ["pool"],
  },
  function* (view) {
    for (const pool of view.cluster.nodePools) {
      const cap = pool.spot?.maxPriceUsdHourly;
      const [size] = pool.sizes;
      if (cap !== undefined && size) yield answerFor(view, pool, size, cap);
    }
  },
);

/** Never silence for a pool with a max price: the market moves, and what it ends was not repaired. */
function answerFor(view: View, pool: NodePool, size: PoolSize, cap: number): Answer {
  const subject = pool.name;
  const whyNot = whyNotReplaced(view, pool);
  if (whyNot !== undefined) return { subject, notApplicable: whyNot };
  const onDemand = onDemandUsd(view, pool, size);
  if (typeof onDemand === "number" && cap >= onDemand) return pointless(view, pool, { size, cap, onDemand });
  const now = spotUsd(view, pool, size);
  if (typeof now === "number" && cap < now) return fatal(view, pool, { size, cap, now });

  if (typeof now !== "number") return { subject, cannotTell: now };
  if (typeof onDemand !== "number") return { subject, ...cannotTell("absent", onDemand.notPriced) };
  return { subject, notApplicable: "its max price lies between what spot nodes cost now and the price on demand" };
}

/** An hour of a regular node in US dollars: nothing is charged beyond it. */
function onDemandUsd({ cluster, prices }: View, { os }: NodePool, { vmSize }: PoolSize): number | NotPriced {
  if (os === "windows" && cluster.hasHybridBenefit) return notPriced(HYBRID_SPOT);
  if ("missing" in prices) return notPriced(pricesUnknown(prices.missing));
  const rate = nodeRate(vmSize, { os, priority: "regular" }, prices);
  if ("notPriced" in rate) return rate;
  return rate.usd ?? notPriced(`the price of ${vmSize} in US dollars is not known`);
}

function spotUsd({ spot }: View, { os }: NodePool, { vmSize }: PoolSize): number | Missing {
  if ("missing" in spot) return spot.missing;
  return spot.known.bySize.get(vmSizeKey(vmSize))?.[os]?.latest ?? missing("absent", `Azure gives no spot price of ${vmSize} here`).missing;
}

const MAX_PRICE_NONE = { bicep: "spotMaxPrice: -1", terraform: "spot_max_price = -1" };

interface Capped {
  readonly size: PoolSize;
  readonly cap: number;
}

const dollars = (hourly: number): string => `${Number(hourly.toPrecision(5))} US dollars an hour`;

function fatal(view: View, pool: NodePool, { size, cap, now }: Capped & { readonly now: number }): Found {
  const gap = (1 - cap / now) * 100;
  const range = "known" in view.spot ? view.spot.known.bySize.get(vmSizeKey(size.vmSize))?.[pool.os] : undefined;
  const read = "known" in view.spot ? `, ${readText(view.spot.at)}` : "";
  return {
    ...found(view, pool),
    severity: "medium",
    magnitude: { value: gap, unit: "point" },
    title: "Max price is below what spot nodes cost now",
    detail: `It is ${percentText(gap)} below the spot price of ${size.vmSize}: Azure takes its nodes back and makes no new ones.`,
    workings: [
      { label: "max price", value: dollars(cap) },
      { label: `spot, ${size.vmSize}`, value: `${dollars(now)}${read}` },
      ...(range
        ? [
            {
              label: "spot, 28 days",
              formula: `lowest to highest of ${range.days} days`,
              value: `${Number(range.low.toPrecision(5))} to ${dollars(range.high)}`,
            },
          ]
        : []),
      { label: "gap", formula: `1 − ${Number(cap.toPrecision(5))} / ${Number(now.toPrecision(5))}`, value: percentText(gap) },
    ],
  };
}

/** Nothing is worth a new pool for: it is left out when there is one for another reason. */
function pointless(view: View, pool: NodePool, { size, cap, onDemand }: Capped & { readonly onDemand: number }): Found {
  const { remedy: _, ...rest } = found(view, pool);
  const { bicep, terraform } = MAX_PRICE_NONE;
  const text = "Leave the max price out (-1) when the pool is next replaced: it is fixed when a pool is made";
  return {
    ...rest,
    remedy: { steps: [{ text }], bicep: bicepPool(pool, bicep), terraform: terraformPool(pool, terraform), restarts: "nothing until then" },
    severity: "info",
    magnitude: { value: 0, unit: "point" },
    title: "Max price can never act",
    detail: `It is not below the price of ${size.vmSize} on demand, beyond which spot nodes are never charged: without one the pool would cost the same.`,
    workings: [
      { label: "max price", value: dollars(cap) },
      { label: `on demand, ${size.vmSize}`, value: dollars(onDemand) },
    ],
  };
}

/** Both are mended alike; evictions for want of room come either way. */
function found(view: View, pool: NodePool): Pick<Found, "subject" | "first" | "remedy" | "notKnown" | "worth"> {
  const { remedy, first, notKnown } = replacement(view, pool, { ending: "free", ...MAX_PRICE_NONE });
  return {
    subject: pool.name,
    first: ["The budget bears the price on demand: without a max price nodes may cost as much as that, never more", ...first],
    remedy,
    notKnown,
    worth: NO_MONEY,
  };
}
