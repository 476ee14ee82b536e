import { rollingEvent } from "../local/events.ts";
import { clusterArmId } from "../local/sample/cluster-body.ts";
import { clusterOf, HEALTHY, openWorld } from "../test/support/world.ts";

const CLUSTERS = 20;

export interface EventToCard {
  readonly cards: number;
  readonly medianMs: number;
  readonly slowestMs: number;
}

/**
 * From an event that is accepted to its card in the hands of Teams, without the delay that gathers a burst: the built app, tables, queues
 * and Azure on this machine. One cluster after another, of one subscription and region.
 */
export async function eventToCard(): Promise<EventToCard> {
  const clusters = Array.from({ length: CLUSTERS }, (_, index) => clusterOf(`bench-${index + 1}`, HEALTHY));
  const world = await openWorld({ clusters, settings: { EVENT_DELAY_SECONDS: "0" } });
  try {
    await world.night("2026-11-23", { until: "02:15" });
    const took: number[] = [];
    for (const spec of clusters) {
      const before = world.teams.posts.length;
      const started = performance.now();
      await world.host.deliverEvents(
        "cluster-changed",
        rollingEvent({ cluster: clusterArmId(spec), pool: "apps", step: "Failed", at: "2026-11-23T02:14:00Z" }),
      );
      await world.host.drainQueues();
      if (world.teams.posts.length !== before + 1) throw new Error(`${spec.name} got ${world.teams.posts.length - before} cards`);
      took.push(performance.now() - started);
    }
    took.sort((a, b) => a - b);
    return { cards: took.length, medianMs: took[Math.floor(took.length / 2)] ?? Number.NaN, slowestMs: took.at(-1) ?? Number.NaN };
  } finally {
    await world.close();
  }
}
