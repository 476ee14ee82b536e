import { setTimeout as sleep } from "node:timers/promises";

/** Waits for a turn: the turns of one host lie at least that far apart, whoever asks for them. */
export function pacer(): (url: string, gapMs: number) => Promise<void> {
  const free = new Map<string, number>();
  return async (url, gapMs) => {
    const { host } = new URL(url);
    // Not by `Date`, which may jump.
    const now = performance.now();
    const turn = Math.max(now, free.get(host) ?? now);
    free.set(host, turn + gapMs);
    if (turn > now) await sleep(turn - now);
  };
}
