import type { Cluster, NodePool } from "../model/cluster.ts";
import { HOURS_A_MONTH } from "../model/money.ts";
import type { VmSize } from "../model/names.ts";
import type { OneOffCost, PriceUse } from "../model/saving.ts";
import type { Working } from "../model/working.ts";
import { figures, money, moneyText, onceEach } from "./bill.ts";
import { type NotPriced, notPriced } from "./not-priced.ts";
import { addressRate, poolDiskRate, poolRate } from "./pool-bill.ts";
import type { CostFacts, PoolFacts } from "./pool-cost.ts";
import { clusterUpgradeTime, type PoolTime, type TimeOptions } from "./upgrade-time.ts";

/**
 * What one hop of an upgrade costs: the surge nodes of all pools with their disks and addresses, by the hours it likely takes, with max
 * surge and minutes a wave as given. Spot pools are left out and named: they never surge. In Virtual Machines pools of several sizes,
 * where it is not documented which surges, the dearest counts.
 */
export function upgradeCost(cluster: Cluster, facts: CostFacts, options: TimeOptions = {}): OneOffCost | NotPriced {
  const time = clusterUpgradeTime(cluster, options);
  if ("cannotTell" in time) return notPriced(time.cannotTell.why);
  const surges: Surge[] = [];
  for (const pool of cluster.nodePools) {
    const own = time.pools.find((each) => each.pool === pool.name);
    if (!own || own.surgeNodeHours === 0) continue;
    const surge = surgeCost(pool, own, { ...facts, cluster });
    if ("notPriced" in surge) return surge;
    surges.push(surge);
  }
  return {
    cost: money(
      surges.reduce((all, { amount }) => all + amount, 0),
      facts.prices.known.currency,
    ),
    prices: onceEach(surges.flatMap(({ prices }) => prices)),
    workings: [
      ...surges.flatMap(({ workings }) => workings),
      ...(time.apart.length > 0 ? [{ label: "left out: spot pools, which never surge", value: time.apart.join(", ") }] : []),
      ...(cluster.isAutomatic && surges.length > 0 ? [{ label: "left out", value: "what AKS Automatic takes for the vCPUs" }] : []),
    ],
  };
}

interface Surge {
  readonly amount: number;
  readonly prices: readonly PriceUse[];
  readonly workings: readonly Working[];
}

function surgeCost(pool: NodePool, { surgeNodeHours, minutes, waves }: PoolTime, facts: PoolFacts): Surge | NotPriced {
  const hour = dearestHour(pool, facts);
  if ("notPriced" in hour) return hour;
  const amount = surgeNodeHours * hour.amount;
  const nodes = waves.kind === "surge" ? waves.nodesAtOnce : 0;
  const { vmSize, formula, prices } = hour;
  return {
    amount,
    prices,
    workings: [
      {
        label: `pool ${pool.name}: hours of a surge node`,
        formula: `${nodes} × ${figures(minutes.likely)} / 60`,
        value: figures(surgeNodeHours),
      },
      {
        label: `pool ${pool.name}: surge nodes of ${vmSize}`,
        formula: `${figures(surgeNodeHours)} × ${formula}`,
        value: moneyText(amount, facts.prices.known.currency),
      },
    ],
  };
}

interface Hour {
  readonly vmSize: VmSize;
  readonly amount: number;
  readonly formula: string;
  readonly prices: readonly PriceUse[];
}

function dearestHour(pool: NodePool, facts: PoolFacts): Hour | NotPriced {
  let dearest: Hour | undefined;
  for (const { vmSize, nodeCount } of pool.sizes) {
    if (nodeCount === 0) continue;
    const hour = hourOf(vmSize, pool, facts);
    if ("notPriced" in hour) return hour;
    if (!dearest || hour.amount > dearest.amount) dearest = hour;
  }
  return dearest ?? notPriced("the VM size of its nodes is not in the answer");
}

/** A node, its disk by the hour, and its public address. */
function hourOf(vmSize: VmSize, pool: NodePool, facts: PoolFacts): Hour | NotPriced {
  const node = poolRate(vmSize, pool, facts);
  if ("notPriced" in node) return node;
  const disk = poolDiskRate(vmSize, pool, facts);
  if ("notPriced" in disk) return disk;
  const address = addressRate(pool, facts);
  if (address && "notPriced" in address) return address;

  const terms = [figures(node.hourly)];
  if (disk.use) terms.push(`${figures(disk.monthly)} / ${HOURS_A_MONTH}`);
  if (address) terms.push(figures(address.hourly));
  return {
    vmSize,
    amount: node.hourly + disk.monthly / HOURS_A_MONTH + (address?.hourly ?? 0),
    formula: terms.length > 1 ? `(${terms.join(" + ")})` : terms.join(""),
    prices: [node.use, ...(disk.use ? [disk.use] : []), ...(address ? [address.use] : [])],
  };
}
