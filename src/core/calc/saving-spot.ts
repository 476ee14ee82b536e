import type { NodePool } from "../model/cluster.ts";
import { HOURS_A_MONTH } from "../model/money.ts";
import type { Saving } from "../model/saving.ts";
import { figures, moneyText } from "./bill.ts";
import { type NotPriced, notPriced } from "./not-priced.ts";
import { basisWorking, nodesBill } from "./pool-bill.ts";
import { onBasis, paidEitherWay, savingOf } from "./saving-of.ts";
import { type SpotFacts, type SpotTerms, spotTerms } from "./spot-terms.ts";
import { sum } from "./sums.ts";
import type { SizeNodes } from "./surge.ts";

/**
 * Regular nodes as spot nodes, at the median of 28 days; the range is from the highest price at the fewest nodes to the lowest at the
 * most. Never less than nothing: a spot node is never charged more than a regular one. The price is Azure's history, which is in US
 * dollars, beside the same dollars on demand: the discount holds in every currency.
 */
export function spotSaving(pool: NodePool, facts: SpotFacts): Saving | NotPriced {
  const bound = pool.priority === "spot" ? notPriced("its nodes are spot nodes already") : paidEitherWay(pool);
  if (bound) return bound;
  const change = onBasis(pool, facts, (sizes) => changeOn(pool, sizes, facts));
  if ("notPriced" in change) return change;

  const { basis, here, ends } = change;
  return savingOf(
    {
      about: "spot",
      firmness: "up-to",
      monthly: savedOn(here, "usual"),
      ends: [here, ...ends].flatMap((each) => [savedOn(each, "least"), savedOn(each, "most")]),
      before: here.before,
      basis: basis.basis,
      prices: here.bySize.flatMap(({ terms }) => terms.prices),
      workings: [
        basisWorking(basis),
        ...here.bySize.flatMap((each) => [
          ...each.terms.workings,
          {
            label: `less a month, ${each.vmSize}`,
            formula: `${figures(each.nodes)} × ${figures(each.terms.hourly)} × ${HOURS_A_MONTH} × ${figures(each.terms.discount.usual)}`,
            value: moneyText(savedOn({ before: here.before, bySize: [each] }, "usual"), facts.prices.known.currency),
          },
        ]),
      ],
      hasSpotMonth: here.bySize.length > 0 && here.bySize.every(({ terms }) => terms.hasMonth),
    },
    facts,
  );
}

interface Change {
  /** What the nodes cost on demand. */
  readonly before: number;
  readonly bySize: readonly (SizeNodes & { readonly terms: SpotTerms })[];
}

const savedOn = ({ bySize }: Change, discount: keyof SpotTerms["discount"]): number =>
  sum(bySize.map(({ nodes, terms }) => nodes * terms.hourly * HOURS_A_MONTH * terms.discount[discount]));

function changeOn(pool: NodePool, sizes: readonly SizeNodes[], facts: SpotFacts): Change | NotPriced {
  const before = nodesBill(pool, sizes, facts);
  if ("notPriced" in before) return before;
  const bySize: Change["bySize"][number][] = [];
  for (const size of sizes) {
    if (size.nodes === 0) continue;
    const terms = spotTerms(size.vmSize, pool, facts);
    if ("notPriced" in terms) return terms;
    bySize.push({ ...size, terms });
  }
  return { before: before.monthly, bySize };
}
