import { type ClusterCost, clusterCost } from "../core/calc/cluster-cost.ts";
import { partsCost } from "../core/calc/parts-cost.ts";
import type { CostFacts } from "../core/calc/pool-cost.ts";
import type { Booking } from "../core/findings/bookings.ts";
import { historySince } from "../core/findings/history.ts";
import { fresh, missing } from "../core/model/absence.ts";
import type { Cluster } from "../core/model/cluster.ts";
import type { ClusterId } from "../core/model/names.ts";
import { PRICE_LIFE_MINUTES } from "../core/model/price.ts";
import type { RegionView } from "../core/model/snapshot.ts";

/** What clusters of a subscription cost, from the facts of the run that judged them. */
export interface Costs {
  /** Those that were read lately, and whose region has prices and SKUs. */
  readonly byCluster: ReadonlyMap<ClusterId, ClusterCost>;
  /** What the parts of the bill that a saving is about cost since a moment. */
  readonly ofParts: Booking["costOf"];
}

interface Priced {
  readonly cluster: Cluster;
  readonly facts: CostFacts;
}

/** The part of a region's view that money is worked out from. */
export interface CostView extends Pick<RegionView, "snapshots" | "history" | "at"> {
  readonly facts: Pick<RegionView["facts"], "skus" | "prices">;
}

export function costsOf(views: readonly CostView[]): Costs {
  const priced = new Map<ClusterId, Priced>(views.flatMap((view) => pricedClusters(view)));
  return {
    byCluster: new Map([...priced].map(([id, { cluster, facts }]) => [id, clusterCost(cluster, facts)])),
    ofParts: (asked) => costSince(priced.get(asked.cluster), asked),
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

function costSince(priced: Priced | undefined, { since, ...asked }: Parameters<Costs["ofParts"]>[0]): ReturnType<Costs["ofParts"]> {
  if (!priced) return missing("absent", "it was not read tonight, or its region has no prices");
  const { cluster, facts } = priced;
  const cost = partsCost(cluster, asked, { ...facts, history: historySince(facts.history, since) });
  if ("notPriced" in cost) return missing("absent", cost.notPriced);
  const { monthly, prices, workings } = cost;
  return { money: { amount: monthly, currency: facts.prices.known.currency }, prices, workings };
}
