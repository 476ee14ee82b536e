import type { SubscriptionScan } from "../core/model/scan.ts";
import type { ClusterPage } from "../edge/azure/index.ts";
import type { Stored } from "../edge/store/index.ts";
import type { Run } from "./compose.ts";
import { type Judgement, judgeSubscription } from "./judge.ts";
import { isLongAbsent, lapse } from "./lapse.ts";
import { fetchUnseen, takeIn } from "./observe.ts";
import { failRow } from "./scan-rows.ts";
import { whyMissing } from "./why-missing.ts";

/** What came of reading a page. */
export type PageRead =
  /** Another one follows. */
  | { readonly kind: "more"; readonly row: SubscriptionScan }
  /** It was the last. The row is not put down before everything after it is done: a crash on the way reads the page again. */
  | { readonly kind: "last"; readonly row: Stored<SubscriptionScan> }
  /** Nothing could be read; the row failed, or the subscription is no longer expected. */
  | { readonly kind: "none"; readonly row: SubscriptionScan };

/** Reads the page an open row waits for. Must be called under the subscription's lease. */
export async function readNextPage(run: Run, { value, etag }: Stored<SubscriptionScan>, lastTry: boolean): Promise<PageRead> {
  const { store, azure, log, now } = run;
  const { nextLink, ...before } = value;
  const { scan, subscription } = before;
  let page: ClusterPage;
  try {
    page = await azure.readClusterPage(subscription, nextLink);
  } catch (error) {
    const reason = whyMissing(error, lastTry);
    if (!reason) throw error;
    if (reason.kind === "not-seen" && isLongAbsent(value, now)) return { kind: "none", row: await lapse(run, { value, etag }) };
    log.warn(`subscription ${subscription} could not be read: ${error instanceof Error ? error.message : reason.why}`);
    return { kind: "none", row: await failRow(run, { value, etag }, reason) };
  }
  await takeIn(run, scan, subscription, page);

  const row: SubscriptionScan = { ...before, clustersRead: before.clustersRead + page.clusters.length, touchedAt: now };
  if (page.nextLink === undefined) return { kind: "last", row: { value: row, etag } };
  const next: SubscriptionScan = { ...row, page: row.page + 1, nextLink: page.nextLink };
  await store.scans.updateSubscription(next, etag);
  return { kind: "more", row: next };
}

/** Judges the subscription after its last page. */
export async function judgeRead(run: Run, { subscription, scan }: SubscriptionScan, lastTry: boolean): Promise<Judgement> {
  await fetchUnseen(run, subscription, scan, lastTry);
  return await judgeSubscription(run, subscription, scan, lastTry);
}

/** Puts down that the subscription was read and judged. */
export async function endRow(
  { store, log }: Run,
  { value, etag }: Stored<SubscriptionScan>,
  { moving }: Judgement,
): Promise<SubscriptionScan> {
  const { failingSince: _, absentSince: __, ...ended } = value;
  const done: SubscriptionScan = { ...ended, state: "done" };
  await store.scans.updateSubscription(done, etag);
  const inMotion = moving.length > 0 ? `, ${moving.length} in motion` : "";
  log.info(`scan ${done.scan}: ${done.subscription} done, ${done.clustersRead} clusters read${inMotion}`);
  return done;
}
