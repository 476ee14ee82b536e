import type { Missing } from "../core/model/absence.ts";
import type { ScanMessage, SubscriptionScan } from "../core/model/scan.ts";
import type { Instant } from "../core/model/time.ts";
import type { Stored } from "../edge/store/index.ts";
import type { Run } from "./compose.ts";

export const SCAN_QUEUE = "scan-subscription";

/** Asks for the row's next page. */
export const sendPage = (run: Run, row: SubscriptionScan): Promise<void> => {
  const message: ScanMessage = { kind: "page", scan: row.scan, subscription: row.subscription, page: row.page, hops: 0 };
  return run.store.queues.send(SCAN_QUEUE, message);
};

/** @throws StoreConflict when somebody works on the row */
export const failRow = async (
  { store, now }: Run,
  { value, etag }: Stored<SubscriptionScan>,
  failure: Missing,
): Promise<SubscriptionScan> => {
  const row = failed(value, failure, now);
  await store.scans.updateSubscription(row, etag);
  return row;
};

export const failed = (row: SubscriptionScan, failure: Missing, at: Instant): SubscriptionScan => ({
  ...row,
  state: "failed",
  failure,
  failingSince: row.failingSince ?? at,
  touchedAt: at,
});
