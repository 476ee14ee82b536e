import type { Cluster, NodePool } from "../model/cluster.ts";
import { type AutoscaleRange, isAutoscaled, rangeBicep, rangeFor, rangeTerraform, rangeText, rangeWords } from "./autoscale-range.ts";
import { azCommand, poolWords } from "./command.ts";
import { environmentOf } from "./environment.ts";
import { defineRule, type Found } from "./rule.ts";
import { bicepPool, NOT_PRICED, nodesText, terraformPool } from "./words.ts";

export const fixedSizePool = defineRule(
  {
    id: "fixed-size-pool",
    code: "COST-014",
    version: 1,
    category: "cost",
    summary: "A node pool keeps a fixed number of nodes, whatever its load.",
    severities: ["low", "medium"],
    source: "https://learn.microsoft.com/azure/aks/cluster-autoscaler",
    needs: [],
    uses: [],
    needsRest: true,
    floor: 1,
  },
  function* ({ cluster }) {
    for (const pool of cluster.nodePools) {
      if (!speaksAbout(pool)) continue;
      const whyNot = whyNoAutoscaler(cluster, pool);
      if (whyNot !== undefined) {
        yield { subject: pool.name, notApplicable: whyNot };
        continue;
      }
      yield finding(cluster, pool);
    }
  },
);

function finding(cluster: Cluster, pool: NodePool): Found {
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
      ...(isByProfile ? ["No size has GPUs: in Virtual Machines pools those cannot be autoscaled"] : []),
    ],
    remedy: {
      steps: [
        {
          text: `Let the autoscaler hold ${rangeText(range)}`,
          command: azCommand("aks", "nodepool", "update", ...poolWords(cluster, pool), "--enable-cluster-autoscaler", ...rangeWords(range)),
        },
      ],
      bicep: bicepPool(pool, isByProfile ? scaleProfiles(pool, range) : rangeBicep(range)),
      ...(isByProfile ? {} : { terraform: terraformPool(pool, rangeTerraform(range)) }),
      restarts: "nothing; nodes that are not needed are drained and deleted",
    },
    notKnown: ["how much of the nodes is used: that takes metrics"],
    worth: NOT_PRICED,
  };
}

/** Spot pools have a rule of their own; a pool at rest on 0 nodes costs nothing; availability sets cannot be autoscaled. */
const speaksAbout = (pool: NodePool): boolean =>
  pool.kind !== "availability-set" && pool.mode !== "gateway" && pool.priority === "regular" && pool.nodeCount > 0 && !isAutoscaled(pool);

function whyNoAutoscaler(cluster: Cluster, pool: NodePool): string | undefined {
  if (cluster.isAutomatic) return "AKS Automatic sizes its pools itself";
  if (cluster.hasNodeAutoProvisioning) return "node auto-provisioning is on, which excludes the cluster autoscaler";
  return pool.powerState === "stopped" ? "the pool is stopped" : undefined;
}

const scaleProfiles = (pool: NodePool, { min, max }: AutoscaleRange): string =>
  `virtualMachinesProfile.scale.autoscale: [${pool.sizes.map(({ vmSize }) => `{ size: '${vmSize}', minCount: ${min}, maxCount: ${max} }`).join(", ")}]`;
