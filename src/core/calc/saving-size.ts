import type { NodePool, OsDisk } from "../model/cluster.ts";
import type { Saving } from "../model/saving.ts";
import { type Amount, figures, lessWorking } from "./bill.ts";
import { type NotPriced, notPriced } from "./not-priced.ts";
import { basisWorking, nodesAndDisksBill } from "./pool-bill.ts";
import type { PoolFacts } from "./pool-cost.ts";
import { onBasis, paidEitherWay, savingOf } from "./saving-of.ts";
import { sum } from "./sums.ts";
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
        lessWorking(here.before, here.after, facts.prices.known.currency),
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
  const before = nodesAndDisksBill(pool, sizes, facts);
  if ("notPriced" in before) return before;
  const nodesAfter = (sum(sizes.map(({ nodes }) => nodes)) * target.nodes) / pool.nodeCount;
  const changed = { ...pool, osDisk: target.osDisk ?? pool.osDisk };
  const after = nodesAndDisksBill(changed, [{ vmSize: target.vmSize, nodes: nodesAfter }], facts);
  return "notPriced" in after ? after : { before, after, nodesAfter };
}
