import { setTimeout as sleep } from "node:timers/promises";
import { retryAfter } from "../wire/retry-after.ts";

/**
 * What came of one hand-over. `accepted`: whoever takes it has said so; that people saw it, nobody has. `lost`: no answer, so it
 * may have been taken. `later` and `refused`: it was not.
 */
export type HandOver =
  | {
      readonly kind: "accepted";
      /** Who took it, with what they answered: `Workflows (202)`. */
      readonly by: string;
      /** Who of several did not get it, and why. */
      readonly but?: string;
    }
  | { readonly kind: "lost"; readonly why: string }
  | { readonly kind: "later"; readonly why: string; readonly retryAfterSeconds?: number }
  | { readonly kind: "refused"; readonly why: string };

export interface Tries {
  /** For each try. */
  readonly timeoutMs: number;
  /** Before the second try; doubled for each further one, up to 30 s, with jitter. */
  readonly firstDelayMs: number;
}

const MAX_TRIES = 4;
const MAX_DELAY_MS = 30_000;

/**
 * Up to four tries while the answer is "later", waiting as asked where that is short. A lost answer is not tried again here,
 * because the caller counts those.
 */
export async function untilAnswered({ firstDelayMs }: Tries, handOver: () => Promise<HandOver>): Promise<HandOver> {
  let answer = await handOver();
  for (let attempt = 1; attempt < MAX_TRIES && answer.kind === "later"; attempt++) {
    const asked = answer.retryAfterSeconds === undefined ? undefined : answer.retryAfterSeconds * 1000;
    if (asked !== undefined && asked > MAX_DELAY_MS) return answer;
    const backoff = Math.min(firstDelayMs * 2 ** (attempt - 1), MAX_DELAY_MS) * (0.5 + Math.random() / 2);
    await sleep(asked ?? backoff);
    answer = await handOver();
  }
  return answer;
}

/** What an HTTP service means by a status that is no success. @param why the status, and what is known beside it */
export function outcomeOf(status: number, why: string, retryAfterHeader: string | undefined): HandOver {
  if (status !== 408 && status !== 429 && status < 500) return { kind: "refused", why };
  const retryAfterSeconds = retryAfter(retryAfterHeader, Date.now());
  return { kind: "later", why, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) };
}

/** A code of a service, where it looks like one: whatever else is in an answer may quote a secret. */
export const codeIn = (text: string): string => (/^[A-Za-z0-9._-]{1,80}$/.test(text) ? ` ${text}` : "");

/** Refused connections and unknown hosts fail before a byte of the message leaves. */
export function neverSent(error: unknown): boolean {
  const code = codeOf(error) ?? codeOf(error instanceof Error ? error.cause : undefined);
  return code === "ECONNREFUSED" || code === "ENOTFOUND" || code === "EAI_AGAIN";
}

const codeOf = (error: unknown): unknown => (error instanceof Error && "code" in error ? error.code : undefined);

/** Why no answer came. */
export const lost = (isLate: boolean): HandOver => ({
  kind: "lost",
  why: isLate ? "no answer in time" : "the connection broke before an answer came",
});

const LOOPBACK = new Set(["127.0.0.1", "localhost", "[::1]"]);
/** This machine: for tests and the demo, where nothing is encrypted. */
export const isLoopback = ({ hostname }: URL): boolean => LOOPBACK.has(hostname);
