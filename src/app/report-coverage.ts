import type { Coverage } from "../render/index.ts";
import type { Run } from "./compose.ts";
import type { Estate } from "./report-estate.ts";

/**
 * How changes in each subscription are heard of: by events where one came within the days they are kept, by the change feed where that
 * is read, and by the nightly scan. A subscription in which nothing changed for so long shows no events, although they would arrive.
 */
export async function coverageOf({ store, settings }: Run, { rows }: Estate): Promise<readonly Coverage[]> {
  const heard = await store.events.sources();
  const isPolled = settings.POLL_CHANGES === "on";
  return rows.map(({ subscription, name }) => ({
    subscription,
    name,
    by: [...(heard.get(subscription)?.has("event-grid") ? (["event-grid"] as const) : []), ...(isPolled ? (["change-feed"] as const) : [])],
  }));
}
