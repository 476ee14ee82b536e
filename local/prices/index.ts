import { type RecordedRequest, type Said, type StandIn, startStandIn } from "../stand-in.ts";
import { pageBody } from "./answers.ts";
import type { PricesState } from "./state.ts";

export { type PriceRow, type PricesState, pricesState } from "./state.ts";

export type PricesStandIn = StandIn;

/** The Retail Prices API on this machine: https, no login, showing `state` as it is at each request. */
export const startPrices = (state: PricesState): Promise<PricesStandIn> =>
  startStandIn({
    faults: () => state.faults,
    pathForFaults: decodeURIComponent,
    answer: (request, at) => answered(state, request, at),
  });

function answered(state: PricesState, { method, path }: RecordedRequest, at: { readonly origin: string; readonly count: number }): Said {
  const { pathname, searchParams } = new URL(path, at.origin);
  if (pathname !== "/api/retail/prices") return saying(404, { Message: "No HTTP resource was found." });
  if (method !== "GET") return saying(405, { Message: "This list can only be read." });
  try {
    return saying(200, pageBody({ state, ...at, query: searchParams }));
  } catch (problem) {
    if (problem instanceof SyntaxError) return saying(400, { Message: problem.message });
    throw problem;
  }
}

const saying = (status: number, body: unknown): Said => ({ status, body: JSON.stringify(body) });
