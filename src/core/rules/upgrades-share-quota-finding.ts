import type { Peak } from "../calc/upgrade-windows.ts";
import type { Cluster } from "../model/cluster.ts";
import type { Quota } from "../model/region.ts";
import { quotaRequest, shortFamily } from "./quota-words.ts";
import type { Found } from "./rule.ts";
import type { QuotaKey, SharedQuotaView } from "./upgrades-share-quota.ts";
import { NO_MONEY, readText, vcpusText } from "./words.ts";

export interface SharedQuota {
  readonly key: QuotaKey;
  readonly subject: string;
  readonly quota: Quota;
  readonly peak: Peak;
  readonly clusters: readonly { readonly cluster: Cluster; readonly needed: number }[];
}

/** About the quota itself: its clusters stand in the workings. */
export function sharedFinding(view: SharedQuotaView, { key, subject, quota, peak, clusters }: SharedQuota): Found {
  const short = peak.needed - quota.free;
  const [largest] = clusters.toSorted((a, b) => b.needed - a.needed);
  const where = key === "cores" ? "the regional quota" : `the ${shortFamily(subject)} quota`;
  const resource = key === "cores" ? key : subject;
  return {
    subject,
    severity: "low",
    magnitude: { value: short, unit: "vCPU" },
    title: `Clusters upgraded at once have no room in ${where}`,
    detail: `${clusters.length} clusters may be upgraded ${whenText(peak)}. Each has room alone; together their surge nodes take ${vcpusText(peak.needed)}, and ${quota.free} are free (limit ${quota.limit}, used ${quota.used}).`,
    workings: [
      ...clusters.map(({ cluster, needed }) => ({ label: `${cluster.resourceGroup}/${cluster.name}`, value: vcpusText(needed) })),
      { label: "together", value: `${vcpusText(peak.needed)} ${whenText(peak)}` },
      { label: "free", formula: `${quota.limit} − ${quota.used}`, value: `${quota.free}, ${readText(view.readAt.quotas)}` },
      { label: "short", formula: `${peak.needed} − ${quota.free}`, value: `${short}` },
    ],
    first: [],
    remedy: {
      steps: [
        { text: "Give the clusters maintenance windows that do not overlap, for Kubernetes upgrades and for node images" },
        { text: `Or lower max surge in the largest of them${largest ? `, ${largest.cluster.name}` : ""}` },
        {
          text: `Or ask for ${vcpusText(short)} more`,
          command: quotaRequest(view.subscription, view.region, resource, quota.limit + short),
        },
      ],
      restarts: "nothing",
    },
    notKnown: [
      "whether the upgrades fall together: a window says when they may",
      "whether AKS upgrades the pools of a cluster at once or one after another: all at once are counted",
    ],
    worth: NO_MONEY,
  };
}

const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const DAY = 1440;

/** `on Sunday from 02:00 to 08:00 UTC` */
function whenText({ from, to }: Peak): string {
  if (to - from >= 7 * DAY) return "at any time";
  const clock = (minute: number) => `${`${Math.floor((minute % DAY) / 60)}`.padStart(2, "0")}:${`${minute % 60}`.padStart(2, "0")}`;
  return `on ${DAYS[Math.floor(from / DAY)] ?? DAYS[0]} from ${clock(from)} to ${clock(to)} UTC`;
}
