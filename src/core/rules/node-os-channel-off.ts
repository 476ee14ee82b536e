import { missing } from "../model/absence.ts";
import type { Cluster, NodePool } from "../model/cluster.ts";
import type { Severity } from "../model/finding.ts";
import { type Day, dayOf, daysBetween } from "../model/time.ts";
import { updateCluster } from "./command.ts";
import { environmentOf, environmentText, severityIn } from "./environment.ts";
import { nodeImageDay } from "./node-image-day.ts";
import { defineRule } from "./rule.ts";
import { beforeAutomaticUpgrades, UPKEEP_NOT_READ } from "./upkeep.ts";
import { daysText, listText, NO_MONEY } from "./words.ts";

export const nodeOsChannelOff = defineRule(
  {
    id: "node-os-channel-off",
    code: "UPG-029",
    version: 1,
    category: "upgrade",
    summary: "No channel of AKS keeps the operating system of the nodes up to date.",
    severities: ["info", "medium"],
    source: "https://learn.microsoft.com/azure/aks/auto-upgrade-node-os-image",
    needs: [],
    uses: [],
    needsRest: false,
    floor: 30,
    changes: ["channel"],
    thresholds: { freshDays: { standard: 30, min: 7, max: 90, unit: "days", says: "an older image counts as one that nobody renews" } },
  },
  function* ({ at, cluster, thresholds }) {
    const { autoUpgrade, isAutomatic, nodePools } = cluster;
    if (isAutomatic || nodePools.length === 0) return;
    if (autoUpgrade?.channel === "node-image") {
      return yield { notApplicable: "its older auto-upgrade channel renews node images, which has a finding of its own" };
    }
    if (!autoUpgrade) yield { cannotTell: UPKEEP_NOT_READ };
    else if (!autoUpgrade.nodeOsChannel) yield { cannotTell: NOT_NAMED };
    const channel = autoUpgrade?.nodeOsChannel;
    if (channel !== "none" && channel !== "unmanaged") return;

    const today = dayOf(at);
    const oldest = oldestImage(nodePools, today);
    const unpatched = channel === "none" ? nodePools : nodePools.filter(({ os }) => os === "windows");
    const environment = environmentOf(cluster);
    yield {
      severity: severityIn(environment, severityOf(unpatched, { today, freshDays: thresholds.freshDays })),
      magnitude: { value: oldest?.days ?? 0, unit: "day" },
      title: channel === "none" ? "Node OS channel is off: nodes get no security patches" : "Node OS channel Unmanaged: patches bypass AKS",
      detail: `${channel === "none" ? "Nobody patches the nodes until their image is renewed by hand" : unmanagedText(unpatched)}.${oldest ? ` The oldest node image is ${daysText(oldest.days)} old; AKS supports them for 90 days.` : ""}`,
      workings: [
        { label: "node OS channel", value: channel === "none" ? "None" : "Unmanaged" },
        ...(oldest ? [{ label: "oldest node image", value: `${oldest.version}, ${daysText(oldest.days)}` }] : []),
        { label: "environment", value: environmentText(environment) },
      ],
      first: [...beforeAutomaticUpgrades(cluster), "Nothing is kept on the nodes' disks by hand: renewed nodes start from the image"],
      remedy: {
        steps: [
          {
            text: "Let AKS renew node images weekly, in the maintenance window",
            command: updateCluster(cluster, "--node-os-upgrade-channel", "NodeImage"),
          },
          ...(isLinuxOnly(cluster)
            ? [
                {
                  text: "Or take security patches alone, which replace nodes only where they must",
                  command: updateCluster(cluster, "--node-os-upgrade-channel", "SecurityPatch"),
                },
              ]
            : []),
        ],
        bicep: "autoUpgradeProfile: { nodeOSUpgradeChannel: 'NodeImage' }",
        terraform: 'azurerm_kubernetes_cluster.node_os_upgrade_channel = "NodeImage"',
        restarts: "every node within a day, as a change of channel images them anew; then with each new image, max surge at a time",
      },
      notKnown: ["whether a pipeline renews the node images", ...(oldest ? [] : ["how old the node images are"])],
      worth: NO_MONEY,
    };
  },
);

/** Clusters since June 2023 have NodeImage by default; what older ones without a channel do is not documented. */
const NOT_NAMED = missing("absent", "its node OS channel is not in the answer, and clusters from before June 2023 have no default").missing;

const isLinuxOnly = ({ nodePools }: Cluster): boolean => nodePools.every(({ os }) => os === "linux");

/** Ubuntu and Azure Linux patch themselves nightly; Windows does not. */
const unmanagedText = (unpatched: readonly NodePool[]): string =>
  unpatched.length > 0
    ? `Windows nodes get no patches this way: ${listText(unpatched.map(({ name }) => name))}`
    : "Linux patches itself nightly, untested by AKS, at no time of yours; new nodes start unpatched, and reboots are yours to arrange";

/** Images come weekly: who has a fresh one renews it by other means. */
function severityOf(unpatched: readonly NodePool[], { today, freshDays }: { readonly today: Day; readonly freshDays: number }): Severity {
  const isFresh = ({ nodeImageVersion }: NodePool) => {
    const made = nodeImageDay(nodeImageVersion ?? "");
    return made !== undefined && daysBetween(made, today) <= freshDays;
  };
  return unpatched.every(isFresh) ? "low" : "medium";
}

function oldestImage(pools: readonly NodePool[], today: Day): { readonly version: string; readonly days: number } | undefined {
  const images = pools.flatMap(({ nodeImageVersion: version = "" }) => {
    const made = nodeImageDay(version);
    return made ? [{ version, days: Math.max(0, daysBetween(made, today)) }] : [];
  });
  return images.sort((a, b) => b.days - a.days)[0];
}
