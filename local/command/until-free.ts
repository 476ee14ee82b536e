import { setTimeout as wait } from "node:timers/promises";
import { ComeBack } from "../../src/app/come-back.ts";

/** Whoever reads a price list or a subscription at the same time is done in a minute or two. */
const LOOK_AGAIN_MS = 2000;
const LOOK_AGAIN_AT_MOST = 150;

/** Does it again while somebody else is at it: what a message of the app would come back for. */
export async function untilFree<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ComeBack) || tries > LOOK_AGAIN_AT_MOST) throw error;
      await wait(LOOK_AGAIN_MS, undefined, { signal });
    }
  }
}
