import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diskTier, type ManagedStorage, nextLowerTier } from "../../../src/core/calc/disk-tier.ts";
import { gib } from "../../../src/core/model/units.ts";
import { told } from "../../support/build.ts";
import { law } from "../../support/law.ts";

const tier = (sizeGiB: number, storage: ManagedStorage = "premium-ssd") => told(diskTier(gib(sizeGiB), storage));

describe("the tier of a managed disk", () => {
  it.for([
    { sizeGiB: 4, name: "P1", iops: 120, megabytesPerSecond: 25 },
    { sizeGiB: 8, name: "P2", iops: 120, megabytesPerSecond: 25 },
    { sizeGiB: 16, name: "P3", iops: 120, megabytesPerSecond: 25 },
    { sizeGiB: 32, name: "P4", iops: 120, megabytesPerSecond: 25 },
    { sizeGiB: 64, name: "P6", iops: 240, megabytesPerSecond: 50 },
    { sizeGiB: 128, name: "P10", iops: 500, megabytesPerSecond: 100 },
    { sizeGiB: 256, name: "P15", iops: 1100, megabytesPerSecond: 125 },
    { sizeGiB: 512, name: "P20", iops: 2300, megabytesPerSecond: 150 },
    { sizeGiB: 1024, name: "P30", iops: 5000, megabytesPerSecond: 200 },
    { sizeGiB: 2048, name: "P40", iops: 7500, megabytesPerSecond: 250 },
    { sizeGiB: 4096, name: "P50", iops: 7500, megabytesPerSecond: 250 },
    { sizeGiB: 8192, name: "P60", iops: 16_000, megabytesPerSecond: 500 },
    { sizeGiB: 16_384, name: "P70", iops: 18_000, megabytesPerSecond: 750 },
    { sizeGiB: 32_767, name: "P80", iops: 20_000, megabytesPerSecond: 900 },
  ])("of $sizeGiB GiB is $name with $iops IOPS (disks-types)", (expected) => {
    expect(tier(expected.sizeGiB)).toEqual(expected);
  });

  it.for([
    { sizeGiB: 30, premium: "P4", standard: "E4" },
    { sizeGiB: 33, premium: "P6", standard: "E6" },
    { sizeGiB: 100, premium: "P10", standard: "E10" },
    { sizeGiB: 129, premium: "P15", standard: "E15" },
    { sizeGiB: 200, premium: "P15", standard: "E15" },
    { sizeGiB: 513, premium: "P30", standard: "E30" },
    { sizeGiB: 1025, premium: "P40", standard: "E40" },
  ])("of $sizeGiB GiB is the next offered one, $premium or $standard (managed disks are billed rounded up)", (row) => {
    expect(tier(row.sizeGiB).name).toBe(row.premium);
    expect(tier(row.sizeGiB, "standard-ssd").name).toBe(row.standard);
  });

  it.for([
    { sizeGiB: 128, name: "E10", iops: 500 },
    { sizeGiB: 256, name: "E15", iops: 500 },
    { sizeGiB: 512, name: "E20", iops: 500 },
    { sizeGiB: 1024, name: "E30", iops: 500 },
    { sizeGiB: 2048, name: "E40", iops: 500 },
    { sizeGiB: 4096, name: "E50", iops: 500 },
    { sizeGiB: 8192, name: "E60", iops: 2000, megabytesPerSecond: 400 },
    { sizeGiB: 16_384, name: "E70", iops: 4000, megabytesPerSecond: 600 },
    { sizeGiB: 32_767, name: "E80", iops: 6000, megabytesPerSecond: 750 },
  ])("of a standard SSD says what all pages agree on: $name", (expected) => {
    expect(tier(expected.sizeGiB, "standard-ssd")).toEqual(expected);
  });

  it.for([
    { sizeGiB: 4, name: "E1" },
    { sizeGiB: 8, name: "E2" },
    { sizeGiB: 16, name: "E3" },
    { sizeGiB: 32, name: "E4" },
    { sizeGiB: 64, name: "E6" },
  ])("of a small standard SSD leaves out what pages disagree on: $name", (expected) => {
    expect(tier(expected.sizeGiB, "standard-ssd")).toEqual(expected);
  });

  it.for([0, -1, Number.NaN, 32_768])("of %s GiB cannot be told", (sizeGiB) => {
    expect(diskTier(gib(sizeGiB), "premium-ssd")).toMatchObject({ cannotTell: { kind: "unreadable" } });
  });

  it("has one below it, save the smallest", () => {
    expect(nextLowerTier(tier(512), "premium-ssd")).toEqual(tier(256));
    expect(nextLowerTier(tier(33, "standard-ssd"), "standard-ssd")?.name).toBe("E4");
    expect(nextLowerTier(tier(1), "premium-ssd")).toBeUndefined();
  });

  const sizes = fc.integer({ min: 1, max: 32_767 });

  law(
    "holds the disk, is the smallest that does, and never gets slower with size",
    [sizes, sizes, fc.constantFrom<ManagedStorage>("premium-ssd", "standard-ssd")],
    (a, b, storage) => {
      const [small, large] = [tier(Math.min(a, b), storage), tier(Math.max(a, b), storage)];
      const below = nextLowerTier(large, storage);

      expect(large.sizeGiB).toBeGreaterThanOrEqual(Math.max(a, b));
      expect(below?.sizeGiB ?? 0).toBeLessThan(Math.max(a, b));
      expect(large.iops ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(small.iops ?? 0);
      expect(large.megabytesPerSecond ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(small.megabytesPerSecond ?? 0);
    },
  );
});
