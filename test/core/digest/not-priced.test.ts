import { describe, expect, it } from "vitest";
import { notPricedText } from "../../../src/core/digest/not-priced.ts";
import type { Standing } from "../../../src/core/digest/standing.ts";
import { saves } from "./estate.ts";

const without = (...whys: readonly string[]): readonly Standing[] => whys.map((why) => ({ kind: "not-priced", why }));
const A100 = "no retail row for Standard_NC24ads_A100_v4 in swedencentral (list read 23 Nov 02:01 UTC)";

describe("what is not priced", () => {
  it.for<readonly [readonly Standing[], string | undefined]>([
    [[], undefined],
    [[{ kind: "none" }, { kind: "counted", saving: saves(40) }], undefined],
    [without(A100), `1 finding is not priced: ${A100}.`],
    [without(A100, A100), `2 findings are not priced: ${A100}.`],
    [without("b", "a", "b"), "3 findings are not priced: 2 because b and 1 because a."],
    [without("d", "c", "b", "a", "a"), "5 findings are not priced: 2 because a, 1 because b and 2 more."],
  ])("is one line, the reason that holds for most first", ([standings, expected]) => {
    expect(notPricedText(standings)).toBe(expected);
  });
});
