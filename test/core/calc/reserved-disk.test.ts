import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diskForPods, type NodeDisk } from "../../../src/core/calc/reserved-disk.ts";
import { bytes, gib, gibToBytes, mib } from "../../../src/core/model/units.ts";
import { law } from "../../support/law.ts";
import { AUTO_PROVISIONED, anyScheme, HARDENED } from "./reserved-nodes.ts";

const disk = (change: Partial<NodeDisk> = {}): NodeDisk => ({ os: "linux", sizeGiB: gib(128), ...change });

describe("ephemeral storage for pods", () => {
  it("is to the byte what a node with a 128 GiB disk shows (Azure/AKS#3525)", () => {
    const measured = bytes(129_886_128 * 1024);

    expect(diskForPods(disk({ measured }))).toEqual({ kind: "measured", allocatable: 119_703_055_367 });
  });

  it("is 90 % of nominal, and says that it is of nominal", () => {
    const result = diskForPods(disk());

    expect(result).toEqual({ kind: "of-nominal", allocatable: expect.any(Number) });
    expect("allocatable" in result && result.allocatable / gibToBytes(gib(128))).toBeCloseTo(0.9, 6);
  });

  it.for([
    { of: "a hardened node: 1 GiB less", on: disk({ sizeGiB: gib(100) }), scheme: HARDENED, gibLeft: 89 },
    { of: "a node of node auto-provisioning: it has no threshold", on: disk(), scheme: AUTO_PROVISIONED, gibLeft: 128 },
    { of: "a Windows node: it has no threshold", on: disk({ os: "windows" }), scheme: HARDENED, gibLeft: 128 },
    {
      of: "a threshold set in GiB",
      on: disk({ overrides: { hardEvictionDisk: { kind: "amount", sizeMiB: mib(20 * 1024) } } }),
      scheme: undefined,
      gibLeft: 108,
    },
    {
      of: "a threshold set in per cent",
      on: disk({ overrides: { hardEvictionDisk: { kind: "percent", percent: 25 } } }),
      scheme: undefined,
      gibLeft: 96,
    },
    {
      of: "a threshold of all of it",
      on: disk({ overrides: { hardEvictionDisk: { kind: "percent", percent: 100 } } }),
      scheme: HARDENED,
      gibLeft: 0,
    },
  ])("is $gibLeft GiB on $of", ({ on, scheme, gibLeft }) => {
    const result = diskForPods(on, scheme);

    expect("allocatable" in result && result.allocatable / 2 ** 30).toBeCloseTo(gibLeft, 5);
  });

  it("is all of the disk to the byte, or nothing of it", () => {
    const all = { overrides: { hardEvictionDisk: { kind: "percent", percent: 100 } } } as const;

    expect(diskForPods(disk({ os: "windows" }))).toMatchObject({ allocatable: gibToBytes(gib(128)) });
    expect(diskForPods(disk(all), HARDENED)).toMatchObject({ allocatable: 0 });
  });

  it.for([
    ["no size", disk({ sizeGiB: gib(0) })],
    ["a negative size", disk({ sizeGiB: gib(-1) })],
    ["no number for a size", disk({ sizeGiB: gib(Number.NaN) })],
    ["more in it than its size", disk({ measured: bytes(gibToBytes(gib(128)) + 1) })],
    ["nothing in it", disk({ measured: bytes(0) })],
    ["a threshold above 100 %", disk({ overrides: { hardEvictionDisk: { kind: "percent", percent: 101 } } })],
  ] as const)("cannot be told for a disk with %s", ([, on]) => {
    expect(diskForPods(on)).toMatchObject({ cannotTell: { kind: "unreadable" } });
  });

  const size = fc.integer({ min: 1, max: 4096 }).map(gib);
  const percent = fc.double({ min: 0.1, max: 100, noNaN: true });

  law("never is below nothing or above the disk", [size, percent, anyScheme, fc.boolean()], (sizeGiB, part, scheme, isSet) => {
    const overrides = isSet ? { hardEvictionDisk: { kind: "percent" as const, percent: part } } : {};
    const result = diskForPods(disk({ sizeGiB, overrides }), scheme);
    const left = "allocatable" in result ? result.allocatable : Number.NaN;

    expect(left).toBeGreaterThanOrEqual(0);
    expect(left).toBeLessThanOrEqual(gibToBytes(sizeGiB));
  });
});
