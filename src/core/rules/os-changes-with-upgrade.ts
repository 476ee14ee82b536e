import { type ChangedOs, osChange } from "../calc/os-change.ts";
import { nextMinor, releasedMinors } from "../calc/released-minors.ts";
import type { Calendar } from "../model/calendar.ts";
import type { Cluster, NodePool } from "../model/cluster.ts";
import { type Day, dayOf } from "../model/time.ts";
import { type KubernetesVersion, minorsAhead, minorText } from "../model/version.ts";
import { environmentOf, environmentText, severityIn } from "./environment.ts";
import { osRemedy } from "./os-change-remedy.ts";
import { defineRule, type Found } from "./rule.ts";
import { calendarDoubt } from "./support.ts";
import { NO_MONEY } from "./words.ts";

export const osChangesWithUpgrade = defineRule(
  {
    id: "os-changes-with-upgrade",
    code: "UPG-043",
    version: 1,
    category: "upgrade",
    summary: "The next upgrade changes the operating system of the nodes, or is refused because of it.",
    severities: ["low", "high"],
    source: "https://learn.microsoft.com/azure/aks/upgrade-os-version",
    needs: [],
    uses: [],
    needsRest: true,
    floor: 1,
    changes: ["version"],
  },
  function* ({ at, cluster, calendar }) {
    const today = dayOf(at);
    for (const pool of cluster.nodePools) {
      for (const target of nextVersions(cluster, pool, { calendar, today })) {
        const change = osChange(calendar, pool, target);
        if ("cannotTell" in change) yield { subject: pool.name, cannotTell: change.cannotTell };
        else if (change.kind !== "stays") yield found({ cluster, pool, target, change, doubts: calendarDoubt(calendar, cluster, today) });
        if ("cannotTell" in change || change.kind !== "stays") break;
      }
    }
  },
);

interface Days {
  readonly calendar: Calendar;
  readonly today: Day;
}

/** Where upgrades take the nodes, the nearest first: to the control plane's own minor where they are behind, and with it one minor on. */
function nextVersions({ version }: Cluster, pool: NodePool, { calendar, today }: Days): KubernetesVersion[] {
  const { version: runs } = pool;
  if (!runs) return [];
  const next = nextMinor(version);
  const isReleased = releasedMinors(calendar, today).some((minor) => minorsAhead(minor, next) >= 0);
  return [version, ...(isReleased ? [next] : [])].filter((to) => minorsAhead(to, runs) > 0);
}

interface Crossing {
  readonly cluster: Cluster;
  readonly pool: NodePool;
  readonly target: KubernetesVersion;
  readonly change: ChangedOs;
  readonly doubts: readonly string[];
}

function found({ cluster, pool, target, change, doubts }: Crossing): Found {
  const isRefused = change.kind === "refused";
  const environment = environmentOf(cluster);
  const minor = minorText(target);
  const sku = pool.osSku ?? "Ubuntu";
  return {
    subject: pool.name,
    severity: severityIn(environment, isRefused ? "high" : "medium"),
    magnitude: { value: 1, unit: "pool" },
    title: isRefused ? `Kubernetes ${minor} refuses ${change.image.name}` : `The upgrade to ${minor} brings the nodes ${change.to.name}`,
    detail: isRefused
      ? `The nodes are fixed to ${change.image.name}, which node pools on ${minor} cannot have: their upgrade is refused.`
      : `OS SKU ${sku} means ${change.from.name} today and ${change.to.name} on ${minor}: another kernel and other packages under everything that runs there.`,
    workings: [
      { label: "nodes", value: `${minorText(pool.version ?? target)}, OS SKU ${sku}${pool.isFips ? ", FIPS" : ""}` },
      { label: "node image", value: pool.nodeImageVersion ?? "not in the answer" },
      { label: `on ${minor}`, value: isRefused ? `no ${change.image.name}` : change.to.name },
      { label: "environment", value: environmentText(environment) },
    ],
    first: ["What runs there was tried on the new system, agents and drivers on the node too"],
    remedy: osRemedy(cluster, pool, change, target),
    notKnown: ["whether images and agents support the new system", ...doubts],
    worth: NO_MONEY,
  };
}
