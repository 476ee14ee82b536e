import { figures } from "../calc/bill.ts";
import { spotScore } from "../calc/spot-alternatives.ts";
import { type Missing, missing } from "../model/absence.ts";
import type { NodePool } from "../model/cluster.ts";
import type { Remedy, Working } from "../model/finding.ts";
import { HOURS_A_MONTH } from "../model/money.ts";
import { vmSizeKey } from "../model/names.ts";
import { EVICTION_BANDS, type EvictionBand, type SpotOffer, type SpotRange } from "../model/price.ts";
import { findSku } from "../model/region.ts";
import { dayText } from "../model/time.ts";
import { whyIdle } from "./autoscale-range.ts";
import { bandText } from "./eviction-words.ts";
import { type Answer, type ClusterView, defineRule, type Found } from "./rule.ts";
import { alternativesWorkings, besideSteps, otherSpotSizes } from "./spot-alternative-words.ts";
import { bicepPool, NO_MONEY, percentText, terraformPool } from "./words.ts";

type View = ClusterView<"skus", "restrictions" | "spot", "leastRise">;

export const spotMarketWorsened = defineRule(
  {
    id: "spot-market-worsened",
    code: "COST-013",
    version: 1,
    category: "cost",
    summary: "Spot nodes of a pool got dearer lately, or Azure takes them back more often.",
    severities: ["medium", "medium"],
    source: "https://learn.microsoft.com/azure/aks/spot-node-pool",
    needs: ["skus"],
    uses: ["restrictions", "spot"],
    needsRest: true,
    floor: 10,
    changes: [],
    thresholds: { leastRise: { standard: 20, min: 5, max: 300, unit: "%", says: "a week's mean is dearer than the month" } },
  },
  function* (view) {
    for (const pool of view.cluster.nodePools) {
      if (pool.priority === "spot") yield answerFor(view, pool);
    }
  },
);

/** Days of history without which the median is that of the last week itself. */
const FEWEST_DAYS = 14;
/** Of divisions: what is 20 % dearer may come out a little lower. */
const ROUNDING = 1e-9;

/** Per cent by which the last week is dearer than the median of 28 days. */
interface Rise {
  readonly range: SpotRange;
  readonly lastWeek: number;
  readonly percent: number;
}

interface Riskier {
  readonly now: EvictionBand;
  readonly before: NonNullable<SpotOffer["earlierEvictions"]>;
}

/** Never silence: a market that calms down is no repair. */
function answerFor(view: View, pool: NodePool): Answer {
  const subject = pool.name;
  const idle = whyIdle(pool);
  if (idle !== undefined) return { subject, notApplicable: idle };
  const [size] = pool.sizes;
  if ("missing" in view.spot) return { subject, cannotTell: view.spot.missing };
  const offer = size && view.spot.known.bySize.get(vmSizeKey(size.vmSize));
  const rise = riseOf(offer?.[pool.os]);
  const bands = bandsOf(offer);
  const isDearer = "percent" in rise && rise.percent >= view.thresholds.leastRise - ROUNDING;
  const isRiskier = "now" in bands && rank(bands.now) > rank(bands.before.band);
  if (size && (isDearer || isRiskier)) {
    return finding(view, pool, { ...(isDearer ? { rise } : {}), ...(isRiskier ? { riskier: bands } : {}) });
  }
  if (!("percent" in rise)) return { subject, cannotTell: rise };
  if (offer?.evictions && !offer.earlierEvictions) return { subject, notApplicable: "its eviction class is watched since today" };
  if (!("now" in bands)) return { subject, cannotTell: bands };
  return { subject, notApplicable: "its spot nodes cost about what they did, and are taken back no more often" };
}

const rank = (band: EvictionBand): number => EVICTION_BANDS.indexOf(band);

function riseOf(range: SpotRange | undefined): Rise | Missing {
  if (!range) return missing("absent", "Azure gives no spot prices of the size here").missing;
  if (range.days < FEWEST_DAYS || range.lastWeek === undefined) {
    return missing("absent", `the spot history covers ${range.days} of at least ${FEWEST_DAYS} days`).missing;
  }
  return { range, lastWeek: range.lastWeek, percent: (range.lastWeek / range.median - 1) * 100 };
}

function bandsOf(offer: SpotOffer | undefined): Riskier | Missing {
  const { evictions: now, earlierEvictions: before } = offer ?? {};
  if (!now) return missing("absent", "Azure gives no eviction class of the size here").missing;
  return before ? { now, before } : missing("absent", "no earlier eviction class of the size is stored").missing;
}

function finding(view: View, pool: NodePool, found: { readonly rise?: Rise; readonly riskier?: Riskier }): Found {
  const { rise, riskier } = found;
  const clauses = [
    ...(rise ? [`the mean of 7 days is ${percentText(rise.percent)} above the median of ${rise.range.days}`] : []),
    ...(riskier ? [`its eviction class went from ${bandText(riskier.before.band)} to ${bandText(riskier.now)}`] : []),
  ];
  const { remedy, alternatives } = wayOut(view, pool);
  return {
    subject: pool.name,
    severity: "medium",
    magnitude: { value: rise?.percent ?? 0, unit: "point" },
    title:
      rise && riskier ? "Spot nodes got dearer and go more often" : rise ? "Spot nodes got dearer" : "Spot nodes are taken back more often",
    detail: `Of ${pool.sizes[0]?.vmSize ?? "its size"}, ${clauses.join(", and ")}.`,
    workings: [...riseWorkings(pool, rise), ...riskWorkings(riskier), ...alternativesWorkings(alternatives)],
    first: ["The work may run on another VM size", "The spot quota, which all sizes of the region share, has room"],
    remedy,
    notKnown: [
      "what Azure does next: the market may fall as it rose",
      ...("missing" in view.restrictions ? [`which other sizes may be made here: ${view.restrictions.missing.why}`] : []),
    ],
    worth: NO_MONEY,
  };
}

function riseWorkings({ nodeCount }: NodePool, rise: Rise | undefined): Working[] {
  if (!rise) return [];
  const { range, lastWeek, percent } = rise;
  const more = nodeCount * (lastWeek - range.median) * HOURS_A_MONTH;
  return [
    { label: "dearer", formula: `${figures(lastWeek)} / ${figures(range.median)} − 1`, value: percentText(percent) },
    {
      label: "more a month",
      formula: `${nodeCount} × (${figures(lastWeek)} − ${figures(range.median)}) × ${HOURS_A_MONTH}`,
      value: `${figures(more)} USD`,
    },
  ];
}

const riskWorkings = (riskier: Riskier | undefined): Working[] =>
  riskier
    ? [
        { label: `eviction class on ${dayText(riskier.before.day)}`, value: bandText(riskier.before.band) },
        { label: "eviction class now", value: bandText(riskier.now) },
      ]
    : [];

/** A pool of a better size beside it where there is one: the size of a pool is fixed, and two sizes seldom run out together. */
function wayOut(view: View, pool: NodePool) {
  const [size] = pool.sizes;
  const sku = size && findSku(view.skus, size.vmSize);
  const offer = size && "known" in view.spot ? view.spot.known.bySize.get(vmSizeKey(size.vmSize)) : undefined;
  const range = offer?.[pool.os];
  const all = sku ? otherSpotSizes(view, pool, sku) : [];
  const own = range && offer?.evictions ? spotScore(range, offer.evictions) : Number.POSITIVE_INFINITY;
  const alternatives = all.filter(({ score }) => score < own);
  const [best] = alternatives;
  const vmSize = best?.sku.vmSize;
  const text = "Weigh it against the price on demand and other sizes; the pool is replaced where spot no longer pays";
  const most = Math.max(pool.nodeCount, size?.autoscale?.max ?? 0);
  const remedy: Remedy = {
    steps: best ? besideSteps(view.cluster, pool, best, most) : [{ text }],
    bicep: vmSize
      ? `agentPoolProfiles, one more like ${pool.name}, with vmSize: '${vmSize}'`
      : bicepPool(pool, "vmSize (fixed when it is made)"),
    terraform: vmSize
      ? `azurerm_kubernetes_cluster_node_pool, one more like ${pool.name}, with vm_size = "${vmSize}"`
      : terraformPool(pool, "vm_size (fixed when it is made)"),
    restarts: "nothing; the new pool has no nodes until pods wait",
  };
  return { remedy, alternatives };
}
