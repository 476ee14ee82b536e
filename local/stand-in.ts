import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import { text } from "node:stream/consumers";
import { setTimeout as wait } from "node:timers/promises";
import { makeCertificate, trust } from "./arm/certificate.ts";
import { listen } from "./listen.ts";

export interface Fault {
  /** Path with query. */
  match: RegExp | ((path: string, method: string) => boolean);
  /** How many requests it meets; every one when missing. */
  times?: number;
  /** Answer this in place of the real answer. With neither status nor body the real answer is given. */
  status?: number;
  headers?: Record<string, string>;
  /** Text and bytes go out as they are, everything else as JSON. */
  body?: unknown;
  /** Wait before anything is answered. */
  delayMs?: number;
  /** The same, for something to happen; asked once a request. */
  until?: () => Promise<unknown>;
  /** Break the connection: at once, or after half of `body` where there is one. */
  dropConnection?: boolean;
  /** Runs when the answer is out: the cloud changes between two requests. */
  afterAnswer?: () => void;
}

export interface RecordedRequest {
  readonly method: string;
  /** With query, as sent. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** What was posted; missing where nothing was. */
  readonly body?: string;
}

export interface Said {
  readonly status: number;
  readonly body: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface StandIn {
  /** `https://127.0.0.1:port`, the endpoint to give to a client. */
  readonly url: string;
  readonly port: number;
  /** For clients in other processes; this process trusts it already. */
  readonly pem: string;
  /** In the order of arrival; grows while the stand-in runs. */
  readonly requests: readonly RecordedRequest[];
  /** How many requests are open, and the most that ever were at once. */
  inFlight(): number;
  mostInFlight(): number;
  close(): Promise<void>;
}

export interface Behaviour {
  /** The first that matches a request and is not used up takes effect. */
  readonly faults: () => readonly Fault[];
  /** The real answer; `count` numbers the requests from 1, `origin` is where the stand-in is reached. */
  readonly answer: (request: RecordedRequest, at: { readonly origin: string; readonly count: number }) => Said;
  /** The path as faults are matched with it; as it was sent when missing. */
  readonly pathForFaults?: (path: string) => string;
  /** What every whole answer carries, that of a fault too. */
  readonly headers?: (path: string) => Readonly<Record<string, string>>;
}

/** A service on this machine: https, each answer made when it is asked for, with the accidents that a test asks for. */
export async function startStandIn({
  faults,
  answer,
  pathForFaults = (path) => path,
  headers: usual = () => ({}),
}: Behaviour): Promise<StandIn> {
  const { pem, key } = await makeCertificate();
  const requests: RecordedRequest[] = [];
  const met = new WeakMap<Fault, number>();
  let origin = "";
  let open = 0;
  let most = 0;

  const server = createServer({ cert: pem, key }, (request, response) => {
    most = Math.max(most, ++open);
    response.once("close", () => open--);
    record(request)
      .then((recorded) => reply(recorded, requests.length, response))
      .catch((problem: unknown) => response.destroy(problem instanceof Error ? problem : new Error(String(problem))));
  });

  /** A request without a body is recorded at once, so that tests may wait for it. */
  async function record(request: IncomingMessage): Promise<RecordedRequest> {
    const { method = "GET", url: path = "/", headers } = request;
    const recorded: RecordedRequest = { method, path, headers, ...(method === "POST" ? { body: await text(request) } : {}) };
    requests.push(recorded);
    return recorded;
  }

  async function reply(request: RecordedRequest, count: number, response: ServerResponse): Promise<void> {
    const { path, method } = request;
    const matched = pathForFaults(path);
    const fault = faults().find((one) => isMet(one, matched, method) && (met.get(one) ?? 0) < (one.times ?? Number.POSITIVE_INFINITY));
    if (fault) met.set(fault, (met.get(fault) ?? 0) + 1);
    if (fault?.delayMs) await delay(response, fault.delayMs);
    await fault?.until?.();
    if (response.destroyed) return;
    if (fault?.afterAnswer) response.once("close", fault.afterAnswer);
    if (fault?.dropConnection) return drop(response, fault);

    const said = (fault && answerOf(fault)) ?? answer(request, { origin, count });
    response.writeHead(said.status, { ...JSON_TEXT, ...usual(path), ...said.headers, ...fault?.headers });
    response.end(said.body);
  }

  const { port, close } = await listen(server);
  origin = `https://127.0.0.1:${port}`;
  trust(pem);
  return { url: origin, port, pem, requests, inFlight: () => open, mostInFlight: () => most, close };
}

const JSON_TEXT = { "content-type": "application/json; charset=utf-8" };

const isMet = ({ match }: Fault, path: string, method: string): boolean =>
  typeof match === "function" ? match(path, method) : new RegExp(match.source, match.flags.replace(/[gy]/g, "")).test(path);

/** Nothing where the fault leaves the real answer as it is. */
const answerOf = ({ status, body }: Fault): Said | undefined =>
  status === undefined && body === undefined ? undefined : { status: status ?? 200, body: contentOf(body) };

function contentOf(body: unknown): string | Uint8Array {
  if (body === undefined) return "";
  return typeof body === "string" || body instanceof Uint8Array ? body : JSON.stringify(body);
}

/** Ends early when the client hangs up. */
async function delay(response: ServerResponse, ms: number): Promise<void> {
  const hungUp = new AbortController();
  response.once("close", () => hungUp.abort());
  await wait(ms, undefined, { signal: hungUp.signal }).catch(() => undefined);
}

function drop(response: ServerResponse, { status = 200, body, headers }: Fault): void {
  if (body === undefined) {
    response.destroy();
    return;
  }
  const content = Buffer.from(contentOf(body));
  response.writeHead(status, { ...JSON_TEXT, "content-length": content.length, ...headers });
  response.write(content.subarray(0, Math.ceil(content.length / 2)), () => response.destroy());
}
