import { type HopPlan, newestOffered, upgradeHops } from "../calc/upgrade-hops.ts";
import { poolUpgradeTime } from "../calc/upgrade-time.ts";
import type { Cluster, NodePool } from "../model/cluster.ts";
import type { Step } from "../model/finding.ts";
import { type KubernetesVersion, minorsAhead, minorText, versionText } from "../model/version.ts";
import { azCommand, clusterWords, upgradePool } from "./command.ts";
import { minutesText } from "./duration-words.ts";
import { defineRule, type Found } from "./rule.ts";
import { counted, listText, NO_MONEY, nodesText } from "./words.ts";

/** One hop needs no plan: the rules about support and pools say it. */
const FEWEST_MINORS = 2;

export const upgradeHopPlan = defineRule(
  {
    id: "upgrade-hop-plan",
    code: "UPG-005",
    version: 1,
    category: "upgrade",
    summary: "The newest supported version is several minors away, and this is the way there.",
    severities: ["info", "info"],
    source: "https://learn.microsoft.com/azure/aks/upgrade-options",
    needs: ["versions"],
    uses: [],
    needsRest: true,
    floor: 1,
    changes: ["version"],
  },
  function* ({ cluster, versions, measured }) {
    if (cluster.isAutomatic) return yield { notApplicable: "AKS Automatic upgrades itself" };
    const newest = newestOffered(cluster, versions);
    if ("cannotTell" in newest) return yield newest;
    if (minorsAhead(newest.version, cluster.version) < FEWEST_MINORS) return;
    const isOffered = versions.minors.some((each) => minorsAhead(each.version, cluster.version) === 0);
    if (!isOffered) {
      return yield { notApplicable: `the region offers ${minorText(cluster.version)} no more, which the rules about support speak about` };
    }
    const plan = upgradeHops(cluster, versions);
    if (plan && "cannotTell" in plan) yield plan;
    else if (plan) yield found(cluster, plan, measured);
  },
);

function found(cluster: Cluster, plan: HopPlan, measured: ReadonlyMap<string, number>): Found {
  const minors = minorsAhead(plan.target, cluster.version);
  const stops = plan.hops.map(({ to }) => minorText(to));
  const time = timeText(plan, measured);
  return {
    severity: "info",
    magnitude: { value: minors, unit: "minor" },
    title: `${counted(plan.hops.length, "hop")} to ${minorText(plan.target)}, the newest supported version`,
    detail: `From ${minorText(cluster.version)} the control plane goes by ${listText(stops)}. With node pools upgraded as seldom as skew allows, ${nodesText(plan.nodeRebuilds)} are replaced on the way.`,
    workings: [
      ...plan.hops.map(({ from, to, before }, index) => ({
        label: `hop ${index + 1}`,
        formula: `${versionText(from)} to ${versionText(to)}`,
        value:
          before.length === 0 ? "no pool has to go first" : `first ${listText(before.map(({ name }) => name))} to ${versionText(from)}`,
      })),
      { label: "then", value: `all pools to ${versionText(plan.target)}` },
      { label: "nodes replaced", value: `${plan.nodeRebuilds}` },
      ...(time === undefined ? [] : [{ label: "likely time of the pools, one after another", value: time }]),
    ],
    first: [
      "Workloads and add-ons bear every version on the way: each minor removes deprecated APIs",
      "Quota and addresses have room for the surge nodes",
    ],
    remedy: {
      steps: [
        ...plan.hops.flatMap((hop) => [...hop.before.map((pool) => poolStep(cluster, pool, hop.from)), hopStep(cluster, hop.to)]),
        ...plan.last.map((pool) => poolStep(cluster, pool, plan.target)),
      ],
      bicep: `kubernetesVersion: '${versionText(plan.target)}', one hop a deployment`,
      terraform: `azurerm_kubernetes_cluster.kubernetes_version = "${versionText(plan.target)}", one hop an apply`,
      restarts: "the API server with every hop; every node with each upgrade of its pool",
    },
    notKnown: [
      "deprecated API calls, which stop a hop",
      "pod disruption budgets that hold up the drain",
      ...(time === undefined ? ["how long the pools take"] : []),
      ...(cluster.hasNodeAutoProvisioning ? ["nodes that node auto-provisioning made: they stand in no pool, and are replaced too"] : []),
    ],
    worth: NO_MONEY,
  };
}

const hopStep = (cluster: Cluster, to: KubernetesVersion): Step => ({
  text: `Control plane to ${versionText(to)}`,
  command: azCommand("aks", "upgrade", ...clusterWords(cluster), "--control-plane-only", "--kubernetes-version", versionText(to)),
});
const poolStep = (cluster: Cluster, pool: NodePool, to: KubernetesVersion): Step => ({
  text: `Pool ${pool.name} to ${versionText(to)}${pool.powerState === "stopped" ? ", once it is started" : ""}`,
  command: upgradePool(cluster, pool, versionText(to)),
});

/** Nothing where one of them cannot be told, as of spot pools. */
function timeText({ hops, last }: HopPlan, measured: ReadonlyMap<string, number>): string | undefined {
  let minutes = 0;
  for (const pool of [...hops.flatMap(({ before }) => before), ...last]) {
    const time = poolUpgradeTime(pool, { measured });
    if ("cannotTell" in time) return undefined;
    minutes += time.minutes.likely;
  }
  return minutesText(minutes);
}
