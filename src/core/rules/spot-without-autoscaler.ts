import { autoscaleSaving } from "../calc/saving-autoscale.ts";
import { isAutoscaled, rangeBicep, rangeFor, rangeTerraform, rangeText, rangeWords } from "./autoscale-range.ts";
import { updatePool } from "./command.ts";
import { environmentOf } from "./environment.ts";
import { defineRule } from "./rule.ts";
import { bicepPool, NO_MONEY, nodesText, terraformPool } from "./words.ts";
import { monthly, priced } from "./worth.ts";

export const spotWithoutAutoscaler = defineRule(
  {
    id: "spot-without-autoscaler",
    code: "COST-011",
    version: 1,
    category: "cost",
    summary: "A spot pool has no cluster autoscaler, so the nodes that Azure evicts never come back.",
    severities: ["high", "high"],
    source: "https://learn.microsoft.com/azure/aks/spot-node-pool",
    needs: [],
    uses: ["skus", "prices"],
    needsRest: true,
    floor: 1,
    changes: ["nodes"],
  },
  function* (view) {
    const { cluster } = view;
    for (const pool of cluster.nodePools) {
      if (pool.priority !== "spot" || isAutoscaled(pool)) continue;
      const whyNot = cluster.hasNodeAutoProvisioning
        ? "node auto-provisioning is on, which excludes the cluster autoscaler"
        : pool.powerState === "stopped" && "the pool is stopped";
      if (whyNot) {
        yield { subject: pool.name, notApplicable: whyNot };
        continue;
      }
      const range = rangeFor(pool, environmentOf(cluster));
      yield {
        subject: pool.name,
        severity: "high",
        magnitude: { value: pool.nodeCount, unit: "node" },
        title: "Spot pool without autoscaler: evicted nodes do not come back",
        detail: `The size is fixed at ${nodesText(pool.nodeCount)}. Each eviction takes one away for good; without a hand the pool shrinks to 0.`,
        workings: [
          { label: "nodes now", value: `${pool.nodeCount}` },
          { label: "range", formula: `${pool.nodeCount} nodes at most, so that the bill cannot grow`, value: rangeText(range) },
        ],
        first: [
          "The pods state their requests: the autoscaler goes by them",
          "Before evictions the pool may have been larger: check its maximum",
        ],
        remedy: {
          steps: [
            {
              text: `Let the autoscaler hold ${rangeText(range)}`,
              command: updatePool(cluster, pool, "--enable-cluster-autoscaler", ...rangeWords(range)),
            },
          ],
          bicep: bicepPool(pool, rangeBicep(range)),
          terraform: terraformPool(pool, rangeTerraform(range)),
          restarts: "nothing",
        },
        notKnown: ["how many nodes were evicted so far", "the eviction rate of the VM size"],
        worth: range.min < pool.nodeCount ? monthly(priced(view, (facts) => autoscaleSaving(pool, range.min, facts))) : NO_MONEY,
      };
    }
  },
);
