import type { NodePool } from "../model/cluster.ts";
import type { ClusterDay, NodeSample } from "../model/history.ts";
import { type VmSize, type VmSizeKey, vmSizeKey } from "../model/names.ts";
import type { Basis } from "../model/saving.ts";
import type { Day } from "../model/time.ts";
import { mean, sum } from "./sums.ts";
import type { SizeNodes } from "./surge.ts";

/** So many days are seen before a mean says more than tonight: a week has working days and a weekend. */
export const FEWEST_NIGHTS = 7;

/** How many nodes an amount stands on. Means are fractions. */
export interface NodeBasis {
  readonly basis: Basis;
  readonly nodes: number;
  /** Every size of the pool once, those without nodes too. */
  readonly bySize: readonly SizeNodes[];
  /** What the autoscalers may make of them; missing where every number is fixed. */
  readonly ends?: { readonly fewest: number; readonly most: number };
}

/**
 * The mean of the days on which the pool was seen, each counting once however often it was looked at, once seven are known; tonight
 * until then. A stopped pool has no nodes, tonight and on the days it was. Days up to the last with another VM size are left out: the
 * pool of that name was another one.
 */
export function nodeBasis(pool: NodePool, history: readonly ClusterDay[]): NodeBasis {
  const days = daysAsNow(pool, history);
  const isMean = days.length >= FEWEST_NIGHTS;
  const nodesTonight = (vmSize: VmSize): number => (pool.powerState === "stopped" ? 0 : nodesIn(pool, vmSize));
  const bySize = sizesOf(pool).map((vmSize) => ({
    vmSize,
    nodes: isMean ? mean(days.map((samples) => mean(samples.map((sample) => nodesIn(sample, vmSize))))) : nodesTonight(vmSize),
  }));
  return {
    basis: isMean ? { kind: "mean", nights: days.length } : { kind: "tonight" },
    nodes: sum(bySize.map(({ nodes }) => nodes)),
    bySize,
    ...(isAutoscaled(pool) ? { ends: { fewest: total(nodesAtEnd(pool, "fewest")), most: total(nodesAtEnd(pool, "most")) } } : {}),
  };
}

/** The nodes of each size when the autoscalers have taken away, or added, all they may. Fixed numbers stay. */
export const nodesAtEnd = (pool: NodePool, end: "fewest" | "most"): readonly SizeNodes[] =>
  pool.sizes.map(({ vmSize, nodeCount, autoscale }) => ({
    vmSize,
    nodes: autoscale ? (end === "fewest" ? autoscale.min : autoscale.max) : nodeCount,
  }));

const isAutoscaled = ({ sizes }: NodePool): boolean => sizes.some(({ autoscale }) => autoscale !== undefined);
const total = (sizes: readonly SizeNodes[]): number => sum(sizes.map(({ nodes }) => nodes));

/** Every VM size of a pool once. */
export const sizesOf = ({ sizes }: Pick<NodePool, "sizes">): readonly VmSize[] => [
  ...new Map(sizes.map(({ vmSize }) => [vmSizeKey(vmSize), vmSize])).values(),
];

/** Nodes of one size among those of a pool, tonight or when it was looked at. */
export const nodesIn = ({ sizes }: Pick<NodeSample, "sizes">, of: VmSize): number =>
  sum(sizes.filter(({ vmSize }) => vmSizeKey(vmSize) === vmSizeKey(of)).map(({ nodeCount }) => nodeCount));

/** The samples of each day since the pool has the sizes it has now. */
function daysAsNow(pool: NodePool, history: readonly ClusterDay[]): readonly (readonly NodeSample[])[] {
  const byDay = new Map<Day, readonly NodeSample[]>();
  for (const { day, pools } of history) {
    const samples = pools.filter((each) => each.pool === pool.name).flatMap((each) => each.samples);
    if (samples.length > 0) byDay.set(day, [...(byDay.get(day) ?? []), ...samples]);
  }
  const now = new Set(sizesOf(pool).map(vmSizeKey));
  const days = [...byDay].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, samples]) => samples);
  return days.slice(days.findLastIndex((samples) => samples.some((sample) => hasOther(sample, now))) + 1);
}

const hasOther = ({ sizes }: NodeSample, now: ReadonlySet<VmSizeKey>): boolean =>
  sizes.some(({ vmSize, nodeCount }) => nodeCount > 0 && !now.has(vmSizeKey(vmSize)));
