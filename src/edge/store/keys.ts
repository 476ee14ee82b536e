import { createHash } from "node:crypto";

/** 1 KiB of UTF-16. */
const MAX_KEY_CHARACTERS = 512;

/** Partition or row that belongs to the table itself: `key` never makes it. */
export const OWN = "!";

/**
 * A partition or row key of any texts, one for one. Letters, digits and `_ . | -` stand for themselves and `/` becomes `:`,
 * so ARM ids stay readable; every other UTF-16 unit becomes `=` and four hex digits. So keys are plain ASCII: forbidden
 * characters, quotes, `%` and halves of surrogate pairs never reach a URL, a signature or a continuation header. `!` parts
 * the texts, a lone `=` is an empty one. Too long a key is cut and ends in `=~` and a hash of the whole.
 */
export function key(...parts: readonly [string, ...string[]]): string {
  const whole = parts.map((part) => (part === "" ? "=" : part.replace(/[^A-Za-z0-9_.|-]/g, escaped))).join("!");
  if (whole.length <= MAX_KEY_CHARACTERS) return whole;
  const end = `=~${createHash("sha256").update(whole).digest("hex")}`;
  return whole.slice(0, MAX_KEY_CHARACTERS - end.length) + end;
}

/** The same for names that Azure compares without case. */
export function azureKey(first: string, ...rest: readonly string[]): string {
  return key(first.toLowerCase(), ...rest.map((part) => part.toLowerCase()));
}

const escaped = (unit: string): string => (unit === "/" ? ":" : `=${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
