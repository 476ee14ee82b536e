import { updateCluster } from "./command.ts";
import { environmentOf, environmentText, severityIn } from "./environment.ts";
import { defineRule } from "./rule.ts";
import { beforeAutomaticUpgrades, UPKEEP_NOT_READ } from "./upkeep.ts";
import { NO_MONEY } from "./words.ts";

export const legacyNodeImageChannel = defineRule(
  {
    id: "legacy-node-image-channel",
    code: "UPG-028",
    version: 1,
    category: "upgrade",
    summary: "The cluster's auto-upgrade channel is the legacy one that takes node images alone.",
    severities: ["info", "low"],
    source: "https://learn.microsoft.com/azure/aks/auto-upgrade-cluster",
    needs: [],
    uses: [],
    needsRest: false,
    floor: 1,
    changes: ["channel"],
  },
  function* ({ cluster }) {
    if (!cluster.autoUpgrade) yield { cannotTell: UPKEEP_NOT_READ };
    if (cluster.autoUpgrade?.channel !== "node-image") return;

    const environment = environmentOf(cluster);
    yield {
      severity: severityIn(environment, "low"),
      magnitude: { value: 1, unit: "pool" },
      title: "Auto-upgrade channel node-image is legacy and holds the place of a real one",
      detail:
        "It renews node images, which the node OS channel does by itself today, and a cluster has one auto-upgrade channel: no other can bring Kubernetes patches.",
      workings: [
        { label: "auto-upgrade channel", value: "node-image" },
        { label: "node OS channel", value: cluster.autoUpgrade.nodeOsChannel ?? "not in the answer" },
        { label: "environment", value: environmentText(environment) },
      ],
      first: beforeAutomaticUpgrades(cluster),
      remedy: {
        steps: [
          {
            text: "Let the node OS channel renew node images, and the auto-upgrade channel take Kubernetes patches",
            command: updateCluster(cluster, "--auto-upgrade-channel", "patch", "--node-os-upgrade-channel", "NodeImage"),
          },
          {
            text: "Or leave the Kubernetes version to people, as now",
            command: updateCluster(cluster, "--auto-upgrade-channel", "none", "--node-os-upgrade-channel", "NodeImage"),
          },
        ],
        bicep: "autoUpgradeProfile: { upgradeChannel: 'patch', nodeOSUpgradeChannel: 'NodeImage' }",
        terraform: 'azurerm_kubernetes_cluster { automatic_upgrade_channel = "patch", node_os_upgrade_channel = "NodeImage" }',
        restarts:
          cluster.autoUpgrade.nodeOsChannel === "node-image"
            ? "nothing at once; node images are renewed as before, and with patch every node with each new patch"
            : "every node within a day, as a change of the node OS channel images them anew; with patch also with each new patch",
      },
      notKnown: [],
      worth: NO_MONEY,
    };
  },
);
