import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nodeReserved, nodeShape } from "../../../src/core/calc/node-reserved.ts";
import { type Fact, known, missing } from "../../../src/core/model/absence.ts";
import type { NodePool, PoolSize } from "../../../src/core/model/cluster.ts";
import { type VmSize, vmSize, vmSizeKey } from "../../../src/core/model/names.ts";
import type { RetailPrices } from "../../../src/core/model/price.ts";
import type { VmSku } from "../../../src/core/model/region.ts";
import { gib, gibToBytes } from "../../../src/core/model/units.ts";
import { nodeReservedShare } from "../../../src/core/rules/node-reserved-share.ts";
import { chooseTarget, type ReservedSize, type Target } from "../../../src/core/rules/reserved-target.ts";
import {
  cluster,
  NOW,
  nights,
  pool,
  poolSize,
  prices,
  quota,
  quotas,
  sku,
  skus,
  systemPool,
  version,
  vmPrices,
  without,
} from "../../support/build.ts";
import { law } from "../../support/law.ts";
import { amountOf, answersOf, answersOn, commandsOf, onlyFinding } from "./judging.ts";

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
    sizes: [poolSize(of(vcpus), nodeCount)],
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
  });

  it("goes by the rule of old nodes before 1.29", () => {
    const old = small(4, 4, { maxPods: 30, version: version("1.28.9") });
    const finding = onlyFinding(answersOn(nodeReservedShare, old, { facts: family(...FAMILY) }));

    expect(finding.title).toBe("Node-reserved takes 20.8 % of the memory");
  });

  it("says the next size and how many of it offer the same, with the room for them", () => {
    const finding = onlyFinding(answersOn(nodeReservedShare, small(2, 20), { facts: family(...FAMILY) }));

    expect(finding).toMatchObject({
      subject: "apps",
      severity: "low",
      magnitude: { value: 26.2, unit: "point" },
      worth: { kind: "not-priced", why: "the retail prices are not known: the test gives no prices" },
    });
    expect(finding.detail).toContain("10 nodes of Standard_D4ds_v5 offer what 20 do now, with the same 40 vCPUs.");
    expect(finding.detail).toContain("Needs a new pool, in 1 batch.");
    expect(commandsOf(finding)[0]).toContain("-n appsbig --node-vm-size Standard_D4ds_v5 --node-count 10 --mode User");
  });

  it("carries the autoscaler over, in nodes of the new size", () => {
    const autoscaled = small(2, 20, { sizes: [poolSize(of(2), 20, { min: 6, max: 40 })] });
    const finding = onlyFinding(answersOn(nodeReservedShare, autoscaled, { facts: family(...FAMILY) }));

    expect(commandsOf(finding)[0]).toContain("--enable-cluster-autoscaler --min-count 3 --max-count 20");
  });

  it.for([
    { what: "it keeps a node for each zone", nodes: 4, rows: FAMILY, target: undefined },
    { what: "at most 10 % more vCPUs are taken", nodes: 3, rows: FAMILY, target: undefined },
    { what: "5 % more are, of uncertain worth", nodes: 19, rows: FAMILY, target: "Standard_D4ds_v5" },
    { what: "fewer vCPUs are surely less", nodes: 200, rows: FAMILY, target: "Standard_D4ds_v5", severity: "medium" },
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
  ])("without prices and with $nodes nodes $what", ({ nodes, rows, target, severity = "low" }) => {
    const finding = onlyFinding(answersOn(nodeReservedShare, small(2, nodes), { facts: family(...rows) }));
    const [command = ""] = commandsOf(finding);

    expect(/--node-vm-size (\S+)/.exec(command)?.[1]).toBe(target);
    expect(finding.severity).toBe(severity);
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
    const sizes = [poolSize(of(8), 2), poolSize(of(2), 20)];
    const finding = onlyFinding(
      answersOn(nodeReservedShare, small(2, 22, { kind: "virtual-machines", zones: [], sizes }), { facts: family(...FAMILY) }),
    );

    expect(commandsOf(finding)).toEqual([
      "az aks nodepool manual-scale update -g rg-prod --cluster-name prod-weu-1 -n apps --current-vm-sizes Standard_D2ds_v5 --vm-sizes Standard_D4ds_v5 --node-count 10",
    ]);
  });

  it("calls Windows from 1.29 an estimate", () => {
    const windows = small(2, 20, { os: "windows", osSku: "Windows2022", maxPods: 30 });
    const finding = onlyFinding(answersOn(nodeReservedShare, windows, { facts: family(...FAMILY) }));

    expect(finding.notKnown).toContainEqual(expect.stringContaining("estimate"));
  });

  it("is silent about system pools", () => {
    const system = systemPool({ sizes: [poolSize(of(2), 3)] });

    expect(answersOf(nodeReservedShare, { of: { nodePools: [system] }, facts: family(...FAMILY) })).toMatchObject({
      findings: [],
      unknown: [],
    });
  });

  it.for([
    { what: "it is stopped", on: { powerState: "stopped" }, cluster: {} },
    { what: "it is fixed at no nodes", on: { nodeCount: 0, sizes: [poolSize(of(2), 0)] }, cluster: {} },
    { what: "AKS Automatic chooses the size", on: {}, cluster: { isAutomatic: true } },
  ] as const)("does not apply where $what", ({ on, cluster }) => {
    expect(answersOn(nodeReservedShare, small(2, 20, on), { of: cluster, facts: family(...FAMILY) })).toMatchObject({
      findings: [],
      notApplicable: [{ subject: "apps" }],
    });
  });

  it("is found for a pool that is scaled to zero, by its maximum", () => {
    const resting = small(2, 0, { sizes: [poolSize(of(2), 0, { min: 0, max: 20 })] });
    const finding = onlyFinding(answersOn(nodeReservedShare, resting, { facts: family(...FAMILY) }));

    expect(commandsOf(finding)[0]).toContain("--node-count 0 --enable-cluster-autoscaler --min-count 0 --max-count 10");
  });

  it("cannot tell without max pods, or without the SKU", () => {
    expect(answersOn(nodeReservedShare, without(small(2, 20), "maxPods"), { facts: family(...FAMILY) })).toMatchObject({
      findings: [],
      unknown: [{ subject: "apps" }],
    });
    expect(answersOn(nodeReservedShare, small(2, 20), { facts: family() })).toMatchObject({ findings: [], unknown: [{ subject: "apps" }] });
  });

  it.for([
    { thresholds: { memoryPercent: 27, cpuPercent: 6 }, finds: 0 },
    { thresholds: { memoryPercent: 27 }, finds: 1 },
    { thresholds: { cpuPercent: 6 }, finds: 1 },
  ])("goes by its settings, $thresholds: 26.2 % of the memory and 5 % of the CPU are found $finds times", ({ thresholds, finds }) => {
    expect(answersOn(nodeReservedShare, small(2, 20), { facts: family(...FAMILY), thresholds }).findings).toHaveLength(finds);
  });

  it("says that restrictions are not known", () => {
    const facts = { ...family(...FAMILY), restrictions: missing("throttled", "Azure asked to wait") };
    const finding = onlyFinding(answersOn(nodeReservedShare, small(2, 20), { facts }));

    expect(finding.notKnown).toContain("whether larger sizes may be made here: Azure asked to wait");
  });
});

/** Of the family by vCPUs, what a Linux hour costs; linear unless a test says otherwise. */
const priceList = (change: Readonly<Record<number, number>> = {}) =>
  prices({
    vms: Object.fromEntries(
      [2, 4, 8, 16, 32].flatMap((vcpus) => {
        const hourly = change[vcpus] ?? vcpus * 0.06;
        return hourly > 0 ? [[of(vcpus), vmPrices(hourly)]] : [];
      }),
    ),
  });
const ROOMY = quotas({ byFamily: new Map([[sku().family, quota(10_000, 0)]]), regional: quota(10_000, 0) });
const priced = (change: Readonly<Record<number, number>> = {}) => ({
  ...family(...FAMILY),
  prices: known(priceList(change), NOW),
  quotas: known(ROOMY, NOW),
});
const ephemeral = (vcpus: number, nodeCount: number, change: Partial<NodePool> = {}) =>
  small(vcpus, nodeCount, { osDisk: { kind: "ephemeral", sizeGiB: gib(64) }, ...change });

describe("node-reserved-share, with prices", () => {
  it.for([
    // Allocatable CPU decides: 1900, 3860, 7820, 15740 and 31580 millicores a node. 200 × 1900 = 380,000.
    { what: "the one of least money", list: {}, target: "Standard_D8ds_v5", nodes: 49, saved: 200 * 0.12 - 49 * 0.48 },
    { what: "its neighbour where it is dearer", list: { 8: 0.49 }, target: "Standard_D4ds_v5", nodes: 99, saved: 200 * 0.12 - 99 * 0.24 },
    { what: "a larger one where it is cheaper", list: { 32: 1.8 }, target: "Standard_D32ds_v5", nodes: 13, saved: 200 * 0.12 - 13 * 1.8 },
    { what: "the cheapest that has a price", list: { 8: 0 }, target: "Standard_D4ds_v5", nodes: 99, saved: 200 * 0.12 - 99 * 0.24 },
  ])("in place of 200 nodes it takes $what", ({ list, target, nodes, saved }) => {
    const finding = onlyFinding(answersOn(nodeReservedShare, ephemeral(2, 200), { facts: priced(list) }));

    expect(finding).toMatchObject({
      severity: "low",
      worth: { kind: "monthly", about: "size", firmness: "firm", basis: { kind: "tonight" } },
    });
    expect(commandsOf(finding)[0]).toContain(`--node-vm-size ${target} --node-count ${nodes} `);
    expect(amountOf(finding.worth)).toBeCloseTo(saved * 730, 6);
  });

  it.for([
    { saved: "less than a twentieth", eight: (200 * 0.12 * 0.9501) / 49, severity: "low" },
    { saved: "a twentieth", eight: (200 * 0.12 * 0.9499) / 49, severity: "medium" },
  ])("is $severity where $saved of the cost is saved", ({ eight, severity }) => {
    expect(onlyFinding(answersOn(nodeReservedShare, ephemeral(2, 200), { facts: priced({ 8: eight }) })).severity).toBe(severity);
  });

  it.for([
    { what: "20 nodes, as fewer and larger ones take as many vCPUs", nodes: 20, list: {} },
    { what: "3 nodes, one a zone", nodes: 3, list: {} },
    { what: "200 nodes, where the one size that would be cheaper costs just as much", nodes: 200, list: { 4: 24 / 99, 8: 24 / 49 } },
  ])("does not apply to $what: no size of the family offers the same for less", ({ nodes, list }) => {
    expect(answersOn(nodeReservedShare, ephemeral(2, nodes), { facts: priced(list) })).toMatchObject({
      findings: [],
      notApplicable: [{ subject: "apps", why: "no size of its family offers the same for less" }],
    });
  });

  it("counts the managed disks that fewer nodes do without, and does not call the same vCPUs fewer", () => {
    const finding = onlyFinding(answersOn(nodeReservedShare, small(2, 20), { facts: priced() }));

    expect(finding.detail).toContain("5 nodes of Standard_D8ds_v5 offer what 20 do now, with the same 40 vCPUs that cost less.");
    expect(amountOf(finding.worth)).toBeCloseTo((20 - 5) * 20, 6);
  });

  it("goes by vCPUs, not priced, where the size it has is not in the list", () => {
    const finding = onlyFinding(answersOn(nodeReservedShare, ephemeral(2, 200), { facts: priced({ 2: 0 }) }));

    expect(commandsOf(finding)[0]).toContain("--node-vm-size Standard_D4ds_v5 --node-count 99 ");
    expect(finding.worth).toEqual({ kind: "not-priced", why: expect.stringContaining("Standard_D2ds_v5, Linux") });
  });

  it("never names a size that is known to be no cheaper beside one without a price", () => {
    const finding = onlyFinding(answersOn(nodeReservedShare, ephemeral(2, 20), { facts: priced({ 8: 0 }) }));

    expect(commandsOf(finding)[0]).toContain("--node-vm-size Standard_D8ds_v5 --node-count 5 ");
    expect(finding).toMatchObject({ severity: "low", worth: { kind: "not-priced", why: expect.stringContaining("Standard_D8ds_v5") } });
  });

  it("stays in the family: what another one costs is for another rule", () => {
    const cheap = sized(4, { name: "Standard_D4ads_v5", familyName: "standardDADSv5Family" });
    const list = prices({ vms: { [of(2)]: vmPrices(0.12), [of(4)]: vmPrices(0.24), [cheap.vmSize]: vmPrices(0.01) } });
    const facts = { ...family(sized(2), sized(4), cheap), prices: known(list, NOW) };

    expect(answersOn(nodeReservedShare, ephemeral(2, 20), { facts })).toMatchObject({ findings: [], notApplicable: [{}] });
  });

  it("is on the mean of the nights, with as many new nodes a node as tonight", () => {
    const history = nights([100, 100, 100, 100, 100, 100, 100, 100], "apps", of(2));
    const finding = onlyFinding(answersOn(nodeReservedShare, ephemeral(2, 200), { facts: priced(), history }));

    expect(finding.worth).toMatchObject({ basis: { kind: "mean", nights: 8 } });
    expect(amountOf(finding.worth)).toBeCloseTo(((200 * 0.12 - 49 * 0.48) * 730) / 2, 6);
  });

  it("counts of a Virtual Machines pool the one profile that changes, on its own nights", () => {
    const sizes = [poolSize(of(8), 2), poolSize(of(2), 200)];
    const history = nights([200, 200, 200, 200, 200, 200, 200], "apps", of(2)).map((day) => ({
      ...day,
      pools: day.pools.map((each) => ({
        ...each,
        samples: each.samples.map(({ at, sizes: held }) => ({ at, sizes: [...held, poolSize(of(8), 2)] })),
      })),
    }));
    const mixed = ephemeral(2, 202, { kind: "virtual-machines", zones: [], sizes });
    const finding = onlyFinding(answersOn(nodeReservedShare, mixed, { facts: priced(), history }));

    expect(commandsOf(finding)[0]).toContain("--current-vm-sizes Standard_D2ds_v5 --vm-sizes Standard_D4ds_v5 --node-count 99");
    expect(finding.worth).toMatchObject({ basis: { kind: "mean", nights: 7 }, before: { amount: 200 * 0.12 * 730 } });
    expect(amountOf(finding.worth)).toBeCloseTo((200 * 0.12 - 99 * 0.24) * 730, 6);
  });

  it("names the target of a pool that rests on no nodes, whose worth is not known", () => {
    const resting = ephemeral(2, 0, { sizes: [poolSize(of(2), 0, { min: 0, max: 200 })] });
    const finding = onlyFinding(answersOn(nodeReservedShare, resting, { facts: priced() }));

    expect(commandsOf(finding)[0]).toContain(
      "--node-vm-size Standard_D8ds_v5 --node-count 0 --enable-cluster-autoscaler --min-count 0 --max-count 49",
    );
    expect(finding.worth).toMatchObject({ kind: "not-priced", why: expect.stringContaining("no nodes tonight") });
  });
});

describe("the target", () => {
  const anyPool = fc.record({
    vcpus: fc.constantFrom(2, 4, 8),
    nodes: fc.integer({ min: 1, max: 200 }),
    maxPods: fc.integer({ min: 10, max: 250 }),
  });
  const anyList = fc.record(
    Object.fromEntries([4, 8, 16, 32].map((vcpus) => [vcpus, fc.double({ min: vcpus * 0.05, max: vcpus * 0.07, noNaN: true })])),
  );
  /** What is chosen for such a pool, and what the pool has now. */
  function chosen({ vcpus, nodes, maxPods }: { vcpus: number; nodes: number; maxPods: number }, list: Fact<RetailPrices>) {
    const judged = ephemeral(vcpus, nodes, { maxPods });
    const row = sized(vcpus);
    const shape = nodeShape(judged, row);
    if (!shape) throw new Error("the pool has a size");
    const now = { pool: judged, size: poolSize(of(vcpus), nodes), sku: row, reserved: nodeReserved(shape) };
    const view = { at: NOW, cluster: cluster({ nodePools: [judged] }), history: [], skus: skus(...FAMILY), prices: list };
    const thresholds = { memoryPercent: 20, cpuPercent: 5 };
    return { now, choice: chooseTarget(now, { byKey: new Map() }, { ...view, thresholds }) };
  }
  function expectTheSameOffer({ size, reserved }: Target, now: ReservedSize) {
    expect(size.nodeCount * reserved.allocatableCpu).toBeGreaterThanOrEqual(now.size.nodeCount * now.reserved.allocatableCpu);
    expect(size.nodeCount * reserved.allocatableMemory).toBeGreaterThanOrEqual(now.size.nodeCount * now.reserved.allocatableMemory);
    expect(reserved.memoryShare).toBeLessThan(0.2);
    expect(reserved.cpuShare).toBeLessThan(0.05);
  }

  law("with prices always offers what the pool offers, for less money", [anyPool, anyList], (of, change) => {
    const list = priceList(change);
    const { now, choice } = chosen(of, known(list, NOW));

    expect(choice.kind).not.toBe("not-priced");
    if (choice.kind !== "cheaper") return;
    const hour = ({ vmSize: key, nodeCount }: PoolSize) => nodeCount * (list.vms.get(vmSizeKey(key))?.linux?.amount ?? Number.NaN);
    expectTheSameOffer(choice.target, now);
    expect(hour(choice.target.size)).toBeLessThan(hour(now.size));
  });

  law("without prices always offers what the pool offers, for at most a tenth more vCPUs", [anyPool], (of) => {
    const { now, choice } = chosen(of, missing("absent", "not read"));

    expect(choice.kind).toBe("not-priced");
    if (choice.kind !== "not-priced" || !choice.target) return;
    expectTheSameOffer(choice.target, now);
    expect(choice.target.vcpus).toBeLessThanOrEqual(choice.target.vcpusNow * 1.1);
  });
});
