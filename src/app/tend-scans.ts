import { missing } from "../core/model/absence.ts";
import type { Scan, SubscriptionScan } from "../core/model/scan.ts";
import { minutesBetween } from "../core/model/time.ts";
import { readableRows, StoreConflict, type Stored } from "../edge/store/index.ts";
import type { Run } from "./compose.ts";
import { latestNights } from "./nights.ts";
import { failRow, sendPage } from "./scan-rows.ts";

const STALLED_MINUTES = 20;

/**
 * Level-triggered: looks at rows, not at messages. A lost message delays nothing but its own subscription, and at the deadline
 * what is left counts as not finished.
 */
export async function tendScans(run: Run): Promise<readonly Scan[]> {
  const closed: Scan[] = [];
  for (const { id, closedAt } of await latestNights(run, 3)) {
    if (closedAt !== undefined) continue;
    const scan = await run.store.scans.get(id);
    if (scan && (await tendScan(run, scan))) closed.push(scan.value);
  }
  return closed;
}

async function tendScan(run: Run, scan: Stored<Scan>): Promise<boolean> {
  const { store, now, log } = run;
  const { rows, broken } = await readableRows(store.scans.subscriptions(scan.value.id));
  for (const { row, problem } of broken) log.error(`row ${row} of scan ${scan.value.id} cannot be read and is left there: ${problem}`);
  const open = rows.filter(({ value }) => value.state === "open");
  const isLate = now > scan.value.deadline;
  for (const row of open) await tendRow(run, row, isLate);
  // A row that cannot be read is not a row that is done.
  if (open.length + broken.length > 0 && !isLate) return false;
  await store.scans.update({ ...scan.value, closedAt: now, unreadableRows: broken.length }, scan.etag);
  const failures = rows.filter(({ value }) => value.state === "failed").length + open.length + broken.length;
  const all = rows.length + broken.length;
  log.info(`scan ${scan.value.id} closed: ${all - failures} of ${all} subscriptions complete`);
  return true;
}

async function tendRow(run: Run, row: Stored<SubscriptionScan>, isLate: boolean): Promise<void> {
  try {
    if (isLate) await failRow(run, row, missing("unavailable", "the scan did not finish by its deadline").missing);
    else if (minutesBetween(row.value.touchedAt, run.now) >= STALLED_MINUTES) {
      // Touched first: a backlog must not multiply its own messages.
      await run.store.scans.updateSubscription({ ...row.value, touchedAt: run.now }, row.etag);
      await sendPage(run, row.value);
    }
  } catch (error) {
    // Somebody works on it this very moment: that is all that was wanted.
    if (!(error instanceof StoreConflict)) throw error;
  }
}
