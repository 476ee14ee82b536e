import type { OutboxMessage } from "../core/model/delivery.ts";
import { addMinutes } from "../core/model/time.ts";
import { type HandOver, postToTeams } from "../edge/notify/teams.ts";
import { readableRows, StoreConflict, type Stored } from "../edge/store/index.ts";
import type { Run } from "./compose.ts";

/** How long a claim keeps others away: longer than all tries of one hand-over together. */
const CLAIM_MINUTES = 5;
/** Four tries of this length and the waits between them stay within the claim. */
const WEBHOOK_TIMEOUT_MS = 30_000;
/** A message Teams keeps putting off is given up after this many rounds and goes to the operators. */
const MAX_ROUNDS = 8;

/** A message that could not be handed over, and why. */
export interface Undelivered {
  readonly message: OutboxMessage;
  readonly why: string;
}

/**
 * Hands over every frozen message that is due: queued, or claimed by somebody who never came back. At least once and the
 * same bytes; only a lost answer can repeat one, once.
 */
export async function handOver(run: Run): Promise<readonly Undelivered[]> {
  const undelivered: Undelivered[] = [];
  const { rows, broken } = await readableRows(run.store.outbox.unfinished());
  for (const { row, problem } of broken) run.log.error(`a message in the outbox cannot be read and is left there: ${row}: ${problem}`);
  for (const stored of rows) {
    try {
      const why = await handOverOne(run, stored);
      if (why !== undefined) undelivered.push({ message: stored.value, why });
    } catch (error) {
      // Another instance has it: it will finish what it claimed.
      if (!(error instanceof StoreConflict)) throw error;
    }
  }
  return undelivered;
}

async function handOverOne(run: Run, stored: Stored<OutboxMessage>): Promise<string | undefined> {
  const { now, store } = run;
  const message = stored.value;
  if (message.state === "handed-over") {
    await writeTold(run, stored);
    return undefined;
  }
  const isAbandoned = message.state === "sending" && (message.claimedUntil ?? now) <= now;
  const isDue = message.state === "queued" && (message.notBefore ?? now) <= now;
  if (!isAbandoned && !isDue) return undefined;
  if (isAbandoned && message.answerLost) return giveUp(run, stored, "no answer came twice; it may have been shown");

  const claimed: OutboxMessage = {
    ...message,
    state: "sending",
    tries: message.tries + 1,
    claimedUntil: addMinutes(now, CLAIM_MINUTES),
    answerLost: message.answerLost || isAbandoned,
  };
  const etag = await store.outbox.update(claimed, stored.etag);
  const answer = await send(run, claimed);
  return settle(run, { value: claimed, etag }, answer);
}

function send(run: Run, { route: name, body }: OutboxMessage): HandOver | Promise<HandOver> {
  const { routes, webhooks, setAside } = run.settings.routing;
  const aside = setAside.get(name);
  if (aside !== undefined) return { kind: "refused", why: aside };
  const route = routes.find((each) => each.name === name);
  const url = route && webhooks.get(route.target);
  if (url === undefined) return { kind: "refused", why: "the route is no longer in ROUTES" };
  return postToTeams(url, body, {
    timeoutMs: Math.min(run.settings.REQUEST_TIMEOUT_SECONDS * 1000, WEBHOOK_TIMEOUT_MS),
    firstDelayMs: run.settings.RETRY_DELAY_MS,
  });
}

async function settle(run: Run, stored: Stored<OutboxMessage>, answer: HandOver): Promise<string | undefined> {
  const { store, now, log } = run;
  const { claimedUntil: _, ...message } = stored.value;
  const what = `${message.key} for route ${message.route}`;
  switch (answer.kind) {
    case "accepted": {
      const handedOver: OutboxMessage = { ...message, state: "handed-over", handedOverAt: now };
      const etag = await store.outbox.update(handedOver, stored.etag);
      log.info(`${what} was handed to Workflows (${answer.status})`);
      await writeTold(run, { value: handedOver, etag });
      return undefined;
    }
    case "lost":
      if (message.answerLost) return giveUp(run, stored, `${answer.why}, twice; it may have been shown`);
      log.warn(`${what}: ${answer.why}; it is sent once more, identical`);
      await store.outbox.update({ ...message, state: "queued", answerLost: true, lastError: answer.why }, stored.etag);
      return undefined;
    case "later": {
      if (message.tries >= MAX_ROUNDS) return giveUp(run, stored, `put off ${message.tries} times, last with ${answer.why}`);
      const notBefore = addMinutes(now, (answer.retryAfterSeconds ?? 0) / 60);
      log.warn(`${what} was put off: ${answer.why}`);
      await store.outbox.update({ ...message, state: "queued", notBefore, lastError: answer.why }, stored.etag);
      return undefined;
    }
    case "refused":
      return giveUp(run, stored, answer.why);
  }
}

async function giveUp({ store, log }: Run, { value, etag }: Stored<OutboxMessage>, why: string): Promise<string> {
  log.error(`${value.key} for route ${value.route} could not be handed over: ${why}`);
  await store.outbox.update({ ...value, state: "given-up", lastError: why, toldWritten: true }, etag);
  return why;
}

/** From the marked row, and again until the row says so: a crash between the two loses nothing. */
async function writeTold({ store }: Run, { value, etag }: Stored<OutboxMessage>): Promise<void> {
  await store.told.save(value.tells);
  await store.outbox.update({ ...value, toldWritten: true }, etag);
}
