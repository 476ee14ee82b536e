import { describe, expect, it } from "vitest";
import { known, missing } from "../../../src/core/model/absence.ts";
import type { RegionFacts } from "../../../src/core/model/snapshot.ts";
import { addDays, day, instant, startOf } from "../../../src/core/model/time.ts";
import { supportEndsSoon } from "../../../src/core/rules/support-ends-soon.ts";
import { pool, poolSize, prices, sku, skus, systemPool, version } from "../../support/build.ts";
import { amountOf, answersOf, commandsOf, onlyFinding, SILENT, workingOf } from "./judging.ts";

const END = day("2026-11-30");
/** A cluster whose version leaves community support in so many days. */
const leavingIn = (days: number, change = {}) =>
  answersOf(supportEndsSoon, { at: startOf(addDays(END, -days)), of: { version: version("1.34.2"), ...change } });

describe("support-ends-soon", () => {
  it.for([
    { days: 90, production: "low", elsewhere: "info" },
    { days: 61, production: "low", elsewhere: "info" },
    { days: 60, production: "medium", elsewhere: "low" },
    { days: 31, production: "medium", elsewhere: "low" },
    { days: 30, production: "high", elsewhere: "medium" },
    { days: 15, production: "high", elsewhere: "medium" },
    { days: 14, production: "critical", elsewhere: "high" },
    { days: 1, production: "critical", elsewhere: "high" },
    { days: 0, production: "critical", elsewhere: "high" },
  ] as const)("is $production $days days before the end, $elsewhere outside production", ({ days, production, elsewhere }) => {
    const finding = onlyFinding(leavingIn(days, { tags: { env: "prod" } }));

    expect(finding).toMatchObject({ severity: production, due: END, magnitude: { value: 90 - days, unit: "day" } });
    expect(onlyFinding(leavingIn(days)).severity).toBe(production);
    expect(onlyFinding(leavingIn(days, { tags: { env: "test" } })).severity).toBe(elsewhere);
  });

  it("is silent 91 days before the end", () => {
    expect(leavingIn(91)).toMatchObject(SILENT);
  });

  it("does not apply once support has ended, so that the end is not taken for a repair", () => {
    expect(leavingIn(-1)).toMatchObject({ findings: [], unknown: [], notApplicable: [{ why: expect.stringContaining("already") }] });
  });

  it("leaves a stopped cluster to its own rule", () => {
    expect(leavingIn(10, { powerState: "stopped" })).toMatchObject({
      findings: [],
      notApplicable: [{ why: expect.stringContaining("stopped") }],
    });
  });

  it("says the day; how many are left is counted when it is told", () => {
    expect(onlyFinding(leavingIn(7)).title).toBe("Kubernetes 1.34 leaves community support on 30 Nov");
    expect(onlyFinding(leavingIn(1)).title).toBe("Kubernetes 1.34 leaves community support on 30 Nov");
  });

  it("says who says so, as of when, and which of two sources the calendar follows", () => {
    const of131 = (supportPlan: "community" | "lts", at: string) =>
      onlyFinding(answersOf(supportEndsSoon, { at: startOf(day(at)), of: { version: version("1.31.5"), supportPlan, tier: "premium" } }));

    expect(workingOf(onlyFinding(leavingIn(7)), "who says so")).toBe(
      "the calendar, as of 20 Nov 2026; its page names the month, whose last day counts",
    );
    expect(workingOf(onlyFinding(leavingIn(7)), "remark")).toBeUndefined();
    expect(workingOf(of131("community", "2025-10-01"), "who says so")).toBe("the calendar, as of 20 Nov 2026");
    expect(workingOf(of131("community", "2025-10-01"), "remark")).toMatch(/^The page names November 2025, the notice .* its first day/);
    expect(workingOf(of131("lts", "2026-11-23"), "remark")).toBeUndefined();
  });

  it("goes by the long-term calendar under that plan, and offers no other", () => {
    const finding = onlyFinding(answersOf(supportEndsSoon, { of: { version: version("1.31.5"), supportPlan: "lts", tier: "premium" } }));

    expect(finding).toMatchObject({ due: "2026-11-30", title: expect.stringContaining("long-term support") });
    expect(commandsOf(finding).some((command) => command.includes("AKSLongTermSupport"))).toBe(false);
    expect(answersOf(supportEndsSoon, { of: { version: version("1.34.2"), supportPlan: "lts" } }).findings).toEqual([]);
  });

  it("costs the surge nodes of every hop: 1 + 2 nodes at once, 3 + 10 waves of 10 minutes, at 0.24 an hour", () => {
    const nodePools = [
      systemPool({ version: version("1.33.2") }),
      pool({ version: version("1.33.2"), nodeCount: 20, sizes: [poolSize("Standard_D4ds_v5", 20)] }),
      pool({ name: "burst", priority: "spot", version: version("1.33.2") }),
    ];
    const of = { version: version("1.33.2"), supportPlan: "lts", nodePools } as const;
    const at = instant("2027-07-01T02:03:00Z");
    const soon = (change: Partial<RegionFacts>) =>
      onlyFinding(answersOf(supportEndsSoon, { at, of, facts: { skus: known(skus(sku()), at), prices: known(prices(), at), ...change } }));

    const finding = soon({});
    expect(finding.detail).toContain("1.33 → 1.34");
    const hops = finding.detail.split("→").length - 1;
    expect(finding.worth.kind).toBe("once");
    expect(amountOf(finding.worth)).toBeCloseTo((hops * (1 * 30 + 2 * 100) * 0.24) / 60, 9);
    expect(soon({ prices: missing("unavailable", "it did not answer") }).worth).toMatchObject({ kind: "not-priced" });
  });

  it("cannot tell about a version the calendar does not know yet", () => {
    const outcome = answersOf(supportEndsSoon, { of: { version: version("1.38.0") } });

    expect(outcome.unknown).toMatchObject([{ reason: { kind: "absent" } }]);
  });
});
