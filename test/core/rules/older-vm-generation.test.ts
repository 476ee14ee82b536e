import { describe, expect, it } from "vitest";
import { known, missing } from "../../../src/core/model/absence.ts";
import { vmSize, vmSizeKey } from "../../../src/core/model/names.ts";
import type { VmSku } from "../../../src/core/model/region.ts";
import { bytes, gib, gibToBytes } from "../../../src/core/model/units.ts";
import { sizeName } from "../../../src/core/rules/newer-size.ts";
import { olderVmGeneration } from "../../../src/core/rules/older-vm-generation.ts";
import { NOW, nights, pool, poolSize, prices, quota, quotas, sku, skus, vmPrices } from "../../support/build.ts";
import { amountOf, answersOn, commandsOf, onlyFinding, SILENT } from "./judging.ts";

const size = (name: string, change: Partial<VmSku> = {}): VmSku =>
  sku({ name: `Standard_${name}`, familyName: `family ${name.replace(/\d+/, "")}`, ...change });
const without = { ephemeralOsDisk: { ...sku().ephemeralOsDisk, isSupported: false, tempBytes: bytes(0) } };
const OLD = size("D4s_v3", { ephemeralOsDisk: { ...sku().ephemeralOsDisk, tempBytes: gibToBytes(gib(32)) } });
const NEW = size("D4s_v5", without);
const WITH_TEMP = size("D4ads_v5");
const managed = { kind: "managed", sizeGiB: gib(128) } as const;
const old = pool({ osDisk: managed, sizes: [poolSize(OLD.vmSize, 3)] });

const scene = (rows: readonly VmSku[], hours: Readonly<Record<string, number>>) => ({
  facts: {
    skus: known(skus(OLD, ...rows), NOW),
    quotas: known(quotas({ byFamily: new Map(rows.map(({ family }) => [family, quota(100, 0)])) }), NOW),
    prices: known(
      prices({ vms: Object.fromEntries(Object.entries(hours).map(([name, hour]) => [`Standard_${name}`, vmPrices(hour)])) }),
      NOW,
    ),
  },
});

describe("older-vm-generation", () => {
  it("finds a newer size that costs less, worth the difference: 3 × 730 × 0.04", () => {
    const finding = onlyFinding(answersOn(olderVmGeneration, old, scene([NEW], { D4s_v3: 0.24, D4s_v5: 0.2 })));

    expect(finding).toMatchObject({ subject: "apps", severity: "low", title: "Older VM generation: Standard_D4s_v5 costs less" });
    expect(finding.worth).toMatchObject({ kind: "monthly", about: "size", firmness: "firm" });
    expect(amountOf(finding.worth)).toBeCloseTo(3 * 730 * 0.04, 6);
    expect(commandsOf(finding)[0]).toMatch(/nodepool add .* --node-vm-size Standard_D4s_v5 --node-count 3 /);
  });

  it("stands on the mean of the nights once there are seven", () => {
    const given = { ...scene([NEW], { D4s_v3: 0.24, D4s_v5: 0.2 }), history: nights([3, 3, 3, 3, 5, 5, 5, 5], "apps", "Standard_D4s_v3") };

    expect(amountOf(onlyFinding(answersOn(olderVmGeneration, old, given)).worth)).toBeCloseTo(4 * 730 * 0.04, 6);
  });

  it.for([
    { hour: 0.24, answer: "info", worth: "none" },
    { hour: 0.238, answer: "info", worth: "monthly" },
    { hour: 0.2, answer: "low", worth: "monthly" },
    { hour: 0.241, answer: "dearer", worth: "" },
  ])("where the newer size costs $hour an hour and the old one 0.24: $answer", ({ hour, answer, worth }) => {
    const outcome = answersOn(olderVmGeneration, old, scene([NEW], { D4s_v3: 0.24, D4s_v5: hour }));

    if (answer === "dearer")
      expect(outcome).toMatchObject({ findings: [], notApplicable: [{ why: expect.stringContaining("costs more") }] });
    else expect(onlyFinding(outcome)).toMatchObject({ severity: answer, worth: { kind: worth } });
  });

  it.for([
    { what: "a cheap one without temp disk", hours: { D4s_v5: 0.18, D4ads_v5: 0.22 }, takes: "Standard_D4ads_v5", warns: false },
    { what: "the only one that is not dearer has none", hours: { D4s_v5: 0.18, D4ads_v5: 0.26 }, takes: "Standard_D4s_v5", warns: true },
  ])("keeps the temp disk where it can, and warns where it cannot: $what", ({ hours, takes, warns }) => {
    const finding = onlyFinding(answersOn(olderVmGeneration, old, scene([NEW, WITH_TEMP], { D4s_v3: 0.24, ...hours })));

    expect(finding.title).toContain(takes);
    expect(finding.first.some((text) => text.includes("the new size has none"))).toBe(warns);
  });

  it("takes the later of two generations at one price", () => {
    const given = scene([NEW, size("D4s_v6", without)], { D4s_v3: 0.24, D4s_v5: 0.2, D4s_v6: 0.2 });

    expect(onlyFinding(answersOn(olderVmGeneration, old, given)).title).toContain("D4s_v6");
  });

  it.for([
    { what: "prices were not read", given: missing("unavailable", "the list did not answer"), why: /did not answer/ },
    { what: "the newer size is not in the list", given: known(prices({ vms: { Standard_D4s_v3: vmPrices(0.24) } }), NOW), why: /D4s_v5/ },
    { what: "the older size is not in the list", given: known(prices({ vms: { Standard_D4s_v5: vmPrices(0.2) } }), NOW), why: /D4s_v3/ },
  ])("cannot tell where $what: whether it costs less is the question", ({ given, why }) => {
    const { facts } = scene([NEW], {});

    const outcome = answersOn(olderVmGeneration, old, { facts: { ...facts, prices: given } });

    expect(outcome).toMatchObject({ findings: [], unknown: [{ reason: { why: expect.stringMatching(why) } }] });
  });

  it.for([
    { hour: 0.2, answer: { findings: [{ title: expect.stringContaining("D4ads_v5") }], unknown: [] } },
    { hour: 0.3, answer: { findings: [], unknown: [{}], notApplicable: [] } },
  ])(
    "beside a newer size that is not priced, one at $hour is advised if it costs less, and else nothing can be told",
    ({ hour, answer }) => {
      expect(answersOn(olderVmGeneration, old, scene([NEW, WITH_TEMP], { D4s_v3: 0.24, D4ads_v5: hour }))).toMatchObject(answer);
    },
  );

  it("has no amount for a pool that the autoscaler holds at 0 nodes", () => {
    const resting = { ...old, nodeCount: 0, sizes: [poolSize(OLD.vmSize, 0, { min: 0, max: 5 })] };

    const finding = onlyFinding(answersOn(olderVmGeneration, resting, scene([NEW], { D4s_v3: 0.24, D4s_v5: 0.2 })));

    expect(finding.worth).toEqual({ kind: "not-priced", why: expect.stringContaining("no nodes tonight") });
  });

  it.for([
    { what: "another series", row: size("E4s_v5", without) },
    { what: "the same generation", row: size("D4as_v3", without) },
    { what: "another architecture", row: size("D4ps_v5", { ...without, architecture: "arm64" }) },
    { what: "fewer vCPUs", row: size("D2s_v5", { ...without, vcpus: 2, vcpusAvailable: 2 }) },
    { what: "less memory", row: size("D4ls_v5", { ...without, memoryGiB: gib(8) }) },
    { what: "a constrained size", row: size("D8-4s_v5", { ...without, vcpus: 8 }) },
    { what: "a confidential series", row: size("DC4as_v5", { ...without, isConfidential: true }) },
    { what: "a confidential size", row: size("D4as_v5", { ...without, isConfidential: true }) },
    { what: "no premium disks", row: size("D4_v5", { ...without, hasPremiumDisk: false }) },
    { what: "a zone too few", row: size("D4s_v5", { ...without, zones: ["1", "2"] }) },
    { what: "an isolated size", row: size("D4is_v5", without) },
  ])("is silent where the only other size is $what", ({ row }) => {
    const outcome = answersOn(olderVmGeneration, old, scene([row], { D4s_v3: 0.24, [row.vmSize.replace("Standard_", "")]: 0.1 }));

    expect(outcome).toMatchObject(SILENT);
  });

  it("advises no size without room for the pool's ephemeral OS disk", () => {
    const ephemeral = { ...old, osDisk: { kind: "ephemeral", sizeGiB: gib(30) } } as const;

    const outcome = answersOn(olderVmGeneration, ephemeral, scene([NEW], { D4s_v3: 0.24, D4s_v5: 0.1 }));

    expect(outcome).toMatchObject({ findings: [], notApplicable: [] });
  });

  it("advises no series with an announced end: Fsv2 ends in 2028", () => {
    const f = size("F4s", { memoryGiB: gib(8), vmSize: vmSize("Standard_F4s") });
    const fsv2 = size("F4s_v2", { memoryGiB: gib(8), vmSize: vmSize("Standard_F4s_v2") });
    const given = scene([f, fsv2], { F4s: 0.2, F4s_v2: 0.1 });

    const outcome = answersOn(olderVmGeneration, { ...old, sizes: [poolSize(f.vmSize, 3)] }, given);

    expect(outcome).toMatchObject({ findings: [], notApplicable: [] });
  });

  it("does not apply where every newer size is restricted, which saves nothing", () => {
    const { facts } = scene([NEW], { D4s_v3: 0.24, D4s_v5: 0.2 });
    const restrictions = known({ byKey: new Map([[vmSizeKey(NEW.vmSize), { reason: "NotAvailableForSubscription", zones: [] }]]) }, NOW);

    const outcome = answersOn(olderVmGeneration, old, { facts: { ...facts, restrictions } });

    expect(outcome).toMatchObject({ findings: [], notApplicable: [{ why: expect.stringContaining("may be made here") }] });
  });

  it.for([
    { what: "AKS Automatic", on: {}, of: { isAutomatic: true } },
    { what: "a stopped pool", on: { powerState: "stopped" }, of: {} },
    { what: "a pool without nodes", on: { nodeCount: 0, sizes: [poolSize(OLD.vmSize, 0)] }, of: {} },
    { what: "Windows nodes", on: { os: "windows" }, of: {} },
    { what: "pods in sandboxes", on: { workloadRuntime: "KataVmIsolation" }, of: {} },
    { what: "a capacity reservation group", on: { capacityReservationGroupId: "/x" }, of: {} },
    { what: "dedicated hosts", on: { hostGroupId: "/x" }, of: {} },
    {
      what: "several sizes in one pool",
      on: { kind: "virtual-machines", sizes: [OLD, NEW].map((row) => poolSize(row.vmSize, 3)) },
      of: {},
    },
  ] as const)("does not apply to $what", ({ on, of }) => {
    const outcome = answersOn(olderVmGeneration, { ...old, ...on }, { ...scene([NEW], { D4s_v3: 0.24, D4s_v5: 0.2 }), of });

    expect(outcome).toMatchObject({ findings: [], notApplicable: [{ subject: "apps" }] });
  });

  it("changes the profile of a Virtual Machines pool in place", () => {
    const finding = onlyFinding(
      answersOn(olderVmGeneration, { ...old, kind: "virtual-machines", zones: [] }, scene([NEW], { D4s_v3: 0.24, D4s_v5: 0.2 })),
    );

    expect(commandsOf(finding)).toEqual([
      expect.stringContaining("--current-vm-sizes Standard_D4s_v3 --vm-sizes Standard_D4s_v5 --node-count 3"),
    ]);
  });

  it("is silent about spot pools, whose prices move", () => {
    const outcome = answersOn(olderVmGeneration, { ...old, priority: "spot" }, scene([NEW], { D4s_v3: 0.24, D4s_v5: 0.2 }));

    expect(outcome).toMatchObject(SILENT);
  });

  it("cannot tell about a size that the region does not list", () => {
    const outcome = answersOn(olderVmGeneration, old, { facts: { skus: known(skus(NEW), NOW), prices: known(prices(), NOW) } });

    expect(outcome).toMatchObject({ findings: [], unknown: [{ subject: "apps", reason: { kind: "absent" } }] });
  });
});

describe("the name of a VM size", () => {
  it.for([
    { name: "Standard_D4as_v5", series: "d", generation: 5, features: "as" },
    { name: "Standard_DS3_v2", series: "d", generation: 2, features: "" },
    { name: "Standard_D2_v2_Promo", series: "d", generation: 2, features: "" },
    { name: "Standard_B4ms", series: "b", generation: 1, features: "ms" },
    { name: "Standard_DC4as_v5", series: "dc", generation: 5, features: "as" },
  ])("$name is generation $generation of $series", ({ name, series, generation, features }) => {
    expect(sizeName(vmSize(name))).toEqual({ series, generation, features: new Set(features) });
  });

  it.for(["Standard_E8-4s_v5", "Standard_NC24ads_A100_v4", "x"])("says nothing for %s", (name) => {
    expect(sizeName(vmSize(name))).toBeUndefined();
  });
});
