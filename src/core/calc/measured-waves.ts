import type { Cluster } from "../model/cluster.ts";
import type { ClusterEvent } from "../model/event.ts";
import type { Roll } from "../model/roll.ts";
import { minutesBetween } from "../model/time.ts";
import { median } from "./sums.ts";
import { poolWaves } from "./waves.ts";

/**
 * The rolls that began and succeeded among these events, in whatever order they came: each success with the last start before it, unless
 * a failure lies between. Waves are those of the pool as it is now, right after. What replaced no node in waves measures nothing.
 */
export function rollsOf(cluster: Cluster, events: readonly ClusterEvent[]): readonly Roll[] {
  return cluster.nodePools.flatMap((pool) => {
    const waves = poolWaves(pool);
    if (!("waves" in waves) || waves.waves === 0) return [];
    const soak = pool.upgrade.nodeSoakMinutes ?? 0;
    return spansOf(events.filter((event) => event.pool?.toLowerCase() === pool.name.toLowerCase())).flatMap(({ startedAt, endedAt }) => {
      const waveMinutes = minutesBetween(startedAt, endedAt) / waves.waves - soak;
      // Less than that makes no node: the events belong to something else.
      if (waveMinutes < LEAST_MINUTES) return [];
      return [{ cluster: cluster.id, pool: pool.name, startedAt, endedAt, nodes: pool.nodeCount, waves: waves.waves, waveMinutes }];
    });
  });
}

const LEAST_MINUTES = 0.5;

function spansOf(events: readonly ClusterEvent[]): readonly Pick<Roll, "startedAt" | "endedAt">[] {
  const spans: Pick<Roll, "startedAt" | "endedAt">[] = [];
  let startedAt: ClusterEvent["at"] | undefined;
  for (const { what, at } of events.toSorted((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at)))) {
    if (what.kind !== "rolling") continue;
    if (what.step === "started") startedAt = at;
    else {
      if (what.step === "succeeded" && startedAt !== undefined) spans.push({ startedAt, endedAt: at });
      startedAt = undefined;
    }
  }
  return spans;
}

/** So many of the latest rolls count: pools change, and with them how long their pods take to leave. */
const LATEST = 3;

/** Minutes a wave by pool, the median of its latest rolls: what `TimeOptions.measured` takes. */
export function measuredWaves(rolls: readonly Roll[]): ReadonlyMap<string, number> {
  const byPool = Map.groupBy(
    rolls.toSorted((a, b) => (a.endedAt < b.endedAt ? 1 : -1)),
    ({ pool }) => pool,
  );
  return new Map([...byPool].map(([pool, all]) => [pool, median(all.slice(0, LATEST).map(({ waveMinutes }) => waveMinutes))]));
}
