import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type PodRoom, poolReserved } from "../../../src/core/calc/reserved-pool.ts";
import { type SizeAlternative, type SizeFacts, sizeAlternatives } from "../../../src/core/calc/size-alternatives.ts";
import type { NodePool } from "../../../src/core/model/cluster.ts";
import { vmSize, vmSizeKey } from "../../../src/core/model/names.ts";
import type { Restriction, Restrictions, VmSku } from "../../../src/core/model/region.ts";
import { bytes, gib, gibToBytes, mib, millicores } from "../../../src/core/model/units.ts";
import { pool, poolSize, sku, skus, told } from "../../support/build.ts";
import { law } from "../../support/law.ts";
import { HARDENED } from "./reserved-nodes.ts";

/** A size with so many vCPUs, 4 GiB and 37.5 GiB of temp disk each. */
const dds = (vcpus: number, change: Partial<VmSku> & { readonly name?: string } = {}): VmSku =>
  sku({
    name: `Standard_D${vcpus}ds_v5`,
    vcpus,
    vcpusAvailable: vcpus,
    memoryGiB: gib(vcpus * 4),
    ephemeralOsDisk: { ...sku().ephemeralOsDisk, tempBytes: gibToBytes(gib(vcpus * 37.5)) },
    ...change,
  });
const FAMILY = [2, 4, 8, 16, 32, 64].map((vcpus) => dds(vcpus));
const E4 = sku({ name: "Standard_E4s_v5", familyName: "standardESv5Family", memoryGiB: gib(32) });
const NONE: Restrictions = { byKey: new Map() };
const closed = (name: string, zones: Restriction["zones"]): Restrictions => ({
  byKey: new Map([[vmSizeKey(vmSize(name)), { reason: "NotAvailableForSubscription", zones }]]),
});

/** A user pool on managed disks, of D2ds_v5 unless said otherwise. */
const on = (now: VmSku, change: Partial<NodePool> = {}): NodePool =>
  pool({ sizes: [poolSize(now.vmSize, 10)], osDisk: { kind: "managed", sizeGiB: gib(128) }, ...change });
const D2 = dds(2);
const question = (change: Partial<SizeFacts> & { readonly of?: Partial<NodePool> } = {}): SizeFacts => {
  const { of, ...rest } = change;
  const now = rest.now ?? D2;
  return { pool: on(now, of), now, restrictions: NONE, ...rest };
};
const room = (cpu: number, memoryMiB: number, gpus = 0): PodRoom => ({ cpu: millicores(cpu), memory: mib(memoryMiB), gpus });
const SOME = room(4000, 8192);

const names = (answer: ReturnType<typeof sizeAlternatives>) => told(answer).map(({ sku: { vmSize } }) => vmSize);

describe("nodes of other sizes for the same total", () => {
  const example = room(28_000, 112 * 1024);

  it.for([
    { maxPods: 30, vcpus: { 2: 32, 4: 32, 8: 32, 16: 32 }, nodes: { 2: 16, 4: 8, 8: 4, 16: 2 } },
    { maxPods: 110, vcpus: { 2: 38, 4: 36, 8: 32, 16: 32 }, nodes: { 2: 19, 4: 9, 8: 4, 16: 2 } },
    { maxPods: 250, vcpus: { 2: 38, 4: 40, 8: 40, 16: 32 }, nodes: { 2: 19, 4: 10, 8: 5, 16: 2 } },
  ])("are those of the density example at $maxPods pods (rules 4.1)", ({ maxPods, vcpus, nodes }) => {
    const other = dds(1, { name: "Standard_D1ds_v5" });
    const answer = told(sizeAlternatives(example, FAMILY.slice(0, 4), question({ now: other, of: { maxPods } })));

    expect(Object.fromEntries(answer.map((each) => [each.sku.vcpus, each.vcpus]))).toEqual(vcpus);
    expect(Object.fromEntries(answer.map((each) => [each.sku.vcpus, each.nodes]))).toEqual(nodes);
  });

  it("come straight from what a pool offers", () => {
    const twenty = on(D2, { maxPods: 110, sizes: [poolSize(D2.vmSize, 20)] });
    const now = poolReserved(twenty, skus(...FAMILY));
    const answer = "offered" in now ? told(sizeAlternatives(now.offered, FAMILY, { pool: twenty, now: D2, restrictions: NONE })) : [];

    expect(answer.map(({ sku, nodes, vcpus }) => [sku.vcpus, nodes, vcpus])).toEqual([
      [8, 5, 40],
      [4, 10, 40],
      [16, 3, 48],
      [64, 1, 64],
      [32, 2, 64],
    ]);
  });

  it("count the GPUs too", () => {
    const gpu = (gpus: number) =>
      sku({
        name: `Standard_NC${gpus * 24}ads_A100_v4`,
        familyName: "StandardNCADSA100v4Family",
        gpus,
        vcpus: 24 * gpus,
        vcpusAvailable: 24 * gpus,
        memoryGiB: gib(220 * gpus),
      });
    const answer = sizeAlternatives(room(20_000, 100_000, 3), [gpu(1), gpu(2), gpu(4)], question({ now: gpu(1) }));

    expect(told(answer).map(({ sku: { gpus }, nodes }) => [gpus, nodes])).toEqual([
      [4, 1],
      [2, 2],
    ]);
  });

  it("are at least as many as asked for", () => {
    const answer = told(sizeAlternatives(SOME, FAMILY, question({ leastNodes: 3 })));

    expect(answer.map(({ sku, nodes, vcpus }) => [sku.vcpus, nodes, vcpus])).toEqual([
      [4, 3, 12],
      [8, 3, 24],
      [16, 3, 48],
      [32, 3, 96],
      [64, 3, 192],
    ]);
  });

  it("are left out above the 1000 of a node pool", () => {
    expect(names(sizeAlternatives(room(1000 * 3860, 1), [dds(4)], question()))).toEqual(["Standard_D4ds_v5"]);
    expect(names(sizeAlternatives(room(1000 * 3860 + 1, 1), [dds(4)], question()))).toEqual([]);
  });

  it.for([
    { of: "CPU", maxPods: 10, lost: 180 / 8000 },
    { of: "memory", maxPods: 110, lost: 2350 / 32_768 },
  ])("lose the larger share, of $of at $maxPods pods", ({ maxPods, lost }) => {
    const [alternative] = told(sizeAlternatives(SOME, [dds(8)], question({ of: { maxPods } })));

    expect(alternative?.lostShare).toBeCloseTo(lost, 10);
  });

  it("are asked for memory or CPU alone too", () => {
    expect(told(sizeAlternatives(room(0, 31_268), [dds(4)], question()))[0]?.nodes).toBe(2);
    expect(told(sizeAlternatives(room(3861, 0), [dds(4)], question()))[0]?.nodes).toBe(2);
  });

  it("go by the scheme", () => {
    const [plain] = told(sizeAlternatives(SOME, [dds(4)], question()));
    const [hardened] = told(sizeAlternatives(SOME, [dds(4)], question({ scheme: HARDENED })));

    expect([plain?.reserved.rule, hardened?.reserved.rule]).toEqual(["from-1.29", "hardened"]);
  });
});

describe("sizes that could stand in", () => {
  const other = (change: Partial<VmSku> & { readonly name?: string }) =>
    dds(8, { name: "Standard_Other", familyName: "standardOtherFamily", ...change });

  it.for<[string, VmSku, Partial<SizeFacts> & { readonly of?: Partial<NodePool> }, SizeAlternative["kinship"] | "none"]>([
    ["the family", dds(8), {}, "same-family"],
    ["another family", other({}), {}, "same-kind"],
    [
      "the family without temp disk for pods that live there",
      dds(8, { ephemeralOsDisk: { ...sku().ephemeralOsDisk, tempBytes: bytes(0) } }),
      { of: { kubeletDisk: "temporary" } },
      "none",
    ],
    ["the family with a temp disk for pods that live there", dds(8), { of: { kubeletDisk: "temporary" } }, "same-family"],
    ["another architecture", other({ architecture: "arm64" }), {}, "none"],
    ["GPUs where there are none", other({ gpus: 1 }), {}, "none"],
    ["no GPUs where there are some", dds(8), { now: dds(2, { gpus: 1 }) }, "none"],
    ["GPUs of another family", other({ gpus: 1 }), { now: dds(2, { gpus: 1 }) }, "none"],
    ["a GPU of the family", dds(8, { gpus: 1 }), { now: dds(2, { gpus: 1 }) }, "same-family"],
    ["more GPUs of the family", dds(8, { gpus: 2 }), { now: dds(2, { gpus: 1 }) }, "same-family"],
    ["burstable vCPUs", other({ name: "Standard_B8ms" }), {}, "none"],
    ["burstable for burstable", other({ name: "Standard_B8s_v2" }), { now: dds(2, { name: "Standard_B2ms" }) }, "same-kind"],
    ["full vCPUs for burstable ones", other({}), { now: dds(2, { name: "Standard_B2ms" }) }, "none"],
    [
      "a burstable family for a system pool",
      dds(8, { name: "Standard_B8ms" }),
      { now: dds(2, { name: "Standard_B2ms" }), of: { mode: "system" } },
      "none",
    ],
    ["constrained vCPUs", dds(8, { vcpusAvailable: 4 }), {}, "none"],
    ["a single vCPU", dds(1), {}, "none"],
    ["1.75 GiB", dds(2, { name: "Standard_F2", memoryGiB: gib(1.75) }), { now: dds(4) }, "none"],
    ["2 GiB", dds(2, { name: "Standard_F2", memoryGiB: gib(2) }), { now: dds(4) }, "same-family"],
    ["2 GiB for a system pool", dds(2, { name: "Standard_F2", memoryGiB: gib(2) }), { now: dds(4), of: { mode: "system" } }, "none"],
    ["4 GiB for a system pool", dds(2, { name: "Standard_F2", memoryGiB: gib(4) }), { now: dds(4), of: { mode: "system" } }, "same-family"],
    ["no premium disks where there are some", dds(8, { hasPremiumDisk: false }), {}, "none"],
    ["premium disks where there are none", dds(8), { now: dds(2, { hasPremiumDisk: false }) }, "same-family"],
    ["no spot for a spot pool", dds(8, { isSpotCapable: false }), { of: { priority: "spot" } }, "none"],
    ["no spot for a regular pool", dds(8, { isSpotCapable: false }), {}, "same-family"],
    ["room for the ephemeral OS disk", dds(8), { of: { osDisk: { kind: "ephemeral", sizeGiB: gib(300) } } }, "same-family"],
    ["no room for the ephemeral OS disk", dds(8), { of: { osDisk: { kind: "ephemeral", sizeGiB: gib(301) } } }, "none"],
    [
      "no room for it with Trusted Launch",
      dds(8),
      { of: { osDisk: { kind: "ephemeral", sizeGiB: gib(300) }, security: { secureBoot: true, vtpm: true } } },
      "none",
    ],
    ["a size the pool has", dds(2), {}, "none"],
    ["one of the sizes the pool has", dds(8), { of: { sizes: [D2, dds(8)].map(({ vmSize }) => poolSize(vmSize, 1)) } }, "none"],
    ["a size the pool has, in another case", dds(8), { of: { sizes: [poolSize("standard_d8DS_v5", 1)] } }, "none"],
    ["a zone fewer than the pool", dds(8, { zones: ["1", "2"] }), {}, "none"],
    ["no zones, for a pool without", dds(8, { zones: [] }), { of: { zones: [] } }, "same-family"],
    ["a restriction of the region", dds(8), { restrictions: closed("Standard_D8ds_v5", []) }, "none"],
    [
      "a restriction of the region, for a pool without zones",
      dds(8),
      { restrictions: closed("standard_d8ds_v5", []), of: { zones: [] } },
      "none",
    ],
    ["a restriction in a zone of the pool", dds(8), { restrictions: closed("Standard_D8ds_v5", ["3"]) }, "none"],
    [
      "a restriction in another zone",
      dds(8),
      { restrictions: closed("Standard_D8ds_v5", ["3"]), of: { zones: ["1", "2"] } },
      "same-family",
    ],
    [
      "a restriction in a zone of the pool and in another one",
      dds(8),
      { restrictions: closed("Standard_D8ds_v5", ["1", "3"]), of: { zones: ["1", "2"] } },
      "none",
    ],
    ["a restriction of another size", dds(8), { restrictions: closed("Standard_D4ds_v5", []) }, "same-family"],
  ])("with %s", ([, candidate, change, expected]) => {
    const answer = told(sizeAlternatives(room(1000, 1024), [candidate], question(change)));

    expect(answer[0]?.kinship ?? "none").toBe(expected);
  });

  it("are sorted: the family, the fewest vCPUs, the smallest share lost, the smaller size, the name", () => {
    const lessLost = other({ name: "Standard_Roomy8", memoryGiB: gib(64) });
    const later = other({ name: "Standard_Other2" });

    expect(names(sizeAlternatives(room(7000, 20_000), [later, E4, lessLost, ...FAMILY.toReversed(), other({})], question()))).toEqual([
      "Standard_D8ds_v5",
      "Standard_D4ds_v5",
      "Standard_D16ds_v5",
      "Standard_D32ds_v5",
      "Standard_D64ds_v5",
      "Standard_Roomy8",
      "Standard_Other",
      "Standard_Other2",
      "Standard_E4s_v5",
    ]);
  });
});

describe("cannot be told", () => {
  it.for([
    ["without max pods", (({ maxPods: _, ...rest }) => rest)(on(D2))],
    ["without a version", (({ version: _, ...rest }) => rest)(on(D2))],
  ] as const)("%s", ([, from]) => {
    expect(sizeAlternatives(SOME, FAMILY, { pool: from, now: D2, restrictions: NONE })).toMatchObject({ cannotTell: { kind: "absent" } });
  });

  it.for([room(-1, 1), room(Number.NaN, 1), room(1, Number.POSITIVE_INFINITY), room(1, 1, -1)])("for a total of %j", (total) => {
    expect(sizeAlternatives(total, FAMILY, question())).toMatchObject({ cannotTell: { kind: "unreadable" } });
  });

  it("for a pool that offers nothing", () => {
    expect(sizeAlternatives(room(0, 0), FAMILY, question())).toMatchObject({ cannotTell: { kind: "absent" } });
  });
});

describe("laws of size alternatives", () => {
  const totals = fc.record({ cpu: fc.integer({ min: 1, max: 500_000 }), memory: fc.integer({ min: 1, max: 2_000_000 }) });

  law(
    "offer the total, with one node fewer would not, and are sorted by vCPUs within the family",
    [totals, fc.integer({ min: 10, max: 250 })],
    ({ cpu, memory }, maxPods) => {
      const answer = told(sizeAlternatives(room(cpu, memory), FAMILY, question({ of: { maxPods } })));

      for (const { nodes, reserved, sku, vcpus } of answer) {
        const hasBoth = (count: number) => count * reserved.allocatableCpu >= cpu && count * reserved.allocatableMemory >= memory;
        expect(hasBoth(nodes)).toBe(true);
        expect(hasBoth(nodes - 1)).toBe(false);
        expect(vcpus).toBe(nodes * sku.vcpus);
      }
      expect(answer.map(({ vcpus }) => vcpus)).toEqual(answer.map(({ vcpus }) => vcpus).toSorted((a, b) => a - b));
    },
  );

  law("never need more nodes for less", [totals, fc.nat({ max: 1000 })], ({ cpu, memory }, more) => {
    const bySize = (answer: ReturnType<typeof sizeAlternatives>) => new Map(told(answer).map((each) => [each.sku.vmSize, each.nodes]));
    const less = bySize(sizeAlternatives(room(cpu, memory), FAMILY, question()));

    for (const [size, nodes] of bySize(sizeAlternatives(room(cpu + more, memory + more), FAMILY, question()))) {
      expect(less.get(size)).toBeLessThanOrEqual(nodes);
    }
  });
});
