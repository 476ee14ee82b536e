import { type RecordedRequest, type Said, type StandIn, startStandIn } from "../stand-in.ts";
import { answer, error } from "./answers.ts";
import { GRAPH_PATH, graphAnswer } from "./graph.ts";
import type { ArmState } from "./state.ts";

export { LOCAL_TOKEN, localCredential } from "./credential.ts";
export { type ArmBody, type ArmState, armState } from "./state.ts";

export type Arm = StandIn;

/** Azure Resource Manager on this machine: https, read only, showing `state` as it is at each request. */
export function startArm(state: ArmState): Promise<Arm> {
  const remaining = new Map<string, number>();

  /** One count a subscription, as one bucket of ARM's without its refill. */
  function rateHeaders(path: string): Record<string, string> {
    const [, subscription] = /^\/subscriptions\/([^/?]+)/i.exec(path) ?? [];
    const name = subscription === undefined ? "x-ms-ratelimit-remaining-tenant-reads" : "x-ms-ratelimit-remaining-subscription-reads";
    const left = Math.max(0, (remaining.get(subscription ?? "") ?? 250) - 1);
    remaining.set(subscription ?? "", left);
    return { [name]: String(left) };
  }

  return startStandIn({
    faults: () => state.faults,
    headers: rateHeaders,
    answer: (request, { origin }) => answered(state, request, origin),
  });
}

function answered(state: ArmState, { method, path, headers, body: posted = "" }: RecordedRequest, origin: string): Said {
  if (!/^bearer ./i.test(headers.authorization ?? "")) {
    return error(401, "AuthenticationFailed", "Authentication failed. The 'Authorization' header is missing.");
  }
  const { pathname, searchParams } = new URL(path, origin);
  const asked = decodeURIComponent(pathname).toLowerCase();
  if (method === "POST" && asked === GRAPH_PATH) return graphAnswer(state, posted);
  if (method !== "GET") return error(405, "MethodNotAllowed", "This stand-in can only be read.");
  return answer({ state, origin, query: searchParams }, asked);
}
