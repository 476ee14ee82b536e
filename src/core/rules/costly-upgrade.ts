import { minorsBehind, nextMinor } from "../calc/released-minors.ts";
import { clusterUpgradeTime } from "../calc/upgrade-time.ts";
import { dayOf } from "../model/time.ts";
import { minorText } from "../model/version.ts";
import { defineRule } from "./rule.ts";
import { calendarDoubt, supportOf, upgradeFirst } from "./support.ts";
import { upgradeWorth } from "./upgrade-worth.ts";
import { upgradeStep } from "./upkeep.ts";
import { counted, nodesText } from "./words.ts";

/** As long before its end, the rules about support speak, and carry what the upgrade costs. */
const SUPPORT_SPEAKS_DAYS = 90;

export const costlyUpgrade = defineRule(
  {
    id: "costly-upgrade",
    code: "UPG-045",
    version: 1,
    category: "upgrade",
    summary: "The surge nodes of the next upgrade cost more than a trifle.",
    severities: ["info", "info"],
    source: "https://learn.microsoft.com/azure/aks/upgrade-capacity-cost-planning",
    needs: [],
    uses: ["skus", "prices"],
    needsRest: true,
    floor: 1,
    changes: [],
    thresholds: {
      amount: { standard: 10, min: 1, max: 100_000, unit: "of the app's currency", says: "the surge nodes of one hop are worth a word" },
    },
  },
  function* (view) {
    const { at, cluster, calendar, thresholds } = view;
    const today = dayOf(at);
    if (minorsBehind(cluster.version, calendar, today) === 0) return;
    const support = supportOf(cluster, calendar, today);
    if (support.kind === "unknown") return;
    if (support.kind === "out" || support.daysLeft <= SUPPORT_SPEAKS_DAYS) {
      yield { notApplicable: "its support ends, and the finding about that says what the upgrade costs" };
      return;
    }
    const time = clusterUpgradeTime(cluster, { measured: view.measured });
    if ("cannotTell" in time) return yield { notApplicable: `not priced: ${time.cannotTell.why}` };
    const worth = upgradeWorth(view, 1);
    // A preview without a price says nothing, and nobody waits for one.
    if (worth.kind === "not-priced") return yield { notApplicable: `not priced: ${worth.why}` };
    // Not silence: a price or a number of nodes that falls is no repair.
    if (worth.kind !== "once" || worth.cost.amount < thresholds.amount) {
      return yield { notApplicable: "the surge nodes of its next upgrade cost a trifle" };
    }

    const hours = time.pools.reduce((all, { surgeNodeHours }) => all + surgeNodeHours, 0);
    const nodes = time.pools.reduce((all, { waves }) => all + (waves.kind === "surge" ? waves.nodesAtOnce : 0), 0);
    const minor = minorText(nextMinor(cluster.version));
    yield {
      severity: "info",
      magnitude: { value: Math.ceil(hours), unit: "hour" },
      title: `The upgrade to ${minor} takes about ${counted(Math.ceil(hours), "hour")} of surge nodes`,
      detail: `${nodesText(nodes)} of surge are paid for while the pools go round. Fewer at a time run longer and cost the same; a soak time makes it dearer.`,
      workings: worth.workings,
      first: upgradeFirst(cluster),
      remedy: {
        steps: [
          upgradeStep(cluster, minor),
          { text: "Or, in user pools that bear a node less, replace nodes in place: max surge 0 and max unavailable 1 cost nothing" },
        ],
        bicep: `kubernetesVersion: '${minor}' and agentPoolProfiles[].orchestratorVersion: '${minor}'`,
        terraform: `azurerm_kubernetes_cluster.kubernetes_version = "${minor}" and orchestrator_version of each node pool`,
        restarts: "every node is replaced, pool by pool; the API server restarts",
      },
      notKnown: ["whether quota and capacity are there for the surge nodes", ...calendarDoubt(calendar, cluster, today)],
      worth,
    };
  },
);
