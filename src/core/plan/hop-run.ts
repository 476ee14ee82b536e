import type { CannotTell } from "../calc/cannot-tell.ts";
import { type NotPriced, notPriced } from "../calc/not-priced.ts";
import { type ClusterSnat, clusterSnat } from "../calc/snat.ts";
import { add, larger } from "../calc/sums.ts";
import { upgradeCost } from "../calc/upgrade-cost.ts";
import type { UpgradeMinutes } from "../calc/upgrade-time.ts";
import type { Cluster, NodePool } from "../model/cluster.ts";
import type { OneOffCost } from "../model/saving.ts";
import type { PlanInput } from "./input.ts";
import { type PoolRun, poolRun } from "./pool-run.ts";
import { type Claims, joinedNeeds, type Need } from "./resources.ts";
import { type WindowFit, windowFit } from "./window-fit.ts";

/** Whether AKS takes the pools of a cluster one after another or together is not documented: both are counted. */
export interface Readings<T> {
  readonly oneAfterAnother: T;
  readonly together: T;
}

/** The pools of one hop with a max surge each. */
export interface HopRun {
  /** In the order of the plan. */
  readonly pools: readonly PoolRun[];
  readonly needs: Readings<readonly Need[]>;
  /** Missing where nodes do not leave through a load balancer. */
  readonly snat?: ClusterSnat | CannotTell;
  /** Cannot tell where one pool cannot. */
  readonly minutes: Readings<UpgradeMinutes> | CannotTell;
  /** Of the reading that takes longer. */
  readonly window: WindowFit;
  readonly cost: OneOffCost | NotPriced;
}

/** A pool of a hop, with what its surge nodes take from. */
export interface Taker {
  readonly pool: NodePool;
  readonly claims: Claims;
}

/** `takers` are the pools that go, as they are when the hop starts; `cluster` has all pools. */
export function hopRun(cluster: Cluster, takers: readonly Taker[], input: PlanInput): HopRun {
  const { measured = new Map<string, number>() } = input;
  const pools = takers.map(({ pool, claims }) => poolRun(pool, claims, measured));
  const needs = pools.flatMap((pool) => pool.needs).filter(({ needed }) => needed > 0);
  const minutes = minutesOf(pools);
  const snat = clusterSnat(onlySurging(cluster, takers), "now");
  return {
    pools,
    needs: { oneAfterAnother: joinedNeeds(needs, "one-after-another"), together: joinedNeeds(needs, "together") },
    ...(snat ? { snat } : {}),
    minutes,
    window: windowFit(cluster, "cannotTell" in minutes ? minutes : minutes.oneAfterAnother, input.facts.maintenance),
    cost: costOf(cluster, takers, pools, input),
  };
}

/** Pools that stay as they are hold ports, and surge none. */
const onlySurging = (cluster: Cluster, takers: readonly Taker[]): Cluster => ({
  ...cluster,
  nodePools: cluster.nodePools.map((pool) => {
    const going = takers.find((taker) => taker.pool.name === pool.name)?.pool;
    return going ?? { ...pool, upgrade: { ...pool.upgrade, maxSurge: { kind: "count", nodes: 0 } } };
  }),
});

function minutesOf(pools: readonly PoolRun[]): Readings<UpgradeMinutes> | CannotTell {
  const minutes: UpgradeMinutes[] = [];
  for (const pool of pools) {
    if ("cannotTell" in pool.minutes) return pool.minutes;
    minutes.push(pool.minutes);
  }
  const joined = (join: (a: number, b: number) => number): UpgradeMinutes => ({
    likely: minutes.reduce((all, { likely }) => join(all, likely), 0),
    slowest: minutes.reduce((all, { slowest }) => join(all, slowest), 0),
  });
  return { oneAfterAnother: joined(add), together: joined(larger) };
}

function costOf(
  cluster: Cluster,
  takers: readonly Taker[],
  runs: readonly PoolRun[],
  { at, facts: { skus, prices }, history, measured }: PlanInput,
): OneOffCost | NotPriced {
  if ("missing" in skus) return notPriced(skus.missing.why);
  if ("missing" in prices) return notPriced(prices.missing.why);
  const only = { ...cluster, nodePools: takers.map(({ pool }) => pool) };
  const shares = new Map(runs.flatMap(({ pool, fallsBackTo }) => (fallsBackTo ? [[pool, fallsBackTo] as const] : [])));
  return upgradeCost(only, { at, skus: skus.known, prices, history }, { shares, ...(measured ? { measured } : {}) });
}
