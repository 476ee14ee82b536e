import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { TokenCredential } from "@azure/identity";
import envPaths from "env-paths";
import { type Log, type Run, runOf } from "../../src/app/compose.ts";
import type { Settings } from "../../src/app/config.ts";
import { type Cloud, cloudOf } from "./clouds.ts";
import { defaultCredential, type Login, logIn } from "./login.ts";
import { type Memory, needsNoLogin, openMemory, openPassingMemory } from "./memory.ts";
import { type Patience, patientAzure } from "./patience.ts";
import { type Sample, startSample } from "./sample.ts";
import { terminalSettings } from "./settings.ts";
import type { Terminal } from "./terminal.ts";

/** All that a command gets from outside. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly terminal: Terminal;
  /** Ends reading: Ctrl-C. */
  readonly signal: AbortSignal;
  /** In place of the logins there may be on this machine. */
  readonly credential?: TokenCredential;
  /** In place of the user's own folder for data. */
  readonly dataFolder?: string;
}

/** What every command that reads Azure takes. */
export interface SessionOptions {
  readonly sample?: boolean;
  readonly store?: string;
  readonly cloud?: string;
  readonly currency?: string;
  /** Seconds. */
  readonly wait: number;
  readonly verbose?: boolean;
}

export interface Session {
  readonly settings: Settings;
  readonly memory: Memory;
  readonly signal: AbortSignal;
  /** There with `--sample`. */
  readonly sample?: Sample;
  /** A run of its own time and of its own patience. */
  readonly run: (onWait?: Patience["onWait"]) => Run;
}

/** Opens what a command needs, in the order in which it is cheap to fail, and closes it whatever comes. */
export async function inSession<T>(
  options: SessionOptions,
  surroundings: Surroundings,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  return options.sample ? await inSample(options, surroundings, work) : await inAzure(options, surroundings, work);
}

/** The memory alone. A folder and a connection string need no login. */
export async function inMemory<T>(
  options: Pick<SessionOptions, "store" | "cloud">,
  surroundings: Surroundings,
  work: (memory: Memory) => Promise<T>,
): Promise<T> {
  const cloud = cloudOf(options.cloud, surroundings.env);
  const { store } = options;
  const credential = surroundings.credential ?? (await defaultCredential(cloud));
  const login = store !== undefined && needsNoLogin(store) ? { credential } : await logIn(credential, cloud, surroundings.signal);
  return await whileOpen(await memoryOf(store, cloud, login, surroundings), work);
}

/** What was opened is closed, whatever comes of the work. */
async function whileOpen<O extends { close(): Promise<void> }, T>(opened: O, work: (opened: O) => Promise<T>): Promise<T> {
  try {
    return await work(opened);
  } finally {
    await opened.close();
  }
}

const memoryOf = (store: string | undefined, cloud: Cloud, { credential, tenant }: Login, surroundings: Surroundings): Promise<Memory> =>
  openMemory({
    ...(store === undefined ? {} : { store }),
    ...{ folder: folderOf(cloud, tenant, surroundings), storageSuffix: cloud.storageSuffix, credential },
  });

async function inAzure<T>(options: SessionOptions, surroundings: Surroundings, work: (session: Session) => Promise<T>): Promise<T> {
  const { env, signal, terminal } = surroundings;
  const cloud = cloudOf(options.cloud, env);
  const { settings, problems } = terminalSettings(env, cloud, options.currency);
  for (const problem of problems) terminal.err(`Passed over: ${problem}`);
  const login = await logIn(surroundings.credential ?? (await defaultCredential(cloud)), cloud, signal);
  return await whileOpen(await memoryOf(options.store, cloud, login, surroundings), (memory) =>
    work(sessionOf({ settings, memory, credential: login.credential }, options, surroundings)),
  );
}

/** A memory for each cloud and tenant: what one login left is nothing that another misses. */
const folderOf = ({ name }: Cloud, tenant: string | undefined, { dataFolder }: Surroundings): string =>
  join(dataFolder ?? envPaths("aks-advisor", { suffix: "" }).data, name, tenant ?? "unknown-tenant");

async function inSample<T>(options: SessionOptions, surroundings: Surroundings, work: (session: Session) => Promise<T>): Promise<T> {
  return await whileOpen(await startSample(), async (sample) => {
    const { settings } = terminalSettings(sample.env, cloudOf(undefined, sample.env), options.currency);
    return await whileOpen(await openPassingMemory(), (memory) =>
      work({ ...sessionOf({ settings, memory, credential: sample.credential }, options, surroundings), sample }),
    );
  });
}

interface Parts {
  readonly settings: Settings;
  readonly memory: Memory;
  readonly credential: TokenCredential;
}

function sessionOf(
  { settings, memory, credential }: Parts,
  { wait, verbose }: SessionOptions,
  { terminal, signal }: Surroundings,
): Session {
  const log = logTo(terminal, verbose ?? false);
  // A lease that a killed run has left in a memory of its own is nobody else's.
  const id = memory.isShared ? `terminal ${randomUUID()}` : "terminal";
  return {
    settings,
    memory,
    signal,
    run: (onWait = () => undefined) => {
      const run = runOf({ settings, store: memory.store, credential, log, id, signal });
      return { ...run, azure: patientAzure(run.azure, { atMostSeconds: wait, signal, onWait }) };
    },
  };
}

/** What stands in the answer anyway is not said twice; `--verbose` says everything. */
const logTo = ({ err }: Terminal, verbose: boolean): Log => ({
  info: (text) => {
    if (verbose) err(text);
  },
  warn: (text) => {
    if (verbose) err(text);
  },
  error: err,
});
