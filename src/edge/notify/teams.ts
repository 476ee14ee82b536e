import type { TokenCredential } from "@azure/identity";
import { codeIn, type HandOver, isLoopback, lost, neverSent, outcomeOf, type Tries, untilAnswered } from "./hand-over.ts";

export interface TeamsSettings extends Tries {
  /** Whose token goes along, for a flow that lets in named identities alone; without it the URL is all there is. */
  readonly identity?: {
    readonly credential: TokenCredential;
    /** Its object id, for whoever has to let it in. */
    readonly principalId?: string;
  };
}

/**
 * Two slashes: the audience a flow asks for is `https://service.flow.microsoft.com/`, its last slash included, and a scope is the
 * audience with `/.default` behind it.
 */
const FLOW_SCOPE = "https://service.flow.microsoft.com//.default";

/**
 * Posts a message to a Workflows webhook: up to four tries on 408, 429 and 5xx. Workflows answers 202 before the card is shown: a
 * 2xx means accepted, never delivered, and its body proves nothing. URL and token are secrets: they appear in no answer.
 */
export const postToTeams = (url: string, body: string, settings: TeamsSettings): Promise<HandOver> =>
  untilAnswered(settings, () => postOnce(url, body, settings));

async function postOnce(url: string, body: string, { timeoutMs, identity }: TeamsSettings): Promise<HandOver> {
  const signal = AbortSignal.timeout(timeoutMs);
  let authorization: Readonly<Record<string, string>> = {};
  if (identity) {
    const token = await identity.credential.getToken(FLOW_SCOPE, { abortSignal: signal }).catch(() => null);
    if (!token) return { kind: "later", why: "the app's identity got no token for the flow" };
    authorization = { authorization: `Bearer ${token.token}` };
  }
  let response: Response;
  try {
    response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", ...authorization },
      body,
      // A Workflows webhook does not redirect; following one would carry the message elsewhere.
      redirect: "manual",
      signal,
    });
  } catch (error) {
    return neverSent(error) ? { kind: "later", why: "the webhook's host could not be reached" } : lost(signal.aborted);
  }
  const { status, ok, headers } = response;
  if (ok) {
    await response.body?.cancel();
    return { kind: "accepted", by: `Workflows (${status})` };
  }
  const why = `${status}${await errorCode(response)}${hint(status, identity)}`;
  return outcomeOf(status, why, headers.get("retry-after") ?? undefined);
}

/** `{"error":{"code"}}`, the form Workflows answers in. Only the code is taken: messages may quote the URL. */
async function errorCode(response: Response): Promise<string> {
  const text = await response.text().catch(() => "");
  return codeIn(/"code"\s*:\s*"([^"]+)"/.exec(text)?.[1] ?? "");
}

function hint(status: number, identity: TeamsSettings["identity"]): string {
  if (status === 401 || status === 403) {
    if (!identity) return ": the flow wants a token, or the URL lost its sig parameter";
    const { principalId } = identity;
    return `: the flow does not let the app's identity in; add its object id${principalId === undefined ? "" : ` ${principalId}`} to the users the flow's trigger allows`;
  }
  if (status >= 300 && status < 400) return ": a webhook must not redirect; copy the whole URL from the Workflows app";
  if (status === 404 || status === 410) return ": the flow is gone or switched off";
  if (status === 413) return ": the message is too large";
  return "";
}

const WORKFLOW_HOSTS = [".environment.api.powerplatform.com", ".logic.azure.com"];

export interface WebhookUse {
  /** With a token the URL carries no signature. */
  readonly auth: "url" | "entra";
  /** Suffixes of other clouds. */
  readonly moreHosts: readonly string[];
}

/** What is wrong with a webhook URL, said without the URL; nothing when it can be used. */
export function webhookProblem(text: string, { auth, moreHosts }: WebhookUse): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url) return "is not a URL; copy the whole URL from the Workflows app";
  if (url.hostname.endsWith(".webhook.office.com"))
    return "is an Office 365 connector, which Teams switched off in 2026; make a Workflows webhook";
  if (isLoopback(url)) return undefined;
  if (url.protocol !== "https:") return "is not https; copy the whole URL from the Workflows app";
  if (![...WORKFLOW_HOSTS, ...moreHosts].some((suffix) => url.hostname.endsWith(suffix))) {
    return `does not lead to a Workflows host (${WORKFLOW_HOSTS.map((suffix) => `*${suffix}`).join(" or ")}); other clouds go into TEAMS_WEBHOOK_HOSTS`;
  }
  if (auth === "url" && !url.searchParams.has("sig")) {
    return 'has no "sig" parameter; copy the whole URL from the Workflows app, or say "auth": "entra" where the flow asks for a token';
  }
  return undefined;
}
