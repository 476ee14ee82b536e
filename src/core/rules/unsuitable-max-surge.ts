import { surgeNodes, UNKNOWN_SURGE, upgradeWaves } from "../calc/surge.ts";
import { surgeRoom } from "../calc/surge-room.ts";
import { poolUpgradeTime } from "../calc/upgrade-time.ts";
import { type NodePool, type NodeShare, nodeShareText } from "../model/cluster.ts";
import type { Magnitude, Severity } from "../model/finding.ts";
import { minutesText } from "./duration-words.ts";
import { environmentOf, environmentText, severityIn } from "./environment.ts";
import { type BetterSurge, betterSurge, type SurgeFlaw, surgeFlaw } from "./max-surge-flaw.ts";
import { defineRule } from "./rule.ts";
import { maxSurgeCode, setMaxSurge, surgeText, surgeWorking } from "./surge-words.ts";
import { perWaveText } from "./wave-words.ts";
import { counted, NO_MONEY, nodesText } from "./words.ts";

export const unsuitableMaxSurge = defineRule(
  {
    id: "unsuitable-max-surge",
    code: "UPG-020",
    version: 1,
    category: "upgrade",
    summary: "Max surge makes upgrades of the node pool slow, drains all of it at once, or leaves its zones uneven.",
    severities: ["info", "medium"],
    source: "https://learn.microsoft.com/azure/aks/upgrade-aks-node-pools-rolling",
    needs: [],
    uses: ["skus", "quotas", "subnets"],
    needsRest: true,
    floor: 2,
    changes: ["surge"],
    thresholds: { waves: { standard: 10, min: 2, max: 100, unit: "waves", says: "an upgrade in more of them is called slow" } },
  },
  function* ({ cluster, thresholds, measured, ...facts }) {
    const environment = environmentOf(cluster);
    for (const pool of cluster.nodePools) {
      if (surgeNodes(pool) === undefined) yield { subject: pool.name, cannotTell: UNKNOWN_SURGE.cannotTell };
      const flaw = surgeFlaw(pool, thresholds.waves);
      if (!flaw) continue;

      const others = cluster.nodePools.filter((other) => other !== pool).map((other) => ({ cluster, pool: other }));
      const room = surgeRoom({ cluster, pool }, others, facts).inAnyOrder;
      const better = betterSurge(pool, flaw, room);
      const share = nodeShareText(better.share);
      yield {
        subject: pool.name,
        severity: severityIn(environment, SEVERITIES[flaw.kind]),
        magnitude: magnitudeOf(flaw),
        title: titleOf(flaw, pool),
        detail: detailOf(flaw, pool, measured),
        workings: [
          surgeWorking(pool),
          { label: "waves", formula: `ceil(${pool.nodeCount} / ${flaw.nodes})`, value: `${upgradeWaves(pool.nodeCount, flaw.nodes)}` },
          { label: "likely time", value: timeText(pool, measured) },
          { label: `with max surge ${share}`, value: `${nodesText(better.nodes)}, ${timeText(pool, measured, better.share)}` },
          { label: "environment", value: environmentText(environment) },
        ],
        first: firstFor(better, flaw),
        remedy: {
          steps: [
            {
              text: `Set max surge to ${share}`,
              command: setMaxSurge(cluster, pool, better.share),
            },
          ],
          ...maxSurgeCode(pool, better.share),
          restarts: "nothing; the setting counts at the next upgrade",
        },
        notKnown: [
          "pod disruption budgets, which slow every wave down",
          ...("cannotTell" in room ? [`whether quota and addresses have room: ${room.cannotTell.why}`] : []),
        ],
        worth: NO_MONEY,
      };
    }
  },
);

const SEVERITIES = { "all-at-once": "medium", slow: "low", uneven: "low" } as const satisfies Record<SurgeFlaw["kind"], Severity>;

function magnitudeOf(flaw: SurgeFlaw): Magnitude {
  if (flaw.kind === "slow") return { value: flaw.waves, unit: "wave" };
  return { value: flaw.kind === "uneven" ? Math.abs(flaw.nodes - flaw.nearest) : flaw.most, unit: "node" };
}

function titleOf(flaw: SurgeFlaw, { zones }: NodePool): string {
  if (flaw.kind === "slow") return `An upgrade takes ${flaw.waves} waves, ${nodesText(flaw.nodes)} at a time`;
  if (flaw.kind === "uneven") return `${flaw.nodes} surge nodes are uneven over ${zones.length} zones`;
  return "An upgrade doubles the node pool and drains every node at once";
}

function detailOf(flaw: SurgeFlaw, pool: NodePool, measured: Measured): string {
  const { nodeCount, zones } = pool;
  switch (flaw.kind) {
    case "slow":
      return `An upgrade surges by ${surgeText(pool)} and so goes round ${flaw.waves} times: ${timeText(pool, measured)} at ${perWaveText(pool.name, measured)}, and longer where pods are slow to leave.`;
    case "uneven":
      return `${nodesText(flaw.nodes)} cannot be the same in each of ${zones.length} zones: in every wave some zone drains more nodes than it got, and pods with disks of that zone wait. ${nodesText(flaw.nearest)} are even.`;
    case "all-at-once":
      return `An upgrade surges by ${surgeText(pool)}: all nodes are drained together${flaw.most > nodeCount ? `, ${flaw.most} of them at the autoscaler's maximum` : ""}, and as many more are needed in quota and subnet.`;
  }
}

type Measured = ReadonlyMap<string, number>;

function timeText(pool: NodePool, measured: Measured, share?: NodeShare): string {
  const time = poolUpgradeTime(pool, { measured, ...(share ? { shares: new Map([[pool.name, share]]) } : {}) });
  return "cannotTell" in time ? "not known" : minutesText(time.minutes.likely);
}

function firstFor({ nodes, needsRoom }: BetterSurge, flaw: SurgeFlaw): string[] {
  if (needsRoom) return [`Quota and addresses have no room for more surge nodes today: ask for room for ${nodes}`];
  return flaw.kind === "slow"
    ? [`Disruption budgets let ${counted(nodes, "node")} drain at a time`]
    : ["Whoever set it does not count on the faster upgrade"];
}
