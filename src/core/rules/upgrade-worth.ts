import { upgradeCost } from "../calc/upgrade-cost.ts";
import { poolWaves } from "../calc/waves.ts";
import type { NodePool } from "../model/cluster.ts";
import type { Worth } from "../model/finding.ts";
import type { OneOffCost } from "../model/saving.ts";
import { wavesSaid } from "./wave-words.ts";
import { counted, NO_MONEY } from "./words.ts";
import { once, type PricedView, priced } from "./worth.ts";

interface UpgradeView extends PricedView {
  /** Minutes a wave by pool, where upgrades were measured. */
  readonly measured: ReadonlyMap<string, number>;
}

/**
 * What the surge nodes of an upgrade cost, where each hop replaces every node of these pools. Without a hop there is nothing to pay, nor
 * while AKS refuses to upgrade one of them as it is set: that has findings of its own.
 */
export function upgradeWorth(view: UpgradeView, hops: number, pools: readonly NodePool[] = view.cluster.nodePools): Worth {
  if (hops === 0 || pools.some(isRefused)) return NO_MONEY;
  return once(
    priced(view, (facts) => {
      const { measured } = view;
      const hop = upgradeCost({ ...view.cluster, nodePools: pools }, facts, { measured });
      const names = pools.filter(({ priority }) => priority !== "spot").map(({ name }) => name);
      return "notPriced" in hop ? hop : timesHops(hop, hops, wavesSaid(names, measured));
    }),
  );
}

function isRefused(pool: NodePool): boolean {
  const waves = poolWaves(pool);
  return "kind" in waves && waves.kind === "cannot-run";
}

const timesHops = ({ cost, prices, workings }: OneOffCost, hops: number, waves: string): OneOffCost => ({
  cost: { ...cost, amount: cost.amount * hops },
  prices,
  workings: [
    { label: "each wave of nodes", value: waves },
    ...workings,
    ...(hops > 1 ? [{ label: "each hop replaces every node", value: `× ${counted(hops, "hop")}` }] : []),
  ],
});
