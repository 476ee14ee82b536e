import type { Missing } from "../../core/model/absence.ts";

interface Told {
  readonly missing: Missing;
  readonly status?: number;
  readonly cause?: unknown;
}

/** The answer will be the same tomorrow: refused, of a shape we do not know, or in another currency. */
export class PricesRefusal extends Error {
  override readonly name = "PricesRefusal";
  readonly missing: Missing;
  declare readonly status?: number;

  constructor(what: string, { missing, status, cause }: Told) {
    super(`Cannot ${what}: ${missing.why}`, { cause });
    this.missing = missing;
    if (status !== undefined) this.status = status;
  }
}

/** Worth asking again: throttled, an error on Azure's side, a timeout, a broken connection, pages that moved while they were read. */
export class PricesLater extends Error {
  override readonly name = "PricesLater";
  readonly missing: Missing;
  declare readonly status?: number;
  /** What `Retry-After` said, counted from when the answer came; missing when it said nothing. */
  declare readonly retryAfterSeconds?: number;

  constructor(what: string, { missing, status, cause, retryAfterSeconds }: Told & { readonly retryAfterSeconds?: number }) {
    super(`Cannot ${what}: ${missing.why}`, { cause });
    this.missing = missing;
    if (status !== undefined) this.status = status;
    if (retryAfterSeconds !== undefined) this.retryAfterSeconds = retryAfterSeconds;
  }
}

const LATER_STATUSES = [408, 425];

/** For an answer that is not a 200. */
export function errorFor(what: string, status: number, retryAfterSeconds: number | undefined): PricesRefusal | PricesLater {
  const wait = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
  const later = (kind: Missing["kind"], why: string) => new PricesLater(what, { missing: { kind, why }, status, ...wait });
  const refusal = (kind: Missing["kind"], why: string) => new PricesRefusal(what, { missing: { kind, why }, status });

  if (status === 429) return later("throttled", "the Retail Prices API asks to wait (429)");
  if (status >= 500 || LATER_STATUSES.includes(status)) return later("unavailable", `the Retail Prices API could not answer (${status})`);
  if (status >= 300 && status < 400) return refusal("unreadable", `the Retail Prices API leads to another address (${status})`);
  if (status === 401 || status === 403) return refusal("forbidden", `the Retail Prices API lets nobody in from here (${status})`);
  return refusal("unavailable", `the Retail Prices API refused the request (${status})`);
}

/** A body that does not fit; the problem names the field. */
export const unreadable = (what: string, problem: string): PricesRefusal =>
  new PricesRefusal(what, { missing: { kind: "unreadable", why: `the answer does not fit: ${problem}` } });

export function otherCurrency(what: string, asked: string, given: string): PricesRefusal {
  const why = `the Retail Prices API answers in ${/^\w{1,9}$/.test(given) ? given : "another currency"}, not in ${asked}`;
  return new PricesRefusal(what, { missing: { kind: "unsupported", why } });
}

export const badName = (what: string): PricesRefusal =>
  new PricesRefusal(what, { missing: { kind: "unsupported", why: "its name cannot stand in a question to the Retail Prices API" } });

export const noneListed = (what: string): PricesRefusal =>
  new PricesRefusal(what, { missing: { kind: "absent", why: "the Retail Prices API lists none" } });

/** A 200 that is no JSON: a page of a gateway, or half a body. The next try may well be answered by another machine. */
export const garbled = (what: string, cause: unknown): PricesLater =>
  new PricesLater(what, { missing: { kind: "unreadable", why: "the answer is not JSON" }, status: 200, cause });

/** Rows come and go between two pages, or the same page comes again: what was read is not the list. */
export const unsteady = (what: string, how: string): PricesLater =>
  new PricesLater(what, { missing: { kind: "unreadable", why: `the pages of the list ${how}` } });

export function timedOut(what: string, limitMs: number, cause?: unknown): PricesLater {
  const why = `the Retail Prices API did not answer within ${limitMs / 1000} s`;
  return new PricesLater(what, { missing: { kind: "unavailable", why }, cause });
}

/** No answer, or half of one. */
export function disconnected(what: string, cause: unknown): PricesLater {
  const inner = cause instanceof Error ? cause.cause : undefined;
  const code = inner instanceof Error && "code" in inner && typeof inner.code === "string" ? inner.code : "Disconnected";
  return new PricesLater(what, { missing: { kind: "unavailable", why: `the connection broke (${code})` }, cause });
}
