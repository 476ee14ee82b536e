import { describe, expect, it } from "vitest";
import type { Standing } from "../../../src/core/digest/standing.ts";
import { sumText, worthText } from "../../../src/core/digest/worth.ts";
import { EUR, saves } from "./estate.ts";

const counted = (monthly: number, firmness: "firm" | "up-to" = "firm"): Standing => ({
  kind: "counted",
  saving: saves(monthly, { firmness }),
});
const possible = (monthly: number, firmness: "firm" | "up-to" = "firm"): Standing => ({
  kind: "also-possible",
  saving: saves(monthly, { firmness }),
  counted: [],
});
const costs = (monthly: number): Standing => ({ kind: "costs", saving: saves(-monthly) });
const unknown: Standing = { kind: "not-priced", why: "no retail row" };

describe("what a row is worth", () => {
  it.for<readonly [string, readonly Standing[], string | undefined]>([
    ["nothing without money", [{ kind: "none" }], undefined],
    ["nothing that is not priced", [unknown], undefined],
    ["what is firm", [counted(410.4)], "€410/month less"],
    ["the sum of what is firm", [counted(410.4), counted(200)], "€610/month less"],
    ["what it may be up to", [counted(612, "up-to")], "up to €612/month less"],
    ["both kinds, apart", [counted(300), counted(120, "up-to")], "€300/month less · up to €120/month less"],
    ["what is counted, and for how many", [counted(300), possible(50), unknown], "€300/month less for 1 of 3"],
    ["what is also possible, and for how many", [possible(50), unknown, costs(2)], "also possible, €50/month less for 1 of 3"],
    ["what it costs more, and for how many", [costs(2), unknown], "€2.00/month more for 1 of 2"],
    ["what is only also possible", [possible(40)], "also possible, €40/month less"],
    ["what may also be possible", [possible(40, "up-to"), possible(2, "up-to")], "also possible, up to €42/month less"],
    ["what it costs more", [costs(40), costs(2)], "€42/month more"],
    ["no amount that cannot be shown", [counted(0.001)], undefined],
    ["no cost that cannot be shown", [costs(0)], undefined],
  ])("is %s", ([, standings, expected]) => {
    expect(worthText(standings, EUR, "en-GB")).toBe(expected);
  });
});

describe("a sum", () => {
  const total = (firm: number, upTo: number) => ({ firm: { amount: firm, currency: EUR }, upTo: { amount: upTo, currency: EUR } });

  it.for([
    [262, 0, "€262/month"],
    [0, 90, "up to €90/month"],
    [262, 90, "€262/month · up to €90/month"],
    [0, 0, undefined],
  ] as const)("keeps firm and up to apart: %d and %d", ([firm, upTo, expected]) => {
    expect(sumText(total(firm, upTo), "en-GB")).toBe(expected);
  });
});
