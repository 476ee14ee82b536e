import { z } from "zod";
import { given, JsonText } from "../wire/decode.ts";
import { retryAfter } from "../wire/retry-after.ts";
import { AzureLater, AzureRefusal, disconnected, errorFor, type FailedAnswer, unreadable } from "./errors.ts";
import type { Response } from "./pipeline.ts";

/** What a request leaves behind for the call that caused it. */
export interface Tray {
  /** What the call does, to follow "Cannot". */
  readonly what: string;
  answer?: { readonly body: unknown } | FailedAnswer;
}

const EMPTY_LIST = JSON.stringify({ value: [] });

/** Keeps the answer and hands on one without content, so that no body can end up in the message of an SDK error. */
export function takeAside(tray: Tray, response: Response): Response {
  const { status, headers, request } = response;
  const body = JsonText.safeParse(response.bodyAsText ?? "");
  headers.set("content-type", "application/json");
  const emptied = (text: string): Response => ({ ...response, bodyAsText: text });

  if (status === 200) {
    if (!body.success) throw unreadable(tray.what, "it is not JSON");
    tray.answer = { body: body.data };
    return emptied(EMPTY_LIST);
  }
  const code = armErrorCode(body.data);
  const wait = headers.get("retry-after") ?? resetsAfter(headers.get("x-ms-user-quota-resets-after"));
  tray.answer = { status, ...(code ? { code } : {}), ...scopeOf(request.url), ...given("retryAfterSeconds", retryAfter(wait, Date.now())) };
  return emptied(JSON.stringify({ error: { code, message: `${status}` } }));
}

/** The error of a call, from what Azure answered rather than from what the SDK made of it. */
export function explain({ what, answer }: Tray, error: unknown): unknown {
  if (error instanceof AzureRefusal || error instanceof AzureLater) return error;
  if (answer && "status" in answer) return errorFor(what, answer, error);
  if (error instanceof Error && error.name === "RestError") return disconnected(what, error);
  return error;
}

const Code = z.string().regex(/^[\w.-]{1,80}$/);
const ArmError = z.union([
  // Resource Graph calls every refusal a bad request, and says in the details why.
  z
    .object({ error: z.object({ code: z.literal("BadRequest"), details: z.tuple([z.object({ code: Code })], z.unknown()) }) })
    .transform(({ error }) => error.details[0].code),
  z.object({ error: z.object({ code: Code }) }).transform(({ error }) => error.code),
  z.object({ code: Code }).transform(({ code }) => code),
  z.object({ Code }).transform((body) => body.Code),
]);

/** ARM's code; its message is left behind, because it names people and identities. */
function armErrorCode(body: unknown): string | undefined {
  const code = ArmError.safeParse(body);
  return code.success ? code.data : undefined;
}

/** Of the address that was asked, so that a page of a list and a redirect say their own. */
function scopeOf(url: string): { readonly scope?: string } {
  const [scope] = /^\/subscriptions\/[^/]+/i.exec(new URL(url).pathname) ?? [];
  return scope === undefined ? {} : { scope: scope.toLowerCase() };
}

/** Resource Graph's own bucket says `00:00:05` for five seconds. */
function resetsAfter(header: string | undefined): string | undefined {
  const [, hours, minutes, seconds] = /^(\d+):(\d{2}):(\d{2})(?:\.\d+)?$/.exec(header?.trim() ?? "") ?? [];
  return seconds === undefined ? undefined : String(Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds));
}
