import type { Cluster, NodePool } from "../model/cluster.ts";
import { type CannotTell, cannotTell, impossible, isCount } from "./cannot-tell.ts";
import { add, larger } from "./sums.ts";
import type { Shares } from "./surge.ts";
import { DEFAULT_DRAIN_TIMEOUT_MINUTES, DRAIN_TIMEOUT_MINUTES, SOAK_MINUTES } from "./upgrade-drain.ts";
import { poolWaves, type Waves } from "./waves.ts";

/** To make new nodes, drain the old ones and reimage them, without soak time, where no upgrade was measured. */
export const DEFAULT_WAVE_MINUTES = 10;

/** In minutes. Past `slowest` the upgrade has stopped: it is the slowest that still succeeds, not the worst that can happen. */
export interface UpgradeMinutes {
  readonly likely: number;
  readonly slowest: number;
}

/** Minutes of each wave. Nodes of a wave are drained side by side. */
export interface WaveMinutes {
  /** Without soak: take it off what was measured. */
  readonly replace: number;
  readonly drainTimeout: number;
  readonly soak: number;
}

/** Both readings of an upgrade in waves: pods leave as they did before, or only just before the drain timeout, in every wave. */
export function wavesMinutes(waves: number, { replace, drainTimeout, soak }: WaveMinutes): UpgradeMinutes | CannotTell {
  if (!isCount(waves)) return impossible(`${waves} waves`);
  if (!Number.isFinite(replace) || replace <= 0) return impossible(`a wave of ${replace} minutes`);
  if (!isWithin(drainTimeout, DRAIN_TIMEOUT_MINUTES)) return impossible(`a drain timeout of ${drainTimeout} minutes`);
  if (!isWithin(soak, SOAK_MINUTES)) return impossible(`a soak time of ${soak} minutes`);
  return { likely: waves * (replace + soak), slowest: waves * (replace + drainTimeout + soak) };
}

const isWithin = (value: number, { least, most }: { readonly least: number; readonly most: number }): boolean =>
  value >= least && value <= most;

export interface PoolTime {
  readonly pool: string;
  readonly waves: Exclude<Waves, { readonly kind: "cannot-run" | "spot" }>;
  readonly minutes: UpgradeMinutes;
  /** Surge nodes times hours, if it goes as is likely: what an upgrade costs, at the price of the pool's size. */
  readonly surgeNodeHours: number;
}

/** Max surge and measured minutes a wave, by pool name, in place of what is set and of the default. */
export interface TimeOptions {
  readonly shares?: Shares;
  readonly measured?: ReadonlyMap<string, number>;
}

/** How long an upgrade of one pool takes. A pool that AKS refuses to upgrade has no time, and a spot pool none that is known. */
export function poolUpgradeTime(pool: NodePool, { shares, measured }: TimeOptions = {}): PoolTime | CannotTell {
  const waves = poolWaves(pool, shares?.get(pool.name));
  if ("cannotTell" in waves) return waves;
  if (waves.kind === "spot") return cannotTell("unsupported", "how many spot nodes AKS replaces at a time is not documented");
  if (waves.kind === "cannot-run") return cannotTell("unsupported", "AKS refuses to upgrade the pool as it is set");

  const minutes = wavesMinutes(waves.kind === "no-nodes" ? 0 : waves.waves, {
    replace: measured?.get(pool.name) ?? DEFAULT_WAVE_MINUTES,
    drainTimeout: pool.upgrade.drainTimeoutMinutes ?? DEFAULT_DRAIN_TIMEOUT_MINUTES,
    soak: pool.upgrade.nodeSoakMinutes ?? 0,
  });
  if ("cannotTell" in minutes) return minutes;
  const surge = waves.kind === "surge" ? waves.nodesAtOnce : 0;
  return { pool: pool.name, waves, minutes, surgeNodeHours: (surge * minutes.likely) / 60 };
}

/** Whether AKS upgrades the pools of a cluster one after another or together is not documented: both are counted. */
export interface ClusterTime {
  readonly oneAfterAnother: UpgradeMinutes;
  readonly together: UpgradeMinutes;
  readonly pools: readonly PoolTime[];
  /** Names of spot pools, which are upgraded apart from the control plane, in a time that is not known. */
  readonly apart: readonly string[];
}

/** All pools but spot. Cannot tell when one of them cannot. */
export function clusterUpgradeTime(cluster: Cluster, options: TimeOptions = {}): ClusterTime | CannotTell {
  const times: PoolTime[] = [];
  const apart = cluster.nodePools.filter(({ priority }) => priority === "spot");
  for (const pool of cluster.nodePools) {
    if (apart.includes(pool)) continue;
    const time = poolUpgradeTime(pool, options);
    if ("cannotTell" in time) return time;
    times.push(time);
  }
  return {
    oneAfterAnother: joined(times, add),
    together: joined(times, larger),
    pools: times,
    apart: apart.map(({ name }) => name),
  };
}

const joined = (times: readonly PoolTime[], join: (a: number, b: number) => number): UpgradeMinutes => ({
  likely: times.reduce((all, { minutes }) => join(all, minutes.likely), 0),
  slowest: times.reduce((all, { minutes }) => join(all, minutes.slowest), 0),
});

/** How many maintenance windows an upgrade takes: what is not done when one closes goes on in the next. Minutes both. */
export function windowsNeeded(upgradeMinutes: number, windowMinutes: number): number | CannotTell {
  if (!(upgradeMinutes >= 0 && Number.isFinite(upgradeMinutes))) return impossible(`an upgrade of ${upgradeMinutes} minutes`);
  if (!(windowMinutes > 0 && Number.isFinite(windowMinutes))) return impossible(`a window of ${windowMinutes} minutes`);
  return Math.ceil(upgradeMinutes / windowMinutes);
}
