import { randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type DequeuedMessageItem, QueueServiceClient } from "@azure/storage-queue";
import { type Capture, captureFunctions, type Registration, type WireAnswer, type WireValue } from "./functions-core.ts";
import { answerOf, type HttpAnswer, requestValue, routed, type SentRequest } from "./host-http.ts";

/** What the staged host.json says of queues. */
interface QueueSettings {
  readonly batchSize: number;
  readonly newBatchThreshold: number;
  readonly maxDequeueCount: number;
}
/** The host holds a message it works on for ten minutes; one it dropped comes back after that. */
const HELD_SECONDS = 600;

export interface HostOptions {
  /** The built, deployable folder. */
  readonly folder: string;
  readonly connectionString: string;
  /** App settings; they become the environment, as the Functions host does it. */
  readonly settings: Readonly<Record<string, string>>;
  readonly log?: (level: string, functionName: string, text: string) => void;
  /** Seconds before a failed message is visible again: at once, where host.json says two minutes, so that nights stay short. */
  readonly retrySeconds?: number;
  /** Works on as many messages at once as host.json allows; without it on one after another, so that the same night goes the same way. */
  readonly sideBySide?: boolean;
}

export interface Host {
  readonly functions: readonly Registration[];
  /** Runs a timer's function as due at that time, with its retry policy. @throws the last failure */
  fireTimer(name: string, due: Date): Promise<void>;
  /** Works on visible messages of every queue with a trigger until none is left. Answers how many invocations ran. */
  drainQueues(): Promise<number>;
  /**
   * Hands a delivery of Event Grid to its function as the host's extension does: one event or an array, each by itself and side by side.
   * 202 when all were taken, else 500, and Event Grid sends the whole delivery again.
   */
  deliverEvents(name: string, body: unknown): Promise<202 | 500>;
  /** Asks as a client does, at `https://localhost` or the host the path begins with; what no function answers is 404 with nothing else. */
  request(method: string, path: string, sent?: SentRequest): Promise<HttpAnswer>;
  /** A message for which this says true is worked on, and then the host dies: it is neither deleted nor given back. */
  dieAfter: (queue: string, text: string) => boolean;
  /** Failed invocations, newest last. */
  readonly failures: readonly { readonly name: string; readonly error: unknown }[];
}

/**
 * Loads the built bundle the way the Functions host does, and drives its functions with the host's own wire values. A development
 * tool: it knows timers, storage queues, Event Grid and HTTP, one instance, and no scaling. One host a process.
 */
export async function bootHost(options: HostOptions): Promise<Host> {
  Object.assign(process.env, options.settings);
  const capture = captureFunctions();
  try {
    const folder = resolve(options.folder, "functions");
    for (const file of (await readdir(folder)).filter((name) => name.endsWith(".js")).sort()) {
      await import(pathToFileURL(join(folder, file)).href);
    }
    for (const hook of capture.hooks.get("appStart") ?? [])
      await hook({ hookData: {}, appHookData: {}, functionAppDirectory: options.folder });
  } finally {
    capture.close();
  }
  const host = JSON.parse(await readFile(resolve(options.folder, "host.json"), "utf8")) as {
    readonly extensions: { readonly queues: QueueSettings };
  };
  return driver(capture, options, host.extensions.queues);
}

async function driver(capture: Capture, options: HostOptions, queues: QueueSettings): Promise<Host> {
  const { functions } = capture;
  const service = QueueServiceClient.fromConnectionString(options.connectionString);
  const failures: { readonly name: string; readonly error: unknown }[] = [];

  const named = (name: string): Registration => {
    const found = functions.find((candidate) => candidate.name === name);
    if (!found) throw new Error(`no function is called ${name}; there are ${functions.map((each) => each.name).join(", ")}`);
    return found;
  };

  async function invoke(
    entry: Registration,
    value: WireValue,
    triggerMetadata?: Readonly<Record<string, WireValue>>,
  ): Promise<WireAnswer | undefined> {
    const [input = ""] = Object.entries(entry.bindings).find(([, { direction, type }]) => direction === "in" && isTrigger(type)) ?? [];
    const model = capture.model().getInvocationModel({
      invocationId: randomUUID(),
      metadata: { name: entry.name, bindings: entry.bindings },
      request: { inputData: [{ name: input, data: value }], ...(triggerMetadata ? { triggerMetadata } : {}) },
      state: undefined,
      log: (level, _category, text) => options.log?.(level, entry.name, text),
    });
    const { context, inputs } = await model.getArguments();
    try {
      const result = await model.invokeFunction(context, inputs, entry.callback);
      return (await model.getResponse(context, result)).returnValue?.http;
    } catch (error) {
      failures.push({ name: entry.name, error });
      throw error;
    }
  }

  async function workOn(entry: Registration, queue: string, message: DequeuedMessageItem): Promise<void> {
    const client = service.getQueueClient(queue);
    const text = Buffer.from(message.messageText, "base64").toString("utf8");
    try {
      await invoke(
        entry,
        { string: text },
        {
          Id: { string: message.messageId },
          PopReceipt: { string: message.popReceipt },
          DequeueCount: { int: message.dequeueCount },
          InsertionTime: { json: JSON.stringify(message.insertedOn) },
          ExpirationTime: { json: JSON.stringify(message.expiresOn) },
          NextVisibleTime: { json: JSON.stringify(message.nextVisibleOn) },
          QueueTrigger: { string: text },
        },
      );
    } catch {
      if (message.dequeueCount >= queues.maxDequeueCount) {
        await service.getQueueClient(`${queue}-poison`).sendMessage(message.messageText);
        await client.deleteMessage(message.messageId, message.popReceipt);
      } else {
        await client.updateMessage(message.messageId, message.popReceipt, message.messageText, options.retrySeconds ?? 0);
      }
      return;
    }
    if (!host.dieAfter(queue, text)) await client.deleteMessage(message.messageId, message.popReceipt);
  }

  async function drainOnce(entry: Registration, queue: string): Promise<number> {
    const client = service.getQueueClient(queue);
    const { receivedMessageItems } = await client.receiveMessages({
      numberOfMessages: queues.batchSize + queues.newBatchThreshold,
      visibilityTimeout: HELD_SECONDS,
    });
    if (options.sideBySide) await Promise.all(receivedMessageItems.map((message) => workOn(entry, queue, message)));
    else for (const message of receivedMessageItems) await workOn(entry, queue, message);
    return receivedMessageItems.length;
  }

  const queueTriggers = functions.flatMap((entry) =>
    Object.values(entry.bindings).flatMap(({ type, queueName }) => (type === "queueTrigger" && queueName ? [{ entry, queueName }] : [])),
  );

  // Like the real host, which makes the queues its triggers listen to.
  for (const { queueName } of queueTriggers) {
    for (const name of [queueName, `${queueName}-poison`]) await service.getQueueClient(name).createIfNotExists();
  }

  const host: Host = {
    functions,
    failures,
    dieAfter: () => false,
    async fireTimer(name, due) {
      const entry = named(name);
      const tries = 1 + (entry.retry?.maxRetryCount ?? 0);
      for (let attempt = 1; ; attempt++) {
        try {
          await invoke(entry, { json: JSON.stringify(timerValue(due)) });
          return;
        } catch (error) {
          if (attempt >= tries) throw error;
        }
      }
    },
    async drainQueues() {
      let worked = 0;
      for (let round = -1; round !== 0; worked += round) {
        round = 0;
        for (const { entry, queueName } of queueTriggers) round += await drainOnce(entry, queueName);
      }
      return worked;
    },
    async deliverEvents(name, body) {
      const entry = named(name);
      const events: readonly unknown[] = Array.isArray(body) ? body : [body];
      const ended = await Promise.allSettled(events.map((event) => invoke(entry, { json: JSON.stringify(event) })));
      return ended.every(({ status }) => status === "fulfilled") ? 202 : 500;
    },
    async request(method, path, sent = {}) {
      const url = new URL(path, "https://localhost");
      const found = routed(functions, method, url.pathname);
      if (!found) return { status: 404, headers: {}, body: "" };
      return answerOf(await invoke(found.entry, { http: requestValue(method, url, found.params, sent) }));
    },
  };
  return host;
}

const isTrigger = (type: string): boolean => type.toLowerCase().endsWith("trigger");

/** While a timer's function runs, the status still names this occurrence as the next one. */
const timerValue = (due: Date) => ({
  Schedule: { AdjustForDST: true },
  ScheduleStatus: { Last: new Date(due.getTime() - 86_400_000).toISOString(), Next: due.toISOString(), LastUpdated: due.toISOString() },
  IsPastDue: Date.now() - due.getTime() > 60_000,
});
