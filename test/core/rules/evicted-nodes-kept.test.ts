import { describe, expect, it } from "vitest";
import { known, missing } from "../../../src/core/model/absence.ts";
import type { NodePool } from "../../../src/core/model/cluster.ts";
import { gib } from "../../../src/core/model/units.ts";
import { evictedNodesKept } from "../../../src/core/rules/evicted-nodes-kept.ts";
import { NOW, pool, poolSize, prices } from "../../support/build.ts";
import { answersOn, commandsOf, onlyFinding, SILENT, workingOf } from "./judging.ts";

const facts = { prices: known(prices(), NOW) };
const kept = (change: Partial<NodePool> = {}) =>
  pool({ priority: "spot", spot: { evictionPolicy: "deallocate" }, osDisk: { kind: "managed", sizeGiB: gib(128) }, ...change });

describe("evicted-nodes-kept", () => {
  it("finds a spot pool that deallocates evicted nodes, with what each of them keeps", () => {
    const finding = onlyFinding(answersOn(evictedNodesKept, kept(), { facts }));

    expect(finding).toMatchObject({ subject: "apps", severity: "low", magnitude: { value: 3, unit: "node" } });
    expect(workingOf(finding, "spot quota at most")).toBe("12 vCPUs");
    expect(workingOf(finding, "disk of one evicted node")).toBe("20 EUR a month");
    expect(commandsOf(finding)[0]).toContain("--eviction-policy Delete");
  });

  it("is about money without an amount: how many are deallocated is not known", () => {
    expect(onlyFinding(answersOn(evictedNodesKept, kept(), { facts })).worth).toEqual({
      kind: "not-priced",
      why: expect.stringContaining("how many of its nodes stand deallocated"),
    });
  });

  it("is found all the same where the price of the disk is missing, and says so", () => {
    const outcome = answersOn(evictedNodesKept, kept(), { facts: { prices: missing("unavailable", "the list did not answer") } });

    expect(workingOf(onlyFinding(outcome), "disk of one evicted node")).toMatch(/^not priced: .*did not answer/);
  });

  it("speaks of no disk where none is managed", () => {
    const finding = onlyFinding(answersOn(evictedNodesKept, kept({ osDisk: pool().osDisk }), { facts }));

    expect(finding.worth).toEqual({ kind: "none" });
    expect(finding.detail).not.toContain("disk");
  });

  it.for([
    { what: "a spot pool that deletes evicted nodes", of: pool({ priority: "spot", spot: { evictionPolicy: "delete" } }) },
    { what: "a regular pool that deallocates what it scales down", of: pool({ scaleDownMode: "deallocate" }) },
  ])("is silent about $what", ({ of }) => {
    expect(answersOn(evictedNodesKept, of, { facts })).toMatchObject(SILENT);
  });

  it.for([
    { what: "a stopped pool", on: { powerState: "stopped" } },
    { what: "a fixed pool without nodes", on: { nodeCount: 0, sizes: [poolSize("Standard_D4ds_v5", 0)] } },
  ] as const)("does not apply to $what", ({ on }) => {
    expect(answersOn(evictedNodesKept, kept(on), { facts })).toMatchObject({ findings: [], notApplicable: [{ subject: "apps" }] });
  });

  it("waits while the pool is being scaled", () => {
    expect(answersOn(evictedNodesKept, kept({ provisioningState: "Scaling" })).unknown).toMatchObject([{ reason: { kind: "in-motion" } }]);
  });
});
