import type { Cluster, NodePool } from "../model/cluster.ts";
import type { SavingKind } from "../model/saving.ts";
import { type Amount, moneyText, sumOf } from "./bill.ts";
import { feesOf } from "./cluster-cost.ts";
import { type NotPriced, notPriced } from "./not-priced.ts";
import { addressesBill, basisOf, basisWorking, disksBill, nodesBill } from "./pool-bill.ts";
import type { CostFacts, PoolFacts } from "./pool-cost.ts";
import { partsOf } from "./savings.ts";

const POOL_BILLS = { nodes: nodesBill, disks: disksBill, addresses: addressesBill };
type PoolPart = keyof typeof POOL_BILLS;

export interface PartsAsked {
  readonly about: SavingKind;
  /** Left out: all that the cluster has. */
  readonly pool?: string;
}

/** A month of those parts of a bill that one kind of advice is about, at list price. Why not, where one of them has no price. */
export function partsCost(cluster: Cluster, { about, pool: name }: PartsAsked, facts: CostFacts): Amount | NotPriced {
  const pools = cluster.nodePools.filter((pool) => name === undefined || pool.name === name);
  if (name !== undefined && pools.length === 0) return notPriced(`there is no pool ${name}`);

  const takes = partsOf(about);
  const amounts: Amount[] = [];
  for (const fee of takes.includes("control-plane") ? feesOf(cluster, facts) : []) {
    if ("notPriced" in fee.cost) return notPriced(`${fee.name}: ${fee.cost.notPriced}`);
    amounts.push(fee.cost);
  }
  const parts = takes.filter((part) => part !== "control-plane");
  for (const pool of parts.length > 0 ? pools : []) {
    const amount = poolParts(pool, parts, { ...facts, cluster });
    if ("notPriced" in amount) return amount;
    amounts.push(amount);
  }
  return sumOf(amounts);
}

function poolParts(pool: NodePool, parts: readonly PoolPart[], facts: PoolFacts): Amount | NotPriced {
  const basis = basisOf(pool, facts);
  const bills: Amount[] = [];
  for (const part of parts) {
    const bill = POOL_BILLS[part](pool, basis.bySize, facts);
    if ("notPriced" in bill) return bill;
    const isFree = bill.workings.length === 0;
    bills.push(isFree ? { ...bill, workings: [{ label: part, value: moneyText(0, facts.prices.known.currency) }] } : bill);
  }
  const { workings, ...sum } = sumOf(bills);
  return { ...sum, workings: [basisWorking(basis), ...workings].map((line) => ({ ...line, label: `${pool.name}: ${line.label}` })) };
}
