import { effectiveMaxSurge, surgeNodes, upgradeWaves } from "../calc/surge.ts";
import { DEFAULT_WAVE_MINUTES } from "../calc/upgrade-time.ts";
import { type Cluster, type NodePool, type NodeShare, nodeShareText } from "../model/cluster.ts";
import type { Working } from "../model/finding.ts";
import { updatePool } from "./command.ts";
import { minutesText } from "./duration-words.ts";
import { goesOnWithOne } from "./surge-ladder.ts";
import { waveMinutesText } from "./wave-words.ts";
import { bicepPool, counted, nodesText, percentText, terraformPool } from "./words.ts";

export const shareText = (share: NodeShare): string => (share.kind === "percent" ? percentText(share.percent) : `${share.nodes}`);

/** `5 nodes (25 % of 20, rounded up)` */
export function surgeText(pool: NodePool): string {
  const surge = surgeNodes(pool) ?? 0;
  const effective = effectiveMaxSurge(pool);
  if (!effective) return nodesText(surge);
  const of =
    effective.share.kind === "percent"
      ? `${shareText(effective.share)} of ${pool.nodeCount}, rounded up`
      : `max surge ${shareText(effective.share)}`;
  return `${nodesText(surge)} (${of}${effective.source === "set" ? "" : ", which AKS takes when nothing is set"})`;
}

export function surgeWorking(pool: NodePool): Working {
  const share = effectiveMaxSurge(pool)?.share;
  const formula =
    share && (share.kind === "percent" ? `ceil(${share.percent} × ${pool.nodeCount} / 100)` : `min(${share.nodes}, ${pool.nodeCount})`);
  return { label: "surge nodes", ...(formula === undefined ? {} : { formula }), value: `${surgeNodes(pool) ?? 0}` };
}

/** Max surge of a pool as a command sets it, and as code. */
export const setMaxSurge = (cluster: Cluster, pool: NodePool, share: NodeShare): string =>
  updatePool(cluster, pool, "--max-surge", nodeShareText(share));
export const maxSurgeCode = (pool: NodePool, share: NodeShare): { readonly bicep: string; readonly terraform: string } => ({
  bicep: bicepPool(pool, `upgradeSettings.maxSurge: '${nodeShareText(share)}'`),
  terraform: terraformPool(pool, `upgrade_settings.max_surge = "${nodeShareText(share)}"`),
});

export const wavesText = (pool: NodePool, surge: number): string => counted(upgradeWaves(pool.nodeCount, surge), "wave");

/** What the fallback to one surge node costs in time, where that is what AKS does; else nothing. */
export function fallbackWorking(pool: NodePool, severity: string, measured: ReadonlyMap<string, number>): Working[] {
  if (severity !== "low") return [];
  const waves = upgradeWaves(pool.nodeCount, surgeNodes(pool) ?? 0);
  const soak = pool.upgrade.nodeSoakMinutes ?? 0;
  const more = (pool.nodeCount - waves) * ((measured.get(pool.name) ?? DEFAULT_WAVE_MINUTES) + soak);
  return [
    {
      label: "with one surge node",
      formula: `(${pool.nodeCount} − ${waves}) × ${waveMinutesText(pool.name, measured)}${soak > 0 ? ` min and ${soak} min of soak` : ""}`,
      value: `${counted(pool.nodeCount, "wave")} instead of ${waves}, about ${minutesText(more)} more`,
    },
  ];
}

/** What AKS does where only a smaller surge has room. */
export const refusalText = (cluster: Cluster, pool: NodePool, severity: string): string => {
  if (severity === "high") return "Not even one node has room, so the upgrade stops before it starts.";
  return goesOnWithOne(cluster, pool)
    ? "AKS goes on with 1 surge node, which takes longer."
    : "AKS refuses the upgrade; from 1.35 on it would go on with 1 node.";
};
