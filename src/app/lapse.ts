import { counted } from "../core/digest/words.ts";
import { gone } from "../core/findings/observe.ts";
import type { SubscriptionScan } from "../core/model/scan.ts";
import { type Instant, minutesBetween } from "../core/model/time.ts";
import type { Stored } from "../edge/store/index.ts";
import type { Run } from "./compose.ts";
import { freezeNotice } from "./freeze-notice.ts";
import { judgeSubscription } from "./judge.ts";

const ABSENT_DAYS = 30;

/** One that may not be read is never absent: that is a refusal of another kind. */
export const isLongAbsent = ({ absentSince }: SubscriptionScan, now: Instant): boolean =>
  absentSince !== undefined && minutesBetween(absentSince, now) >= ABSENT_DAYS * 1440;

/**
 * The end of a subscription that Azure has neither listed nor found for thirty days: its clusters count as deleted, so that their findings
 * close and book nothing, and the next night does not expect it. Should it come back, the list shows it. Must be called under its lease.
 */
export async function lapse(run: Run, { value, etag }: Stored<SubscriptionScan>): Promise<SubscriptionScan> {
  const { store, now } = run;
  const { subscription, name, scan, failingSince: _, ...rest } = value;
  const clusters = (await store.snapshots.list(subscription)).filter(({ value: { presence } }) => presence.kind !== "gone");
  for (const { value: snapshot } of clusters) await store.snapshots.update(snapshot.ref, (stored) => stored && gone(stored, now));
  await judgeSubscription(run, subscription, scan, true);
  await freezeNotice(run, `notice|lapsed|${subscription}|${scan}`, {
    title: `Subscription ${name} is watched no more`,
    lines: [
      `For ${ABSENT_DAYS} days Azure has neither listed it nor found it by its id, ${subscription}.`,
      `${counted(clusters.length, "cluster counts", "clusters count")} as deleted. Should it come back, the next night reads it.`,
    ],
  });
  const lapsed: SubscriptionScan = { ...rest, subscription, name, scan, state: "done", isLapsed: true, touchedAt: now };
  await store.scans.updateSubscription(lapsed, etag);
  return lapsed;
}
