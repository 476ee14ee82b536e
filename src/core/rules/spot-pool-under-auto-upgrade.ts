import { versionText } from "../model/version.ts";
import { azCommand, poolWords, upgradePool } from "./command.ts";
import { defineRule } from "./rule.ts";
import { movesVersions } from "./upkeep.ts";
import { bicepPool, NO_MONEY, nodesText, terraformPool } from "./words.ts";

export const spotPoolUnderAutoUpgrade = defineRule(
  {
    id: "spot-pool-under-auto-upgrade",
    code: "UPG-048",
    version: 1,
    category: "upgrade",
    summary: "The auto-upgrade channel moves control plane and pools together, which AKS does not allow for spot pools.",
    severities: ["info", "info"],
    source: "https://learn.microsoft.com/azure/aks/spot-node-pool",
    needs: [],
    uses: [],
    needsRest: true,
    floor: 1,
    changes: [],
  },
  function* ({ cluster }) {
    const { autoUpgrade } = cluster;
    if (!autoUpgrade || !movesVersions(autoUpgrade)) return;
    const version = versionText(cluster.version);
    for (const pool of cluster.nodePools) {
      if (pool.priority !== "spot") continue;
      yield {
        subject: pool.name,
        severity: "info",
        magnitude: { value: 1, unit: "pool" },
        title: "Spot nodes are upgraded apart, and evicted instead of drained",
        detail: `Channel ${autoUpgrade.channel} takes all pools along with the control plane, while AKS upgrades a spot pool only by itself. Its ${nodesText(pool.nodeCount)} are cordoned and sent an eviction notice, without drain and without surge nodes.`,
        workings: [
          { label: "auto-upgrade channel", value: autoUpgrade.channel },
          { label: "spot nodes", value: `${pool.nodeCount}` },
        ],
        first: ["What runs there bears to be evicted all at once, in the maintenance window"],
        remedy: {
          steps: [
            {
              text: "After each automatic upgrade, see whether the pool came along",
              command: azCommand("aks", "nodepool", "show", ...poolWords(cluster, pool), "--query", "currentOrchestratorVersion"),
            },
            {
              text: "If it did not, upgrade it by itself to what the control plane runs then",
              command: upgradePool(cluster, pool, version),
            },
          ],
          bicep: bicepPool(pool, `orchestratorVersion: '${version}', in a deployment of its own`),
          terraform: terraformPool(pool, `orchestrator_version = "${version}", in an apply of its own`),
          restarts: "every spot node; what runs there is evicted",
        },
        notKnown: ["whether the channel passes the spot pool over, takes it last or stops at it: Azure's pages do not say"],
        worth: NO_MONEY,
      };
    }
  },
);
