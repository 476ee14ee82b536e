import pLimit from "p-limit";
import { AzureLater, AzureRefusal } from "../edge/azure/index.ts";
import { all } from "../edge/wire/all.ts";
import type { Run } from "./compose.ts";

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
