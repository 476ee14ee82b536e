import { describe, expect, it } from "vitest";
import { poolCost } from "../../../src/core/calc/pool-cost.ts";
import { excludes, partsOf } from "../../../src/core/calc/savings.ts";
import { chooseSavings, savingsTotal } from "../../../src/core/calc/savings-choice.ts";
import { SAVING_KINDS, type SavingKind } from "../../../src/core/model/saving.ts";
import { worked } from "./money-facts.ts";
import { EUR, WORKED_CLAIMS, WORKED_FACTS, WORKED_POOL } from "./savings-pool.ts";

it.for([
  ["idle", "up-to", 1642.2, "1460 + 80 + 29.2 + 73"],
  ["stop-schedule", "up-to", 730, "1460 × 84 / 168"],
  ["scale-to-zero", "up-to", 784.6, "(1460 + 80 + 29.2) / 2: half of the hours"],
  ["autoscale", "up-to", 392.3, "(1460 + 80 + 29.2) × 1 / 4"],
  ["size", "firm", 730, "4 × (0.50 − 0.25) × 730"],
  ["spot", "up-to", 876, "1460 × (1 − 0.25 / 0.625)"],
  ["licence", "up-to", 584, "4 × (0.50 − 0.30) × 730"],
  ["disk", "firm", 80, "4 × 20"],
  ["public-ip", "firm", 29.2, "4 × 0.01 × 730"],
  ["tier", "firm", 73, "0.10 × 730"],
] as const)("on the worked pool %s saves, %s, %f a month", ([kind, firmness, amount]) => {
  const { saving } = WORKED_CLAIMS[kind];

  expect(saving).toMatchObject({ about: kind, firmness });
  expect(saving.monthly.amount).toBeCloseTo(amount, 9);
});

it("the worked pool costs 1460 for nodes, 80 for disks and 29.2 for addresses a month", () => {
  const cost = worked(poolCost(WORKED_POOL, WORKED_FACTS));

  expect(cost.nodes.amount).toBeCloseTo(1460, 9);
  expect(cost.disks.amount).toBeCloseTo(80, 9);
  expect(cost.addresses.amount).toBeCloseTo(29.2, 9);
});

type Pair = readonly [a: SavingKind, b: SavingKind, firm: number, upTo: number, also: SavingKind | "nothing"];

/** What both kinds on the worked pool come to, and which of them would be possible in place of the other: none where they add up. */
const PAIRS: readonly Pair[] = [
  ["idle", "stop-schedule", 0, 1642.2, "stop-schedule"],
  ["idle", "scale-to-zero", 0, 1642.2, "scale-to-zero"],
  ["idle", "autoscale", 0, 1642.2, "autoscale"],
  ["idle", "size", 730, 0, "idle"],
  ["idle", "spot", 0, 1642.2, "spot"],
  ["idle", "licence", 0, 1642.2, "licence"],
  ["idle", "disk", 80, 0, "idle"],
  ["idle", "public-ip", 29.2, 0, "idle"],
  ["idle", "tier", 73, 0, "idle"],
  ["stop-schedule", "scale-to-zero", 0, 784.6, "stop-schedule"],
  ["stop-schedule", "autoscale", 0, 730, "autoscale"],
  ["stop-schedule", "size", 730, 0, "stop-schedule"],
  ["stop-schedule", "spot", 0, 876, "stop-schedule"],
  ["stop-schedule", "licence", 0, 730, "licence"],
  ["stop-schedule", "disk", 80, 730, "nothing"],
  ["stop-schedule", "public-ip", 29.2, 730, "nothing"],
  ["stop-schedule", "tier", 73, 730, "nothing"],
  ["scale-to-zero", "autoscale", 0, 784.6, "autoscale"],
  ["scale-to-zero", "size", 730, 0, "scale-to-zero"],
  ["scale-to-zero", "spot", 0, 876, "scale-to-zero"],
  ["scale-to-zero", "licence", 0, 784.6, "licence"],
  ["scale-to-zero", "disk", 80, 0, "scale-to-zero"],
  ["scale-to-zero", "public-ip", 29.2, 0, "scale-to-zero"],
  ["scale-to-zero", "tier", 73, 784.6, "nothing"],
  ["autoscale", "size", 730, 0, "autoscale"],
  ["autoscale", "spot", 0, 876, "autoscale"],
  ["autoscale", "licence", 0, 584, "autoscale"],
  ["autoscale", "disk", 80, 0, "autoscale"],
  ["autoscale", "public-ip", 29.2, 0, "autoscale"],
  ["autoscale", "tier", 73, 392.3, "nothing"],
  ["size", "spot", 730, 0, "spot"],
  ["size", "licence", 730, 0, "licence"],
  ["size", "disk", 730, 0, "disk"],
  ["size", "public-ip", 730 + 29.2, 0, "nothing"],
  ["size", "tier", 730 + 73, 0, "nothing"],
  ["spot", "licence", 0, 876, "licence"],
  ["spot", "disk", 80, 876, "nothing"],
  ["spot", "public-ip", 29.2, 876, "nothing"],
  ["spot", "tier", 73, 876, "nothing"],
  ["licence", "disk", 80, 584, "nothing"],
  ["licence", "public-ip", 29.2, 584, "nothing"],
  ["licence", "tier", 73, 584, "nothing"],
  ["disk", "public-ip", 80 + 29.2, 0, "nothing"],
  ["disk", "tier", 80 + 73, 0, "nothing"],
  ["public-ip", "tier", 29.2 + 73, 0, "nothing"],
];

describe("two kinds on one pool", () => {
  it.for(PAIRS)("%s and %s: firm %f, up to %f, also possible %s", ([a, b, firm, upTo, also]) => {
    const claims = [WORKED_CLAIMS[a], WORKED_CLAIMS[b]];
    const total = savingsTotal(claims, EUR);

    expect(total.firm.amount).toBeCloseTo(firm, 9);
    expect(total.upTo.amount).toBeCloseTo(upTo, 9);
    expect(chooseSavings(claims).alsoPossible.map(({ id }) => id)).toEqual(also === "nothing" ? [] : [also]);
    expect([excludes(a, b), excludes(b, a)]).toEqual(also === "nothing" ? [false, false] : [true, true]);
  });

  it("are all 45 pairs there are, each once", () => {
    const all = SAVING_KINDS.flatMap((a, place) => SAVING_KINDS.slice(place + 1).map((b) => `${a} ${b}`));

    expect(PAIRS.map(([a, b]) => `${a} ${b}`)).toEqual(all);
    expect(all).toHaveLength(45);
  });

  it.for(SAVING_KINDS)("%s excludes itself: one part of a bill is saved once", (kind) => {
    expect(excludes(kind, kind)).toBe(true);
    expect(partsOf(kind).length).toBeGreaterThan(0);
  });
});
