import type { Cluster } from "../model/cluster.ts";
import type { MaintenanceWindow } from "../model/maintenance.ts";
import { dayOf } from "../model/time.ts";
import { environmentOf, environmentText, severityIn } from "./environment.ts";
import { SCHEDULE_NAMES, scheduleCommand } from "./maintenance-command.ts";
import { NOTHING_BY_ITSELF, TERRAFORM_WINDOWS, timesFor, type UpkeepPurpose, upkeepOf } from "./planned-maintenance.ts";
import { defineRule, type Found, WORSE_BY_SEVERITY_ALONE } from "./rule.ts";
import { shutBeforeEnd, type WindowFlaw, windowFlaw } from "./window-flaw.ts";
import { fullDayText, NO_MONEY } from "./words.ts";

export const unusableMaintenanceWindow = defineRule(
  {
    id: "unusable-maintenance-window",
    code: "UPG-031",
    version: 1,
    category: "upgrade",
    summary: "A maintenance window is not in use yet, is shut until it is too late, or opens too seldom.",
    severities: ["low", "medium"],
    source: "https://learn.microsoft.com/azure/aks/planned-maintenance",
    needs: ["maintenance"],
    uses: [],
    needsRest: false,
    floor: WORSE_BY_SEVERITY_ALONE,
    changes: ["maintenance"],
  },
  function* ({ at, cluster, calendar, maintenance }) {
    const upkeep = upkeepOf(cluster, maintenance);
    if (!upkeep) return yield* PURPOSES.map((purpose) => ({ subject: SCHEDULE_NAMES[purpose], notApplicable: NOTHING_BY_ITSELF }));
    if ("cannotTell" in upkeep) {
      yield { cannotTell: upkeep.cannotTell };
      return;
    }
    const today = dayOf(at);
    for (const purpose of PURPOSES) {
      const subject = SCHEDULE_NAMES[purpose];
      if (!upkeep.purposes.includes(purpose)) {
        yield { subject, notApplicable: "no channel of the cluster goes by it" };
        continue;
      }
      const times = timesFor(upkeep, purpose);
      // Not silence: who deletes a window has mended none.
      if (!times) yield { subject, notApplicable: "there is no such window, which has a finding of its own" };
      if (times?.kind === "unknown") yield { subject, cannotTell: UNKNOWN_FORM };
      if (times?.kind !== "window") continue;
      const flaw = windowFlaw(times, purpose, today) ?? shutBeforeEnd(times, purpose, { cluster, calendar, today });
      if (flaw) yield found(cluster, purpose, times, flaw);
    }
  },
);

const PURPOSES = ["cluster-upgrades", "node-os-upgrades"] as const satisfies readonly UpkeepPurpose[];

const UNKNOWN_FORM = { kind: "unreadable", why: "its maintenance window is of a form the app does not know" } as const;

function found(
  cluster: Cluster,
  purpose: UpkeepPurpose,
  { startDate, blocked }: MaintenanceWindow,
  { title, detail, days }: WindowFlaw,
): Found {
  const environment = environmentOf(cluster);
  return {
    subject: SCHEDULE_NAMES[purpose],
    severity: severityIn(environment, "medium"),
    magnitude: { value: days, unit: "day" },
    title,
    detail,
    workings: [
      ...(startDate ? [{ label: "begins", value: fullDayText(startDate) }] : []),
      ...blocked.map(({ first, last }) => ({ label: "not allowed", value: `${fullDayText(first)} to ${fullDayText(last)}` })),
      { label: "environment", value: environmentText(environment) },
    ],
    first: ["The hours suit who uses the cluster: those of the command are an example"],
    remedy: {
      steps: [
        {
          text: "Give it a window that opens weekly, from now on; days that are not allowed stand in a file of their own (--config-file)",
          command: scheduleCommand("update", cluster, purpose),
        },
      ],
      bicep: `maintenanceConfigurations '${SCHEDULE_NAMES[purpose]}' { maintenanceWindow: { startDate, notAllowedDates, schedule } }`,
      terraform: `azurerm_kubernetes_cluster.${TERRAFORM_WINDOWS[purpose]}`,
      restarts: "nothing",
    },
    notKnown: ["of a window of every few weeks or months, which of them are meant"],
    worth: NO_MONEY,
  };
}
