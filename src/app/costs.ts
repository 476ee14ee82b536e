import { type ClusterCost, clusterCost } from "../core/calc/cluster-cost.ts";
import type { CostFacts } from "../core/calc/pool-cost.ts";
import { partsOf } from "../core/calc/savings.ts";
import type { BillPart } from "../core/findings/bookings.ts";
import { historySince } from "../core/findings/history.ts";
import { missing } from "../core/model/absence.ts";
import type { Cluster } from "../core/model/cluster.ts";
import type { Measured } from "../core/model/ledger.ts";
import type { Currency } from "../core/model/money.ts";
import type { ClusterId } from "../core/model/names.ts";
import type { RegionView } from "../core/model/snapshot.ts";

/** What clusters of a subscription cost, from the facts of the run that judged them. */
export interface Costs {
  /** Those whose region has prices and SKUs. */
  readonly byCluster: ReadonlyMap<ClusterId, ClusterCost>;
  /** What the parts of the bill that a saving is about cost since a moment. */
  readonly ofPart: (part: BillPart) => Measured;
}

interface Priced {
  readonly cluster: Cluster;
  readonly facts: CostFacts;
}

export function costsOf(views: readonly RegionView[], currency: Currency): Costs {
  const priced = new Map<ClusterId, Priced>(views.flatMap((view) => pricedClusters(view)));
  return {
    byCluster: new Map([...priced].map(([id, { cluster, facts }]) => [id, clusterCost(cluster, facts)])),
    ofPart: (part) => partCost(priced.get(part.cluster), part, currency),
  };
}

function pricedClusters({ facts: { skus, prices }, snapshots, history, at }: RegionView): [ClusterId, Priced][] {
  if ("missing" in skus || "missing" in prices) return [];
  return snapshots.flatMap(({ cluster }) => {
    if ("missing" in cluster) return [];
    const facts = { at, skus: skus.known, prices, history: history.get(cluster.known.id) ?? [] };
    return [[cluster.known.id, { cluster: cluster.known, facts }]];
  });
}

function partCost(priced: Priced | undefined, { pool, about, since }: BillPart, currency: Currency): Measured {
  if (!priced) return missing("absent", "its region has no prices tonight");
  const { cluster, facts } = priced;
  const cost = clusterCost(cluster, { ...facts, history: historySince(facts.history, since) });
  const names = pool === undefined ? cluster.nodePools.map(({ name }) => name) : [pool];
  const parts = partsOf(about);
  let amount = parts.includes("control-plane") ? cost.controlPlane.amount : 0;
  for (const name of names) {
    const ofPool = cost.pools.get(name);
    if (!ofPool) return missing("absent", `there is no pool ${name}`);
    if ("notPriced" in ofPool) return missing("absent", ofPool.notPriced);
    for (const part of parts) if (part !== "control-plane") amount += ofPool[part].amount;
  }
  return { money: { amount, currency } };
}
