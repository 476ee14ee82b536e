import type { IncomingHttpHeaders, ServerResponse } from "node:http";
import { createServer } from "node:https";
import { setTimeout as wait } from "node:timers/promises";
import { makeCertificate, trust } from "../arm/certificate.ts";
import type { Fault } from "../arm/state.ts";
import { pageBody } from "./answers.ts";
import type { PricesState } from "./state.ts";

export { type PriceRow, type PricesState, pricesState } from "./state.ts";

export interface PricesStandIn {
  /** `https://127.0.0.1:port`, the endpoint to give to a client. This process trusts it. */
  readonly url: string;
  /** In the order of arrival; grows while the stand-in runs. */
  readonly requests: readonly PricesRequest[];
  /** The most requests that were ever open at once. */
  mostInFlight(): number;
  close(): Promise<void>;
}

export interface PricesRequest {
  /** With query, as sent. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

/** The Retail Prices API on this machine: https, no login, showing `state` as it is at each request. */
export async function startPrices(state: PricesState): Promise<PricesStandIn> {
  const { pem, key } = await makeCertificate();
  const requests: PricesRequest[] = [];
  const met = new Map<Fault, number>();
  let url = "";
  let open = 0;
  let most = 0;

  const server = createServer({ cert: pem, key }, (request, response) => {
    const { method = "GET", url: path = "/", headers } = request;
    requests.push({ path, headers });
    const count = requests.length;
    most = Math.max(most, ++open);
    response.once("close", () => open--);
    reply(method, path, count, response).catch((problem: unknown) => response.destroy(problem instanceof Error ? problem : undefined));
  });

  async function reply(method: string, path: string, count: number, response: ServerResponse): Promise<void> {
    const fault = state.faults.find(
      (one) => isMet(one, decodeURIComponent(path), method) && (met.get(one) ?? 0) < (one.times ?? Number.POSITIVE_INFINITY),
    );
    if (fault) met.set(fault, (met.get(fault) ?? 0) + 1);
    if (fault?.delayMs) await delay(response, fault.delayMs);
    if (response.destroyed) return;
    if (fault?.afterAnswer) response.once("close", fault.afterAnswer);
    const isAnswered = fault !== undefined && (fault.status !== undefined || fault.body !== undefined);
    const { status, body } = isAnswered ? { status: fault.status ?? 200, body: bytesOf(fault.body) } : answer(method, path, count);
    const headers = { "content-type": "application/json; charset=utf-8", ...fault?.headers };
    if (!fault?.dropConnection) {
      response.writeHead(status, headers).end(body);
      return;
    }
    if (!isAnswered) {
      response.destroy();
      return;
    }
    response.writeHead(status, { ...headers, "content-length": body.length });
    response.write(body.subarray(0, Math.ceil(body.length / 2)), () => response.destroy());
  }

  function answer(method: string, path: string, count: number): { status: number; body: Buffer } {
    const { pathname, searchParams } = new URL(path, url);
    if (pathname !== "/api/retail/prices") return { status: 404, body: bytesOf({ Message: "No HTTP resource was found." }) };
    if (method !== "GET") return { status: 405, body: bytesOf({ Message: "This list can only be read." }) };
    try {
      return { status: 200, body: bytesOf(pageBody({ state, origin: url, query: searchParams, count })) };
    } catch (problem) {
      if (problem instanceof SyntaxError) return { status: 400, body: bytesOf({ Message: problem.message }) };
      throw problem;
    }
  }

  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the stand-in has no port");
  url = `https://127.0.0.1:${address.port}`;
  trust(pem);

  return {
    url,
    requests,
    mostInFlight: () => most,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((problem) => (problem ? reject(problem) : resolve()));
        server.closeAllConnections();
      }),
  };
}

const isMet = ({ match }: Fault, path: string, method: string): boolean =>
  typeof match === "function" ? match(path, method) : new RegExp(match.source, match.flags.replace(/[gy]/g, "")).test(path);

function bytesOf(body: unknown): Buffer {
  if (body === undefined || typeof body === "string") return Buffer.from(body ?? "");
  return body instanceof Uint8Array ? Buffer.from(body) : Buffer.from(JSON.stringify(body));
}

/** Ends early when the client hangs up. */
async function delay(response: ServerResponse, ms: number): Promise<void> {
  const hungUp = new AbortController();
  response.once("close", () => hungUp.abort());
  await wait(ms, undefined, { signal: hungUp.signal }).catch(() => undefined);
}
