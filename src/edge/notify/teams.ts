import { setTimeout as sleep } from "node:timers/promises";

/**
 * What came of one hand-over. `lost`: no answer, so it may have been posted. Workflows answers 202 before the card is shown: a
 * 2xx means accepted, never delivered, and its body proves nothing.
 */
export type HandOver =
  | { readonly kind: "accepted"; readonly status: number }
  | { readonly kind: "lost"; readonly why: string }
  | { readonly kind: "later"; readonly why: string; readonly retryAfterSeconds?: number }
  | { readonly kind: "refused"; readonly why: string };

export interface TeamsSettings {
  readonly timeoutMs: number;
  /** Before the second try; doubled for each further one, up to 30 s, with jitter. */
  readonly firstDelayMs: number;
}

const MAX_TRIES = 4;
const MAX_DELAY_MS = 30_000;

/**
 * Posts a message to a Workflows webhook: up to four tries on 408, 429 and 5xx, waiting as asked where that is short. A lost
 * answer is not tried again here, because the caller counts those. The URL holds a secret: it appears in no answer.
 */
export async function postToTeams(url: string, body: string, settings: TeamsSettings): Promise<HandOver> {
  let answer = await postOnce(url, body, settings);
  for (let attempt = 1; attempt < MAX_TRIES && answer.kind === "later"; attempt++) {
    const asked = answer.retryAfterSeconds === undefined ? undefined : answer.retryAfterSeconds * 1000;
    if (asked !== undefined && asked > MAX_DELAY_MS) return answer;
    const backoff = Math.min(settings.firstDelayMs * 2 ** (attempt - 1), MAX_DELAY_MS) * (0.5 + Math.random() / 2);
    await sleep(asked ?? backoff);
    answer = await postOnce(url, body, settings);
  }
  return answer;
}

async function postOnce(url: string, body: string, { timeoutMs }: TeamsSettings): Promise<HandOver> {
  let response: Response;
  try {
    response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
      // A Workflows webhook does not redirect; following one would carry the message elsewhere.
      redirect: "manual",
      signal: AbortSignal.timeout(timeoutMs),
    });
  } catch (error) {
    return neverSent(error) ? { kind: "later", why: "the webhook's host could not be reached" } : { kind: "lost", why: lostBecause(error) };
  }
  const { status, ok, headers } = response;
  if (ok) {
    await response.body?.cancel();
    return { kind: "accepted", status };
  }
  const why = `${status}${await errorCode(response)}`;
  if (status === 408 || status === 429 || status >= 500) {
    const retryAfterSeconds = retryAfter(headers.get("retry-after"));
    return { kind: "later", why, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) };
  }
  return { kind: "refused", why: `${why}${hint(status)}` };
}

/** Refused connections and unknown hosts fail before a byte of the message leaves. */
function neverSent(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  return code === "ECONNREFUSED" || code === "ENOTFOUND" || code === "EAI_AGAIN";
}

const lostBecause = (error: unknown): string =>
  error instanceof DOMException && error.name === "TimeoutError" ? "no answer in time" : "the connection broke before an answer came";

/** `{"error":{"code"}}`, the form Workflows answers in. Only the code is taken: messages may quote the URL. */
async function errorCode(response: Response): Promise<string> {
  const text = await response.text().catch(() => "");
  const code = /"code"\s*:\s*"([A-Za-z0-9._-]{1,80})"/.exec(text)?.[1];
  return code === undefined ? "" : ` ${code}`;
}

function hint(status: number): string {
  if (status === 401 || status === 403) return ": the flow wants a token, or the URL lost its sig parameter";
  if (status >= 300 && status < 400) return ": a webhook must not redirect; copy the whole URL from the Workflows app";
  if (status === 404 || status === 410) return ": the flow is gone or switched off";
  if (status === 413) return ": the message is too large";
  return "";
}

function retryAfter(header: string | null): number | undefined {
  if (header === null) return undefined;
  const seconds = /^\d+$/.test(header.trim()) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined;
}

const WORKFLOW_HOSTS = [".environment.api.powerplatform.com", ".logic.azure.com"];
const LOOPBACK = new Set(["127.0.0.1", "localhost", "[::1]"]);

/** What is wrong with a webhook URL, said without the URL; nothing when it can be used. @param moreHosts suffixes of other clouds */
export function webhookProblem(text: string, moreHosts: readonly string[] = []): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url) return "is not a URL; copy the whole URL from the Workflows app";
  if (url.hostname.endsWith(".webhook.office.com"))
    return "is an Office 365 connector, which Teams switched off in 2026; make a Workflows webhook";
  if (LOOPBACK.has(url.hostname)) return undefined;
  if (url.protocol !== "https:") return "is not https; copy the whole URL from the Workflows app";
  if (![...WORKFLOW_HOSTS, ...moreHosts].some((suffix) => url.hostname.endsWith(suffix))) {
    return `does not lead to a Workflows host (${WORKFLOW_HOSTS.map((suffix) => `*${suffix}`).join(" or ")}); other clouds go into TEAMS_WEBHOOK_HOSTS`;
  }
  if (!url.searchParams.has("sig")) return 'has no "sig" parameter; copy the whole URL from the Workflows app';
  return undefined;
}
