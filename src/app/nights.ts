import { isNight, type Scan } from "../core/model/scan.ts";
import type { Instant } from "../core/model/time.ts";
import type { Run } from "./compose.ts";
import { readable } from "./readable.ts";

export interface ClosedScan extends Scan {
  readonly closedAt: Instant;
}

export const isClosed = (scan: Scan): scan is ClosedScan => scan.closedAt !== undefined;

/**
 * Nights, newest first; what somebody started from a terminal in between is none of them. A night whose own row cannot be read is
 * passed over and reported: it must not stop the nights after it.
 */
export const latestNights = async (run: Run, limit: number): Promise<readonly Scan[]> =>
  (await allScans(run)).filter(({ id }) => isNight(id)).slice(0, limit);

/** Several nights may be open, where none could be closed. */
const NIGHTS_BACK = 5;

/** The newest night that closed, and what is shown and sent rests on. */
export const lastNight = async (run: Run): Promise<ClosedScan | undefined> => (await latestNights(run, NIGHTS_BACK)).find(isClosed);

/** Newest first, whoever started them. */
export const allScans = (run: Run): Promise<readonly Scan[]> => readable(run, run.store.scans.list());
