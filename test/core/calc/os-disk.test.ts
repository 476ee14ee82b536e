import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ephemeralFit, fullCacheFit } from "../../../src/core/calc/os-disk.ts";
import type { VmSku } from "../../../src/core/model/region.ts";
import { bytes, gib, gibToBytes } from "../../../src/core/model/units.ts";
import { sku } from "../../support/build.ts";
import { law } from "../../support/law.ts";
import {
  anySecurity,
  anySize,
  anyWanted,
  B20MS,
  CONFIDENTIAL,
  D2ADS_V5,
  D2S_V3,
  D4DS_V5,
  D8DS_V4,
  D8DS_V5,
  D8DS_V6,
  D8S_V3,
  D16PLDS_V5,
  D128DS_V6,
  DS2_V2,
  NC6S_V3,
  NC24ADS_A100,
  PLAIN,
  size,
  TRUSTED_LAUNCH,
} from "./disk-sizes.ts";

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
      on: D4DS_V5,
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

  it("counts secure boot or vTPM alone as Trusted Launch, and a confidential VM like it, once", () => {
    for (const security of [
      CONFIDENTIAL,
      { ...TRUSTED_LAUNCH, isConfidential: true },
      { secureBoot: true, vtpm: false },
      { secureBoot: false, vtpm: true },
    ]) {
      expect(ephemeralFit(gib(75), D2ADS_V5, security)).toMatchObject({ kind: "too-large", largest: 74 });
    }
  });

  it("names a certain size of just the 30 GiB that AKS wants", () => {
    expect(ephemeralFit(gib(200), B20MS, PLAIN)).toEqual({ kind: "too-large", largest: 30, placement: "cache" });
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

  it.for([0, -1, Number.NaN])("nowhere for a disk of %s GiB", (wanted) => {
    expect(ephemeralFit(gib(wanted), D8DS_V5, PLAIN)).toMatchObject({ kind: "unsupported" });
  });
});

describe("an ephemeral OS disk with full caching has room", () => {
  it.for([
    { of: "D8ds_v5, the largest below half", on: D8DS_V5, wanted: 149, expected: { kind: "fits", placement: "temp", leftGiB: 0 } },
    { of: "D8ds_v5, 2 x 128 + 1", on: D8DS_V5, wanted: 128, expected: { kind: "fits", placement: "temp", leftGiB: 42 } },
    { of: "D8s_v3, cache", on: D8S_V3, wanted: 99, expected: { kind: "fits", placement: "cache", leftGiB: 0 } },
    { of: "D128ds_v6, whole NVMe disks", on: D128DS_V6, wanted: 1024, expected: { kind: "fits", placement: "nvme", leftGiB: 0 } },
    { of: "a disk of just 2 x 30 + 1", on: size({ temp: 61 }), wanted: 30, expected: { kind: "unsupported" } },
    { of: "a disk of one GiB more", on: size({ temp: 62 }), wanted: 30, expected: { kind: "fits", leftGiB: 0 } },
    { of: "D8ds_v5", on: D8DS_V5, wanted: 150, expected: { kind: "too-large", largest: 149, placement: "temp" } },
    { of: "D8ds_v6", on: D8DS_V6, wanted: 256, expected: { kind: "too-large", largest: 219, placement: "nvme" } },
    {
      of: "D16plds_v5 between cache and temp disk",
      on: D16PLDS_V5,
      wanted: 256,
      expected: { kind: "ambiguous", certain: 199, possible: 299 },
    },
    { of: "D4ds_v5, too few vCPUs", on: D4DS_V5, wanted: 30, expected: { kind: "unsupported", why: expect.stringContaining("8 vCPUs") } },
    { of: "7 vCPUs", on: size({ vcpus: 7, temp: 300 }), wanted: 30, expected: { kind: "unsupported" } },
    { of: "8 vCPUs without local disk", on: size({}), wanted: 30, expected: { kind: "unsupported" } },
  ])("on $of: $expected.kind (ephemeral-os-disks: more than twice the OS disk and 1 GiB)", ({ on, wanted, expected }) => {
    expect(fullCacheFit(gib(wanted), on, PLAIN)).toMatchObject(expected);
  });

  it("to the byte: one above twice the OS disk and 1 GiB", () => {
    const withTemp = (tempBytes: number): VmSku => {
      const { ephemeralOsDisk, ...rest } = D8DS_V5;
      return { ...rest, ephemeralOsDisk: { ...ephemeralOsDisk, tempBytes: bytes(tempBytes) } };
    };

    expect(fullCacheFit(gib(100), withTemp(201 * 2 ** 30), PLAIN)).toMatchObject({ kind: "too-large", largest: 99 });
    expect(fullCacheFit(gib(100), withTemp(201 * 2 ** 30 + 1), PLAIN)).toMatchObject({ kind: "fits" });
    expect(fullCacheFit(gib(101), withTemp(201 * 2 ** 30 + 1), PLAIN)).toMatchObject({ kind: "too-large", largest: 100 });
  });

  it("less 1 GiB with Trusted Launch", () => {
    expect(fullCacheFit(gib(149), D8DS_V5, TRUSTED_LAUNCH)).toMatchObject({ kind: "too-large", largest: 148 });
  });
});

describe("laws of the ephemeral fit", () => {
  law(
    "has room for what it calls the largest or certain, and for one GiB more has none for sure",
    [anyWanted, anySize, anySecurity],
    (asked, on, launch) => {
      const fit = ephemeralFit(asked, on, launch);
      const certain = fit.kind === "too-large" ? fit.largest : fit.kind === "ambiguous" ? fit.certain : undefined;
      fc.pre(certain !== undefined && certain > 0);

      expect(certain).toBeLessThan(asked);
      expect(ephemeralFit(gib(certain ?? 0), on, launch).kind).toBe("fits");
      expect(ephemeralFit(gib((certain ?? 0) + 1), on, launch).kind).not.toBe("fits");
    },
  );

  law(
    "keeps room for every smaller disk, and leaves no less",
    [anyWanted, anySize, anySecurity, fc.nat({ max: 2000 })],
    (asked, on, launch, less) => {
      const fit = ephemeralFit(asked, on, launch);
      fc.pre(fit.kind === "fits" && asked - less >= 30);
      const smaller = ephemeralFit(gib(asked - less), on, launch);

      expect(smaller).toMatchObject({ kind: "fits" });
      if (fit.kind === "fits" && smaller.kind === "fits") expect(smaller.leftGiB).toBeGreaterThanOrEqual(fit.leftGiB);
    },
  );

  law("never leaves more than there is, never names a disk that is not allowed", [anyWanted, anySize, anySecurity], (asked, on, launch) => {
    const fit = ephemeralFit(asked, on, launch);
    fc.pre(fit.kind === "fits");
    if (fit.kind !== "fits") return;
    const { cacheBytes, tempBytes, nvmeBytes, placements = ["cache", "temp"] } = on.ephemeralOsDisk;
    const whole = { cache: cacheBytes, temp: tempBytes, nvme: nvmeBytes }[fit.placement];

    expect(placements).toContain(fit.placement);
    expect(gibToBytes(gib(fit.leftGiB + asked))).toBeLessThanOrEqual(whole);
  });

  law(
    "has room with full caching for its own certain size and no more, and only where there is room without",
    [anyWanted, anySize, anySecurity],
    (asked, on, security) => {
      const fit = fullCacheFit(asked, on, security);
      if (fit.kind === "fits") expect(ephemeralFit(asked, on, security).kind).toBe("fits");
      const certain = fit.kind === "too-large" ? fit.largest : fit.kind === "ambiguous" ? fit.certain : 0;
      fc.pre(certain > 0);

      expect(certain).toBeLessThan(asked);
      expect(fullCacheFit(gib(certain), on, security).kind).toBe("fits");
      expect(fullCacheFit(gib(certain + 1), on, security).kind).not.toBe("fits");
    },
  );
});
