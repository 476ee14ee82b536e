import type { NodePool, OsDisk } from "../model/cluster.ts";
import type { Saving } from "../model/saving.ts";
import type { Working } from "../model/working.ts";
import { type Amount, figures, moneyText, sumOf } from "./bill.ts";
import { sum } from "./merge-maps.ts";
import { type NotPriced, notPriced } from "./not-priced.ts";
import { basisWorking, disksBill, nodesBill } from "./pool-bill.ts";
import type { PoolFacts } from "./pool-cost.ts";
import { onBasis, paidEitherWay, savingOf } from "./saving-of.ts";
import type { SizeNodes } from "./surge.ts";

/** So many nodes of another size in place of those there are tonight, on the pool's OS disk or on another. */
export interface TargetSize extends SizeNodes {
  readonly osDisk?: OsDisk;
}

/**
 * Nodes and OS disks now less those of the other size. On a mean, and at the ends, the other size has as many nodes a node as tonight:
 * a fraction, not rounded. Less than nothing where the other size costs more. On spot pools it moves with the market.
 */
export function sizeSaving(pool: NodePool, target: TargetSize, facts: PoolFacts): Saving | NotPriced {
  const bound = paidEitherWay(pool);
  if (bound) return bound;
  if (pool.nodeCount === 0) return notPriced("the pool has no nodes tonight, so how many of the other size stand for one is not known");
  const change = onBasis(pool, facts, (sizes) => changeTo(pool, target, sizes, facts));
  if ("notPriced" in change) return change;

  const { basis, here, ends } = change;
  return savingOf(
    {
      about: "size",
      firmness: pool.priority === "spot" ? "up-to" : "firm",
      monthly: savedBy(here),
      ends: ends.map(savedBy),
      before: here.before.monthly,
      isOfPart: hasOtherSizes(pool, facts),
      basis: basis.basis,
      prices: [...here.before.prices, ...here.after.prices],
      workings: [
        basisWorking(basis),
        ...here.before.workings,
        {
          label: `nodes of ${target.vmSize}, not rounded`,
          formula: `${figures(basis.nodes)} × ${target.nodes} / ${pool.nodeCount}`,
          value: figures(here.nodesAfter),
        },
        ...here.after.workings,
        differenceWorking(here, facts),
      ],
    },
    facts,
  );
}

/** One size of a Virtual Machines pool is looked at, as if the pool had no other. */
const hasOtherSizes = ({ name, sizes }: NodePool, { cluster }: PoolFacts): boolean =>
  cluster.nodePools.some((each) => each.name === name && each.sizes.length > sizes.length);

interface Change {
  readonly before: Amount;
  readonly after: Amount;
  readonly nodesAfter: number;
}

const savedBy = ({ before, after }: Change): number => before.monthly - after.monthly;

function changeTo(pool: NodePool, target: TargetSize, sizes: readonly SizeNodes[], facts: PoolFacts): Change | NotPriced {
  const before = nodesAndDisks(pool, sizes, facts);
  if ("notPriced" in before) return before;
  const nodesAfter = (sum(sizes.map(({ nodes }) => nodes)) * target.nodes) / pool.nodeCount;
  const changed = { ...pool, osDisk: target.osDisk ?? pool.osDisk };
  const after = nodesAndDisks(changed, [{ vmSize: target.vmSize, nodes: nodesAfter }], facts);
  return "notPriced" in after ? after : { before, after, nodesAfter };
}

function nodesAndDisks(pool: NodePool, sizes: readonly SizeNodes[], facts: PoolFacts): Amount | NotPriced {
  const nodes = nodesBill(pool, sizes, facts);
  if ("notPriced" in nodes) return nodes;
  const disks = disksBill(pool, sizes, facts);
  return "notPriced" in disks ? disks : sumOf([nodes, disks]);
}

function differenceWorking(change: Change, { prices }: PoolFacts): Working {
  const { before, after } = change;
  return {
    label: "less a month",
    formula: `${figures(before.monthly)} − ${figures(after.monthly)}`,
    value: moneyText(savedBy(change), prices.known.currency),
  };
}
