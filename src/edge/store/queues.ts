import type { QueueClient } from "@azure/storage-queue";
import { TIMEOUT_MS } from "./connect.ts";
import { StoreFailure, StoreRefusal } from "./errors.ts";

export interface Queues {
  /**
   * JSON in base64, as the Functions host expects it. It becomes visible after the delay.
   * @throws StoreRefusal over 48 KiB of JSON, or for a delay of more than seven days
   */
  send(queue: string, message: unknown, delaySeconds?: number): Promise<void>;
}

/** A message holds 64 KiB, of which base64 takes a quarter. */
const MAX_JSON_BYTES = 49_152;
const MAX_DELAY_SECONDS = 7 * 24 * 60 * 60 - 1;

export const queues = (client: (queue: string) => QueueClient): Queues => ({
  send: async (queue, message, delaySeconds = 0) => {
    const json = Buffer.from(JSON.stringify(message) ?? "");
    if (json.length === 0) throw new StoreRefusal(`Queue ${queue} takes JSON, not ${typeof message}`);
    if (json.length > MAX_JSON_BYTES) {
      throw new StoreRefusal(`A message for queue ${queue} has ${json.length} bytes, ${MAX_JSON_BYTES} are allowed`);
    }
    const visibilityTimeout = Math.max(0, Math.ceil(delaySeconds));
    if (!(visibilityTimeout <= MAX_DELAY_SECONDS)) {
      throw new StoreRefusal(`A message for queue ${queue} can be delayed by ${MAX_DELAY_SECONDS} seconds at most, not by ${delaySeconds}`);
    }
    try {
      await client(queue).sendMessage(json.toString("base64"), { visibilityTimeout, abortSignal: AbortSignal.timeout(TIMEOUT_MS) });
    } catch (error) {
      throw new StoreFailure(`Send to queue ${queue}`, error);
    }
  },
});
