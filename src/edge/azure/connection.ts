import { AsyncLocalStorage } from "node:async_hooks";
import type { TokenCredential } from "@azure/identity";
import pLimit from "p-limit";
import type { OddItem } from "../../core/model/scan.ts";
import { explain, type Tray, takeAside } from "./answer.ts";
import { elsewhere, timedOut } from "./errors.ts";
import type { ClientOptions, Policy, Request, Response, Send } from "./pipeline.ts";

export interface AzureSettings {
  /** `https://management.azure.com`, another cloud's, or a stand-in's. */
  readonly endpoint: string;
  readonly credential: TokenCredential;
  /** For each request, from when it is sent until its body is read. */
  readonly timeoutMs: number;
  readonly maxInFlight: number;
  /** Ends every request that is open or still to come. */
  readonly signal: AbortSignal;
  /** Hears of rows that do not fit and are left out of answers; odd clusters are in their page instead. */
  readonly onOdd: (items: readonly OddItem[]) => void;
}

export interface Connection {
  readonly credential: TokenCredential;
  readonly options: ClientOptions;
  /**
   * Runs an SDK call that sends one request, and gives back the body as ARM wrote it: the SDK's models throw on real
   * bodies and lose a whole page over one of its items, so they get an empty list in its place.
   * @throws AzureRefusal, AzureLater, or the signal's reason.
   */
  ask(what: string, call: () => Promise<unknown>): Promise<unknown>;
  /** A nextLink as it may be followed. @throws AzureRefusal when it leads to another host: the token would go there. */
  linkTo(what: string, nextLink: string): string;
  /** Tells of odd rows by their names and whose they are. */
  tellOdd(whose: string, items: readonly OddItem[]): void;
  /** How many requests were sent. */
  requests(): number;
}

export function connect(settings: AzureSettings): Connection {
  const { credential, timeoutMs, signal } = settings;
  const { origin } = new URL(settings.endpoint);
  const inTurn = pLimit(settings.maxInFlight);
  // The SDK forgets a caller's options from page 2 on; what has to reach every page travels in here.
  const trays = new AsyncLocalStorage<Tray>();
  let requests = 0;

  const policy: Policy = {
    name: "readRawAnswers",
    sendRequest: async (request, next) => {
      const tray = trays.getStore();
      if (!tray) throw new Error(`A request to ${origin} was sent outside a call`);
      // A redirect comes this way too.
      if (new URL(request.url).origin !== origin) throw elsewhere(tray.what);

      const response = await inTurn(() => {
        signal.throwIfAborted();
        requests++;
        return withinTime(tray.what, request, next);
      });
      return takeAside(tray, response);
    },
  };

  async function withinTime(what: string, request: Request, next: Send): Promise<Response> {
    const limit = AbortSignal.any([AbortSignal.timeout(timeoutMs), signal]);
    request.abortSignal = limit;
    // The SDK does not notice an abort while it unpacks a compressed body that has stalled.
    const ended = new Promise<never>((_, reject) => limit.addEventListener("abort", () => reject(limit.reason), { once: true }));
    try {
      return await Promise.race([next(request), ended]);
    } catch (error) {
      signal.throwIfAborted();
      throw limit.aborted ? timedOut(what, timeoutMs, limit.reason) : error;
    }
  }

  return {
    credential: { getToken: (scopes, options) => credential.getToken(scopes, { ...options, abortSignal: signal }) },
    options: {
      endpoint: origin,
      credentials: { scopes: [`${origin}/.default`] },
      // The SDK would sleep for as long as Retry-After says, without bound.
      retryOptions: { maxRetries: 0 },
      userAgentOptions: { userAgentPrefix: "aks-advisor" },
      // "perRetry" is the inner end of the pipeline: the token is on the request, nothing has been sent.
      additionalPolicies: [{ policy, position: "perRetry" }],
    },
    ask: async (what, call) => {
      signal.throwIfAborted();
      const tray: Tray = { what };
      try {
        await trays.run(tray, call);
      } catch (error) {
        throw explain(tray, error);
      }
      if (!tray.answer || !("body" in tray.answer)) throw new Error(`No answer was kept for: ${what}`);
      return tray.answer.body;
    },
    linkTo: (what, nextLink) => {
      const url = URL.parse(nextLink, origin);
      if (url?.origin !== origin) throw elsewhere(what);
      return url.href;
    },
    tellOdd: (whose, items) => {
      if (items.length > 0) settings.onOdd(items.map(({ id, problem }) => ({ id: `${id} of ${whose}`, problem })));
    },
    requests: () => requests,
  };
}
