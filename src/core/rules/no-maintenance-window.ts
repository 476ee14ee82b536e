import type { Cluster } from "../model/cluster.ts";
import { environmentOf, environmentText, severityIn } from "./environment.ts";
import { SCHEDULE_NAMES, scheduleCommand } from "./maintenance-command.ts";
import { NOTHING_BY_ITSELF, PURPOSE_WORDS, TERRAFORM_WINDOWS, timesFor, type UpkeepPurpose, upkeepOf } from "./planned-maintenance.ts";
import { defineRule, WORSE_BY_SEVERITY_ALONE } from "./rule.ts";
import { capital, listText, NO_MONEY } from "./words.ts";

export const noMaintenanceWindow = defineRule(
  {
    id: "no-maintenance-window",
    code: "UPG-030",
    version: 1,
    category: "upgrade",
    summary: "A channel of AKS replaces nodes, and no maintenance window says when.",
    severities: ["info", "low"],
    source: "https://learn.microsoft.com/azure/aks/planned-maintenance",
    needs: ["maintenance"],
    uses: [],
    needsRest: false,
    floor: WORSE_BY_SEVERITY_ALONE,
    changes: ["maintenance"],
  },
  function* ({ cluster, maintenance }) {
    const upkeep = upkeepOf(cluster, maintenance);
    // Not silence: who switches the channels off has given no window.
    if (!upkeep) return yield { notApplicable: NOTHING_BY_ITSELF };
    if ("cannotTell" in upkeep) {
      yield { cannotTell: upkeep.cannotTell };
      return;
    }
    const bare = upkeep.purposes.filter((purpose) => timesFor(upkeep, purpose) === undefined);
    if (bare.length === 0) return;

    const environment = environmentOf(cluster);
    yield {
      severity: severityIn(environment, "low"),
      magnitude: { value: cluster.nodePools.length, unit: "pool" },
      title: `No maintenance window for ${listText(bare.map((purpose) => PURPOSE_WORDS[purpose]))}`,
      detail: `${channelsText(cluster, bare)}: every node may be replaced at any hour of any day.`,
      workings: [
        ...upkeep.purposes.map((purpose) => ({
          label: SCHEDULE_NAMES[purpose],
          value: bare.includes(purpose) ? "not there" : "there",
        })),
        { label: "environment", value: environmentText(environment) },
      ],
      first: [
        "The hours suit who uses the cluster: those of the command are an example",
        "A window has at least four hours, better as many as an upgrade takes",
      ],
      remedy: {
        steps: bare.map((purpose) => ({
          text: `Say when ${PURPOSE_WORDS[purpose]} may come`,
          command: scheduleCommand("add", cluster, purpose),
        })),
        bicep: bare
          .map((purpose) => `Microsoft.ContainerService/managedClusters/maintenanceConfigurations '${SCHEDULE_NAMES[purpose]}'`)
          .join(", "),
        terraform: `azurerm_kubernetes_cluster: ${listText(bare.map((purpose) => TERRAFORM_WINDOWS[purpose]))}`,
        restarts: "nothing",
      },
      notKnown: ["whether Azure Kubernetes Fleet Manager says when"],
      worth: NO_MONEY,
    };
  },
);

const NODE_OS_CHANNELS = { none: "None", unmanaged: "Unmanaged", "security-patch": "SecurityPatch", "node-image": "NodeImage" } as const;

function channelsText({ autoUpgrade }: Cluster, purposes: readonly UpkeepPurpose[]): string {
  const words = purposes.map((purpose) =>
    purpose === "cluster-upgrades"
      ? `auto-upgrade channel ${autoUpgrade?.channel}`
      : `node OS channel ${NODE_OS_CHANNELS[autoUpgrade?.nodeOsChannel ?? "node-image"]}`,
  );
  return `${capital(listText(words))} ${purposes.length === 1 ? "acts" : "act"} without one`;
}
