import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { localStorageLeft, placementFits } from "../../../src/core/calc/disk-local.ts";
import { ephemeralFit } from "../../../src/core/calc/os-disk.ts";
import type { Placement } from "../../../src/core/model/region.ts";
import { gib } from "../../../src/core/model/units.ts";
import { law } from "../../support/law.ts";
import * as sizes from "./disk-sizes.ts";
import { anySecurity, anySize, anyWanted, CONFIDENTIAL, PLAIN, size, TRUSTED_LAUNCH } from "./disk-sizes.ts";

const GIB = 2 ** 30;

describe("an ephemeral OS disk on each placement", () => {
  it.for([
    { of: "D8ds_v4", on: sizes.D8DS_V4, wanted: 256, cache: "too-large", temp: "fits", nvme: "no-such-disk" },
    { of: "D8ds_v4", on: sizes.D8DS_V4, wanted: 200, cache: "fits", temp: "fits", nvme: "no-such-disk" },
    { of: "D8ds_v4", on: sizes.D8DS_V4, wanted: 301, cache: "too-large", temp: "too-large", nvme: "no-such-disk" },
    { of: "D8ds_v6", on: sizes.D8DS_V6, wanted: 440, cache: "no-such-disk", temp: "no-such-disk", nvme: "fits" },
    { of: "NC24ads_A100_v4", on: sizes.NC24ADS_A100, wanted: 128, cache: "fits", temp: "too-large", nvme: "not-allowed" },
    {
      of: "a size without the feature",
      on: size({ temp: 300, isSupported: false }),
      wanted: 30,
      cache: "no-such-disk",
      temp: "not-allowed",
      nvme: "no-such-disk",
    },
    {
      of: "3600 GiB, beyond Azure's 2040",
      on: size({ temp: 3600 }),
      wanted: 2041,
      cache: "no-such-disk",
      temp: "too-large",
      nvme: "no-such-disk",
    },
    { of: "3600 GiB", on: size({ temp: 3600 }), wanted: 2040, cache: "no-such-disk", temp: "fits", nvme: "no-such-disk" },
    { of: "nothing", on: sizes.D8DS_V5, wanted: 0, cache: "no-such-disk", temp: "too-large", nvme: "no-such-disk" },
  ])("of $wanted GiB on $of: cache $cache, temp $temp, NVMe $nvme", ({ on, wanted, cache, temp, nvme }) => {
    const fits = placementFits(gib(wanted), on, PLAIN);

    expect(Object.fromEntries(fits.map(({ placement, verdict }) => [placement, verdict]))).toEqual({ cache, temp, nvme });
  });

  it("is compared in bytes: 180 GiB need the 193273528320 of Azure's own error (Azure/AKS#2635)", () => {
    const [, temp] = placementFits(gib(180), sizes.D4DS_V5, TRUSTED_LAUNCH);

    expect(temp).toEqual({ placement: "temp", verdict: "too-large", needed: 193_273_528_320, room: 149 * GIB });
  });

  law(
    "has room somewhere just when the fit of Azure's order is certain or ambiguous",
    [anyWanted, anySize, anySecurity],
    (wanted, on, security) => {
      const hasRoom = placementFits(wanted, on, security).some(({ verdict }) => verdict === "fits");

      expect(hasRoom).toBe(["fits", "ambiguous"].includes(ephemeralFit(wanted, on, security).kind));
    },
  );

  law(
    "has room on every placement for a smaller disk too",
    [anyWanted, anySize, anySecurity, fc.nat({ max: 2000 })],
    (wanted, on, security, less) => {
      const smaller = placementFits(gib(Math.max(1, wanted - less)), on, security);

      for (const [at, { verdict }] of placementFits(wanted, on, security).entries()) {
        if (verdict === "fits") expect(smaller[at]?.verdict).toBe("fits");
      }
    },
  );
});

describe("what stays of local disks", () => {
  const D48DS_V6 = size({ vcpus: 48, nvmeMiB: 2_703_360, nvmeDiskMiB: 450_560, placements: ["nvme"] });
  const on = (sizeGiB: number, placement: Placement) => ({ sizeGiB: gib(sizeGiB), placement });

  it.for([
    { what: "all of it beside a managed disk", of: sizes.D8DS_V5, osDisk: "managed" as const, temp: 300, nvme: 0 },
    { what: "44 GiB of D8ds_v5 beside 256", of: sizes.D8DS_V5, osDisk: on(256, "temp"), temp: 44, nvme: 0 },
    { what: "nothing beside the default of D8ds_v5", of: sizes.D8DS_V5, osDisk: on(300, "temp"), temp: 0, nvme: 0 },
    { what: "the temp disk of D8ds_v4 beside its cache", of: sizes.D8DS_V4, osDisk: on(200, "cache"), temp: 300, nvme: 0 },
    { what: "part of the temp disk of D8ds_v4", of: sizes.D8DS_V4, osDisk: on(256, "temp"), temp: 44, nvme: 0 },
    { what: "nothing of a single NVMe disk (D8ds_v6)", of: sizes.D8DS_V6, osDisk: on(64, "nvme"), temp: 0, nvme: 0 },
    { what: "five of six NVMe disks", of: D48DS_V6, osDisk: on(440, "nvme"), temp: 0, nvme: 5 * 440 },
    { what: "four, once it takes a second", of: D48DS_V6, osDisk: on(441, "nvme"), temp: 0, nvme: 4 * 440 },
    { what: "three of the four of D128ds_v6", of: sizes.D128DS_V6, osDisk: on(512, "nvme"), temp: 0, nvme: 3 * 1760 },
    {
      what: "the NVMe disk of NC24ads_A100_v4 beside its cache",
      of: sizes.NC24ADS_A100,
      osDisk: on(128, "cache"),
      temp: 64,
      nvme: 915_527 / 1024,
    },
  ])("is $what", ({ of, osDisk, temp, nvme }) => {
    expect(localStorageLeft(osDisk, of, PLAIN)).toEqual({ temp: temp * GIB, nvme: { bytes: nvme * GIB } });
  });

  it("is 1 GiB less with Trusted Launch or a confidential VM, which may take one NVMe disk more", () => {
    for (const security of [TRUSTED_LAUNCH, CONFIDENTIAL]) {
      expect(localStorageLeft(on(256, "temp"), sizes.D8DS_V5, security)).toMatchObject({ temp: 43 * GIB });
      expect(localStorageLeft(on(440, "nvme"), D48DS_V6, security)).toMatchObject({ nvme: { bytes: 4 * 440 * GIB } });
    }
  });

  it("cannot be told of NVMe where the size of a disk is not known, and of nothing where the OS disk has no room", () => {
    const old = size({ nvmeMiB: 901_120, placements: ["nvme"] });

    expect(localStorageLeft(on(128, "nvme"), old, PLAIN)).toMatchObject({ temp: 0, nvme: { cannotTell: { kind: "absent" } } });
    expect(localStorageLeft("managed", old, PLAIN)).toMatchObject({ nvme: { bytes: 880 * GIB } });
    expect(localStorageLeft(on(301, "temp"), sizes.D8DS_V5, PLAIN)).toMatchObject({ cannotTell: { kind: "unsupported" } });
    expect(localStorageLeft(on(64, "nvme"), sizes.D8DS_V5, PLAIN)).toHaveProperty("cannotTell");
  });

  const placements = fc.constantFrom<Placement>("cache", "temp", "nvme");

  law(
    "never is more than there is, nor below nothing",
    [anyWanted, anySize, anySecurity, placements],
    (sizeGiB, of, security, placement) => {
      const left = localStorageLeft({ sizeGiB, placement }, of, security);
      fc.pre(!("cannotTell" in left));
      if ("cannotTell" in left) return;

      expect(left.temp).toBeGreaterThanOrEqual(0);
      expect(left.temp).toBeLessThanOrEqual(of.ephemeralOsDisk.tempBytes);
      if ("bytes" in left.nvme) expect(left.nvme.bytes).toBeLessThanOrEqual(of.ephemeralOsDisk.nvmeBytes);
    },
  );
});
