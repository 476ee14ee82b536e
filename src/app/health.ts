import type { Scan } from "../core/model/scan.ts";
import { type Instant, minutesBetween } from "../core/model/time.ts";
import { StoreFailure } from "../edge/store/index.ts";
import type { Log, Run } from "./compose.ts";
import { isClosed, latestNights } from "./nights.ts";

export interface Health {
  /** `late`: no scan has closed for 28 hours. `blind`: the last one saw no subscription. `waiting`: none has closed yet. `unknown`: storage does not answer. */
  readonly state: "ok" | "late" | "blind" | "waiting" | "unknown";
  readonly lastScanClosedAt?: Instant;
  readonly ageHours?: number;
}

const LATE_AFTER_HOURS = 28;

/** State and age of the last scan, nothing else: this is open to everybody. Storage may be away as early as the run starts. */
export async function health(log: Log, starting: Promise<Run>): Promise<Health> {
  try {
    const run = await starting;
    return healthOf(await latestNights(run, 5), run.now);
  } catch (error) {
    if (!(error instanceof StoreFailure)) throw error;
    log.error(error.message);
    return { state: "unknown" };
  }
}

/** From the newest scans, newest first. Where none has closed, the age is that of the oldest still open. */
export function healthOf(scans: readonly Scan[], now: Instant): Health {
  const closed = scans.find(isClosed);
  const since = closed?.closedAt ?? scans.at(-1)?.startedAt;
  if (since === undefined) return { state: "waiting" };
  const ageHours = Math.floor(minutesBetween(since, now) / 60);
  const isLate = ageHours >= LATE_AFTER_HOURS;
  if (!closed) return isLate ? { state: "late", ageHours } : { state: "waiting" };
  const state = isLate ? "late" : closed.expected === 0 ? "blind" : "ok";
  return { state, lastScanClosedAt: closed.closedAt, ageHours };
}
