import type { Calendar } from "../model/calendar.ts";
import type { Cluster } from "../model/cluster.ts";
import type { Remedy } from "../model/finding.ts";
import { type Day, dayOf, dayText } from "../model/time.ts";
import { minorText } from "../model/version.ts";
import { azCommand, clusterWords } from "./command.ts";
import { environmentOf, environmentText, severityIn } from "./environment.ts";
import { defineRule, WORSE_BY_SEVERITY_ALONE } from "./rule.ts";
import { calendarDoubt, planText, type Support, supportOf, upgradeFirst, upgradeRemedy } from "./support.ts";
import { capital, daysText, fullDayText, NO_MONEY } from "./words.ts";

const HORIZON_DAYS = 90;

export const stoppedClusterAges = defineRule(
  {
    id: "stopped-cluster-ages",
    code: "UPG-040",
    version: 1,
    category: "upgrade",
    summary: "A stopped cluster's Kubernetes version is out of support, or will be within 90 days.",
    severities: ["info", "medium"],
    source: "https://learn.microsoft.com/azure/aks/start-stop-cluster",
    needs: [],
    uses: [],
    needsRest: false,
    floor: WORSE_BY_SEVERITY_ALONE,
    changes: ["tier", "version"],
  },
  function* ({ at, cluster, calendar }) {
    if (cluster.powerState !== "stopped") {
      yield { notApplicable: "the cluster runs" };
      return;
    }
    const today = dayOf(at);
    const support = supportOf(cluster, calendar, today);
    if (support.kind === "unknown") yield { cannotTell: support.reason };
    if (support.kind === "unknown" || (support.kind === "in" && support.daysLeft > HORIZON_DAYS)) return;

    const isOut = support.kind === "out";
    const environment = environmentOf(cluster);
    const minor = minorText(cluster.version);
    yield {
      severity: severityIn(environment, isOut ? "medium" : "low"),
      magnitude: { value: isOut ? HORIZON_DAYS + support.daysPast : HORIZON_DAYS - support.daysLeft, unit: "day" },
      ...(isOut ? {} : { due: support.ends }),
      title: isOut
        ? `Stopped on Kubernetes ${minor}, which is out of ${planText(cluster)}`
        : `Stopped on Kubernetes ${minor}, which leaves ${planText(cluster)} on ${dayText(support.ends)}`,
      detail: `${endText(cluster, support)} It must be started before it can be upgraded, and AKS keeps a stopped cluster for 12 months.`,
      workings: [
        { label: "version", value: minor },
        { label: "support", value: endText(cluster, support) },
        { label: "environment", value: environmentText(environment) },
      ],
      first: [
        "Somebody still wants it: a cluster that nobody misses is better deleted",
        "The region has capacity and quota for its nodes when it starts",
        ...upgradeFirst(cluster),
      ],
      remedy: remedyFor(cluster, calendar, today),
      notKnown: ["since when it is stopped", ...calendarDoubt(calendar, cluster, today)],
      worth: NO_MONEY,
    };
  },
);

function endText(cluster: Cluster, support: Exclude<Support, { readonly kind: "unknown" }>): string {
  const plan = planText(cluster);
  if (support.kind === "in") return `${capital(plan)} ends in ${daysText(support.daysLeft)}.`;
  const past = daysText(support.daysPast);
  return support.ended
    ? `${capital(plan)} ended on ${fullDayText(support.ended)}, ${past} ago.`
    : `${capital(plan)} ended at least ${past} ago.`;
}

function remedyFor(cluster: Cluster, calendar: Calendar, today: Day): Remedy {
  const { steps, ...rest } = upgradeRemedy(cluster, calendar, today);
  return {
    ...rest,
    steps: [
      { text: "Start it", command: azCommand("aks", "start", ...clusterWords(cluster)) },
      ...steps,
      { text: "Or delete the cluster, where nobody wants it any more" },
    ],
  };
}
