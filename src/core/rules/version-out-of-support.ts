import { dayOf } from "../model/time.ts";
import { minorText } from "../model/version.ts";
import { environmentOf, environmentText, severityIn } from "./environment.ts";
import { defineRule, WORSE_BY_SEVERITY_ALONE } from "./rule.ts";
import { calendarDoubt, minorsToGo, planText, sourceWorkings, supportOf, upgradeFirst, upgradeRemedy } from "./support.ts";
import { upgradeWorth } from "./upgrade-worth.ts";
import { daysText, fullDayText } from "./words.ts";

export const versionOutOfSupport = defineRule(
  {
    id: "version-out-of-support",
    code: "UPG-001",
    version: 2,
    category: "upgrade",
    summary: "The control plane runs a Kubernetes version that its support plan no longer covers.",
    severities: ["high", "critical"],
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
    if (support.kind !== "out") return;

    const environment = environmentOf(cluster);
    const minor = minorText(cluster.version);
    const { ended, daysPast, by } = support;
    const past = `${ended ? "" : "at least "}${daysText(daysPast)}`;
    const end = ended ? `on ${fullDayText(ended)}` : "before the support calendar begins";
    yield {
      severity: severityIn(environment, "critical"),
      magnitude: { value: daysPast, unit: "day" },
      title: `Kubernetes ${minor} is out of ${planText(cluster)}`,
      detail: `The ${planText(cluster)} of ${minor} ended ${end}, ${past} ago. No fixes reach it, and Azure support may ask for an upgrade first.`,
      workings: [
        { label: "version", value: minor },
        { label: "support ended", value: end },
        ...(ended ? sourceWorkings(by) : []),
        { label: "past", ...(ended ? { formula: `${fullDayText(today)} − ${fullDayText(ended)}` } : {}), value: past },
        { label: "environment", value: environmentText(environment) },
      ],
      first: upgradeFirst(cluster),
      remedy: upgradeRemedy(cluster, calendar, today),
      notKnown: ["which versions the region offers today", ...calendarDoubt(calendar, cluster, today, by.told)],
      worth: upgradeWorth(view, minorsToGo(cluster, calendar, today).length),
    };
  },
);
