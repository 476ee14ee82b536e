import type { SubscriptionScan } from "../core/model/scan.ts";
import type { ClusterPage } from "../edge/azure/index.ts";
import type { Stored } from "../edge/store/index.ts";
import type { Run } from "./compose.ts";
import { type Judgement, judgeSubscription } from "./judge.ts";
import { isLongAbsent, lapse } from "./lapse.ts";
import { fetchUnseen, takeIn } from "./observe.ts";
import { failRow } from "./scan-rows.ts";
import { whyMissing } from "./why-missing.ts";

/** Hears of what was judged before the row says done. */
export type WhenJudged = (judgement: Judgement) => Promise<void>;

/**
 * Reads the page an open row waits for, and after the last one judges the subscription. Answers the row as it stands then: open with
 * its next page, done, or failed. Must be called under the subscription's lease.
 */
export async function readNextPage(
  run: Run,
  row: Stored<SubscriptionScan>,
  lastTry: boolean,
  judged: WhenJudged,
): Promise<Stored<SubscriptionScan>> {
  const { store, azure, log, now } = run;
  const { scan, subscription, nextLink } = row.value;
  let page: ClusterPage;
  try {
    page = await azure.readClusterPage(subscription, nextLink);
  } catch (error) {
    const reason = whyMissing(error, lastTry);
    if (!reason) throw error;
    if (reason.kind === "not-seen" && isLongAbsent(row.value, now)) return await lapse(run, row);
    log.warn(`subscription ${subscription} could not be read: ${error instanceof Error ? error.message : reason.why}`);
    return await failRow(run, row, reason);
  }
  await takeIn(run, scan, subscription, page);

  const { nextLink: _, ...before } = row.value;
  const read: SubscriptionScan = { ...before, clustersRead: before.clustersRead + page.clusters.length, touchedAt: now };
  if (page.nextLink === undefined) return await finish(run, { value: read, etag: row.etag }, lastTry, judged);
  const next: SubscriptionScan = { ...read, page: row.value.page + 1, nextLink: page.nextLink };
  return { value: next, etag: await store.scans.updateSubscription(next, row.etag) };
}

/** The last page is only put down once everything after it is done: a crash on the way reads it again. */
async function finish(
  run: Run,
  { value, etag }: Stored<SubscriptionScan>,
  lastTry: boolean,
  judged: WhenJudged,
): Promise<Stored<SubscriptionScan>> {
  const { subscription, scan } = value;
  await fetchUnseen(run, subscription, scan, lastTry);
  const judgement = await judgeSubscription(run, subscription, scan, lastTry);
  await judged(judgement);
  const { failingSince: _, absentSince: __, ...ended } = value;
  const done: SubscriptionScan = { ...ended, state: "done" };
  const stored = { value: done, etag: await run.store.scans.updateSubscription(done, etag) };
  const moving = judgement.moving.length;
  run.log.info(`scan ${scan}: ${subscription} done, ${done.clustersRead} clusters read${moving > 0 ? `, ${moving} in motion` : ""}`);
  return stored;
}
