import { expect, it } from "vitest";
import { retryAfter } from "../../../src/edge/wire/retry-after.ts";

const NOW = Date.parse("2026-11-23T02:00:00Z");

it.for([
  ["0", 0],
  ["30", 30],
  [" 30 ", 30],
  // Not the year 2001, as which a date parser takes it.
  ["1.5", 2],
  ["Mon, 23 Nov 2026 02:00:30 GMT", 30],
  ["Mon, 23 Nov 2026 01:00:00 GMT", 0],
  ["soon", undefined],
  ["", undefined],
  [null, undefined],
  [undefined, undefined],
] as const)("asked to wait by %j, it is %j seconds", ([header, seconds]) => {
  expect(retryAfter(header, NOW)).toBe(seconds);
});
