import { autoscaleSaving } from "../calc/saving-autoscale.ts";
import type { NodePool } from "../model/cluster.ts";
import { findSku } from "../model/region.ts";
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
import { updatePool } from "./command.ts";
import { environmentOf } from "./environment.ts";
import { whyNever } from "./features.ts";
import { type ClusterView, defineRule, type Found } from "./rule.ts";
import { bicepPool, NO_MONEY, nodesText, terraformPool } from "./words.ts";
import { monthly, priced } from "./worth.ts";

type View = ClusterView<never, "skus" | "prices">;

export const fixedSizePool = defineRule(
  {
    id: "fixed-size-pool",
    code: "COST-014",
    version: 2,
    category: "cost",
    summary: "A node pool keeps a fixed number of nodes, whatever its load.",
    severities: ["low", "medium"],
    source: "https://learn.microsoft.com/azure/aks/cluster-autoscaler",
    needs: [],
    uses: ["skus", "prices"],
    needsRest: true,
    floor: 1,
    changes: ["nodes"],
  },
  function* (view) {
    const { cluster } = view;
    for (const pool of cluster.nodePools) {
      if (!speaksAbout(pool)) continue;
      const whyNot = whyNoAutoscaler(view, pool);
      if (whyNot !== undefined) {
        yield { subject: pool.name, notApplicable: whyNot };
        continue;
      }
      yield finding(view, pool);
    }
  },
);

function finding(view: View, pool: NodePool): Found {
  const { cluster } = view;
  // One range for every size of a Virtual Machines pool: the command takes no other.
  const largest = Math.max(...pool.sizes.map(({ nodeCount }) => nodeCount));
  const range = rangeFor({ mode: pool.mode, nodeCount: largest }, environmentOf(cluster));
  const idle = pool.sizes.reduce((sum, { nodeCount }) => sum + Math.max(0, nodeCount - range.min), 0);
  const isByProfile = pool.kind === "virtual-machines";
  return {
    subject: pool.name,
    severity: idle > 0 ? "medium" : "low",
    magnitude: { value: pool.nodeCount, unit: "node" },
    title: "Fixed size, autoscaler off",
    detail:
      idle > 0
        ? `${nodesText(pool.nodeCount)} run day and night. With the autoscaler up to ${idle} of them can go when nothing needs them.`
        : `${nodesText(pool.nodeCount)} run whatever the load. None should go, but when pods wait for room no node comes either.`,
    workings: [
      { label: "nodes now", value: `${pool.nodeCount}` },
      { label: "range", value: `${rangeText(range)}${pool.sizes.length > 1 ? " of each size" : ""}` },
      { label: "can go at most", value: nodesText(idle) },
    ],
    first: [
      "The pods state their requests: the autoscaler goes by them, not by load",
      "Pods without a controller, or with local storage, hold their node",
      ...(isByProfile && "missing" in view.skus ? ["No size has GPUs: in Virtual Machines pools those cannot be autoscaled"] : []),
    ],
    remedy: {
      steps: [
        {
          text: `Let the autoscaler hold ${rangeText(range)}`,
          command: updatePool(cluster, pool, "--enable-cluster-autoscaler", ...rangeWords(range)),
        },
      ],
      bicep: bicepPool(pool, isByProfile ? scaleProfiles(pool, range) : rangeBicep(range)),
      ...(isByProfile ? {} : { terraform: terraformPool(pool, rangeTerraform(range)) }),
      restarts: "nothing; nodes that are not needed are drained and deleted",
    },
    notKnown: ["how much of the nodes is used: that takes metrics"],
    worth: idle > 0 ? monthly(priced(view, (facts) => autoscaleSaving(pool, pool.nodeCount - idle, facts))) : NO_MONEY,
  };
}

/** Spot pools have a rule of their own; availability sets cannot be autoscaled. An autoscaler that may change something is the remedy. */
const speaksAbout = (pool: NodePool): boolean =>
  pool.kind !== "availability-set" && pool.mode !== "gateway" && pool.priority === "regular" && (!isAutoscaled(pool) || isPinned(pool));

function whyNoAutoscaler({ cluster, skus }: View, pool: NodePool): string | undefined {
  if (cluster.isAutomatic) return "AKS Automatic sizes its pools itself";
  if (cluster.hasNodeAutoProvisioning) return "node auto-provisioning is on, which excludes the cluster autoscaler";
  if (pool.powerState === "stopped") return "the pool is stopped";
  // Neither is the remedy: a pool that was scaled to 0 comes back as it was, and a pinned one stays as it is.
  if (pool.nodeCount === 0 && !isAutoscaled(pool)) return "it has no nodes";
  if (isAutoscaled(pool)) return "its autoscaler may keep one number only, which has a finding of its own";
  const listed = "known" in skus ? pool.sizes.flatMap(({ vmSize }) => findSku(skus.known, vmSize) ?? []) : [];
  return whyNever("cluster-autoscaler", pool, ...listed);
}

const scaleProfiles = ({ sizes }: NodePool, range: AutoscaleRange): string =>
  `virtualMachinesProfile.scale.autoscale: [${sizes.map(({ vmSize }) => profileBicep(vmSize, range)).join(", ")}]`;
