import { upgradeCost } from "../calc/upgrade-cost.ts";
import { DEFAULT_WAVE_MINUTES } from "../calc/upgrade-time.ts";
import type { NodePool } from "../model/cluster.ts";
import type { Worth } from "../model/finding.ts";
import type { OneOffCost } from "../model/saving.ts";
import { counted, NO_MONEY } from "./words.ts";
import { once, type PricedView, priced } from "./worth.ts";

/** What the surge nodes of an upgrade cost, where each hop replaces every node of these pools. Without a hop there is nothing to pay. */
export function upgradeWorth(view: PricedView, hops: number, pools: readonly NodePool[] = view.cluster.nodePools): Worth {
  if (hops === 0) return NO_MONEY;
  return once(
    priced(view, (facts) => {
      const hop = upgradeCost({ ...view.cluster, nodePools: pools }, facts);
      return "notPriced" in hop ? hop : timesHops(hop, hops);
    }),
  );
}

const timesHops = ({ cost, prices, workings }: OneOffCost, hops: number): OneOffCost => ({
  cost: { ...cost, amount: cost.amount * hops },
  prices,
  workings: [
    { label: "each wave of nodes", value: `${DEFAULT_WAVE_MINUTES} minutes: no upgrade was measured yet` },
    ...workings,
    ...(hops > 1 ? [{ label: "each hop replaces every node", value: `× ${counted(hops, "hop")}` }] : []),
  ],
});
