import type { OutboxMessage } from "../core/model/delivery.ts";
import { addMinutes, type Instant } from "../core/model/time.ts";
import type { HandOver } from "../edge/notify/hand-over.ts";
import { StoreConflict, type Stored } from "../edge/store/index.ts";
import type { Run } from "./compose.ts";
import { fallbackKey, handOn, leftToFallback, tellMissed } from "./fallback.ts";
import { readable } from "./readable.ts";
import { channels, type Send } from "./send.ts";

/** How long a claim keeps others away: longer than all tries of one hand-over together. */
const CLAIM_MINUTES = 5;
/** A message that is put off again and again is given up after this many rounds. */
const MAX_ROUNDS = 8;

/** A further try waits for the next delivery, also where this one looks at the outbox again. */
const REST_MINUTES = 1;

/**
 * Hands over every frozen message that is due: queued, or claimed by somebody who never came back. At least once and the
 * same bytes; only a lost answer can repeat one, once. Answers how many were given up: each of them leaves something in the outbox,
 * for its fallback or for the operators.
 * @param until of `performance.now()`: what is not begun by then waits for the next delivery
 */
export async function handOver(run: Run, until: number): Promise<number> {
  const send = channels(run);
  let givenUp = 0;
  const unfinished = await readable(run, run.store.outbox.unfinished());
  // What was never tried goes first: a few webhooks that take long must not use up each delivery's time for the others.
  for (const stored of unfinished.toSorted((a, b) => a.value.tries - b.value.tries)) {
    if (performance.now() >= until) {
      run.log.warn("the messages that are left are handed over by the next delivery: this one has no more time");
      break;
    }
    try {
      if (await handOverOne(run, stored, send)) givenUp++;
    } catch (error) {
      // Another instance has it: it will finish what it claimed.
      if (!(error instanceof StoreConflict)) throw error;
    }
  }
  return givenUp;
}

/** Hands over these at once, where nobody else is at it, and by their fallback what was refused. What is left of them is the timer's. */
export async function handOverNow(run: Run, messages: readonly Pick<OutboxMessage, "route" | "key">[]): Promise<void> {
  const send = channels(run);
  for (const { route, key } of messages) {
    try {
      if (await handOverNamed(run, send, route, key)) await handOverNamed(run, send, route, fallbackKey(key));
    } catch (error) {
      if (!(error instanceof StoreConflict)) throw error;
    }
  }
}

async function handOverNamed(run: Run, send: Send, route: string, key: string): Promise<boolean> {
  const stored = await run.store.outbox.get(route, key);
  if (!stored || stored.value.state === "given-up" || stored.value.toldWritten) return false;
  return await handOverOne(run, stored, send);
}

/** Whether it was given up. */
async function handOverOne(run: Run, stored: Stored<OutboxMessage>, send: Send): Promise<boolean> {
  const { now, store } = run;
  const message = stored.value;
  if (message.state === "handed-over") {
    await writeTold(run, stored);
    return false;
  }
  const isAbandoned = message.state === "sending" && (message.claimedUntil ?? now) <= now;
  const isDue = message.state === "queued" && (message.notBefore ?? now) <= now;
  if (!isAbandoned && !isDue) return false;
  if (isAbandoned) {
    // Whoever gave it up did not come to mark it: its webhook is not tried again beside the mail.
    const why = (await leftToFallback(run, message)) ?? (message.answerLost ? "no answer came twice; it may have been shown" : undefined);
    if (why !== undefined) return giveUp(run, stored, why);
  }

  const claimed: OutboxMessage = {
    ...message,
    state: "sending",
    tries: message.tries + 1,
    claimedUntil: addMinutes(now, CLAIM_MINUTES),
    answerLost: message.answerLost || isAbandoned,
  };
  const etag = await store.outbox.update(claimed, stored.etag);
  const answer = await send(claimed);
  return settle(run, { value: claimed, etag }, answer);
}

async function settle(run: Run, stored: Stored<OutboxMessage>, answer: HandOver): Promise<boolean> {
  const { store, now, log } = run;
  const { claimedUntil: _, ...message } = stored.value;
  const what = `${message.key} for route ${message.route}`;
  switch (answer.kind) {
    case "accepted": {
      if (answer.but !== undefined) await tellMissed(run, message, answer.but);
      const handedOver: OutboxMessage = { ...message, state: "handed-over", handedOverAt: now };
      const etag = await store.outbox.update(handedOver, stored.etag);
      log.info(`${what} was handed to ${answer.by}`);
      await writeTold(run, { value: handedOver, etag });
      return false;
    }
    case "lost":
      if (message.answerLost) return giveUp(run, stored, `${answer.why}, twice; it may have been shown`);
      log.warn(`${what}: ${answer.why}; it is sent once more, identical`);
      await store.outbox.update({ ...message, ...again(now), answerLost: true, lastError: answer.why }, stored.etag);
      return false;
    case "later": {
      if (message.tries >= MAX_ROUNDS) return giveUp(run, stored, `put off ${message.tries} times, last with ${answer.why}`);
      log.warn(`${what} was put off: ${answer.why}`);
      await store.outbox.update({ ...message, ...again(now, answer.retryAfterSeconds), lastError: answer.why }, stored.etag);
      return false;
    }
    case "refused":
      return giveUp(run, stored, answer.why);
  }
}

const again = (now: Instant, afterSeconds = 0) =>
  ({ state: "queued", notBefore: addMinutes(now, Math.max(REST_MINUTES, afterSeconds / 60)) }) as const;

/** Handed on first: after a crash between the two it is done again, and the keys in the outbox keep it from being said twice. */
async function giveUp(run: Run, { value, etag }: Stored<OutboxMessage>, why: string): Promise<true> {
  await handOn(run, value, why);
  await run.store.outbox.update({ ...value, state: "given-up", lastError: why }, etag);
  run.log.error(`${value.key} for route ${value.route} could not be handed over: ${why}`);
  return true;
}

/** From the marked row, and again until the row says so: a crash between the two loses nothing. */
async function writeTold({ store }: Run, { value, etag }: Stored<OutboxMessage>): Promise<void> {
  await store.told.save(value.tells);
  await store.outbox.update({ ...value, toldWritten: true }, etag);
}
