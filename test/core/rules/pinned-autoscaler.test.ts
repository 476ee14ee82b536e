import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { known, missing } from "../../../src/core/model/absence.ts";
import type { NodePool, PoolSize } from "../../../src/core/model/cluster.ts";
import { fixedSizePool } from "../../../src/core/rules/fixed-size-pool.ts";
import { pinnedAutoscaler } from "../../../src/core/rules/pinned-autoscaler.ts";
import { spotWithoutAutoscaler } from "../../../src/core/rules/spot-without-autoscaler.ts";
import { NOW, pool, poolSize, prices, vmPrices } from "../../support/build.ts";
import { law } from "../../support/law.ts";
import { amountOf, answersOn, commandsOf, onlyFinding, SILENT, workingOf } from "./judging.ts";

const D4 = "Standard_D4ds_v5";
const D8 = "Standard_D8ds_v5";
const size = (name: string, min: number, max = min): PoolSize => poolSize(name, min, { min, max });
const pinned = (nodes: number, change: Partial<NodePool> = {}) => pool({ nodeCount: nodes, sizes: [size(D4, nodes)], ...change });
const facts = { prices: known(prices({ vms: { [D4]: vmPrices(0.24), [D8]: vmPrices(0.48) } }), NOW) };

describe("pinned-autoscaler", () => {
  it.for([
    { mode: "user", nodes: 5, idle: 3, range: "--min-count 2 --max-count 5" },
    { mode: "user", nodes: 2, idle: 0, range: "--min-count 2 --max-count 3" },
    { mode: "user", nodes: 1, idle: 0, range: "--min-count 1 --max-count 2" },
    { mode: "system", nodes: 5, idle: 2, range: "--min-count 3 --max-count 5" },
    { mode: "system", nodes: 3, idle: 0, range: "--min-count 3 --max-count 4" },
    { mode: "system", nodes: 1, idle: 0, range: "--min-count 1 --max-count 2" },
  ] as const)("finds a $mode pool pinned to $nodes nodes, of which $idle can go", ({ mode, nodes, idle, range }) => {
    const finding = onlyFinding(answersOn(pinnedAutoscaler, pinned(nodes, { mode }), { facts }));

    expect(finding).toMatchObject({ subject: "apps", severity: "low", magnitude: { value: idle, unit: "node" } });
    expect(commandsOf(finding)).toEqual([
      `az aks nodepool update -g rg-prod --cluster-name prod-weu-1 -n apps --update-cluster-autoscaler ${range}`,
    ]);
  });

  it.for([
    { priority: "regular", hourly: 0.24 },
    { priority: "spot", hourly: 0.06 },
  ] as const)("is worth at most the nodes that can go, $priority at $hourly an hour", ({ priority, hourly }) => {
    const { worth } = onlyFinding(answersOn(pinnedAutoscaler, pinned(5, { priority }), { facts }));

    expect(worth).toMatchObject({ kind: "monthly", about: "autoscale", firmness: "up-to" });
    expect(amountOf(worth)).toBeCloseTo(3 * hourly * 730, 6);
  });

  it.for([
    { what: "none where none can go", nodes: 2, given: facts, worth: { kind: "none" } },
    {
      what: "not priced without the list",
      nodes: 5,
      given: { prices: missing("unavailable", "the list did not answer") },
      worth: { kind: "not-priced", why: expect.stringContaining("did not answer") },
    },
  ])("is worth $what", ({ nodes, given, worth }) => {
    expect(onlyFinding(answersOn(pinnedAutoscaler, pinned(nodes), { facts: given })).worth).toEqual(worth);
  });

  describe("of a Virtual Machines pool", () => {
    const mixed = (...sizes: readonly PoolSize[]) =>
      pool({ kind: "virtual-machines", sizes, nodeCount: sizes.reduce((sum, { nodeCount }) => sum + nodeCount, 0) });

    it("names each pinned size, and no Terraform property", () => {
      const finding = onlyFinding(answersOn(pinnedAutoscaler, mixed(size(D4, 5), size(D8, 3)), { facts }));

      expect(commandsOf(finding)).toEqual([
        expect.stringContaining(
          `auto-scale update -g rg-prod --cluster-name prod-weu-1 -n apps --current-node-vm-size ${D4} --min-count 2`,
        ),
        expect.stringContaining(`--current-node-vm-size ${D8} --min-count 2 --max-count 3`),
      ]);
      expect(workingOf(finding, "can go at most")).toBe("4 nodes");
      expect(finding.remedy).not.toHaveProperty("terraform");
    });

    it("keeps fixed sizes as they are", () => {
      const finding = onlyFinding(answersOn(pinnedAutoscaler, mixed(size(D4, 5), poolSize(D8, 2)), { facts }));

      expect(workingOf(finding, "can go at most")).toBe("3 nodes");
    });

    it("is silent where one size may move: the other is a base that is meant", () => {
      expect(answersOn(pinnedAutoscaler, mixed(size(D4, 5), size(D8, 0, 4)), { facts })).toMatchObject({ findings: [], notApplicable: [] });
    });
  });

  it.for([
    { what: "a range, if only of one node", of: pool({ sizes: [size(D4, 3, 4)] }) },
    { what: "a gateway pool", of: pinned(3, { mode: "gateway" }) },
  ])("is silent about $what", ({ of }) => {
    expect(answersOn(pinnedAutoscaler, of, { facts })).toMatchObject(SILENT);
  });

  it.for([
    { what: "AKS Automatic", on: pinned(3), of: { isAutomatic: true } },
    { what: "node auto-provisioning", on: pinned(3), of: { hasNodeAutoProvisioning: true } },
    { what: "a stopped pool", on: pinned(3, { powerState: "stopped" }), of: {} },
    { what: "a pool held at no nodes", on: pinned(0), of: {} },
    { what: "a fixed pool, which keeps as many nodes", on: pool({ sizes: [poolSize(D4, 3)] }), of: {} },
  ] as const)("does not apply to $what", ({ on, of }) => {
    expect(answersOn(pinnedAutoscaler, on, { facts, of })).toMatchObject({ findings: [], notApplicable: [{ subject: "apps" }] });
  });

  it("waits while the pool is being scaled", () => {
    expect(answersOn(pinnedAutoscaler, pinned(3, { provisioningState: "Scaling" })).unknown).toHaveLength(1);
  });

  const anySize = fc.record({ min: fc.nat({ max: 5 }), more: fc.nat({ max: 2 }), isScaled: fc.boolean() });

  law(
    "never speaks about a pool together with the rules about pools without an autoscaler",
    [anySize, fc.constantFrom("regular" as const, "spot" as const)],
    ({ min, more, isScaled }, priority) => {
      const sizes = [isScaled ? size(D4, min, min + more) : poolSize(D4, min)];
      const of = pool({ priority, nodeCount: min, sizes });
      const speak = [pinnedAutoscaler, fixedSizePool, spotWithoutAutoscaler].filter(
        (rule) => answersOn(rule, of, { facts }).findings.length > 0,
      );

      expect(speak.length).toBeLessThanOrEqual(1);
    },
  );
});
