import { describe, expect, it } from "vitest";
import { z } from "zod";
import { Moment, problemOf } from "../../../src/edge/wire/decode.ts";

describe("a moment", () => {
  it.for([
    ["2026-11-23T02:00:00Z", "2026-11-23T02:00:00.000Z"],
    ["2026-11-23T02:00:00", "2026-11-23T02:00:00.000Z"],
    ["2026-11-23T02:00:00.1234567Z", "2026-11-23T02:00:00.123Z"],
    ["2026-11-23T02:00:00.123456", "2026-11-23T02:00:00.123Z"],
    ["2026-11-23T03:00:00+01:00", "2026-11-23T02:00:00.000Z"],
  ] as const)("of %s is %s", ([text, at]) => {
    expect(Moment.parse(text)).toBe(at);
  });

  it.for(["", "lately"])("is none in %j", (text) => {
    expect(Moment.safeParse(text).error?.issues.map(({ message }) => message)).toEqual(["expected a date"]);
  });
});

it("says of the first few fields what is wrong, and how many more there are", () => {
  const { error } = z.object({ a: z.string(), b: z.object({ c: z.number() }), d: z.string(), e: z.string() }).safeParse({ b: {} });
  if (!error) throw new Error("it is right");

  expect(problemOf(error, 2)).toBe("a: expected string, received undefined; b.c: expected number, received undefined; 2 more");
});
