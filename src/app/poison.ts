import type { Run } from "./compose.ts";

/** A message that failed five times: put down with what it said, and told to the operators with the next delivery. */
export async function recordPoison({ store, log, now }: Run, queue: string, body: unknown, messageId: string): Promise<void> {
  const excerpt = (typeof body === "string" ? body : (JSON.stringify(body) ?? "")).slice(0, 1000);
  await store.failures.add({ at: now, id: messageId, queue, reason: "failed five times", excerpt });
  log.error(`message ${messageId} of ${queue} failed five times and was set aside`);
}
