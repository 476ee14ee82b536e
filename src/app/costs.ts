import { type ClusterCost, clusterCost } from "../core/calc/cluster-cost.ts";
import type { CostFacts } from "../core/calc/pool-cost.ts";
import { partsOf } from "../core/calc/savings.ts";
import type { BillPart } from "../core/findings/bookings.ts";
import { historySince } from "../core/findings/history.ts";
import { fresh, missing } from "../core/model/absence.ts";
import type { Cluster } from "../core/model/cluster.ts";
import type { Measured } from "../core/model/ledger.ts";
import type { Currency } from "../core/model/money.ts";
import type { ClusterId } from "../core/model/names.ts";
import { PRICE_LIFE_MINUTES } from "../core/model/price.ts";
import type { RegionView } from "../core/model/snapshot.ts";

/** What clusters of a subscription cost, from the facts of the run that judged them. */
export interface Costs {
  /** Those that were read lately, and whose region has prices and SKUs. */
  readonly byCluster: ReadonlyMap<ClusterId, ClusterCost>;
  /** What the parts of the bill that a saving is about cost since a moment. */
  readonly ofPart: (part: BillPart) => Measured;
}

interface Priced {
  readonly cluster: Cluster;
  readonly facts: CostFacts;
}

/** The part of a region's view that money is worked out from. */
export interface CostView extends Pick<RegionView, "snapshots" | "history" | "at"> {
  readonly facts: Pick<RegionView["facts"], "skus" | "prices">;
}

export function costsOf(views: readonly CostView[], currency: Currency): Costs {
  const priced = new Map<ClusterId, Priced>(views.flatMap((view) => pricedClusters(view)));
  return {
    byCluster: new Map([...priced].map(([id, { cluster, facts }]) => [id, clusterCost(cluster, facts)])),
    ofPart: (part) => partCost(priced.get(part.cluster), part, currency),
  };
}

/** From facts as fresh as rules ask for. */
function pricedClusters({ facts, snapshots, history, at }: CostView): [ClusterId, Priced][] {
  const [skus, prices] = [fresh(facts.skus, at), fresh(facts.prices, at, PRICE_LIFE_MINUTES)];
  if ("missing" in skus || "missing" in prices) return [];
  return snapshots.flatMap((snapshot): [ClusterId, Priced][] => {
    const cluster = fresh(snapshot.cluster, at);
    if ("missing" in cluster) return [];
    const { known } = cluster;
    return [[known.id, { cluster: known, facts: { at, skus: skus.known, prices, history: history.get(known.id) ?? [] } }]];
  });
}

function partCost(priced: Priced | undefined, { pool, about, since }: BillPart, currency: Currency): Measured {
  if (!priced) return missing("absent", "it was not read tonight, or its region has no prices");
  const { cluster, facts } = priced;
  const cost = clusterCost(cluster, { ...facts, history: historySince(facts.history, since) });
  const names = pool === undefined ? cluster.nodePools.map(({ name }) => name) : [pool];
  const parts = partsOf(about);
  const takesControlPlane = parts.includes("control-plane");
  if (takesControlPlane && cost.controlPlaneNotPriced.length > 0) return missing("absent", cost.controlPlaneNotPriced.join("; "));
  let amount = takesControlPlane ? cost.controlPlane.amount : 0;
  for (const name of names) {
    const ofPool = cost.pools.get(name);
    if (!ofPool) return missing("absent", `there is no pool ${name}`);
    if ("notPriced" in ofPool) return missing("absent", ofPool.notPriced);
    for (const part of parts) if (part !== "control-plane") amount += ofPool[part].amount;
  }
  return { money: { amount, currency } };
}
