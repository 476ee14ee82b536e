import pLimit from "p-limit";
import type { ToldEnd } from "../core/model/event.ts";
import type { ClusterId, SubscriptionId } from "../core/model/names.ts";
import { AzureLater, AzureRefusal } from "../edge/azure/index.ts";
import { all } from "../edge/wire/all.ts";
import type { Run } from "./compose.ts";
import { readable } from "./readable.ts";

/** What Azure told clusters of these subscriptions, for who only shows it. */
export async function toldEnds(run: Run, subscriptions: Iterable<SubscriptionId>): Promise<ReadonlyMap<ClusterId, ToldEnd>> {
  const limit = pLimit(8);
  const lists = await all([...new Set(subscriptions)].map((each) => limit(() => readable(run, run.store.endsOfLife.list(each)))));
  return new Map(lists.flat());
}

/** The ends of support that Azure itself told clusters of: no event is needed for them. A night without them is a night by the calendar. */
export async function gatherEndsOfLife({ azure, store, log, now }: Run): Promise<void> {
  try {
    const limit = pLimit(8);
    const ends = await azure.readEndsOfLife();
    await all(ends.map(({ cluster, notice, toldAt = now }) => limit(() => store.endsOfLife.put(cluster, notice, toldAt))));
  } catch (error) {
    if (!(error instanceof AzureRefusal || error instanceof AzureLater)) throw error;
    log.warn(`${error.message}; ends of support are those known before`);
  }
}
