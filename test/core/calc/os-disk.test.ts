import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultEphemeralOsDisk, defaultManagedOsDisk, ephemeralFit } from "../../../src/core/calc/os-disk.ts";
import type { EphemeralCapability, Placement, VmSku } from "../../../src/core/model/region.ts";
import { bytes, gib, gibToBytes, mib, mibToBytes } from "../../../src/core/model/units.ts";
import { sku } from "../../support/build.ts";

const PLAIN = { secureBoot: false, vtpm: false };
const TRUSTED_LAUNCH = { secureBoot: true, vtpm: true };

interface Disks {
  readonly name?: string;
  readonly cache?: number;
  readonly temp?: number;
  readonly nvmeMiB?: number;
  /** `null`: the answer has no list. */
  readonly placements?: readonly Placement[] | null;
  readonly isSupported?: boolean;
}

function size({ name = "Standard_X", cache = 0, temp = 0, nvmeMiB = 0, placements = ["temp", "cache"], isSupported = true }: Disks): VmSku {
  const ephemeralOsDisk: EphemeralCapability = {
    isSupported,
    ...(placements ? { placements } : {}),
    cacheBytes: gibToBytes(gib(cache)),
    tempBytes: gibToBytes(gib(temp)),
    nvmeBytes: mibToBytes(mib(nvmeMiB)),
  };
  return sku({ name, ephemeralOsDisk });
}

const D2ADS_V5 = size({ temp: 75, placements: ["temp"] });
const D8DS_V5 = size({ temp: 300, placements: ["temp"] });
const DS2_V2 = size({ cache: 86, temp: 14 });
const D2S_V3 = size({ cache: 50, temp: 16 });
const D8S_V3 = size({ cache: 200, temp: 64 });
const D8DS_V4 = size({ cache: 200, temp: 300 });
const B20MS = size({ cache: 30, temp: 160 });
const D16PLDS_V5 = size({ cache: 400, temp: 600 });
const NC6S_V3 = size({ cache: 320, temp: 736 });
const D8DS_V6 = size({ nvmeMiB: 450_560, placements: ["nvme"] });
const NC24ADS_A100 = size({ cache: 256, temp: 64, nvmeMiB: 915_527 });

describe("managed OS disk when no size is asked for", () => {
  it.for([
    { vcpus: 1, expected: 128 },
    { vcpus: 7, expected: 128 },
    { vcpus: 8, expected: 256 },
    { vcpus: 15, expected: 256 },
    { vcpus: 16, expected: 512 },
    { vcpus: 63, expected: 512 },
    { vcpus: 64, expected: 1024 },
    { vcpus: 416, expected: 1024 },
  ])("is $expected GiB at $vcpus vCPUs (concepts-storage)", ({ vcpus, expected }) => {
    expect(defaultManagedOsDisk(vcpus)).toBe(expected);
  });

  it("never gets smaller with more vCPUs", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1024 }), fc.nat({ max: 64 }), (vcpus, more) => {
        expect(defaultManagedOsDisk(vcpus + more)).toBeGreaterThanOrEqual(defaultManagedOsDisk(vcpus));
      }),
    );
  });
});

describe("an ephemeral OS disk has room", () => {
  it.for([
    { of: "D8ds_v5, all of it (concepts-storage)", on: D8DS_V5, wanted: 300, placement: "temp", leftGiB: 0 },
    { of: "D8ds_v5, the example of 44 that stay", on: D8DS_V5, wanted: 256, placement: "temp", leftGiB: 44 },
    { of: "D2ads_v5, all of it", on: D2ADS_V5, wanted: 75, placement: "temp", leftGiB: 0 },
    { of: "DS2_v2 (seed: 60 in a cache of 86)", on: DS2_V2, wanted: 60, placement: "cache", leftGiB: 26 },
    { of: "DS2_v2, all of the cache of 92341796864 bytes", on: DS2_V2, wanted: 86, placement: "cache", leftGiB: 0 },
    { of: "D2s_v3 (CRP error: 50 GB is the limit)", on: D2S_V3, wanted: 50, placement: "cache", leftGiB: 0 },
    { of: "D8s_v3, cache before a smaller temp disk", on: D8S_V3, wanted: 64, placement: "cache", leftGiB: 136 },
    { of: "D8ds_v4, cache before a larger temp disk (Azure/AKS#2672)", on: D8DS_V4, wanted: 200, placement: "cache", leftGiB: 0 },
    { of: "D8ds_v6, whole NVMe disks", on: D8DS_V6, wanted: 128, placement: "nvme", leftGiB: 0 },
    { of: "NC24ads_A100_v4, NVMe not in its list", on: NC24ADS_A100, wanted: 128, placement: "cache", leftGiB: 128 },
  ])("on $of", ({ on, wanted, placement, leftGiB }) => {
    expect(ephemeralFit(gib(wanted), on, PLAIN)).toEqual({ kind: "fits", placement, leftGiB });
  });

  it.for([
    { of: "DS2_v2 at the 92 that decimal GB promise", on: DS2_V2, wanted: 92, placement: "cache", largest: 86 },
    { of: "D2s_v3 at the 53 that decimal GB promise", on: D2S_V3, wanted: 53, placement: "cache", largest: 50 },
    { of: "D4s_v3 at the 107 that decimal GB promise", on: size({ cache: 100, temp: 32 }), wanted: 107, placement: "cache", largest: 100 },
    {
      of: "E4d_v5 at the 161 that decimal GB promise",
      on: size({ temp: 150, placements: ["temp"] }),
      wanted: 161,
      placement: "temp",
      largest: 150,
    },
    { of: "D8ds_v5", on: D8DS_V5, wanted: 301, placement: "temp", largest: 300 },
    { of: "D8ds_v6", on: D8DS_V6, wanted: 441, placement: "nvme", largest: 440 },
    { of: "NC24ads_A100_v4, whose NVMe does not count", on: NC24ADS_A100, wanted: 512, placement: "cache", largest: 256 },
    { of: "D8ds_v4 beyond both: the certain one is named", on: D8DS_V4, wanted: 301, placement: "cache", largest: 200 },
    { of: "a 3600 GiB temp disk beyond the 2040 of Azure", on: size({ temp: 3600 }), wanted: 2048, placement: "temp", largest: 2040 },
  ])("but is too large on $of", ({ on, wanted, placement, largest }) => {
    expect(ephemeralFit(gib(wanted), on, PLAIN)).toEqual({ kind: "too-large", largest, placement });
  });

  it.for([
    { of: "B20ms", on: B20MS, wanted: 128, certain: 30, possible: 160 },
    { of: "B20ms, all of the temp disk", on: B20MS, wanted: 160, certain: 30, possible: 160 },
    { of: "D16plds_v5", on: D16PLDS_V5, wanted: 512, certain: 400, possible: 600 },
    { of: "NC6s_v3", on: NC6S_V3, wanted: 512, certain: 320, possible: 736 },
    { of: "D8ds_v4 one above the cache", on: D8DS_V4, wanted: 201, certain: 200, possible: 300 },
  ])("cannot be told between cache and temp disk on $of (calculations 3.2)", ({ on, wanted, certain, possible }) => {
    expect(ephemeralFit(gib(wanted), on, PLAIN)).toEqual({ kind: "ambiguous", certain, possible });
  });

  it.for([
    { of: "D2ads_v5: 75 is refused", on: D2ADS_V5, wanted: 75, expected: { kind: "too-large", largest: 74, placement: "temp" } },
    { of: "D2ads_v5: 74 is taken", on: D2ADS_V5, wanted: 74, expected: { kind: "fits", placement: "temp", leftGiB: 0 } },
    { of: "D8ds_v5 keeps 43 beside 256", on: D8DS_V5, wanted: 256, expected: { kind: "fits", placement: "temp", leftGiB: 43 } },
  ])("less 1 GiB with Trusted Launch: $of (ephemeral-os-disks)", ({ on, wanted, expected }) => {
    expect(ephemeralFit(gib(wanted), on, TRUSTED_LAUNCH)).toEqual(expected);
  });

  it("counts secure boot or vTPM alone as Trusted Launch", () => {
    for (const security of [
      { secureBoot: true, vtpm: false },
      { secureBoot: false, vtpm: true },
    ]) {
      expect(ephemeralFit(gib(75), D2ADS_V5, security)).toMatchObject({ kind: "too-large", largest: 74 });
    }
  });

  it("never names a certain size below the 30 GiB that AKS wants", () => {
    expect(ephemeralFit(gib(128), B20MS, TRUSTED_LAUNCH)).toEqual({ kind: "ambiguous", certain: 0, possible: 159 });
    expect(ephemeralFit(gib(200), B20MS, TRUSTED_LAUNCH)).toMatchObject({ kind: "unsupported" });
  });

  it.for([
    { why: "the size does not offer it", on: size({ temp: 100, isSupported: false, name: "Standard_D2_v2" }) },
    { why: "there is no local disk", on: size({}) },
    { why: "no local disk is in the list", on: size({ nvmeMiB: 915_527, placements: ["cache", "temp"] }) },
    { why: "NVMe counts only where a list names it", on: size({ nvmeMiB: 915_527, placements: null }) },
  ])("nowhere when $why", ({ on }) => {
    expect(ephemeralFit(gib(64), on, PLAIN)).toMatchObject({ kind: "unsupported", why: expect.stringContaining(on.vmSize) });
  });

  it("in cache and temp disk where old answers have no list of placements (D4s_v3, skewer capture)", () => {
    const d4sV3 = size({ cache: 100, temp: 32, placements: null });

    expect(ephemeralFit(gib(100), d4sV3, PLAIN)).toEqual({ kind: "fits", placement: "cache", leftGiB: 0 });
  });

  it("to the byte", () => {
    const oneByteShort: VmSku = sku({
      ephemeralOsDisk: {
        isSupported: true,
        placements: ["cache"],
        cacheBytes: bytes(193_273_528_319),
        tempBytes: bytes(0),
        nvmeBytes: bytes(0),
      },
    });
    const exact: VmSku = sku({ ephemeralOsDisk: { ...oneByteShort.ephemeralOsDisk, cacheBytes: bytes(193_273_528_320) } });

    expect(ephemeralFit(gib(180), oneByteShort, PLAIN)).toMatchObject({ kind: "too-large", largest: 179 });
    expect(ephemeralFit(gib(180), exact, PLAIN)).toMatchObject({ kind: "fits", leftGiB: 0 });
  });
});

describe("ephemeral OS disk when no size is asked for", () => {
  it.for([
    { of: "D8ds_v5 (concepts-storage)", on: D8DS_V5, sizeGiB: 300, placement: "temp" },
    { of: "D4ds_v5 (recorded answer)", on: size({ temp: 150, placements: ["temp"] }), sizeGiB: 150, placement: "temp" },
    { of: "D8ds_v4, D8pds_v5 and D8plds_v5 (recorded answers)", on: D8DS_V4, sizeGiB: 200, placement: "cache" },
    { of: "D8s_v3 (same pattern)", on: D8S_V3, sizeGiB: 200, placement: "cache" },
    { of: "D8ds_v6 (same pattern)", on: D8DS_V6, sizeGiB: 440, placement: "nvme" },
    { of: "a local disk of just 128 GiB", on: size({ cache: 128, temp: 64 }), sizeGiB: 128, placement: "cache" },
    { of: "a local disk beyond Azure's limit", on: size({ temp: 3600 }), sizeGiB: 2040, placement: "temp" },
  ])("is the whole local disk on $of", ({ on, sizeGiB, placement }) => {
    expect(defaultEphemeralOsDisk(on, PLAIN)).toEqual({ sizeGiB, placement });
  });

  it.for([
    { of: "a local disk below 128 GiB (D2ads_v5)", on: D2ADS_V5 },
    { of: "a cache below 128 GiB, whatever the temp disk holds (B20ms)", on: B20MS },
    { of: "a size that does not offer it", on: size({ temp: 300, isSupported: false }) },
  ])("does not exist on $of", ({ on }) => {
    expect(defaultEphemeralOsDisk(on, PLAIN)).toBeUndefined();
  });

  it("has room by the rule that judges a wanted size, with and without Trusted Launch", () => {
    for (const security of [PLAIN, TRUSTED_LAUNCH]) {
      const size = defaultEphemeralOsDisk(D8DS_V5, security);

      expect(size && ephemeralFit(size.sizeGiB, D8DS_V5, security)).toMatchObject({ kind: "fits", leftGiB: 0 });
    }
  });
});

describe("laws of the ephemeral fit", () => {
  const sizes = fc
    .record({
      cache: fc.integer({ min: 0, max: 3000 }),
      temp: fc.integer({ min: 0, max: 3000 }),
      nvmeMiB: fc.integer({ min: 0, max: 3_000_000 }),
      placements: fc.option(fc.uniqueArray(fc.constantFrom<Placement>("cache", "temp", "nvme")), { nil: null }),
      isSupported: fc.boolean(),
    })
    .map(size);
  const wanted = fc.integer({ min: 30, max: 2048 }).map(gib);
  const security = fc.record({ secureBoot: fc.boolean(), vtpm: fc.boolean() });

  it("has room for what it calls the largest or certain, and for one GiB more has none for sure", () => {
    fc.assert(
      fc.property(wanted, sizes, security, (asked, on, launch) => {
        const fit = ephemeralFit(asked, on, launch);
        const certain = fit.kind === "too-large" ? fit.largest : fit.kind === "ambiguous" ? fit.certain : undefined;
        fc.pre(certain !== undefined && certain > 0);

        expect(certain).toBeLessThan(asked);
        expect(ephemeralFit(gib(certain ?? 0), on, launch).kind).toBe("fits");
        expect(ephemeralFit(gib((certain ?? 0) + 1), on, launch).kind).not.toBe("fits");
      }),
    );
  });

  it("keeps room for every smaller disk, and leaves no less", () => {
    fc.assert(
      fc.property(wanted, sizes, security, fc.nat({ max: 2000 }), (asked, on, launch, less) => {
        const fit = ephemeralFit(asked, on, launch);
        fc.pre(fit.kind === "fits" && asked - less >= 30);
        const smaller = ephemeralFit(gib(asked - less), on, launch);

        expect(smaller).toMatchObject({ kind: "fits" });
        if (fit.kind === "fits" && smaller.kind === "fits") expect(smaller.leftGiB).toBeGreaterThanOrEqual(fit.leftGiB);
      }),
    );
  });

  it("never leaves more than there is, never names a disk that is not allowed", () => {
    fc.assert(
      fc.property(wanted, sizes, security, (asked, on, launch) => {
        const fit = ephemeralFit(asked, on, launch);
        fc.pre(fit.kind === "fits");
        if (fit.kind !== "fits") return;
        const { cacheBytes, tempBytes, nvmeBytes, placements = ["cache", "temp"] } = on.ephemeralOsDisk;
        const whole = { cache: cacheBytes, temp: tempBytes, nvme: nvmeBytes }[fit.placement];

        expect(placements).toContain(fit.placement);
        expect(gibToBytes(gib(fit.leftGiB + asked))).toBeLessThanOrEqual(whole);
      }),
    );
  });
});
