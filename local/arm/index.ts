import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import { text } from "node:stream/consumers";
import { setTimeout as wait } from "node:timers/promises";
import { type Answer, answer, error } from "./answers.ts";
import { makeCertificate, trust } from "./certificate.ts";
import { GRAPH_PATH, graphAnswer } from "./graph.ts";
import type { ArmState, Fault } from "./state.ts";

export { LOCAL_TOKEN, localCredential } from "./credential.ts";
export { type ArmBody, type ArmState, armState } from "./state.ts";

export interface Arm {
  /** `https://127.0.0.1:port`, the endpoint to give to a client. */
  readonly url: string;
  readonly port: number;
  /** For clients in other processes; this process trusts it already. */
  readonly pem: string;
  /** In the order of arrival; grows while the stand-in runs. */
  readonly requests: readonly RecordedRequest[];
  /** The most requests that were ever open at once. */
  mostInFlight(): number;
  close(): Promise<void>;
}

export interface RecordedRequest {
  readonly method: string;
  /** With query, as sent. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** What was posted; missing where nothing was. */
  readonly body?: string;
}

/** Azure Resource Manager on this machine: https, read only, showing `state` as it is at each request. */
export async function startArm(state: ArmState): Promise<Arm> {
  const { pem, key } = await makeCertificate();
  const requests: RecordedRequest[] = [];
  const met = new WeakMap<Fault, number>();
  const remaining = new Map<string, number>();
  let url = "";
  let open = 0;
  let most = 0;

  const server = createServer({ cert: pem, key }, (request, response) => {
    most = Math.max(most, ++open);
    response.once("close", () => open--);
    record(request)
      .then((recorded) => reply(recorded, response))
      .catch((problem: unknown) => response.destroy(problem instanceof Error ? problem : new Error(String(problem))));
  });

  /** A request without a body is recorded at once, so that tests may wait for it. */
  async function record(request: IncomingMessage): Promise<RecordedRequest> {
    const { method = "GET", url: path = "/", headers } = request;
    const recorded: RecordedRequest = { method, path, headers, ...(method === "POST" ? { body: await text(request) } : {}) };
    requests.push(recorded);
    return recorded;
  }

  async function reply({ method, path, headers, body: posted }: RecordedRequest, response: ServerResponse): Promise<void> {
    const fault = state.faults.find((one) => matches(one, path, method) && (met.get(one) ?? 0) < (one.times ?? Number.POSITIVE_INFINITY));
    if (fault) met.set(fault, (met.get(fault) ?? 0) + 1);
    if (fault?.delayMs) await delay(response, fault.delayMs);
    if (response.destroyed) return;
    if (fault?.afterAnswer) response.once("close", fault.afterAnswer);
    if (fault?.dropConnection) return drop(response, fault);

    const { status, body, headers: own } = fault && isAnswer(fault) ? faultAnswer(fault) : realAnswer(path, method, headers, posted);
    response.writeHead(status, { "content-type": "application/json; charset=utf-8", ...rateHeaders(path), ...own, ...fault?.headers });
    response.end(body);
  }

  function realAnswer(path: string, method: string, headers: IncomingHttpHeaders, posted = ""): Answer {
    if (!/^bearer ./i.test(headers.authorization ?? "")) {
      return error(401, "AuthenticationFailed", "Authentication failed. The 'Authorization' header is missing.");
    }
    const { pathname, searchParams } = new URL(path, url);
    const asked = decodeURIComponent(pathname).toLowerCase();
    if (method === "POST" && asked === GRAPH_PATH) return graphAnswer(state, posted);
    if (method !== "GET") return error(405, "MethodNotAllowed", "This stand-in can only be read.");
    return answer({ state, origin: url, query: searchParams }, asked);
  }

  /** One count a subscription, as one bucket of ARM's without its refill. */
  function rateHeaders(path: string): Record<string, string> {
    const [, subscription] = /^\/subscriptions\/([^/?]+)/i.exec(path) ?? [];
    const name = subscription === undefined ? "x-ms-ratelimit-remaining-tenant-reads" : "x-ms-ratelimit-remaining-subscription-reads";
    const left = Math.max(0, (remaining.get(subscription ?? "") ?? 250) - 1);
    remaining.set(subscription ?? "", left);
    return { [name]: String(left) };
  }

  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the stand-in has no port");
  url = `https://127.0.0.1:${address.port}`;
  trust(pem);

  return {
    url,
    port: address.port,
    pem,
    requests,
    mostInFlight: () => most,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((problem) => (problem ? reject(problem) : resolve()));
        server.closeAllConnections();
      }),
  };
}

const matches = ({ match }: Fault, path: string, method: string): boolean =>
  typeof match === "function" ? match(path, method) : new RegExp(match.source, match.flags.replace(/[gy]/g, "")).test(path);

const isAnswer = ({ status, body }: Fault): boolean => status !== undefined || body !== undefined;
const bodyOf = ({ body }: Fault): string | Uint8Array =>
  body === undefined ? "" : typeof body === "string" || body instanceof Uint8Array ? body : JSON.stringify(body);
const faultAnswer = (fault: Fault): Omit<Answer, "body"> & { body: string | Uint8Array } => ({
  status: fault.status ?? 200,
  body: bodyOf(fault),
});

/** Ends early when the client hangs up. */
async function delay(response: ServerResponse, ms: number): Promise<void> {
  const hungUp = new AbortController();
  response.once("close", () => hungUp.abort());
  await wait(ms, undefined, { signal: hungUp.signal }).catch(() => undefined);
}

function drop(response: ServerResponse, fault: Fault): void {
  if (fault.body === undefined) {
    response.destroy();
    return;
  }
  const body = Buffer.from(bodyOf(fault));
  response.writeHead(fault.status ?? 200, { "content-type": "application/json", "content-length": body.length, ...fault.headers });
  response.write(body.subarray(0, Math.ceil(body.length / 2)), () => response.destroy());
}
