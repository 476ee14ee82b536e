import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { known, missing } from "../../../src/core/model/absence.ts";
import { vmSize } from "../../../src/core/model/names.ts";
import { rangeFor } from "../../../src/core/rules/autoscale-range.ts";
import { environmentOf } from "../../../src/core/rules/environment.ts";
import { fixedSizePool } from "../../../src/core/rules/fixed-size-pool.ts";
import { NOW, nights, pool, poolSize, prices, sku, skus, vmPrices } from "../../support/build.ts";
import { law } from "../../support/law.ts";
import { amountOf, answersOn, commandsOf, onlyFinding, SILENT, workingOf } from "./judging.ts";

const D4 = vmSize("Standard_D4ds_v5");
const D8 = vmSize("Standard_D8ds_v5");
const fixed = (nodeCount: number) => ({ nodeCount, sizes: [poolSize(D4, nodeCount)] });

describe("fixed-size-pool", () => {
  it.for([
    { mode: "user", nodes: 12, severity: "medium", range: "--min-count 2 --max-count 12" },
    { mode: "user", nodes: 3, severity: "medium", range: "--min-count 2 --max-count 3" },
    { mode: "user", nodes: 2, severity: "low", range: "--min-count 2 --max-count 3" },
    { mode: "user", nodes: 1, severity: "low", range: "--min-count 1 --max-count 2" },
    { mode: "system", nodes: 4, severity: "medium", range: "--min-count 3 --max-count 4" },
    { mode: "system", nodes: 3, severity: "low", range: "--min-count 3 --max-count 4" },
    { mode: "system", nodes: 1, severity: "low", range: "--min-count 2 --max-count 3" },
  ] as const)("finds a $mode pool fixed at $nodes nodes: $severity", ({ mode, nodes, severity, range }) => {
    const finding = onlyFinding(answersOn(fixedSizePool, pool({ mode, ...fixed(nodes) })));

    expect(finding).toMatchObject({ subject: "apps", severity, magnitude: { value: nodes, unit: "node" } });
    expect(commandsOf(finding)).toEqual([expect.stringContaining(`--enable-cluster-autoscaler ${range}`)]);
  });

  describe("is worth at most the nodes that can go", () => {
    const facts = { prices: known(prices({ vms: { [D4]: vmPrices(0.24), [D8]: vmPrices(0.48) } }), NOW) };

    it("up to: 10 of 12 nodes, 730 hours of 0.24 each", () => {
      const { worth } = onlyFinding(answersOn(fixedSizePool, pool(fixed(12)), { facts }));

      expect(worth).toMatchObject({ kind: "monthly", about: "autoscale", firmness: "up-to", basis: { kind: "tonight" } });
      expect(amountOf(worth)).toBeCloseTo(10 * 0.24 * 730, 6);
    });

    it("on the mean of the nights, of which two nodes stay", () => {
      const { worth } = onlyFinding(answersOn(fixedSizePool, pool(fixed(12)), { facts, history: nights([8, 8, 8, 8, 10, 10, 12, 12]) }));

      expect(amountOf(worth)).toBeCloseTo((9.5 - 2) * 0.24 * 730, 6);
    });

    it("of a Virtual Machines pool the range counts for each size: 2 of 4 and 1 of 3 nodes can go", () => {
      const sizes = [poolSize(D4, 4), poolSize(D8, 3)];
      const { worth } = onlyFinding(answersOn(fixedSizePool, pool({ kind: "virtual-machines", nodeCount: 7, sizes }), { facts }));

      expect(amountOf(worth)).toBeCloseTo((3 / 7) * (4 * 0.24 + 3 * 0.48) * 730, 6);
    });

    it("nothing where only growth is won", () => {
      expect(onlyFinding(answersOn(fixedSizePool, pool(fixed(2)), { facts })).worth).toEqual({ kind: "none" });
    });

    it.for([
      { what: "prices were not read", facts: { prices: missing("unavailable", "the price list did not answer") }, why: /did not answer/ },
      { what: "the size is not in the list", facts: { prices: known(prices({ vms: {} }), NOW) }, why: /Standard_D4ds_v5/ },
    ])("not priced, and found all the same, where $what", ({ facts, why }) => {
      const finding = onlyFinding(answersOn(fixedSizePool, pool(fixed(12)), { facts }));

      expect(finding.worth).toEqual({ kind: "not-priced", why: expect.stringMatching(why) });
    });
  });

  it.for([
    { what: "a pool with autoscaler", change: {} },
    { what: "a spot pool, which has a rule of its own", change: { ...fixed(3), priority: "spot" } },
    { what: "a gateway pool", change: { ...fixed(3), mode: "gateway" } },
    { what: "an availability set, which cannot be autoscaled", change: { ...fixed(3), kind: "availability-set" } },
    {
      what: "a Virtual Machines pool with one size autoscaled",
      change: {
        kind: "virtual-machines",
        nodeCount: 5,
        sizes: [poolSize(D4, 3, { min: 1, max: 3 }), poolSize(D8, 2)],
      },
    },
  ] as const)("is silent about $what", ({ change }) => {
    expect(answersOn(fixedSizePool, pool(change))).toMatchObject(SILENT);
  });

  it.for([
    { what: "AKS Automatic sizes the pools", on: {}, of: { isAutomatic: true } },
    { what: "node auto-provisioning excludes the autoscaler", on: {}, of: { hasNodeAutoProvisioning: true } },
    { what: "the pool is stopped", on: { powerState: "stopped" }, of: {} },
    { what: "the pool was scaled to 0 and comes back as it was", on: fixed(0), of: {} },
    {
      what: "the autoscaler came, and may keep one number only",
      on: { sizes: [poolSize(D4, 3, { min: 3, max: 3 })] },
      of: {},
    },
  ] as const)("does not apply where $what", ({ on, of }) => {
    expect(answersOn(fixedSizePool, pool({ ...fixed(3), ...on }), { of })).toMatchObject({
      findings: [],
      notApplicable: [{ subject: "apps" }],
    });
  });

  it("counts what can go size by size in a Virtual Machines pool, and names no Terraform property for it", () => {
    const sizes = [poolSize(D4, 5), poolSize(D8, 3)];

    const finding = onlyFinding(answersOn(fixedSizePool, pool({ kind: "virtual-machines", nodeCount: 8, sizes })));

    expect(workingOf(finding, "can go at most")).toBe("4 nodes");
    expect(finding.remedy.bicep).toContain("virtualMachinesProfile.scale.autoscale");
    expect(finding.remedy).not.toHaveProperty("terraform");
  });

  it.for([
    { what: "does not apply to GPU sizes", skus: known(skus(sku({ gpus: 1 })), NOW), finds: false },
    { what: "finds sizes without GPUs, and does not warn of them", skus: known(skus(sku()), NOW), finds: true, warns: false },
    {
      what: "finds sizes whose SKUs were not read, and warns",
      skus: missing("throttled", "Azure asked to wait"),
      finds: true,
      warns: true,
    },
  ])("in a Virtual Machines pool $what", ({ skus: listed, finds, warns }) => {
    const outcome = answersOn(fixedSizePool, pool({ kind: "virtual-machines", ...fixed(12) }), { facts: { skus: listed } });

    expect(outcome).toMatchObject({ findings: finds ? [{}] : [], notApplicable: finds ? [] : [{ subject: "apps" }] });
    if (finds) expect(onlyFinding(outcome).first.some((text) => text.includes("GPUs"))).toBe(warns);
  });

  it("waits while the pool is being scaled", () => {
    expect(answersOn(fixedSizePool, pool({ ...fixed(3), provisioningState: "Scaling" })).unknown).toHaveLength(1);
  });
});

describe("the range that is advised", () => {
  const anyPool = fc.record({ mode: fc.constantFrom("user" as const, "system" as const), nodeCount: fc.nat({ max: 1000 }) });
  const anyEnvironment = fc.constantFrom(environmentOf({ tags: {} }), environmentOf({ tags: { env: "prod" } }));

  law(
    "is never pinned, holds today's nodes where the pool has enough, and leaves system pools what they should have",
    [anyPool, anyEnvironment],
    (of, environment) => {
      const { min, max } = rangeFor(of, environment);

      expect(min).toBeLessThan(max);
      expect(max).toBeGreaterThanOrEqual(of.nodeCount);
      if (of.mode === "system") expect(min).toBeGreaterThanOrEqual(environment.kind === "production" ? 3 : 2);
      if (of.nodeCount > 3) expect(max).toBe(of.nodeCount);
    },
  );
});
