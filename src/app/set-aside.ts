import type { Run } from "./compose.ts";

/** A message as the host hands it over. */
export interface QueueMessage {
  readonly queue: string;
  readonly id: string;
  readonly body: unknown;
}

/** A message nobody can work on: put down with what it said, and told to the operators with the next delivery. */
export async function setAside({ store, log, now }: Run, { queue, id, body }: QueueMessage, reason: string): Promise<void> {
  const excerpt = (typeof body === "string" ? body : (JSON.stringify(body) ?? "")).slice(0, 1000);
  await store.failures.add({ at: now, id, queue, reason, excerpt });
  log.error(`message ${id} of ${queue} was set aside: ${reason}`);
}

/** What stands in a poison queue: the host tried it as often as host.json says. */
export const recordPoison = (run: Run, message: QueueMessage): Promise<void> => setAside(run, message, "failed five times");
