import { type Asked, asked, type CheckMessage, type ClusterCheck } from "../core/model/check.ts";
import type { ClusterRef } from "../core/model/names.ts";
import { addMinutes, minutesBetween } from "../core/model/time.ts";
import type { Run } from "./compose.ts";

export const CHECK_QUEUE = "check-cluster";

/**
 * Raises the cluster's counter, and sends the message that checks it unless one is on its way. Of those who ask at the same time one
 * writes for all: a check that reads what it wrote begins after every one of them came.
 */
export async function askForCheck(run: Run, ref: ClusterRef, by: string): Promise<void> {
  const due = addMinutes(run.now, run.settings.EVENT_DELAY_SECONDS / 60);
  let first: number | undefined;
  await changeCheck(run, ref, (stored) => {
    const wanted = stored?.wanted ?? 0;
    first ??= wanted;
    if (stored && wanted > first && stored.askedBy !== by) return undefined;
    return asked(stored, { ref, by, now: run.now, due });
  });
}

/** Writes what is decided of the row as it is now, then sends its message where it needs one. */
export async function changeCheck(
  { store, now }: Run,
  ref: ClusterRef,
  make: (stored: ClusterCheck | undefined) => Asked | undefined,
  hops = 0,
): Promise<ClusterCheck | undefined> {
  let made: Asked | undefined;
  const after = await store.checks.update(ref, (stored) => {
    made = make(stored);
    return made?.check;
  });
  if (made?.sends) {
    const { due } = made.check;
    const message: CheckMessage = { cluster: ref, due, hops };
    await store.queues.send(CHECK_QUEUE, message, Math.max(0, minutesBetween(now, due) * 60));
  }
  return after;
}
