import type { ClusterEvent } from "../core/model/event.ts";
import { addMinutes, type Instant } from "../core/model/time.ts";
import { AzureLater, AzureRefusal } from "../edge/azure/index.ts";
import { hear } from "./changes.ts";
import type { Run } from "./compose.ts";

/** The feed notices most changes within five minutes, and some later: what was read already is dropped by its id. */
const OVERLAP_MINUTES = 30;
/** What is older than this has been seen by a nightly scan. */
const MOST_MINUTES = 24 * 60;

/** Where no event reaches the app: every ten minutes one question for all subscriptions that can be seen. */
export async function pollChanges(run: Run): Promise<void> {
  const { azure, store, now, log, settings } = run;
  if (settings.POLL_CHANGES === "off") return;
  const last = await store.cursors.get("changes");
  const since = latest(addMinutes(last ?? now, -OVERLAP_MINUTES), addMinutes(now, -MOST_MINUTES));
  let changes: readonly ClusterEvent[];
  try {
    changes = await azure.readChanges(since);
  } catch (error) {
    if (!(error instanceof AzureRefusal || error instanceof AzureLater)) throw error;
    log.warn(`${error.message}; the next reading begins where this one did`);
    return;
  }
  let heard = 0;
  for (const change of changes) if (await hearChange(run, change, since)) heard++;
  await store.cursors.put("changes", now);
  log.info(`${heard} new changes of clusters in the change feed since ${since}`);
}

/** Where an event told of the same operation already, only the row is written. */
async function hearChange(run: Run, change: ClusterEvent, since: Instant): Promise<boolean> {
  const { store, now } = run;
  const { cluster, correlationId } = change;
  const heard = correlationId === undefined ? [] : await store.events.since(cluster.id, addMinutes(since, -OVERLAP_MINUTES));
  const isKnown = heard.some(
    ({ event, source }) => source === "event-grid" && event.correlationId === correlationId && event.at >= change.at,
  );
  if (isKnown) return await store.events.add({ event: change, heardAt: now, source: "change-feed" });
  return await hear(run, change, "change-feed");
}

const latest = (a: Instant, b: Instant): Instant => (a > b ? a : b);
