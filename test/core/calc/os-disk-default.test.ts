import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ephemeralFit } from "../../../src/core/calc/os-disk.ts";
import {
  AUTO_PROVISIONED_OS_DISK,
  defaultEphemeralOsDisk,
  defaultManagedOsDisk,
  defaultOsDisk,
  defaultOsDiskKind,
  managedStorage,
} from "../../../src/core/calc/os-disk-default.ts";
import { gib } from "../../../src/core/model/units.ts";
import { sku } from "../../support/build.ts";
import { law } from "../../support/law.ts";
import {
  anySecurity,
  anySize,
  anyWanted,
  B20MS,
  D2ADS_V5,
  D4DS_V5,
  D8DS_V4,
  D8DS_V5,
  D8DS_V6,
  D8S_V3,
  DS2_V2,
  PLAIN,
  size,
  TRUSTED_LAUNCH,
} from "./disk-sizes.ts";

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

  law("never gets smaller with more vCPUs", [fc.integer({ min: 1, max: 1024 }), fc.nat({ max: 64 })], (vcpus, more) => {
    expect(defaultManagedOsDisk(vcpus + more)).toBeGreaterThanOrEqual(defaultManagedOsDisk(vcpus));
  });
});

describe("ephemeral OS disk when no size is asked for", () => {
  it.for([
    { of: "D8ds_v5 (concepts-storage)", on: D8DS_V5, sizeGiB: 300, placement: "temp" },
    { of: "D4ds_v5 (recorded answer)", on: D4DS_V5, sizeGiB: 150, placement: "temp" },
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

describe("OS disk when neither type nor size is asked for", () => {
  const diskless = (vcpus: number, hasPremiumDisk: boolean) => ({ ...size({ vcpus, isSupported: false }), hasPremiumDisk });

  it("is the whole local disk where that is large enough", () => {
    expect(defaultOsDisk(D8DS_V5, PLAIN)).toEqual({ kind: "ephemeral", sizeGiB: 300, placement: "temp" });
    expect(defaultOsDisk(D8DS_V5, TRUSTED_LAUNCH)).toEqual({ kind: "ephemeral", sizeGiB: 299, placement: "temp" });
  });

  it.for([
    { vcpus: 2, premium: "P10", standard: "E10", sizeGiB: 128, iops: 500, megabytesPerSecond: 100 },
    { vcpus: 8, premium: "P15", standard: "E15", sizeGiB: 256, iops: 1100, megabytesPerSecond: 125 },
    { vcpus: 16, premium: "P20", standard: "E20", sizeGiB: 512, iops: 2300, megabytesPerSecond: 150 },
    { vcpus: 64, premium: "P30", standard: "E30", sizeGiB: 1024, iops: 5000, megabytesPerSecond: 200 },
  ])("is else managed: $premium at $vcpus vCPUs, $standard where the size takes no premium disks (concepts-storage)", (row) => {
    const { vcpus, premium, standard, sizeGiB, iops, megabytesPerSecond } = row;

    expect(defaultOsDisk(diskless(vcpus, true), PLAIN)).toEqual({
      kind: "managed",
      sizeGiB,
      storage: "premium-ssd",
      tier: { name: premium, sizeGiB, iops, megabytesPerSecond },
      isEstimate: false,
    });
    expect(defaultOsDisk(diskless(vcpus, false), PLAIN)).toMatchObject({ sizeGiB, storage: "standard-ssd", tier: { name: standard } });
  });

  it("is an estimate for a constrained size whose two counts give two sizes", () => {
    const constrained = (vcpus: number, vcpusAvailable: number) => ({ ...diskless(vcpus, true), vcpusAvailable });

    expect(defaultOsDisk(constrained(8, 2), PLAIN)).toMatchObject({ sizeGiB: 256, isEstimate: true });
    expect(defaultOsDisk(constrained(32, 16), PLAIN)).toMatchObject({ sizeGiB: 512, isEstimate: false });
  });

  it("cannot be told for a size without vCPUs", () => {
    expect(defaultOsDisk(diskless(0, true), PLAIN)).toMatchObject({ cannotTell: { kind: "unreadable" } });
    expect(defaultOsDisk(diskless(Number.NaN, true), PLAIN)).toMatchObject({ cannotTell: { kind: "unreadable" } });
  });

  it("is 128 GiB on nodes of node auto-provisioning", () => {
    expect(AUTO_PROVISIONED_OS_DISK).toBe(128);
  });
});

describe("OS disk when a size is asked for and no type", () => {
  it.for([
    { of: "DS2_v2: 100 is above the cache of 86", on: DS2_V2, wanted: 100, kind: "managed" },
    { of: "DS2_v2: 60 is below it", on: DS2_V2, wanted: 60, kind: "ephemeral" },
    { of: "D8s_v3: 100 of 200", on: D8S_V3, wanted: 100, kind: "ephemeral" },
    { of: "E2bds_v5: 100 is above its 75", on: D2ADS_V5, wanted: 100, kind: "managed" },
    { of: "E4bds_v5: 100 of 150", on: D4DS_V5, wanted: 100, kind: "ephemeral" },
  ])("is $kind on $of (examples of concepts-storage)", ({ on, wanted, kind }) => {
    expect(defaultOsDiskKind(gib(wanted), on, PLAIN)).toBe(kind);
  });

  it("cannot be told where only a disk behind the cache has room", () => {
    expect(defaultOsDiskKind(gib(128), B20MS, PLAIN)).toMatchObject({ cannotTell: { kind: "unsupported" } });
  });

  law("is ephemeral for every size that certainly has room, for no other", [anyWanted, anySize, anySecurity], (wanted, on, security) => {
    expect(defaultOsDiskKind(wanted, on, security) === "ephemeral").toBe(ephemeralFit(wanted, on, security).kind === "fits");
  });

  law("has room for the default of every size that gets an ephemeral one", [anySize, anySecurity], (on, security) => {
    const disk = defaultOsDisk(on, security);
    fc.pre(!("cannotTell" in disk) && disk.kind === "ephemeral");

    expect("sizeGiB" in disk && ephemeralFit(disk.sizeGiB, on, security).kind).toBe("fits");
  });
});

it("a managed disk is premium where the VM size takes one", () => {
  expect(managedStorage(sku({ hasPremiumDisk: true }))).toBe("premium-ssd");
  expect(managedStorage(sku({ hasPremiumDisk: false }))).toBe("standard-ssd");
});
