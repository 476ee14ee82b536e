import type { Severity } from "../model/finding.ts";
import { dayOf, type Instant, minutesBetween } from "../model/time.ts";
import { updateCluster } from "./command.ts";
import { environmentOf, environmentText, severityIn } from "./environment.ts";
import { defineRule, WORSE_BY_SEVERITY_ALONE } from "./rule.ts";
import { counted, daysText, fullDayText, NO_MONEY } from "./words.ts";

/** Three days are what az sets where nobody says how long; a week is no longer one upgrade. */
const ONE_UPGRADE_DAYS = 7;
const DAY = 24 * 60;

export const upgradeProtectionOverridden = defineRule(
  {
    id: "upgrade-protection-overridden",
    code: "UPG-032",
    version: 1,
    category: "upgrade",
    summary: "Upgrades of the cluster are told to pass over the checks that protect it.",
    severities: ["low", "high"],
    source: "https://learn.microsoft.com/azure/aks/stop-cluster-upgrade-api-breaking-changes",
    needs: [],
    uses: [],
    needsRest: false,
    floor: WORSE_BY_SEVERITY_ALONE,
    changes: [],
  },
  function* ({ at, cluster }) {
    const until = cluster.upgradesForcedUntil;
    if (until === undefined || until <= at) return;

    const left = minutesBetween(at, until);
    const environment = environmentOf(cluster);
    yield {
      severity: severityIn(environment, severityAt(left)),
      magnitude: { value: Math.ceil(left / DAY), unit: "day" },
      title: `Upgrades pass over AKS's own checks until ${fullDayText(dayOf(until))}`,
      detail: `Until ${momentText(until)} any upgrade that starts, an automatic one too, ignores calls of removed APIs and disruption budgets.`,
      workings: [
        { label: "override ends", value: momentText(until) },
        { label: "left", value: leftText(left) },
        { label: "environment", value: environmentText(environment) },
      ],
      first: ["No upgrade that needs the override is still to come"],
      remedy: {
        steps: [{ text: "Switch the override off", command: updateCluster(cluster, "--disable-force-upgrade") }],
        bicep: "upgradeSettings: { overrideSettings: { forceUpgrade: false } }",
        terraform: "azurerm_kubernetes_cluster.upgrade_override { force_upgrade_enabled = false }",
        restarts: "nothing",
      },
      notKnown: ["whether an upgrade is about to use it"],
      worth: NO_MONEY,
    };
  },
);

const severityAt = (minutesLeft: number): Severity => (minutesLeft > ONE_UPGRADE_DAYS * DAY ? "high" : "medium");

const leftText = (minutes: number): string =>
  minutes >= 2 * DAY ? daysText(Math.floor(minutes / DAY)) : counted(Math.ceil(minutes / 60), "hour");

/** `31 Dec 2030 13:00 UTC` */
const momentText = (at: Instant): string => `${fullDayText(dayOf(at))} ${at.slice(11, 16)} UTC`;
