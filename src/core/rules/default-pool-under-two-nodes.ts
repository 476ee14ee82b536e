import { cannotTell } from "../calc/cannot-tell.ts";
import type { Cluster, NodePool, PoolSize } from "../model/cluster.ts";
import type { Remedy, Severity, Step } from "../model/finding.ts";
import { rangeBicep, rangeTerraform, rangeWords, systemNodesWanted } from "./autoscale-range.ts";
import { azCommand, poolWords, updatePool } from "./command.ts";
import { type Environment, environmentOf, environmentText, severityIn } from "./environment.ts";
import { defineRule } from "./rule.ts";
import { bicepPool, counted, NO_MONEY, nodesText, terraformPool } from "./words.ts";

export const defaultPoolUnderTwoNodes = defineRule(
  {
    id: "default-pool-under-two-nodes",
    code: "REL-001",
    version: 1,
    category: "reliability",
    summary: "The system pools of a cluster together may run on fewer than two nodes, or in production than three.",
    severities: ["low", "high"],
    source: "https://learn.microsoft.com/azure/aks/use-system-pools",
    needs: [],
    uses: [],
    needsRest: true,
    floor: 1,
    changes: ["nodes"],
  },
  function* ({ cluster }) {
    if (cluster.isAutomatic) {
      yield { notApplicable: "AKS Automatic keeps the system pool itself" };
      return;
    }
    const pools = cluster.nodePools.filter(({ mode, powerState }) => mode === "system" && powerState === "running");
    const [pool] = pools;
    const size = pool?.sizes[0];
    if (!pool || !size) {
      yield { ...cannotTell("absent", "the answer names no running system pool") };
      return;
    }
    const environment = environmentOf(cluster);
    const assured = pools.flatMap(({ sizes }) => sizes).reduce((sum, each) => sum + floorOf(each), 0);
    const wanted = systemNodesWanted(environment);
    if (assured >= wanted) return;

    const missingNodes = wanted - assured;
    const raised = floorOf(size) + missingNodes;
    yield {
      severity: severityFor(assured, environment),
      magnitude: { value: missingNodes, unit: "node" },
      title: assured < 2 ? "System pools may run on a single node" : "System pools may run on two nodes in production",
      detail: `Together the system pools are sure of ${nodesText(assured)}; ${wanted} are ${wanted === 2 ? "the least" : "advised for production"}. CoreDNS and the metrics server stand and fall with them.`,
      workings: [
        ...pools.map((each) => ({ label: each.name, formula: each.sizes.map(floorText).join(" + "), value: nodesText(sumOf(each)) })),
        { label: "short", formula: `${wanted} − ${assured}`, value: nodesText(missingNodes) },
        { label: "environment", value: environmentText(environment) },
      ],
      first: [`Quota and the subnet have room for ${counted(missingNodes, "more node")} of ${size.vmSize}`],
      remedy: {
        steps: [stepFor(cluster, pool, size, raised)],
        ...codeFor(pool, size, raised),
        restarts: "nothing; nodes are added",
      },
      notKnown: ["whether the nodes stand in different zones"],
      worth: NO_MONEY,
    };
  },
);

/** The nodes that stay whatever the autoscaler does. */
const floorOf = ({ autoscale, nodeCount }: PoolSize): number => autoscale?.min ?? nodeCount;
const floorText = (size: PoolSize): string => (size.autoscale ? `autoscaler minimum ${size.autoscale.min}` : `fixed at ${size.nodeCount}`);
const sumOf = ({ sizes }: NodePool): number => sizes.reduce((sum, size) => sum + floorOf(size), 0);

const severityFor = (assured: number, environment: Environment): Severity => (assured < 2 ? severityIn(environment, "high") : "low");

function stepFor(cluster: Cluster, pool: NodePool, size: PoolSize, raised: number): Step {
  const words = poolWords(cluster, pool);
  const isByProfile = pool.kind === "virtual-machines";
  if (!size.autoscale) {
    const command = isByProfile
      ? azCommand("aks", "nodepool", "manual-scale", "update", ...words, "--current-vm-sizes", size.vmSize, "--node-count", `${raised}`)
      : azCommand("aks", "nodepool", "scale", ...words, "--node-count", `${raised}`);
    return { text: `Scale to ${nodesText(raised)}`, command };
  }
  const range = rangeWords({ min: raised, max: Math.max(raised, size.autoscale.max) });
  const command = isByProfile
    ? azCommand("aks", "nodepool", "auto-scale", "update", ...words, "--current-node-vm-size", size.vmSize, ...range)
    : updatePool(cluster, pool, "--update-cluster-autoscaler", ...range);
  return { text: `Raise the autoscaler's minimum to ${raised}`, command };
}

/** Terraform has no Virtual Machines pools. */
function codeFor(pool: NodePool, { vmSize, autoscale }: PoolSize, raised: number): Pick<Remedy, "bicep" | "terraform"> {
  const range = autoscale && { min: raised, max: Math.max(raised, autoscale.max) };
  if (pool.kind === "virtual-machines") {
    const profile = range
      ? `autoscale: size '${vmSize}' with minCount: ${range.min}, maxCount: ${range.max}`
      : `manual: size '${vmSize}' with count: ${raised}`;
    return {
      bicep: bicepPool(pool, `virtualMachinesProfile.scale.${profile}${pool.sizes.length > 1 ? ", the other sizes as they are" : ""}`),
    };
  }
  return {
    bicep: bicepPool(pool, range ? rangeBicep(range) : `count: ${raised}`),
    terraform: terraformPool(pool, range ? rangeTerraform(range) : `node_count = ${raised}`),
  };
}
