import type { Cluster } from "../model/cluster.ts";
import type { Money } from "../model/money.ts";
import type { PriceUse } from "../model/saving.ts";
import type { Working } from "../model/working.ts";
import { automaticSurcharge } from "./automatic-surcharge.ts";
import { type Amount, money, onceEach } from "./bill.ts";
import { controlPlaneCost } from "./control-plane-cost.ts";
import type { NotPriced } from "./not-priced.ts";
import { type CostFacts, type PoolCost, poolCost } from "./pool-cost.ts";

/**
 * A month of a cluster at list price: control plane, nodes, their OS disks and public addresses. Volumes, load balancers and traffic
 * are not in it.
 */
export interface ClusterCost {
  /** Of what is priced: too low where `notPriced` says something. */
  readonly total: Money;
  /** With the surcharges of AKS Automatic, as far as they are priced. */
  readonly controlPlane: Money;
  /** What is not in it: `control plane: no retail row for …` */
  readonly controlPlaneNotPriced: readonly string[];
  /** By pool name; those that are not priced say why. */
  readonly pools: ReadonlyMap<string, PoolCost | NotPriced>;
  readonly prices: readonly PriceUse[];
  readonly workings: readonly Working[];
  /** `pool apps: no retail row for …` */
  readonly notPriced: readonly string[];
  /** `pool apps: disks of deallocated nodes` */
  readonly notIncluded: readonly string[];
}

export function clusterCost(cluster: Cluster, facts: CostFacts): ClusterCost {
  const { currency } = facts.prices.known;
  const poolFacts = { ...facts, cluster };
  const pools = cluster.nodePools.map((pool) => ({ name: `pool ${pool.name}`, pool, cost: poolCost(pool, poolFacts) }));
  const fees = feesOf(cluster, facts);
  const pricedFees = fees.flatMap(({ cost }) => ("notPriced" in cost ? [] : [cost]));
  const pricedPools = pools.flatMap(({ name, cost }) => ("notPriced" in cost ? [] : [{ name, ...cost }]));
  const controlPlane = pricedFees.reduce((all, { monthly }) => all + monthly, 0);
  return {
    total: money(
      pricedPools.reduce((all, { total }) => all + total.amount, controlPlane),
      currency,
    ),
    controlPlane: money(controlPlane, currency),
    controlPlaneNotPriced: whysOf(fees),
    pools: new Map(pools.map(({ pool, cost }) => [pool.name, cost])),
    prices: onceEach([...pricedFees, ...pricedPools].flatMap(({ prices }) => prices)),
    workings: [
      ...pricedFees.flatMap(({ workings }) => workings),
      ...pricedPools.flatMap(({ name, workings }) => workings.map((line) => ({ ...line, label: `${name}: ${line.label}` }))),
    ],
    notPriced: whysOf([...fees, ...pools]),
    notIncluded: [
      ...pricedPools.flatMap(({ name, notIncluded }) => notIncluded.map((what) => `${name}: ${what}`)),
      ...(cluster.hasNodeAutoProvisioning ? ["nodes of node auto-provisioning"] : []),
    ],
  };
}

/** What the control plane costs, with the surcharges of AKS Automatic. */
export function feesOf(cluster: Cluster, facts: CostFacts): readonly { readonly name: string; readonly cost: Amount | NotPriced }[] {
  const surcharges = cluster.isAutomatic
    ? cluster.nodePools.map((pool) => ({
        name: `AKS Automatic for pool ${pool.name}`,
        cost: automaticSurcharge(pool, { ...facts, cluster }),
      }))
    : [];
  return [{ name: "control plane", cost: controlPlaneCost(cluster, facts.prices) }, ...surcharges];
}

const whysOf = (parts: readonly { readonly name: string; readonly cost: object | NotPriced }[]): readonly string[] =>
  parts.flatMap(({ name, cost }) => ("notPriced" in cost ? [`${name}: ${cost.notPriced}`] : []));
