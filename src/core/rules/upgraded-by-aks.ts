import { minorsBehind } from "../calc/released-minors.ts";
import { type Calendar, lastDay } from "../model/calendar.ts";
import type { Severity } from "../model/finding.ts";
import { type Day, dayOf, daysBetween } from "../model/time.ts";
import { type KubernetesVersion, minorText } from "../model/version.ts";
import { environmentOf, environmentText, severityIn } from "./environment.ts";
import { scheduleCommand } from "./maintenance-command.ts";
import { defineRule, WORSE_BY_SEVERITY_ALONE } from "./rule.ts";
import { calendarDoubt, minorsToGo, supportOf, upgradeFirst, upgradeRemedy } from "./support.ts";
import { upgradeWorth } from "./upgrade-worth.ts";
import { counted, fullDayText } from "./words.ts";

/** Community support covers the newest minor and two before; the third has platform support until there is a fourth. */
const LEFT_BY_PLATFORM = 4;
const SOON_DAYS = 30;

export const upgradedByAks = defineRule(
  {
    id: "upgraded-by-aks",
    code: "UPG-041",
    version: 1,
    category: "upgrade",
    summary: "AKS upgrades the cluster by itself, because its Kubernetes version leaves platform support.",
    severities: ["low", "high"],
    source: "https://learn.microsoft.com/azure/aks/auto-upgrade-cluster",
    needs: [],
    uses: ["skus", "prices"],
    needsRest: true,
    floor: WORSE_BY_SEVERITY_ALONE,
    changes: ["tier", "version"],
  },
  function* (view) {
    const { at, cluster, calendar } = view;
    const today = dayOf(at);
    const { autoUpgrade, supportPlan, version } = cluster;
    if (supportPlan === "lts" || autoUpgrade?.channel === "stable" || autoUpgrade?.channel === "rapid") return;
    if (supportOf(cluster, calendar, today).kind !== "out") return;
    const behind = minorsBehind(version, calendar, today);
    // Older ones AKS has left alone when it was their turn: nothing says when it would be again.
    if (behind > LEFT_BY_PLATFORM) yield { notApplicable: "it is so old that AKS would have upgraded it before" };
    if (behind < LEFT_BY_PLATFORM - 1 || behind > LEFT_BY_PLATFORM) return;

    const last = lastStraw(version, calendar);
    const isDue = behind >= LEFT_BY_PLATFORM;
    const environment = environmentOf(cluster);
    const minor = minorText(version);
    const remedy = upgradeRemedy(cluster, calendar, today);
    yield {
      severity: severityIn(environment, severityAt(isDue, last.day, today)),
      magnitude: { value: behind, unit: "minor" },
      ...(last.day && !isDue ? { due: last.day } : {}),
      title: isDue ? `AKS may upgrade ${minor} by itself any day` : `AKS will upgrade ${minor} by itself when ${last.minor} is out`,
      detail: `Platform support of ${minor} ${isDue ? `ended when ${last.minor} became` : `ends when ${last.minor} is`} generally available (${last.says}). AKS then takes the cluster to a supported minor, unasked.`,
      workings: [
        { label: "version", value: minor },
        { label: "behind the newest minor", value: counted(behind, "minor") },
        { label: `${last.minor} generally available`, value: last.says },
        { label: "environment", value: environmentText(environment) },
      ],
      first: upgradeFirst(cluster),
      remedy: {
        ...remedy,
        steps: [
          {
            text: "Say when AKS may do it, if it comes first and there is no window yet",
            command: scheduleCommand("add", cluster, "cluster-upgrades"),
          },
          ...remedy.steps,
        ],
      },
      notKnown: [
        "when exactly AKS does it, and whether something has kept it from doing so",
        ...(last.isPlanned ? [`whether ${last.minor} kept its date: the calendar has it as planned`] : []),
        ...calendarDoubt(calendar, { version: { ...version, minor: version.minor + LEFT_BY_PLATFORM } }, today),
      ],
      worth: upgradeWorth(view, minorsToGo(cluster, calendar, today).length),
    };
  },
);

interface LastStraw {
  readonly minor: string;
  readonly day?: Day;
  readonly isPlanned: boolean;
  /** `31 Oct 2026`, `planned for 28 Feb 2027` */
  readonly says: string;
}

/** The minor whose release ends platform support of this one. */
function lastStraw({ major, minor }: KubernetesVersion, { versions }: Calendar): LastStraw {
  const text = minorText({ major, minor: minor + LEFT_BY_PLATFORM });
  const row = versions.find((each) => each.minor === text);
  if (!row) return { minor: text, isPlanned: false, says: "no day is known" };
  const released = lastDay(row.generallyAvailable);
  const isPlanned = row.confidence === "low";
  return { minor: text, day: released, isPlanned, says: `${isPlanned ? "planned for " : ""}${fullDayText(released)}` };
}

function severityAt(isDue: boolean, day: Day | undefined, today: Day): Severity {
  return isDue || (day && daysBetween(today, day) <= SOON_DAYS) ? "high" : "medium";
}
