import { setTimeout as sleep } from "node:timers/promises";
import { retryAfter } from "../wire/retry-after.ts";
import { disconnected, errorFor, garbled, PricesLater, timedOut } from "./errors.ts";

export interface Asking {
  /** For each request, from when it is sent until its body is read. */
  readonly timeoutMs: number;
  /** Before the second try; doubled for each further one, up to 30 s, with jitter. */
  readonly firstDelayMs: number;
  /** Ends everything, waits included; its reason is what is thrown. */
  readonly signal: AbortSignal;
}

const MAX_TRIES = 5;
const MAX_DELAY_MS = 30_000;
/** A longer `Retry-After` is handed on: whoever called knows better than to sleep that long. */
const MAX_ASKED_SECONDS = 60;

/** The JSON behind an address. Waits and asks again where that may help. @throws PricesRefusal, PricesLater, or the signal's reason. */
export async function ask(what: string, url: string, asking: Asking): Promise<unknown> {
  for (let tries = 1; ; tries++) {
    try {
      return await askOnce(what, url, asking);
    } catch (error) {
      const { signal, firstDelayMs } = asking;
      const waitSeconds = error instanceof PricesLater ? error.retryAfterSeconds : undefined;
      const isLast = tries === MAX_TRIES || (waitSeconds !== undefined && waitSeconds > MAX_ASKED_SECONDS);
      if (!(error instanceof PricesLater) || isLast) throw error;
      const backOff = Math.min(firstDelayMs * 2 ** (tries - 1), MAX_DELAY_MS) * (0.5 + Math.random() / 2);
      await sleep(Math.max(backOff, (waitSeconds ?? 0) * 1000), undefined, { signal }).catch(() => signal.throwIfAborted());
    }
  }
}

async function askOnce(what: string, url: string, { timeoutMs, signal }: Asking): Promise<unknown> {
  const tooLong = AbortSignal.timeout(timeoutMs);
  const { status, headers, text } = await answerOf(url, AbortSignal.any([signal, tooLong])).catch((error: unknown) => {
    signal.throwIfAborted();
    throw tooLong.aborted ? timedOut(what, timeoutMs, error) : disconnected(what, error);
  });
  if (status !== 200) throw errorFor(what, status, retryAfter(headers.get("retry-after"), Date.now()));
  try {
    return JSON.parse(text);
  } catch (error) {
    throw garbled(what, error);
  }
}

async function answerOf(url: string, signal: AbortSignal): Promise<{ status: number; headers: Headers; text: string }> {
  // The list is public and never moves: a redirect is somebody else's answer.
  const response = await fetch(url, { redirect: "manual", headers: { accept: "application/json", "user-agent": "aks-advisor" }, signal });
  return { status: response.status, headers: response.headers, text: await response.text() };
}
