import { describe, expect, it } from "vitest";
import { undrainableNodes } from "../../../src/core/calc/upgrade-drain.ts";
import type { NodePool, UpgradeSettings } from "../../../src/core/model/cluster.ts";
import { percent, pool, share, without } from "../../support/build.ts";

const of = (upgrade: UpgradeSettings, change: Partial<NodePool> = {}) =>
  undrainableNodes(pool({ nodeCount: 20, upgrade: { maxSurge: share("10%"), ...upgrade }, ...change }));

describe("nodes that cannot be drained", () => {
  it("stop the upgrade and stay as they were, which is the default", () => {
    expect(of({})).toEqual({ kind: "schedule", isDefault: true, mostBlocked: 0, nodesKept: 0 });
    expect(of({ undrainableNodes: "schedule" })).toEqual({ kind: "schedule", isDefault: false, mostBlocked: 0, nodesKept: 0 });
  });

  it.for([
    { with: "as many as max surge unless set", upgrade: {}, mostBlocked: 2 },
    { with: "a percentage of all nodes", upgrade: { maxBlockedNodes: share("33%") }, mostBlocked: 7 },
    { with: "a count", upgrade: { maxBlockedNodes: share("3") }, mostBlocked: 3 },
    { with: "no more than there are", upgrade: { maxBlockedNodes: share("50") }, mostBlocked: 20 },
    { with: "none in place", upgrade: { maxSurge: share("0"), maxUnavailable: share("1"), maxBlockedNodes: share("3") }, mostBlocked: 0 },
  ])("are set aside with cordon, and a surge node is kept for each: $with", ({ upgrade, mostBlocked }) => {
    expect(of({ undrainableNodes: "cordon", ...upgrade })).toEqual({ kind: "cordon", mostBlocked, nodesKept: mostBlocked });
  });

  it("cannot be allowed to be fewer than max surge", () => {
    expect(of({ undrainableNodes: "cordon", maxBlockedNodes: share("1") })).toEqual({
      kind: "blocked-under-surge",
      maxBlockedNodes: 1,
      surge: 2,
    });
  });

  it("are none on spot, which is not drained", () => {
    expect(of({ undrainableNodes: "cordon" }, { priority: "spot" })).toEqual({ kind: "not-drained" });
  });

  it("cannot be told where max surge cannot, or the share cannot be", () => {
    expect(undrainableNodes(without(pool({ upgrade: { undrainableNodes: "cordon" } }), "version"))).toMatchObject({
      cannotTell: { kind: "absent" },
    });
    expect(of({ undrainableNodes: "cordon", maxBlockedNodes: percent(120) })).toMatchObject({
      cannotTell: { kind: "unreadable" },
    });
  });
});
