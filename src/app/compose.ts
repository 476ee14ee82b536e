import type { TokenCredential } from "@azure/identity";
import { type Instant, instant } from "../core/model/time.ts";
import { type Azure, connectAzure } from "../edge/azure/index.ts";
import { connectPrices, type Prices } from "../edge/prices/index.ts";
import { openStore, type Store } from "../edge/store/index.ts";
import { processSettings, type Settings } from "./config.ts";
import { NO_PRICES } from "./settings.ts";

/** Where a run says what it does. */
export interface Log {
  info(text: string): void;
  warn(text: string): void;
  error(text: string): void;
}

/** The context that the Functions host calls with. */
export interface Invocation extends Log {
  readonly invocationId: string;
}

/** All that the steps of one invocation know, the time included, which enters here. */
export interface Run {
  readonly settings: Settings;
  readonly store: Store;
  readonly azure: Azure;
  /** Nothing where the cloud has no public price list. */
  readonly prices: Prices | undefined;
  /** The app's identity, for channels that ask for a token. */
  readonly credential: TokenCredential;
  readonly log: Log;
  readonly now: Instant;
  /** Names this invocation where it holds a lease. */
  readonly id: string;
}

/** Reading stops before the host would end the function at ten minutes, so that what was read can still be put down. */
const READ_LIMIT_MS = 8 * 60_000;
/** For all pages of one region: about a dozen requests, twice where the currency is not US dollars. */
const PRICE_BUDGET_MS = 3 * 60_000;

/** Clients are made once a process, on first use: a cold start pays only for what its trigger needs. */
export async function startRun(invocation: Invocation): Promise<Run> {
  opened ??= openProcess().catch((error: unknown) => {
    // What failed is tried again by the next invocation: storage that was away for a moment must not cost the whole process.
    opened = undefined;
    throw error;
  });
  return runOf({ ...(await opened), log: invocation, id: invocation.invocationId, signal: AbortSignal.timeout(READ_LIMIT_MS) });
}

/** What a run is made of, whoever starts it. */
export interface RunParts extends Pick<Run, "settings" | "store" | "log" | "id"> {
  readonly credential: TokenCredential;
  /** Ends every request to Azure and to the price list. */
  readonly signal: AbortSignal;
}

/** A run of its own time, with clients of its own. */
export function runOf({ settings, store, credential, log, id, signal }: RunParts): Run {
  const azure = connectAzure({
    endpoint: settings.AZURE_RESOURCE_MANAGER_ENDPOINT,
    credential,
    timeoutMs: settings.REQUEST_TIMEOUT_SECONDS * 1000,
    maxInFlight: settings.REQUESTS_IN_FLIGHT,
    signal,
    onOdd: (items) => {
      for (const { id, problem } of items) log.warn(`${id} could not be decoded: ${problem}`);
    },
  });
  return { settings, store, azure, prices: pricesFor(settings, log, signal), credential, log, id, now: instant(Date.now()) };
}

function pricesFor(settings: Settings, log: Log, signal: AbortSignal): Prices | undefined {
  const endpoint = settings.RETAIL_PRICES_ENDPOINT ?? (isPublicCloud(settings) ? PUBLIC_PRICES : undefined);
  if (endpoint === undefined || endpoint === NO_PRICES) return undefined;
  return connectPrices({
    endpoint,
    timeoutMs: settings.REQUEST_TIMEOUT_SECONDS * 1000,
    firstDelayMs: settings.RETRY_DELAY_MS,
    budgetMs: PRICE_BUDGET_MS,
    signal,
    onOdd: (items) => {
      if (items.length > 0) log.warn(`${items.length} price rows were left out, the first: ${items[0]?.id}: ${items[0]?.problem}`);
    },
    onWarning: (sentence) => log.warn(sentence),
  });
}

const PUBLIC_PRICES = "https://prices.azure.com";
const isPublicCloud = ({ AZURE_RESOURCE_MANAGER_ENDPOINT }: Settings): boolean =>
  new URL(AZURE_RESOURCE_MANAGER_ENDPOINT).hostname === "management.azure.com";

let opened: Promise<Awaited<ReturnType<typeof openProcess>>> | undefined;
let read: Settings | undefined;

/** For what has to be known before anything is opened. */
export function runSettings(): Settings {
  read ??= processSettings();
  return read;
}

async function openProcess() {
  const settings = runSettings();
  const { ManagedIdentityCredential } = await import("@azure/identity");
  const credential =
    settings.AZURE_CLIENT_ID === undefined
      ? new ManagedIdentityCredential()
      : new ManagedIdentityCredential({ clientId: settings.AZURE_CLIENT_ID });
  const { storage } = settings;
  const store = await openStore(storage.kind === "identity" ? { ...storage, credential } : storage);
  return { settings, store, credential };
}
