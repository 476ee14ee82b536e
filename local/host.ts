import { readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type Capture, captureFunctions, type Registration } from "./functions-core.ts";
import { answerOf, type HttpAnswer, requestValue, routed, type SentRequest } from "./host-http.ts";
import { type Failure, type Invoke, invoker, type LogLine } from "./host-invoke.ts";
import { listenToQueues, type QueueOptions, type QueueSettings } from "./host-queues.ts";

export interface HostOptions extends QueueOptions {
  /** The built, deployable folder. */
  readonly folder: string;
  /** App settings; they become the environment, as the Functions host does it. */
  readonly settings: Readonly<Record<string, string>>;
  readonly log?: LogLine;
}

export interface Host {
  readonly functions: readonly Registration[];
  /** Runs a timer's function as due at that time, with its retry policy. @throws the last failure */
  fireTimer(name: string, due: Date): Promise<void>;
  /** Works on visible messages of every queue with a trigger until none is left. Answers how many invocations ran. */
  drainQueues(): Promise<number>;
  /** Whether a message is in any of these queues, visible or not. */
  hasMessages(): Promise<boolean>;
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
  readonly failures: readonly Failure[];
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

async function driver(capture: Capture, { log = () => undefined, ...options }: HostOptions, settings: QueueSettings): Promise<Host> {
  const { functions } = capture;
  const failures: Failure[] = [];
  const invoke = invoker(capture, failures, log);
  const named = (name: string): Registration => {
    const found = functions.find((candidate) => candidate.name === name);
    if (!found) throw new Error(`no function is called ${name}; there are ${functions.map((each) => each.name).join(", ")}`);
    return found;
  };
  const isDying = (queue: string, text: string): boolean => host.dieAfter(queue, text);

  const host: Host = {
    functions,
    failures,
    dieAfter: () => false,
    fireTimer: async (name, due) => fire(invoke, named(name), due),
    ...(await listenToQueues({ ...options, functions, settings, invoke, isDying })),
    deliverEvents: async (name, body) => deliver(invoke, named(name), body),
    async request(method, path, sent = {}) {
      const url = new URL(path, "https://localhost");
      const found = routed(functions, method, url.pathname);
      if (!found) return { status: 404, headers: {}, body: "" };
      return answerOf(await invoke(found.entry, { http: requestValue(method, url, found.params, sent) }));
    },
  };
  return host;
}

async function fire(invoke: Invoke, entry: Registration, due: Date): Promise<void> {
  const tries = 1 + (entry.retry?.maxRetryCount ?? 0);
  for (let attempt = 1; ; attempt++) {
    try {
      await invoke(entry, { json: JSON.stringify(timerValue(due)) });
      return;
    } catch (error) {
      if (attempt >= tries) throw error;
    }
  }
}

async function deliver(invoke: Invoke, entry: Registration, body: unknown): Promise<202 | 500> {
  const events: readonly unknown[] = Array.isArray(body) ? body : [body];
  const ended = await Promise.allSettled(events.map((event) => invoke(entry, { json: JSON.stringify(event) })));
  return ended.every(({ status }) => status === "fulfilled") ? 202 : 500;
}

/** While a timer's function runs, the status still names this occurrence as the next one. */
const timerValue = (due: Date) => ({
  Schedule: { AdjustForDST: true },
  ScheduleStatus: { Last: new Date(due.getTime() - 86_400_000).toISOString(), Next: due.toISOString(), LastUpdated: due.toISOString() },
  IsPastDue: Date.now() - due.getTime() > 60_000,
});
