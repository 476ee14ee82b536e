import { describe, expect, it } from "vitest";
import { known, missing } from "../../../src/core/model/absence.ts";
import type { NodePool } from "../../../src/core/model/cluster.ts";
import type { VmSku } from "../../../src/core/model/region.ts";
import { bytes, gib, gibToBytes } from "../../../src/core/model/units.ts";
import { defaultSizeOsDisk } from "../../../src/core/rules/default-size-os-disk.ts";
import { judge } from "../../../src/core/rules/index.ts";
import { cluster, NOW, pool, poolSize, prices, regionFacts, regionView, sku, skus, snapshot, systemPool } from "../../support/build.ts";
import { amountOf, answersOn, commandsOf, onlyFinding, SILENT, workingOf } from "./judging.ts";

const SIZE = "Standard_D16s_v5";
const NO_LOCAL_DISK = { isSupported: false, cacheBytes: bytes(0), tempBytes: bytes(0), nvmeBytes: bytes(0) };
const large = (change: Partial<VmSku> = {}) =>
  sku({ name: SIZE, vcpus: 16, vcpusAvailable: 16, ephemeralOsDisk: NO_LOCAL_DISK, ...change });
const managed = (sizeGiB: number, change: Partial<NodePool> = {}) =>
  pool({ osDisk: { kind: "managed", sizeGiB: gib(sizeGiB) }, sizes: [poolSize(SIZE, 3)], ...change });
const facts = (row: VmSku = large()) => ({ skus: known(skus(row), NOW), prices: known(prices(), NOW) });
const tempOf = (sizeGiB: number) => ({ ...sku().ephemeralOsDisk, tempBytes: gibToBytes(gib(sizeGiB)) });

describe("default-size-os-disk", () => {
  it("finds a disk that is as large as AKS makes it for the vCPUs, and names a smaller one", () => {
    const finding = onlyFinding(answersOn(defaultSizeOsDisk, managed(512), { facts: facts() }));

    expect(finding).toMatchObject({ subject: "apps", severity: "low", magnitude: { value: 3, unit: "node" } });
    expect(workingOf(finding, "disk now")).toBe("managed, 512 GiB, billed as P20, 2300 operations a second");
    expect(workingOf(finding, "target")).toBe("managed, 128 GiB, billed as P10, 500 operations a second");
    expect(commandsOf(finding)[0]).toContain("--node-osdisk-type Managed --node-osdisk-size 128");
  });

  it("is worth up to what the lower tier costs less", () => {
    const { worth } = onlyFinding(answersOn(defaultSizeOsDisk, managed(512), { facts: facts() }));

    expect(worth).toMatchObject({ kind: "monthly", about: "disk", firmness: "up-to", before: { amount: 3 * 73 } });
    expect(amountOf(worth)).toBeCloseTo(3 * (73 - 20), 9);
  });

  it.for([
    { what: "the list was not read", prices: missing("unavailable", "the list did not answer"), why: /did not answer/ },
    { what: "a tier is not in it", prices: known(prices({ disks: {} }), NOW), why: /P20 LRS disk/ },
  ])("is not priced, and found all the same, where $what", ({ prices: list, why }) => {
    const finding = onlyFinding(answersOn(defaultSizeOsDisk, managed(512), { facts: { ...facts(), prices: list } }));

    expect(finding.worth).toEqual({ kind: "not-priced", why: expect.stringMatching(why) });
  });

  it("advises a local disk where a smaller one has room there, and then saves the whole", () => {
    const row = large({ ephemeralOsDisk: tempOf(200) });

    const finding = onlyFinding(answersOn(defaultSizeOsDisk, managed(512), { facts: facts(row) }));

    expect(commandsOf(finding)[0]).toContain("--node-osdisk-type Ephemeral --node-osdisk-size 128");
    expect(amountOf(finding.worth)).toBeCloseTo(3 * 73, 9);
  });

  it("advises no local disk that the pool cannot have", () => {
    const row = large({ ephemeralOsDisk: tempOf(200) });

    const finding = onlyFinding(answersOn(defaultSizeOsDisk, managed(512, { scaleDownMode: "deallocate" }), { facts: facts(row) }));

    expect(commandsOf(finding)[0]).toContain("--node-osdisk-type Managed");
  });

  it.for([
    { vcpus: 7, sizeGiB: 128, finds: 0 },
    { vcpus: 8, sizeGiB: 256, finds: 1 },
    { vcpus: 15, sizeGiB: 256, finds: 1 },
    { vcpus: 16, sizeGiB: 512, finds: 1 },
    { vcpus: 16, sizeGiB: 256, finds: 0 },
    { vcpus: 16, sizeGiB: 513, finds: 0 },
    { vcpus: 64, sizeGiB: 1024, finds: 1 },
  ])("$vcpus vCPUs with $sizeGiB GiB: $finds", ({ vcpus, sizeGiB, finds }) => {
    const row = large({ vcpus, vcpusAvailable: vcpus });

    expect(answersOn(defaultSizeOsDisk, managed(sizeGiB), { facts: facts(row) }).findings).toHaveLength(finds);
  });

  it.for([
    { enoughGiB: 1024, finds: 0 },
    { enoughGiB: 512, finds: 0 },
    { enoughGiB: 300, finds: 0 },
    { enoughGiB: 256, finds: 1 },
  ])("with $enoughGiB GiB set as enough finds $finds in 512 GiB: a disk of the same tier costs the same", ({ enoughGiB, finds }) => {
    const outcome = answersOn(defaultSizeOsDisk, managed(512), { facts: facts(), thresholds: { enoughGiB } });

    expect(outcome).toMatchObject({ findings: { length: finds }, notApplicable: [] });
  });

  it.for([
    { what: "an ephemeral disk", of: managed(512, { osDisk: { kind: "ephemeral", sizeGiB: gib(512) } }) },
    { what: "a gateway pool", of: managed(512, { mode: "gateway" }) },
  ])("is silent about $what", ({ of }) => {
    expect(answersOn(defaultSizeOsDisk, of, { facts: facts() })).toMatchObject(SILENT);
  });

  it.for([
    { what: "AKS Automatic", on: {}, of: { isAutomatic: true } },
    { what: "an availability set", on: { kind: "availability-set" }, of: {} },
    { what: "a stopped pool", on: { powerState: "stopped" }, of: {} },
    { what: "a pool without nodes", on: { nodeCount: 0, sizes: [poolSize(SIZE, 0)] }, of: {} },
  ] as const)("does not apply to $what", ({ on, of }) => {
    expect(answersOn(defaultSizeOsDisk, managed(512, on), { facts: facts(), of })).toMatchObject({
      findings: [],
      notApplicable: [{ subject: "apps" }],
    });
  });

  it("cannot tell without the SKU of its size, nor while the pool is in motion", () => {
    expect(answersOn(defaultSizeOsDisk, managed(512)).unknown).toMatchObject([{ subject: "apps", reason: { kind: "absent" } }]);
    expect(answersOn(defaultSizeOsDisk, managed(512, { provisioningState: "Scaling" }), { facts: facts() }).unknown).toMatchObject([
      { reason: { kind: "in-motion" } },
    ]);
  });

  it("leaves it to COST-004 where a local disk has room for the size there is", () => {
    const row = large({ ephemeralOsDisk: tempOf(600) });
    const judged = cluster({ nodePools: [systemPool(), managed(512)] });

    const rows = { ...facts(), skus: known(skus(row, sku()), NOW) };
    const outcomes = judge(regionView({ snapshots: [snapshot(judged)], facts: regionFacts(rows) }));
    const of = (id: string) => outcomes.find(({ stamp }) => stamp.rule === id);

    expect(of("managed-os-disk")?.findings).toHaveLength(1);
    expect(of("default-size-os-disk")).toMatchObject({
      findings: [],
      notApplicable: [{ subject: "apps", why: expect.stringContaining("COST-004") }],
    });
  });
});
