import type { Cluster } from "../model/cluster.ts";
import type { SavingKind } from "../model/saving.ts";
import { type Amount, sumOf } from "./bill.ts";
import { feesOf } from "./cluster-cost.ts";
import { type NotPriced, notPriced } from "./not-priced.ts";
import { addressesBill, basisOf, basisWorking, disksBill, nodesBill } from "./pool-bill.ts";
import type { CostFacts } from "./pool-cost.ts";
import { partsOf } from "./savings.ts";

const POOL_BILLS = { nodes: nodesBill, disks: disksBill, addresses: addressesBill };

export interface PartsAsked {
  readonly about: SavingKind;
  /** Left out: all that the cluster has. */
  readonly pool?: string;
}

/** A month of those parts of a bill that one kind of advice is about, at list price. Why not, where one of them has no price. */
export function partsCost(cluster: Cluster, { about, pool: name }: PartsAsked, facts: CostFacts): Amount | NotPriced {
  const poolFacts = { ...facts, cluster };
  const pools = cluster.nodePools.filter((pool) => name === undefined || pool.name === name);
  if (name !== undefined && pools.length === 0) return notPriced(`there is no pool ${name}`);

  const takes = partsOf(about);
  const amounts: Amount[] = [];
  for (const fee of takes.includes("control-plane") ? feesOf(cluster, facts) : []) {
    if ("notPriced" in fee.cost) return notPriced(`${fee.name}: ${fee.cost.notPriced}`);
    amounts.push(fee.cost);
  }
  for (const pool of pools) {
    const basis = basisOf(pool, poolFacts);
    const bills: Amount[] = [];
    for (const part of takes) {
      if (part === "control-plane") continue;
      const bill = POOL_BILLS[part](pool, basis.bySize, poolFacts);
      if ("notPriced" in bill) return bill;
      bills.push(bill);
    }
    if (bills.length === 0) continue;
    const { workings, ...sum } = sumOf(bills);
    amounts.push({
      ...sum,
      workings: [basisWorking(basis), ...workings].map((line) => ({ ...line, label: `${pool.name}: ${line.label}` })),
    });
  }
  return sumOf(amounts);
}
