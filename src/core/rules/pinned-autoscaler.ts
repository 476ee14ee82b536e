import { autoscaleSaving } from "../calc/saving-autoscale.ts";
import type { NodePool, PoolSize } from "../model/cluster.ts";
import type { Remedy, Step } from "../model/finding.ts";
import {
  type AutoscaleRange,
  isAutoscaled,
  isPinned,
  profileBicep,
  rangeBicep,
  rangeFor,
  rangeTerraform,
  rangeText,
  rangeWords,
} from "./autoscale-range.ts";
import { azCommand, poolWords, updatePool } from "./command.ts";
import { environmentOf } from "./environment.ts";
import { type ClusterView, defineRule, type Found } from "./rule.ts";
import { bicepPool, listText, NO_MONEY, nodesText, terraformPool } from "./words.ts";
import { monthly, priced } from "./worth.ts";

type View = ClusterView<never, "skus" | "prices">;

export const pinnedAutoscaler = defineRule(
  {
    id: "pinned-autoscaler",
    code: "COST-015",
    version: 1,
    category: "cost",
    summary: "The autoscaler of a node pool may not change anything: its minimum is its maximum.",
    severities: ["low", "low"],
    source: "https://learn.microsoft.com/azure/aks/cluster-autoscaler",
    needs: [],
    uses: ["skus", "prices"],
    needsRest: true,
    floor: 1,
    changes: ["nodes"],
  },
  function* (view) {
    for (const pool of view.cluster.nodePools) {
      if (pool.mode === "gateway" || (isAutoscaled(pool) && !isPinned(pool))) continue;
      const whyNot = whyPinned(view, pool);
      yield whyNot === undefined ? finding(view, pool) : { subject: pool.name, notApplicable: whyNot };
    }
  },
);

function whyPinned({ cluster }: View, pool: NodePool): string | undefined {
  const { powerState, sizes } = pool;
  // Not silence: without an autoscaler it keeps as many nodes as before.
  if (!isAutoscaled(pool)) return "its autoscaler is off, which other rules speak about";
  if (cluster.isAutomatic) return "AKS Automatic sizes its pools itself";
  if (cluster.hasNodeAutoProvisioning) return "node auto-provisioning is on: the pool should have no autoscaler at all";
  if (powerState === "stopped") return "the pool is stopped";
  return sizes.every(({ autoscale, nodeCount }) => (autoscale?.max ?? nodeCount) === 0) ? "it is held at no nodes" : undefined;
}

interface Pinned {
  readonly size: PoolSize;
  readonly pin: number;
  readonly range: AutoscaleRange;
}

/** As for pools of a fixed size, and the minimum never raised: too few nodes are another rule's. */
function pinnedSizes({ cluster }: View, { mode, sizes }: NodePool): Pinned[] {
  return sizes.flatMap((size) => {
    if (!size.autoscale) return [];
    const pin = size.autoscale.max;
    const min = Math.min(pin, rangeFor({ mode, nodeCount: pin }, environmentOf(cluster)).min);
    return [{ size, pin, range: { min, max: Math.max(pin, min + 1) } }];
  });
}

function finding(view: View, pool: NodePool): Found {
  const pinned = pinnedSizes(view, pool);
  const fewest = pool.sizes.reduce((sum, size) => sum + (pinned.find((each) => each.size === size)?.range.min ?? size.nodeCount), 0);
  const idle = Math.max(0, pool.nodeCount - fewest);
  const pins = listText(pinned.map(({ size, pin }) => (pool.sizes.length > 1 ? `${pin} of ${size.vmSize}` : `${pin}`)));
  return {
    subject: pool.name,
    severity: "low",
    magnitude: { value: idle, unit: "node" },
    title: "Autoscaler pinned to one number",
    detail:
      idle > 0
        ? `It is on, and may only keep ${pins}: up to ${nodesText(idle)} could go when nothing needs them.`
        : `It is on, and may only keep ${pins}: none should go, but when pods wait for room no node comes either.`,
    workings: [
      ...pinned.map(({ size, pin }) => ({ label: `minimum and maximum, ${size.vmSize}`, value: `${pin}` })),
      ...pinned.map(({ size, range }) => ({ label: `range, ${size.vmSize}`, value: rangeText(range) })),
      { label: "can go at most", formula: `${pool.nodeCount} − ${fewest}`, value: nodesText(idle) },
    ],
    first: [
      "The number was not chosen on purpose, such as for a licence or for room that must stand ready",
      "The pods state their requests: the autoscaler goes by them, not by load",
      "Pods without a controller, or with local storage, hold their node",
    ],
    remedy: remedyFor(view, pool, pinned),
    notKnown: ["how much of the nodes is used: that takes metrics"],
    worth: idle > 0 ? monthly(priced(view, (facts) => autoscaleSaving(pool, fewest, facts))) : NO_MONEY,
  };
}

function remedyFor({ cluster }: View, pool: NodePool, pinned: readonly Pinned[]): Remedy {
  const words = poolWords(cluster, pool);
  const isByProfile = pool.kind === "virtual-machines";
  const steps = pinned.map(({ size, range }): Step => {
    const command = isByProfile
      ? azCommand("aks", "nodepool", "auto-scale", "update", ...words, "--current-node-vm-size", size.vmSize, ...rangeWords(range))
      : updatePool(cluster, pool, "--update-cluster-autoscaler", ...rangeWords(range));
    return { text: `Let the autoscaler hold ${rangeText(range)}${isByProfile ? ` of ${size.vmSize}` : ""}`, command };
  });
  const [first] = pinned;
  const profiles = pinned.map(({ size, range }) => profileBicep(size.vmSize, range));
  const restarts = "nothing; nodes that are not needed are drained and deleted";
  if (isByProfile || !first) {
    return { steps, bicep: bicepPool(pool, `virtualMachinesProfile.scale.autoscale: [${profiles.join(", ")}]`), restarts };
  }
  return { steps, bicep: bicepPool(pool, rangeBicep(first.range)), terraform: terraformPool(pool, rangeTerraform(first.range)), restarts };
}
