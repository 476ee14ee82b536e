import type { NodePool } from "../model/cluster.ts";
import type { ClusterDay } from "../model/history.ts";
import type { Saving } from "../model/saving.ts";
import { figures, moneyText } from "./bill.ts";
import { nodesIn, sizesOf } from "./node-basis.ts";
import { type NotPriced, notPriced } from "./not-priced.ts";
import { basisOf, basisWorking, disksBill } from "./pool-bill.ts";
import type { PoolFacts } from "./pool-cost.ts";
import { savingOf } from "./saving-of.ts";
import { sum } from "./sums.ts";
import type { SizeNodes } from "./surge.ts";

/**
 * The disks of nodes that were scaled down and stand deallocated, of a pool that keeps them so. How many there are is in no answer of
 * Azure's: those that were there on any of the days seen, and are not there now, are taken to be deallocated. More may be, from before.
 */
export function keptDiskSaving(pool: NodePool, facts: PoolFacts): Saving | NotPriced {
  const basis = basisOf(pool, facts);
  const most = mostNodesSeen(pool, facts.history);
  const gone = sum(most.map(({ nodes }) => nodes)) - basis.nodes;
  if (gone <= 0) return notPriced("how many of its nodes stand deallocated is not in Azure's answer, and none was seen to go");
  const before = disksBill(pool, most, facts);
  if ("notPriced" in before) return before;
  const running = disksBill(pool, basis.bySize, facts);
  if ("notPriced" in running) return running;

  const monthly = before.monthly - running.monthly;
  return savingOf(
    {
      about: "disk",
      firmness: "up-to",
      monthly,
      before: before.monthly,
      isOfPart: true,
      basis: basis.basis,
      prices: before.prices,
      workings: [
        basisWorking(basis),
        { label: "most nodes seen", value: most.map(({ vmSize, nodes }) => `${figures(nodes)} of ${vmSize}`).join(", ") },
        ...before.workings,
        {
          label: "of nodes that run",
          formula: `${figures(before.monthly)} − ${figures(running.monthly)}`,
          value: `${moneyText(monthly, facts.prices.known.currency)} are left`,
        },
      ],
    },
    facts,
  );
}

/** Of each size of the pool the most there were on any of the days, and there are tonight. */
export function mostNodesSeen({ name, sizes }: NodePool, history: readonly ClusterDay[]): readonly SizeNodes[] {
  const samples = history.flatMap(({ pools }) => pools.filter(({ pool }) => pool === name).flatMap((seen) => seen.samples));
  return sizesOf({ sizes }).map((vmSize) => ({ vmSize, nodes: Math.max(...[{ sizes }, ...samples].map((seen) => nodesIn(seen, vmSize))) }));
}
