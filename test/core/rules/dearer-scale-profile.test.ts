import { describe, expect, it } from "vitest";
import { known, missing } from "../../../src/core/model/absence.ts";
import type { NodePool, PoolSize } from "../../../src/core/model/cluster.ts";
import { gib } from "../../../src/core/model/units.ts";
import { dearerScaleProfile } from "../../../src/core/rules/dearer-scale-profile.ts";
import { NOW, pool, poolSize, prices, sku, skus, vmPrices } from "../../support/build.ts";
import { amountOf, answersOn, commandsOf, onlyFinding, SILENT, workingOf } from "./judging.ts";

const V3 = "Standard_D4s_v3";
const V5 = "Standard_D8ds_v5";
const size = (name: string, min: number, max = min + 5): PoolSize => poolSize(name, min, { min, max });
const mixed = (sizes: readonly PoolSize[], change: Partial<NodePool> = {}) =>
  pool({ kind: "virtual-machines", zones: [], sizes, nodeCount: sizes.reduce((sum, { nodeCount }) => sum + nodeCount, 0), ...change });
const d4 = sku({ name: V3 });
const d8 = sku({ name: V5, vcpus: 8, vcpusAvailable: 8, memoryGiB: gib(32) });
/** 0.06 a vCPU on v3; on v5 what the test says. */
const facts = (perVcpu = 0.05, given = skus(d4, d8)) => ({
  skus: known(given, NOW),
  prices: known(prices({ vms: { [V3]: vmPrices(0.24), [V5]: vmPrices(8 * perVcpu) } }), NOW),
});
const TWO = [size(V3, 4), size(V5, 1)];

describe("dearer-scale-profile", () => {
  it("finds a minimum on the dearer size, and says how many of the other stand for it", () => {
    const finding = onlyFinding(answersOn(dearerScaleProfile, mixed(TWO), { facts: facts() }));

    expect(finding).toMatchObject({ subject: "apps", severity: "low", magnitude: { value: 4, unit: "node" } });
    expect(workingOf(finding, "dearer")).toBe("20 %");
    expect(workingOf(finding, "in place of the minimum")).toBe(`2 more of ${V5}`);
    expect(commandsOf(finding)).toEqual([
      `az aks nodepool auto-scale update -g rg-prod --cluster-name prod-weu-1 -n apps --current-node-vm-size ${V5} --min-count 3 --max-count 6`,
      `az aks nodepool auto-scale update -g rg-prod --cluster-name prod-weu-1 -n apps --current-node-vm-size ${V3} --min-count 0 --max-count 9`,
    ]);
  });

  it("is worth up to the difference of the minimum, in hours", () => {
    const { worth } = onlyFinding(answersOn(dearerScaleProfile, mixed(TWO), { facts: facts() }));

    expect(worth).toMatchObject({ kind: "monthly", about: "size", firmness: "up-to" });
    expect(amountOf(worth)).toBeCloseTo((4 * 0.24 - 2 * 0.4) * 730, 6);
  });

  it("takes as many of the other as have the memory", () => {
    const lean = sku({ name: V5, vcpus: 8, vcpusAvailable: 8, memoryGiB: gib(24) });

    const finding = onlyFinding(answersOn(dearerScaleProfile, mixed([size(V3, 6), size(V5, 1)]), { facts: facts(0.04, skus(d4, lean)) }));

    expect(workingOf(finding, "in place of the minimum")).toBe(`4 more of ${V5}`);
  });

  it.for([
    { perVcpu: 0.05714, finds: 1 },
    { perVcpu: 0.06 / 1.05, finds: 1 },
    { perVcpu: 0.0572, finds: 0 },
    { perVcpu: 0.06, finds: 0 },
  ])("finds $finds at $perVcpu beside 0.06 a vCPU: 5 % count", ({ perVcpu, finds }) => {
    expect(answersOn(dearerScaleProfile, mixed(TWO), { facts: facts(perVcpu) }).findings).toHaveLength(finds);
  });

  it.for([
    { what: "whole nodes of the other cost more", sizes: [size(V3, 1), size(V5, 1)], on: {}, given: facts() },
    { what: "its disks eat up the difference", sizes: TWO, on: {}, given: withSmallNodes() },
    { what: "a system pool needs as many nodes", sizes: TWO, on: { mode: "system" }, given: facts() },
  ] as const)("does not apply where $what", ({ sizes, on, given }) => {
    const osDisk = { kind: "managed", sizeGiB: gib(128) } as const;

    expect(answersOn(dearerScaleProfile, mixed(sizes, { osDisk, ...on }), { facts: given })).toMatchObject({
      findings: [],
      notApplicable: [{ subject: "apps" }],
    });
  });

  it.for([
    { what: "a minimum on the cheaper size alone", of: mixed([size(V3, 0), size(V5, 3)]) },
    { what: "one autoscaled size", of: mixed([size(V3, 4), poolSize(V5, 1)]) },
    { what: "a scale set", of: pool({ sizes: [size(V3, 4)] }) },
    { what: "a stopped pool", of: mixed(TWO, { powerState: "stopped" }) },
  ])("is silent about $what", ({ of }) => {
    expect(answersOn(dearerScaleProfile, of, { facts: facts() })).toMatchObject(SILENT);
  });

  it.for([
    { dear: 1, cheap: 1 },
    { dear: 1, cheap: 0 },
    { dear: 0, cheap: 1 },
  ])("never compares GPU sizes: $dear and $cheap", ({ dear, cheap }) => {
    const given = facts(0.05, skus({ ...d4, gpus: dear }, { ...d8, gpus: cheap }));

    expect(answersOn(dearerScaleProfile, mixed(TWO), { facts: given }).findings).toEqual([]);
  });

  it.for([
    { leastDearer: 20, finds: 1 },
    { leastDearer: 21, finds: 0 },
  ])("20 % are found where $leastDearer % is set: $finds", ({ leastDearer, finds }) => {
    expect(answersOn(dearerScaleProfile, mixed(TWO), { facts: facts(), thresholds: { leastDearer } }).findings).toHaveLength(finds);
  });

  it.for([
    { what: "the list", given: { ...facts(), prices: missing("unavailable", "the list did not answer") }, why: /did not answer/ },
    { what: "the price of a size", given: { ...facts(), prices: known(prices(), NOW) }, why: /Standard_D4s_v3/ },
    { what: "the SKU of a size", given: facts(0.05, skus(d4)), why: /Standard_D8ds_v5/ },
  ])("cannot tell without $what", ({ given, why }) => {
    expect(answersOn(dearerScaleProfile, mixed(TWO), { facts: given })).toMatchObject({
      findings: [],
      unknown: [{ subject: "apps", reason: { why: expect.stringMatching(why) } }],
    });
  });

  it.for([
    { what: "not priced, and found all the same", nodes: 4, worths: ["not-priced"] },
    { what: "not found where the hours alone cost more", nodes: 1, worths: [] },
  ])("without the price of the disks a minimum of $nodes is $what", ({ nodes, worths }) => {
    const withoutDisks = prices({ vms: { [V3]: vmPrices(0.24), [V5]: vmPrices(0.4) }, disks: {} });
    const given = { ...facts(), prices: known(withoutDisks, NOW) };
    const managed = mixed([size(V3, nodes), size(V5, 1)], { osDisk: { kind: "managed", sizeGiB: gib(128) } });

    expect(answersOn(dearerScaleProfile, managed, { facts: given }).findings.map(({ worth }) => worth.kind)).toEqual(worths);
  });
});

/** Of v5 nodes with 2 vCPUs: eight of them, with a disk each, for four of v3. */
function withSmallNodes() {
  const small = sku({ name: V5, vcpus: 2, vcpusAvailable: 2, memoryGiB: gib(8) });
  return {
    skus: known(skus(d4, small), NOW),
    prices: known(prices({ vms: { [V3]: vmPrices(0.24), [V5]: vmPrices(0.11) } }), NOW),
  };
}
