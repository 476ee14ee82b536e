import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nodeReserved, nodeShape } from "../../../src/core/calc/node-reserved.ts";
import { known, missing } from "../../../src/core/model/absence.ts";
import type { NodePool } from "../../../src/core/model/cluster.ts";
import { type VmSize, vmSize, vmSizeKey } from "../../../src/core/model/names.ts";
import type { VmSku } from "../../../src/core/model/region.ts";
import { gib, gibToBytes } from "../../../src/core/model/units.ts";
import { largerSize } from "../../../src/core/rules/larger-size.ts";
import { nodeReservedShare } from "../../../src/core/rules/node-reserved-share.ts";
import { NOW, pool, quota, quotas, sku, skus, systemPool, version } from "../../support/build.ts";
import { answersOf, answersOn, commandsOf, flawsOf, onlyFinding } from "./judging.ts";

/** A size of the family with so many vCPUs, 4 GiB and 37.5 GiB of temp disk each. */
function sized(vcpus: number, change: Partial<VmSku> & { readonly name?: string } = {}): VmSku {
  const tempBytes = gibToBytes(gib(vcpus * 37.5));
  return sku({
    name: `Standard_D${vcpus}ds_v5`,
    vcpus,
    vcpusAvailable: vcpus,
    memoryGiB: gib(vcpus * 4),
    ephemeralOsDisk: { ...sku().ephemeralOsDisk, tempBytes },
    ...change,
  });
}
const FAMILY = [2, 4, 8, 16, 32].map((vcpus) => sized(vcpus));
const family = (...rows: readonly VmSku[]) => ({ skus: known(skus(...rows), NOW) });
const of = (vcpus: number): VmSize => vmSize(`Standard_D${vcpus}ds_v5`);
const small = (vcpus: number, nodeCount: number, change: Partial<NodePool> = {}) =>
  pool({
    nodeCount,
    maxPods: 110,
    sizes: [{ vmSize: of(vcpus), nodeCount }],
    osDisk: { kind: "managed", sizeGiB: gib(128) },
    ...change,
  });

describe("node-reserved-share", () => {
  it.for([
    { vcpus: 2, maxPods: 30, finds: true, why: "100 of 2000 millicores are 5 %" },
    { vcpus: 4, maxPods: 30, finds: false, why: "4.6 % of the memory, 3.5 % of the CPU" },
    { vcpus: 4, maxPods: 110, finds: false, why: "14.3 % of the memory" },
    { vcpus: 4, maxPods: 156, finds: false, why: "(3170 + 100) / 16384 = 19.96 %" },
    { vcpus: 4, maxPods: 157, finds: true, why: "(3190 + 100) / 16384 = 20.1 %" },
    { vcpus: 4, maxPods: 250, finds: true, why: "25.6 %, rules 4.1" },
    { vcpus: 8, maxPods: 250, finds: false, why: "15.7 %, rules 4.1" },
  ])("finds $finds for $vcpus vCPUs and $maxPods pods: $why", ({ vcpus, maxPods, finds }) => {
    const { findings, unknown } = answersOn(nodeReservedShare, small(vcpus, 4, { maxPods }), { facts: family(...FAMILY) });

    expect({ finds: findings.length === 1, unknown }).toEqual({ finds, unknown: [] });
    expect(findings.flatMap((finding) => flawsOf(nodeReservedShare, finding))).toEqual([]);
  });

  it("goes by the rule of old nodes before 1.29", () => {
    const old = small(4, 4, { maxPods: 30, version: version("1.28.9") });
    const finding = onlyFinding(answersOn(nodeReservedShare, old, { facts: family(...FAMILY) }));

    expect(finding.title).toBe("Node-reserved takes 20.8 % of the memory");
  });

  it("says the next size and how many of it offer the same, with the room for them", () => {
    const finding = onlyFinding(answersOn(nodeReservedShare, small(2, 20), { facts: family(...FAMILY) }));

    expect(finding).toMatchObject({ subject: "apps", severity: "medium", magnitude: { value: 26.2, unit: "point" } });
    expect(finding.detail).toContain("10 nodes of Standard_D4ds_v5 offer what 20 do now, with the same 40 vCPUs.");
    expect(finding.detail).toContain("Needs a new pool, in 1 batch.");
    expect(commandsOf(finding)[0]).toContain("-n appsbig --node-vm-size Standard_D4ds_v5 --node-count 10 --mode User");
    expect(flawsOf(nodeReservedShare, finding)).toEqual([]);
  });

  it("carries the autoscaler over, in nodes of the new size", () => {
    const autoscaled = small(2, 20, { sizes: [{ vmSize: of(2), nodeCount: 20, autoscale: { min: 6, max: 40 } }] });
    const finding = onlyFinding(answersOn(nodeReservedShare, autoscaled, { facts: family(...FAMILY) }));

    expect(commandsOf(finding)[0]).toContain("--enable-cluster-autoscaler --min-count 3 --max-count 20");
  });

  it.for([
    { what: "it keeps a node for each zone", nodes: 4, rows: FAMILY, target: undefined },
    { what: "at most 10 % more vCPUs are taken", nodes: 3, rows: FAMILY, target: undefined },
    { what: "5 % more are", nodes: 19, rows: FAMILY, target: "Standard_D4ds_v5" },
    {
      what: "other families are no target",
      nodes: 20,
      rows: [sized(2), sized(4, { familyName: "standardDADSv5Family" })],
      target: undefined,
    },
    { what: "another architecture is none", nodes: 20, rows: [sized(2), sized(4, { architecture: "arm64" })], target: undefined },
    { what: "a constrained size does not help", nodes: 20, rows: [sized(2), sized(4, { vcpusAvailable: 2 })], target: undefined },
    {
      what: "a size outside the zones is none",
      nodes: 20,
      rows: [sized(2), sized(4, { zones: ["1"] }), sized(8)],
      target: "Standard_D8ds_v5",
    },
    { what: "the smallest that helps wins", nodes: 20, rows: [sized(16), sized(8), sized(2), sized(4)], target: "Standard_D4ds_v5" },
  ])("with $nodes nodes $what", ({ nodes, rows, target }) => {
    const finding = onlyFinding(answersOn(nodeReservedShare, small(2, nodes), { facts: family(...rows) }));
    const [command = ""] = commandsOf(finding);

    expect(/--node-vm-size (\S+)/.exec(command)?.[1]).toBe(target);
    expect(finding.severity).toBe(target === undefined ? "low" : "medium");
    expect(flawsOf(nodeReservedShare, finding)).toEqual([]);
  });

  it("passes over sizes that are restricted, in a zone of the pool too", () => {
    const restrictions = known({ byKey: new Map([[vmSizeKey(of(4)), { reason: "NotAvailableForSubscription", zones: ["2"] }]]) }, NOW);
    const finding = onlyFinding(answersOn(nodeReservedShare, small(2, 24), { facts: { ...family(...FAMILY), restrictions } }));

    expect(commandsOf(finding)[0]).toContain("--node-vm-size Standard_D8ds_v5");
  });

  it("passes over sizes whose local disk cannot hold an ephemeral OS disk", () => {
    const ephemeral = small(2, 24, { osDisk: { kind: "ephemeral", sizeGiB: gib(64) } });
    const noDisk = { ...sku().ephemeralOsDisk, tempBytes: gibToBytes(gib(0)) };
    const finding = onlyFinding(
      answersOn(nodeReservedShare, ephemeral, { facts: family(sized(2), sized(4, { ephemeralOsDisk: noDisk }), sized(8)) }),
    );

    expect(commandsOf(finding)[0]).toContain("--node-vm-size Standard_D8ds_v5");
  });

  it("says the batches where the family has no room for all at once", () => {
    const [row] = FAMILY;
    const facts = {
      ...family(...FAMILY),
      quotas: known(quotas({ byFamily: new Map([[row?.family ?? sku().family, quota(200, 188)]]) }), NOW),
    };
    const finding = onlyFinding(answersOn(nodeReservedShare, small(2, 20), { facts }));

    expect(finding.detail).toContain("in 4 batches");
  });

  it("changes the profile of a Virtual Machines pool in place, and speaks of its worst size", () => {
    const sizes = [
      { vmSize: of(8), nodeCount: 2 },
      { vmSize: of(2), nodeCount: 20 },
    ];
    const finding = onlyFinding(
      answersOn(nodeReservedShare, small(2, 22, { kind: "virtual-machines", zones: [], sizes }), { facts: family(...FAMILY) }),
    );

    expect(commandsOf(finding)).toEqual([
      "az aks nodepool manual-scale update -g rg-prod --cluster-name prod-weu-1 -n apps --current-vm-sizes Standard_D2ds_v5 --vm-sizes Standard_D4ds_v5 --node-count 10",
    ]);
    expect(flawsOf(nodeReservedShare, finding)).toEqual([]);
  });

  it("calls Windows from 1.29 an estimate", () => {
    const windows = small(2, 20, { os: "windows", osSku: "Windows2022", maxPods: 30 });
    const finding = onlyFinding(answersOn(nodeReservedShare, windows, { facts: family(...FAMILY) }));

    expect(finding.notKnown).toContainEqual(expect.stringContaining("estimate"));
    expect(flawsOf(nodeReservedShare, finding)).toEqual([]);
  });

  it("is silent about system pools", () => {
    const system = systemPool({ sizes: [{ vmSize: of(2), nodeCount: 3 }] });

    expect(answersOf(nodeReservedShare, { of: { nodePools: [system] }, facts: family(...FAMILY) })).toMatchObject({
      findings: [],
      unknown: [],
    });
  });

  it.for([
    { what: "it is stopped", on: { powerState: "stopped" }, cluster: {} },
    { what: "it is fixed at no nodes", on: { nodeCount: 0, sizes: [{ vmSize: of(2), nodeCount: 0 }] }, cluster: {} },
    { what: "AKS Automatic chooses the size", on: {}, cluster: { isAutomatic: true } },
  ] as const)("does not apply where $what", ({ on, cluster }) => {
    expect(answersOn(nodeReservedShare, small(2, 20, on), { of: cluster, facts: family(...FAMILY) })).toMatchObject({
      findings: [],
      notApplicable: [{ subject: "apps" }],
    });
  });

  it("is found for a pool that is scaled to zero for now, by its maximum", () => {
    const resting = small(2, 0, { sizes: [{ vmSize: of(2), nodeCount: 0, autoscale: { min: 0, max: 20 } }] });
    const finding = onlyFinding(answersOn(nodeReservedShare, resting, { facts: family(...FAMILY) }));

    expect(commandsOf(finding)[0]).toContain("--node-count 0 --enable-cluster-autoscaler --min-count 0 --max-count 10");
    expect(flawsOf(nodeReservedShare, finding)).toEqual([]);
  });

  it("cannot tell without max pods, or without the SKU", () => {
    const { maxPods: _, ...withoutMaxPods } = small(2, 20);

    expect(answersOn(nodeReservedShare, withoutMaxPods, { facts: family(...FAMILY) })).toMatchObject({
      findings: [],
      unknown: [{ subject: "apps" }],
    });
    expect(answersOn(nodeReservedShare, small(2, 20), { facts: family() })).toMatchObject({ findings: [], unknown: [{ subject: "apps" }] });
  });

  it("says that restrictions are not known", () => {
    const facts = { ...family(...FAMILY), restrictions: missing("throttled", "Azure asked to wait") };
    const finding = onlyFinding(answersOn(nodeReservedShare, small(2, 20), { facts }));

    expect(finding.notKnown).toContain("whether larger sizes may be made here: Azure asked to wait");
  });
});

describe("the larger size", () => {
  it("always offers at least what the pool offers, for at most a tenth more vCPUs, and keeps less", () => {
    const anyPool = fc.record({
      vcpus: fc.constantFrom(2, 4, 8),
      nodes: fc.integer({ min: 1, max: 200 }),
      maxPods: fc.integer({ min: 10, max: 250 }),
    });

    fc.assert(
      fc.property(anyPool, ({ vcpus, nodes, maxPods }) => {
        const of = small(vcpus, nodes, { maxPods });
        const [size] = of.sizes;
        const row = sized(vcpus);
        const shape = nodeShape(of, row);
        if (!size || !shape) throw new Error("the pool has a size");
        const now = { pool: of, size, sku: row, reserved: nodeReserved(shape) };

        const larger = largerSize(now, skus(...FAMILY), { byKey: new Map() });

        if (!larger) return;
        const { reserved, size: target } = larger;
        expect(target.nodeCount * reserved.allocatableCpu).toBeGreaterThanOrEqual(nodes * now.reserved.allocatableCpu);
        expect(target.nodeCount * reserved.allocatableMemory).toBeGreaterThanOrEqual(nodes * now.reserved.allocatableMemory);
        expect(larger.vcpus).toBeLessThanOrEqual(larger.vcpusNow * 1.1);
        expect(reserved.memoryShare).toBeLessThan(0.2);
        expect(reserved.cpuShare).toBeLessThan(0.05);
      }),
    );
  });
});
