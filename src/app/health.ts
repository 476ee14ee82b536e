import { type Instant, minutesBetween } from "../core/model/time.ts";
import type { Run } from "./compose.ts";

export interface Health {
  /** `late`: no scan has closed for 28 hours. `waiting`: none has closed yet. */
  readonly state: "ok" | "late" | "waiting";
  readonly lastScanClosedAt?: Instant;
  readonly ageHours?: number;
}

export const LATE_AFTER_HOURS = 28;

/** State and age of the last scan, nothing else: this is open to everybody. */
export async function health({ store, now }: Run): Promise<Health> {
  const closedAt = (await store.scans.latest(5)).find((scan) => scan.closedAt !== undefined)?.closedAt;
  if (closedAt === undefined) return { state: "waiting" };
  const ageHours = Math.floor(minutesBetween(closedAt, now) / 60);
  return { state: ageHours >= LATE_AFTER_HOURS ? "late" : "ok", lastScanClosedAt: closedAt, ageHours };
}
