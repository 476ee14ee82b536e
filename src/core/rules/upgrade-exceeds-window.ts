import type { SurgeFacts } from "../calc/surge-claims.ts";
import { surgeRoom } from "../calc/surge-room.ts";
import { clusterUpgradeTime, DEFAULT_WAVE_MINUTES, type PoolTime } from "../calc/upgrade-time.ts";
import { type Cluster, type NodePool, nodeShareText } from "../model/cluster.ts";
import type { Step } from "../model/finding.ts";
import type { MaintenanceWindow } from "../model/maintenance.ts";
import { minutesText } from "./duration-words.ts";
import { environmentOf, environmentText, severityIn } from "./environment.ts";
import { SCHEDULE_NAMES, scheduleCommand } from "./maintenance-command.ts";
import { type BetterSurge, betterSurge } from "./max-surge-flaw.ts";
import { NOTHING_BY_ITSELF, TERRAFORM_WINDOWS, timesFor, type Upkeep, type UpkeepPurpose, upkeepOf } from "./planned-maintenance.ts";
import { defineRule } from "./rule.ts";
import { setMaxSurge } from "./surge-words.ts";
import { waveMinutesText } from "./wave-words.ts";
import { counted, listText, NO_MONEY } from "./words.ts";

const MOST_HOURS = 24;

export const upgradeExceedsWindow = defineRule(
  {
    id: "upgrade-exceeds-window",
    code: "UPG-025",
    version: 1,
    category: "upgrade",
    summary: "An automatic upgrade of all node pools likely takes longer than its maintenance window.",
    severities: ["low", "medium"],
    source: "https://learn.microsoft.com/azure/aks/planned-maintenance",
    needs: ["maintenance"],
    uses: ["skus", "quotas", "subnets"],
    needsRest: true,
    floor: 1,
    changes: ["maintenance", "surge"],
  },
  function* ({ cluster, maintenance, measured, ...facts }) {
    const upkeep = upkeepOf(cluster, maintenance);
    const tightest = upkeep && "plan" in upkeep ? tightestOf(upkeep) : undefined;
    if (upkeep && "cannotTell" in upkeep) yield { cannotTell: upkeep.cannotTell };
    // Not silence: a window that is taken away has not been made long enough.
    if (!upkeep) yield { notApplicable: NOTHING_BY_ITSELF };
    else if ("plan" in upkeep && !tightest) yield { notApplicable: "it has no window whose hours are known" };
    if (!tightest) return;
    const time = clusterUpgradeTime(cluster, { measured });
    if ("cannotTell" in time) {
      yield { cannotTell: time.cannotTell };
      return;
    }
    const { purpose, window } = tightest;
    const minutes = window.durationHours * 60;
    const { likely, slowest } = time.oneAfterAnother;
    if (likely <= minutes) return;

    const [longest] = time.pools.toSorted((a, b) => b.minutes.likely - a.minutes.likely);
    const environment = environmentOf(cluster);
    yield {
      severity: severityIn(environment, "medium"),
      magnitude: { value: Math.ceil((likely - minutes) / 60), unit: "hour" },
      title: `An upgrade takes about ${minutesText(likely)}, its window has ${counted(window.durationHours, "hour")}`,
      detail: `Pool after pool it is likely to take ${minutesText(likely)}: what has begun runs past the end of the window, and what has not waits for the next, on two versions meanwhile.`,
      workings: [
        ...time.pools.map(({ pool, waves, minutes: each }) => ({
          label: `pool ${pool}`,
          formula: `${"waves" in waves ? waves.waves : 0} × ${waveMinutesText(pool, measured)} min and soak`,
          value: minutesText(each.likely),
        })),
        { label: "likely, pools one after another", value: minutesText(likely) },
        { label: "slowest that still succeeds", value: minutesText(slowest) },
        { label: SCHEDULE_NAMES[purpose], value: counted(window.durationHours, "hour") },
        { label: "environment", value: environmentText(environment) },
      ],
      first: ["Quota and addresses have room for the surge nodes", "Disruption budgets let so many nodes drain at a time"],
      remedy: {
        steps: [...surgeStep(cluster, longest, facts), ...windowStep(cluster, purpose, window, likely)],
        bicep: `maintenanceConfigurations '${SCHEDULE_NAMES[purpose]}' { maintenanceWindow.durationHours }, agentPoolProfiles[].upgradeSettings.maxSurge`,
        terraform: `azurerm_kubernetes_cluster.${TERRAFORM_WINDOWS[purpose]}.duration, upgrade_settings.max_surge`,
        restarts: "nothing; both settings count at the next upgrade",
      },
      notKnown: [
        ...(time.pools.some(({ pool }) => !measured.has(pool))
          ? [`minutes a wave${measured.size > 0 ? " of every pool" : ""}: ${DEFAULT_WAVE_MINUTES} are assumed, none were measured`]
          : []),
        ...(time.apart.length > 0 ? [`how long spot pools take: ${listText(time.apart)}`] : []),
      ],
      worth: NO_MONEY,
    };
  },
);

interface Tightest {
  readonly purpose: UpkeepPurpose;
  readonly window: MaintenanceWindow;
}

/** Both kinds of upgrade replace every node: the shorter window is the one that matters. */
function tightestOf(upkeep: Upkeep): Tightest | undefined {
  const windows = upkeep.purposes.flatMap((purpose) => {
    const window = timesFor(upkeep, purpose);
    return window?.kind === "window" ? [{ purpose, window }] : [];
  });
  return windows.sort((a, b) => a.window.durationHours - b.window.durationHours)[0];
}

/** For the pool that takes longest, where more surge helps and has room. */
function surgeStep(cluster: Cluster, longest: PoolTime | undefined, facts: SurgeFacts): Step[] {
  const pool = cluster.nodePools.find(({ name }) => name === longest?.pool);
  if (!pool || longest?.waves.kind !== "surge") return [];
  const { nodesAtOnce: nodes, waves } = longest.waves;
  const others = cluster.nodePools.filter((other) => other !== pool).map((other) => ({ cluster, pool: other }));
  const better = betterSurge(pool, { kind: "slow", nodes, waves }, surgeRoom({ cluster, pool }, others, facts).inAnyOrder);
  return better.needsRoom || better.nodes <= nodes ? [] : [raise(cluster, pool, better)];
}

const raise = (cluster: Cluster, pool: NodePool, { share }: BetterSurge): Step => ({
  text: `Set max surge of ${pool.name}, which takes longest, to ${nodeShareText(share)}`,
  command: setMaxSurge(cluster, pool, share),
});

function windowStep(cluster: Cluster, purpose: UpkeepPurpose, window: MaintenanceWindow, minutes: number): Step[] {
  const hours = Math.ceil(minutes / 60);
  if (hours > MOST_HOURS) return [{ text: `A window has ${MOST_HOURS} hours at most: split what takes longest into several pools` }];
  const text = `Give the window ${hours} hours`;
  // The command would forget the days that are not allowed.
  if (window.blocked.length > 0) return [{ text: `${text}, in the file that its days which are not allowed stand in` }];
  return [{ text, command: scheduleCommand("update", cluster, purpose, { ...window, durationHours: hours }) }];
}
