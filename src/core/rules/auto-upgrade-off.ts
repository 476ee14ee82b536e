import { minorsBehind, releasedMinors } from "../calc/released-minors.ts";
import type { Cluster } from "../model/cluster.ts";
import type { Severity, Step } from "../model/finding.ts";
import { dayOf } from "../model/time.ts";
import { minorText } from "../model/version.ts";
import { updateCluster } from "./command.ts";
import { environmentOf, environmentText, severityIn } from "./environment.ts";
import { defineRule } from "./rule.ts";
import { calendarDoubt } from "./support.ts";
import { beforeAutomaticUpgrades, UPKEEP_NOT_READ } from "./upkeep.ts";
import { counted, NO_MONEY } from "./words.ts";

export const autoUpgradeOff = defineRule(
  {
    id: "auto-upgrade-off",
    code: "UPG-027",
    version: 1,
    category: "upgrade",
    summary: "No channel keeps the cluster's Kubernetes version up to date.",
    severities: ["info", "medium"],
    source: "https://learn.microsoft.com/azure/aks/auto-upgrade-cluster",
    needs: [],
    uses: [],
    needsRest: false,
    floor: 1,
    changes: ["channel"],
  },
  function* ({ at, cluster, calendar }) {
    const { autoUpgrade, isAutomatic } = cluster;
    if (!autoUpgrade) yield { cannotTell: UPKEEP_NOT_READ };
    else if (autoUpgrade.channel === "node-image")
      yield { notApplicable: "it has the older channel for node images, which has a finding of its own" };
    if (isAutomatic || autoUpgrade?.channel !== "none") return;

    const today = dayOf(at);
    const behind = minorsBehind(cluster.version, calendar, today);
    const newest = releasedMinors(calendar, today).at(-1);
    const environment = environmentOf(cluster);
    const minor = minorText(cluster.version);
    yield {
      severity: severityIn(environment, severityAt(cluster, behind)),
      magnitude: { value: behind, unit: "minor" },
      title: "Auto-upgrade is off: people keep the Kubernetes version up to date",
      detail: `It runs ${minor}, ${behind === 0 ? "which no generally available minor is ahead of" : `${counted(behind, "minor")} behind the newest`}; patches and minors arrive only when somebody starts an upgrade.`,
      workings: [
        { label: "auto-upgrade channel", value: "none" },
        { label: "version", value: minor },
        ...(newest ? [{ label: "newest minor", value: minorText(newest) }] : []),
        { label: "behind", value: counted(behind, "minor") },
        { label: "environment", value: environmentText(environment) },
      ],
      first: [
        ...beforeAutomaticUpgrades(cluster),
        "Nobody depends on upgrading the control plane alone: with a channel AKS takes the node pools along",
      ],
      remedy: {
        steps: stepsFor(cluster),
        bicep: "autoUpgradeProfile: { upgradeChannel: 'patch' }",
        terraform: 'azurerm_kubernetes_cluster.automatic_upgrade_channel = "patch"',
        restarts: "nothing at once; from then on every node with each new patch, max surge at a time",
      },
      notKnown: ["whether a pipeline or Azure Kubernetes Fleet Manager upgrades it", ...calendarDoubt(calendar, cluster, today)],
      worth: NO_MONEY,
    };
  },
);

/** Two minors behind the newest is the last that community support covers; long-term support is made for staying. */
const severityAt = ({ supportPlan }: Cluster, behind: number): Severity => (supportPlan === "community" && behind >= 2 ? "medium" : "low");

function stepsFor(cluster: Cluster): Step[] {
  const patch = {
    text: "Let AKS take new patches of the minor it runs",
    command: updateCluster(cluster, "--auto-upgrade-channel", "patch"),
  };
  if (cluster.supportPlan === "lts") return [patch];
  return [
    patch,
    {
      text: "Or also new minors, one behind the newest",
      command: updateCluster(cluster, "--auto-upgrade-channel", "stable"),
    },
  ];
}
