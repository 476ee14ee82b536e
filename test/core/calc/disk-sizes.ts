import fc from "fast-check";
import type { EphemeralCapability, Placement, VmSku } from "../../../src/core/model/region.ts";
import { gib, gibToBytes, mib, mibToBytes } from "../../../src/core/model/units.ts";
import { sku } from "../../support/build.ts";

export const PLAIN = { secureBoot: false, vtpm: false };
export const TRUSTED_LAUNCH = { secureBoot: true, vtpm: true };
export const CONFIDENTIAL = { secureBoot: false, vtpm: false, isConfidential: true };

export interface Disks {
  readonly name?: string;
  readonly vcpus?: number;
  readonly cache?: number;
  readonly temp?: number;
  readonly nvmeMiB?: number;
  readonly nvmeDiskMiB?: number;
  /** `null`: the answer has no list. */
  readonly placements?: readonly Placement[] | null;
  readonly isSupported?: boolean;
}

/** A VM size with these local disks, in GiB; cache and temp disk may hold the OS. */
export function size(disks: Disks): VmSku {
  const { name = "Standard_X", vcpus = 8, cache = 0, temp = 0, nvmeMiB = 0, placements = ["temp", "cache"], isSupported = true } = disks;
  const ephemeralOsDisk: EphemeralCapability = {
    isSupported,
    ...(placements ? { placements } : {}),
    cacheBytes: gibToBytes(gib(cache)),
    tempBytes: gibToBytes(gib(temp)),
    nvmeBytes: mibToBytes(mib(nvmeMiB)),
    ...(disks.nvmeDiskMiB === undefined ? {} : { nvmeDiskBytes: mibToBytes(mib(disks.nvmeDiskMiB)) }),
  };
  return sku({ name, vcpus, vcpusAvailable: vcpus, ephemeralOsDisk });
}

export const D2ADS_V5 = size({ vcpus: 2, temp: 75, placements: ["temp"] });
export const D4DS_V5 = size({ vcpus: 4, temp: 150, placements: ["temp"] });
export const D8DS_V5 = size({ temp: 300, placements: ["temp"] });
export const DS2_V2 = size({ vcpus: 2, cache: 86, temp: 14 });
export const D2S_V3 = size({ vcpus: 2, cache: 50, temp: 16 });
export const D8S_V3 = size({ cache: 200, temp: 64 });
export const D8DS_V4 = size({ cache: 200, temp: 300 });
export const B20MS = size({ vcpus: 20, cache: 30, temp: 160 });
export const D16PLDS_V5 = size({ vcpus: 16, cache: 400, temp: 600 });
export const NC6S_V3 = size({ vcpus: 6, cache: 320, temp: 736 });
export const D8DS_V6 = size({ nvmeMiB: 450_560, nvmeDiskMiB: 450_560, placements: ["nvme"] });
export const D128DS_V6 = size({ vcpus: 128, nvmeMiB: 7_208_960, nvmeDiskMiB: 1_802_240, placements: ["nvme"] });
export const NC24ADS_A100 = size({ vcpus: 24, cache: 256, temp: 64, nvmeMiB: 915_527, nvmeDiskMiB: 915_527 });

export const anySize: fc.Arbitrary<VmSku> = fc
  .record({
    vcpus: fc.integer({ min: 1, max: 128 }),
    cache: fc.integer({ min: 0, max: 3000 }),
    temp: fc.integer({ min: 0, max: 3000 }),
    nvmeMiB: fc.integer({ min: 0, max: 3_000_000 }),
    placements: fc.option(fc.uniqueArray(fc.constantFrom<Placement>("cache", "temp", "nvme")), { nil: null }),
    isSupported: fc.boolean(),
  })
  .map(size);
export const anyWanted = fc.integer({ min: 30, max: 2048 }).map(gib);
export const anySecurity = fc.record({ secureBoot: fc.boolean(), vtpm: fc.boolean(), isConfidential: fc.boolean() });
