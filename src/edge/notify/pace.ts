import { setTimeout as sleep } from "node:timers/promises";

/** Runs posts to one host no closer together than that: from the end of one to the start of the next. */
export function pacer(gapMs: number): <T>(url: string, post: () => Promise<T>) => Promise<T> {
  const ended = new Map<string, number>();
  return async (url, post) => {
    const { host } = new URL(url);
    const last = ended.get(host);
    // Not by `Date`, which may jump.
    const rest = last === undefined ? 0 : last + gapMs - performance.now();
    if (rest > 0) await sleep(rest);
    try {
      return await post();
    } finally {
      ended.set(host, performance.now());
    }
  };
}
