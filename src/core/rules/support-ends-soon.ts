import type { Severity } from "../model/finding.ts";
import { dayOf, dayText } from "../model/time.ts";
import { minorText } from "../model/version.ts";
import { environmentOf, environmentText, severityIn } from "./environment.ts";
import { defineRule, WORSE_BY_SEVERITY_ALONE } from "./rule.ts";
import { calendarDoubt, minorsToGo, planText, sourceWorkings, supportOf, upgradeFirst, upgradeRemedy } from "./support.ts";
import { upgradeWorth } from "./upgrade-worth.ts";
import { daysText, fullDayText } from "./words.ts";

/** From this many days before the end on it is worth a word. */
const HORIZON_DAYS = 90;

export const supportEndsSoon = defineRule(
  {
    id: "support-ends-soon",
    code: "UPG-002",
    version: 2,
    category: "upgrade",
    summary: "The control plane's Kubernetes version leaves its support plan within 90 days.",
    severities: ["info", "critical"],
    source: "https://learn.microsoft.com/azure/aks/supported-kubernetes-versions",
    needs: [],
    uses: ["skus", "prices"],
    needsRest: false,
    floor: WORSE_BY_SEVERITY_ALONE,
    changes: ["version", "tier"],
  },
  function* (view) {
    const { at, cluster, calendar } = view;
    if (cluster.powerState === "stopped") {
      yield { notApplicable: "the cluster is stopped, which has a finding of its own" };
      return;
    }
    const today = dayOf(at);
    const support = supportOf(cluster, calendar, today);
    if (support.kind === "unknown") yield { cannotTell: support.reason };
    // Not silence: the end that was announced has come, which is no repair.
    if (support.kind === "out") yield { notApplicable: "the version is out of support already" };
    if (support.kind !== "in" || support.daysLeft > HORIZON_DAYS) return;

    const { ends, daysLeft, by } = support;
    const environment = environmentOf(cluster);
    const minor = minorText(cluster.version);
    const hops = minorsToGo(cluster, calendar, today);
    yield {
      severity: severityIn(environment, severityAt(daysLeft)),
      magnitude: { value: HORIZON_DAYS - daysLeft, unit: "day" },
      due: ends,
      title: `Kubernetes ${minor} leaves ${planText(cluster)} on ${dayText(ends)}`,
      detail: `${fullDayText(ends)} is the last day of ${planText(cluster)} for ${minor}.${hops.length === 0 ? "" : ` The way on: ${[minor, ...hops].join(" → ")}.`}`,
      workings: [
        { label: "version", value: minor },
        { label: "last day of support", value: fullDayText(ends) },
        ...sourceWorkings(by),
        { label: "left", formula: `${fullDayText(ends)} − ${fullDayText(today)}`, value: daysText(daysLeft) },
        { label: "environment", value: environmentText(environment) },
      ],
      first: upgradeFirst(cluster),
      remedy: upgradeRemedy(cluster, calendar, today),
      notKnown: ["which versions the region offers today", ...calendarDoubt(calendar, cluster, today, by.told)],
      worth: upgradeWorth(view, hops.length),
    };
  },
);

function severityAt(daysLeft: number): Severity {
  if (daysLeft <= 14) return "critical";
  if (daysLeft <= 30) return "high";
  if (daysLeft <= 60) return "medium";
  return "low";
}
