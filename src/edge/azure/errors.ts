import type { Missing } from "../../core/model/absence.ts";

interface Told {
  readonly missing: Missing;
  /** ARM's code, one of ours where there was no answer, or empty where the answer had none. */
  readonly code: string;
  readonly status?: number;
  readonly cause?: unknown;
}

/** The answer will be the same tomorrow: not allowed, not there, or of a shape we do not know. */
export class AzureRefusal extends Error {
  override readonly name = "AzureRefusal";
  readonly missing: Missing;
  readonly code: string;
  declare readonly status?: number;
  /** A 404 that speaks of the resource or its resource group. Never one about the subscription: that may only be hidden. */
  readonly meansGone: boolean;

  constructor(what: string, told: Told & { readonly meansGone?: boolean }) {
    super(messageOf(what, told), { cause: told.cause });
    this.missing = told.missing;
    this.code = told.code;
    if (told.status !== undefined) this.status = told.status;
    this.meansGone = told.meansGone ?? false;
  }
}

/** Worth asking again: throttled, an error on Azure's side, a timeout, a broken connection. */
export class AzureLater extends Error {
  override readonly name = "AzureLater";
  readonly missing: Missing;
  readonly code: string;
  declare readonly status?: number;
  /** What `Retry-After` said, counted from when the answer came; missing when it said nothing. */
  declare readonly retryAfterSeconds?: number;

  constructor(what: string, told: Told & { readonly retryAfterSeconds?: number }) {
    super(messageOf(what, told), { cause: told.cause });
    this.missing = told.missing;
    this.code = told.code;
    if (told.status !== undefined) this.status = told.status;
    if (told.retryAfterSeconds !== undefined) this.retryAfterSeconds = told.retryAfterSeconds;
  }
}

const messageOf = (what: string, { missing }: Told): string => `Cannot ${what}: ${missing.why}`;

/** An answer that is not a 200, reduced to what may be told and logged. */
export interface FailedAnswer {
  readonly status: number;
  /** Missing where the body is no error of ARM's, such as a page of HTML. */
  readonly code?: string;
  readonly retryAfterSeconds?: number;
  /** `/subscriptions/<id>` of what was asked for; missing where the question was about none. */
  readonly scope?: string;
}

const GONE_CODES = ["ResourceNotFound", "ResourceGroupNotFound"];
const UNREGISTERED_CODES = ["NoRegisteredProviderFound", "MissingSubscriptionRegistration", "SubscriptionNotRegistered"];
/** What Resource Graph answers, with 400, when the app may read nothing of what it is asked about. */
const NOTHING_READABLE_CODE = "NoValidSubscriptionsInQueryRequest";
/** Beside 5xx. 409 and 423 say that something else is being done to the resource. */
const LATER_STATUSES = [408, 409, 423, 425, 429];

export function errorFor(what: string, answer: FailedAnswer, cause: unknown): AzureRefusal | AzureLater {
  const { status, code = "", retryAfterSeconds, scope } = answer;
  const said = code ? `${status} ${code}` : `${status}`;
  const told = { code, status, cause };
  const refusal = (kind: Missing["kind"], why: string, meansGone = false) =>
    new AzureRefusal(what, { ...told, missing: { kind, why }, meansGone });
  const forbidden = (why: string) =>
    new AzureRefusal(what, { ...told, missing: { kind: "forbidden", why, ...(scope === undefined ? {} : { scope }) } });
  const later = (kind: Missing["kind"], why: string) =>
    new AzureLater(what, { ...told, missing: { kind, why }, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) });

  if (UNREGISTERED_CODES.includes(code)) return refusal("unavailable", `the resource provider is not registered there (${said})`);
  if (status === 429 && code !== "RetryableError") return later("throttled", `Azure asks to wait (${said})`);
  if (status >= 500 || LATER_STATUSES.includes(status)) return later("unavailable", `Azure could not answer (${said})`);
  if (status === 401) return forbidden(`Azure does not accept the app's identity (${said})`);
  if (status === 403 || code === NOTHING_READABLE_CODE) return forbidden(`the app may not read it (${said})`);
  if (status === 404 && GONE_CODES.includes(code)) return refusal("absent", `Azure says it is not there (${said})`, true);
  if (status === 404 && code === "SubscriptionNotFound") return refusal("not-seen", `Azure does not find the subscription (${said})`);
  return refusal("unavailable", `Azure refused the request (${said})`);
}

/** A body that does not fit; the problem names the field. */
export const unreadable = (what: string, problem: string): AzureRefusal =>
  new AzureRefusal(what, { missing: { kind: "unreadable", why: `the answer does not fit: ${problem}` }, code: "Unreadable" });

export const elsewhere = (what: string): AzureRefusal =>
  new AzureRefusal(what, { missing: { kind: "unreadable", why: "the link to the next page leads to another host" }, code: "OtherHost" });

export const badName = (what: string): AzureRefusal =>
  new AzureRefusal(what, { missing: { kind: "unsupported", why: "its name cannot stand in an Azure address" }, code: "BadName" });

export function timedOut(what: string, timeoutMs: number, cause: unknown): AzureLater {
  const why = `Azure did not answer within ${timeoutMs / 1000} s`;
  return new AzureLater(what, { missing: { kind: "unavailable", why }, code: "Timeout", cause });
}

/** No answer, or half of one. */
export function disconnected(what: string, cause: Error & { readonly code?: unknown }): AzureLater {
  const code = typeof cause.code === "string" ? cause.code : "Disconnected";
  return new AzureLater(what, { missing: { kind: "unavailable", why: `the connection broke (${code})` }, code, cause });
}
