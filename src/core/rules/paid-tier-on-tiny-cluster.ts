import { cannotTell } from "../calc/cannot-tell.ts";
import { poolNodes } from "../calc/room-nodes.ts";
import { sum } from "../calc/sums.ts";
import type { Cluster } from "../model/cluster.ts";
import { updateCluster } from "./command.ts";
import { environmentOf, environmentText } from "./environment.ts";
import { defineRule } from "./rule.ts";
import { NO_DOWNTIME, tierWorth } from "./tier-worth.ts";
import { nodesText } from "./words.ts";

/** The Free tier is meant for fewer nodes than this, whatever it takes. */
const FREE_TIER_NODES = 10;

export const paidTierOnTinyCluster = defineRule(
  {
    id: "paid-tier-on-tiny-cluster",
    code: "COST-033",
    version: 1,
    category: "cost",
    summary: "A non-production cluster of a few nodes pays for the Standard tier.",
    severities: ["low", "low"],
    source: "https://learn.microsoft.com/azure/aks/free-standard-pricing-tiers",
    needs: [],
    uses: ["prices"],
    needsRest: true,
    floor: 1,
    changes: ["tier"],
    thresholds: { mostNodes: { standard: 3, min: 1, max: 9, unit: "nodes", says: "a cluster with more is not tiny" } },
  },
  function* (view) {
    const { cluster, thresholds } = view;
    if (cluster.tier === "free") return;
    // Never silence: a cluster that grows, or loses its mark, has saved nothing.
    const whyNot = whyPaid(cluster, thresholds.mostNodes);
    if (whyNot !== undefined) {
      yield { notApplicable: whyNot };
      return;
    }
    if (cluster.hasNodeAutoProvisioning) {
      yield { ...cannotTell("unsupported", "nodes of auto-provisioning count too, and stand in no pool") };
      return;
    }
    const environment = environmentOf(cluster);
    const nodes = nodesOf(cluster, "now");
    const most = nodesOf(cluster, "maximum");
    yield {
      severity: "low",
      magnitude: { value: nodes, unit: "node" },
      title: `Standard tier for ${nodesText(nodes)} of a non-production cluster`,
      detail: `What Standard adds is an SLA of the API server and room for thousands of nodes. This one is ${environmentText(environment)}, and has at most ${nodesText(most)}.`,
      workings: [
        { label: "environment", value: environmentText(environment) },
        { label: "nodes tonight", value: `${nodes}` },
        { label: "nodes at most", value: `${most}, under ${FREE_TIER_NODES}` },
      ],
      first: [
        "Nobody was promised that its API server is there: the Free tier has no SLA",
        "No controller or pipeline keeps its API server busy: the Free tier has less room for calls",
        "The cost analysis add-on is off: the Free tier does not have it",
      ],
      remedy: {
        steps: [{ text: "Move to the Free tier", command: updateCluster(cluster, "--tier", "free") }],
        bicep: "sku.tier: 'Free'",
        terraform: 'azurerm_kubernetes_cluster.sku_tier = "Free"',
        restarts: NO_DOWNTIME,
      },
      notKnown: ["how many calls its API server answers"],
      worth: tierWorth(view, "free"),
    };
  },
);

function whyPaid(cluster: Cluster, mostNodes: number): string | undefined {
  if (cluster.isAutomatic) return "AKS Automatic has no Free tier";
  if (cluster.tier === "premium") return "the Premium tier has findings of its own";
  const environment = environmentOf(cluster);
  if (environment.kind !== "non-production") return environmentText(environment);
  const nodes = nodesOf(cluster, "now");
  if (nodes > mostNodes) return `it has ${nodesText(nodes)}, and ${mostNodes} are tiny`;
  const most = nodesOf(cluster, "maximum");
  return most >= FREE_TIER_NODES
    ? `it may grow to ${nodesText(most)}, and the Free tier is meant for fewer than ${FREE_TIER_NODES}`
    : undefined;
}

const nodesOf = ({ nodePools }: Cluster, at: "now" | "maximum"): number => sum(nodePools.map((pool) => poolNodes(pool, at)));
