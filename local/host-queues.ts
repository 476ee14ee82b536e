import { type DequeuedMessageItem, type QueueClient, QueueServiceClient } from "@azure/storage-queue";
import type { Registration } from "./functions-core.ts";
import type { Invoke } from "./host-invoke.ts";

/** What host.json says of queues. */
export interface QueueSettings {
  readonly batchSize: number;
  readonly newBatchThreshold: number;
  readonly maxDequeueCount: number;
}

export interface QueueOptions {
  readonly connectionString: string;
  /** Seconds before a failed message is visible again: at once, where host.json says two minutes, so that nights stay short. */
  readonly retrySeconds?: number;
  /** Works on as many messages at once as host.json allows; without it on one after another, so that the same night goes the same way. */
  readonly sideBySide?: boolean;
}

export interface QueueListening extends QueueOptions {
  readonly functions: readonly Registration[];
  readonly settings: QueueSettings;
  readonly invoke: Invoke;
  /** Whether the host dies when this message has been worked on. */
  readonly isDying: (queue: string, text: string) => boolean;
}

/** A function with the queue that triggers it. */
interface Trigger {
  readonly entry: Registration;
  readonly queue: QueueClient;
  readonly poison: QueueClient;
}

/** The host holds a message it works on for ten minutes; one it dropped comes back after that. */
const HELD_SECONDS = 600;

export interface Queues {
  /** Works them empty: whatever is visible, round after round, until nothing is. Answers how many invocations ran. */
  readonly drainQueues: () => Promise<number>;
  /** Whether a message is in any of them, visible or not. */
  readonly hasMessages: () => Promise<boolean>;
}

/** Listens to every queue with a trigger. */
export async function listenToQueues(listening: QueueListening): Promise<Queues> {
  const triggers = await triggersOf(listening);
  return {
    drainQueues: async () => {
      let worked = 0;
      for (let round = -1; round !== 0; worked += round) {
        round = 0;
        for (const trigger of triggers) round += await drainOnce(listening, trigger);
      }
      return worked;
    },
    hasMessages: async () => {
      for (const { queue } of triggers) if ((await queue.getProperties()).approximateMessagesCount) return true;
      return false;
    },
  };
}

/** Like the real host, which makes the queues its triggers listen to. */
async function triggersOf({ functions, connectionString }: QueueListening): Promise<readonly Trigger[]> {
  const service = QueueServiceClient.fromConnectionString(connectionString);
  const triggers: Trigger[] = [];
  for (const entry of functions) {
    for (const { type, queueName } of Object.values(entry.bindings)) {
      if (type !== "queueTrigger" || !queueName) continue;
      const [queue, poison] = [service.getQueueClient(queueName), service.getQueueClient(`${queueName}-poison`)];
      await queue.createIfNotExists();
      await poison.createIfNotExists();
      triggers.push({ entry, queue, poison });
    }
  }
  return triggers;
}

async function drainOnce(listening: QueueListening, trigger: Trigger): Promise<number> {
  const { settings, sideBySide } = listening;
  const { receivedMessageItems: messages } = await trigger.queue.receiveMessages({
    numberOfMessages: settings.batchSize + settings.newBatchThreshold,
    visibilityTimeout: HELD_SECONDS,
  });
  if (sideBySide) await Promise.all(messages.map((message) => workOn(listening, trigger, message)));
  else for (const message of messages) await workOn(listening, trigger, message);
  return messages.length;
}

async function workOn({ invoke, isDying, ...listening }: QueueListening, trigger: Trigger, message: DequeuedMessageItem): Promise<void> {
  const { entry, queue } = trigger;
  const text = Buffer.from(message.messageText, "base64").toString("utf8");
  try {
    await invoke(entry, { string: text }, metadataOf(message, text));
  } catch {
    await giveBack(listening, trigger, message);
    return;
  }
  if (!isDying(queue.name, text)) await queue.deleteMessage(message.messageId, message.popReceipt);
}

const metadataOf = (message: DequeuedMessageItem, text: string) => ({
  Id: { string: message.messageId },
  PopReceipt: { string: message.popReceipt },
  DequeueCount: { int: message.dequeueCount },
  InsertionTime: { json: JSON.stringify(message.insertedOn) },
  ExpirationTime: { json: JSON.stringify(message.expiresOn) },
  NextVisibleTime: { json: JSON.stringify(message.nextVisibleOn) },
  QueueTrigger: { string: text },
});

/** For another try, or to the poison queue where that was the last. */
async function giveBack(
  { settings, retrySeconds = 0 }: Pick<QueueListening, "settings" | "retrySeconds">,
  { queue, poison }: Trigger,
  { messageId, popReceipt, messageText, dequeueCount }: DequeuedMessageItem,
): Promise<void> {
  if (dequeueCount < settings.maxDequeueCount) {
    await queue.updateMessage(messageId, popReceipt, messageText, retrySeconds);
    return;
  }
  await poison.sendMessage(messageText);
  await queue.deleteMessage(messageId, popReceipt);
}
