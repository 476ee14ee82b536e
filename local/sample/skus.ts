import type { ArmBody } from "../arm/state.ts";

/**
 * VM sizes with the figures of Azure's size pages (learn.microsoft.com/azure/virtual-machines/sizes) and of recorded
 * Microsoft.Compute/skus answers, as of 2026-03. Three are inferred from their series: the caches of Dpds_v5 (25 GiB a vCPU, as
 * recorded for D16plds_v5; AKS gives D8pds_v5 an OS disk of 200), and the local disks of B4ms and E4ds_v5.
 */
interface Size {
  /** Without `Standard_`. */
  readonly name: string;
  /** The quota bucket as Azure spells it: capitals vary, some hold spaces. */
  readonly family: string;
  readonly vcpus: number;
  readonly gib: number;
  readonly cacheGiB?: number;
  readonly tempGiB?: number;
  readonly nvmeMiB?: number;
  /** Where the OS may live; without it on none of the local disks. */
  readonly os?: "ResourceDisk" | "ResourceDisk,CacheDisk" | "NvmeDisk";
  readonly vcpusAvailable?: number;
  readonly gpus?: number;
  readonly isArm?: true;
  readonly hasNoPremiumDisk?: true;
  readonly hasNoSpot?: true;
  /** All three when missing. */
  readonly zones?: readonly string[];
  /** Regions where the sample subscriptions may not use it. */
  readonly restrictedIn?: readonly string[];
}

const sizes = (family: string, common: Omit<Partial<Size>, "family">, rows: readonly Omit<Size, "family">[]): Size[] =>
  rows.map((row) => ({ family, ...common, ...row }));

const TEMP = { os: "ResourceDisk" } as const;
const CACHE_AND_TEMP = { os: "ResourceDisk,CacheDisk" } as const;
const NVME = { os: "NvmeDisk" } as const;

const SIZES: readonly Size[] = [
  ...sizes("standardDDSv5Family", TEMP, [
    { name: "D2ds_v5", vcpus: 2, gib: 8, tempGiB: 75 },
    { name: "D4ds_v5", vcpus: 4, gib: 16, tempGiB: 150 },
    { name: "D8ds_v5", vcpus: 8, gib: 32, tempGiB: 300 },
    { name: "D16ds_v5", vcpus: 16, gib: 64, tempGiB: 600 },
    { name: "D32ds_v5", vcpus: 32, gib: 128, tempGiB: 1200 },
    { name: "D48ds_v5", vcpus: 48, gib: 192, tempGiB: 1800 },
    { name: "D64ds_v5", vcpus: 64, gib: 256, tempGiB: 2400 },
  ]),
  ...sizes("StandardDdsv6Family", NVME, [
    { name: "D2ds_v6", vcpus: 2, gib: 8, nvmeMiB: 112_640 },
    { name: "D4ds_v6", vcpus: 4, gib: 16, nvmeMiB: 225_280 },
    { name: "D8ds_v6", vcpus: 8, gib: 32, nvmeMiB: 450_560 },
    { name: "D16ds_v6", vcpus: 16, gib: 64, nvmeMiB: 901_120 },
    { name: "D32ds_v6", vcpus: 32, gib: 128, nvmeMiB: 1_802_240 },
  ]),
  ...sizes("standardDASv5Family", {}, [
    { name: "D2as_v5", vcpus: 2, gib: 8 },
    { name: "D4as_v5", vcpus: 4, gib: 16 },
    { name: "D8as_v5", vcpus: 8, gib: 32 },
  ]),
  ...sizes("standardDADSv5Family", TEMP, [
    { name: "D2ads_v5", vcpus: 2, gib: 8, tempGiB: 75 },
    { name: "D4ads_v5", vcpus: 4, gib: 16, tempGiB: 150 },
    { name: "D8ads_v5", vcpus: 8, gib: 32, tempGiB: 300 },
  ]),
  ...sizes("standardDSv5Family", {}, [
    { name: "D4s_v5", vcpus: 4, gib: 16 },
    { name: "D8s_v5", vcpus: 8, gib: 32 },
  ]),
  ...sizes("standardDPDSv5Family", { ...CACHE_AND_TEMP, isArm: true }, [
    { name: "D4pds_v5", vcpus: 4, gib: 16, cacheGiB: 100, tempGiB: 150 },
    { name: "D8pds_v5", vcpus: 8, gib: 32, cacheGiB: 200, tempGiB: 300 },
  ]),
  ...sizes("standardDSv3Family", CACHE_AND_TEMP, [
    { name: "D2s_v3", vcpus: 2, gib: 8, cacheGiB: 50, tempGiB: 16 },
    { name: "D4s_v3", vcpus: 4, gib: 16, cacheGiB: 100, tempGiB: 32 },
    { name: "D8s_v3", vcpus: 8, gib: 32, cacheGiB: 200, tempGiB: 64 },
    { name: "D64s_v3", vcpus: 64, gib: 256, cacheGiB: 1600, tempGiB: 512 },
  ]),
  ...sizes("standardDSv2Family", CACHE_AND_TEMP, [
    { name: "DS2_v2", vcpus: 2, gib: 7, cacheGiB: 86, tempGiB: 14 },
    { name: "DS3_v2", vcpus: 4, gib: 14, cacheGiB: 172, tempGiB: 28 },
  ]),
  ...sizes("standardDv3Family", { hasNoPremiumDisk: true }, [{ name: "D2_v3", vcpus: 2, gib: 8, tempGiB: 50 }]),
  ...sizes("standardESv5Family", {}, [
    { name: "E4s_v5", vcpus: 4, gib: 32 },
    { name: "E8s_v5", vcpus: 8, gib: 64 },
  ]),
  ...sizes("standardEDSv5Family", TEMP, [
    { name: "E4ds_v5", vcpus: 4, gib: 32, tempGiB: 150 },
    { name: "E8ds_v5", vcpus: 8, gib: 64, tempGiB: 300 },
  ]),
  ...sizes("standardFSv2Family", CACHE_AND_TEMP, [
    { name: "F2s_v2", vcpus: 2, gib: 4, cacheGiB: 32, tempGiB: 16 },
    { name: "F4s_v2", vcpus: 4, gib: 8, cacheGiB: 64, tempGiB: 32 },
    { name: "F8s_v2", vcpus: 8, gib: 16, cacheGiB: 128, tempGiB: 64 },
    { name: "F16s_v2", vcpus: 16, gib: 32, cacheGiB: 256, tempGiB: 128 },
  ]),
  ...sizes("standardBSFamily", { ...CACHE_AND_TEMP, hasNoSpot: true }, [
    { name: "B4ms", vcpus: 4, gib: 16, cacheGiB: 30, tempGiB: 32 },
    { name: "B20ms", vcpus: 20, gib: 80, cacheGiB: 30, tempGiB: 160 },
  ]),
  ...sizes("standardBsv2Family", {}, [
    { name: "B2s_v2", vcpus: 2, gib: 8 },
    { name: "B4s_v2", vcpus: 4, gib: 16 },
  ]),
  // Its NVMe disk (1.92 TB) is for data alone.
  ...sizes("standardLSv3Family", TEMP, [{ name: "L8s_v3", vcpus: 8, gib: 64, tempGiB: 80, restrictedIn: ["northeurope"] }]),
  ...sizes("standardMSFamily", CACHE_AND_TEMP, [{ name: "M8-2ms", vcpus: 8, vcpusAvailable: 2, gib: 218.75, cacheGiB: 793, tempGiB: 256 }]),
  ...sizes("StandardNCADSA100v4Family", CACHE_AND_TEMP, [
    {
      name: "NC24ads_A100_v4",
      vcpus: 24,
      gib: 220,
      gpus: 1,
      cacheGiB: 256,
      tempGiB: 64,
      nvmeMiB: 915_527,
      zones: ["1", "2"],
      restrictedIn: ["northeurope"],
    },
  ]),
  ...sizes("Standard NCASv3_T4 Family", CACHE_AND_TEMP, [
    { name: "NC16as_T4_v3", vcpus: 16, gib: 110, gpus: 1, cacheGiB: 144, tempGiB: 352 },
  ]),
];

const BY_NAME: ReadonlyMap<string, Size> = new Map(SIZES.map((size) => [`standard_${size.name}`.toLowerCase(), size]));

/** Every family of the list once, as the SKUs spell it. */
export const FAMILIES: readonly string[] = [...new Set(SIZES.map(({ family }) => family))];

export function sizeCalled(vmSize: string): { readonly family: string; readonly vcpus: number } {
  const size = BY_NAME.get(vmSize.toLowerCase());
  if (!size) throw new Error(`the sample has no VM size ${vmSize}`);
  return size;
}

/** `value[]` of Microsoft.Compute/skus for one region: VM sizes, and two of the other kinds that come along unasked. */
export function skuBodies(region: string): ArmBody[] {
  return [
    {
      resourceType: "availabilitySets",
      name: "Aligned",
      locations: [region],
      locationInfo: [{ location: region, zones: [] }],
      capabilities: [],
    },
    ...SIZES.map((size) => skuBody(size, region)),
    { resourceType: "disks", name: "Premium_LRS", tier: "Premium", size: "P10", locations: [region], capabilities: [], restrictions: [] },
  ];
}

function skuBody(size: Size, region: string): ArmBody {
  return {
    resourceType: "virtualMachines",
    name: `Standard_${size.name}`,
    tier: "Standard",
    size: size.name,
    family: size.family,
    locations: [region],
    locationInfo: [{ location: region, zones: size.zones ?? ["1", "2", "3"], zoneDetails: [] }],
    capabilities: Object.entries(capabilities(size)).map(([name, value]) => ({ name, value: String(value) })),
    restrictions: size.restrictedIn?.includes(region) ? [restriction(region)] : [],
  };
}

/** All values are text in ARM, truth as `True` and `False`. */
function capabilities(size: Size): Record<string, string | number> {
  return {
    MaxResourceVolumeMB: (size.tempGiB ?? 0) * 1024,
    OSVhdSizeMB: 1_047_552,
    vCPUs: size.vcpus,
    HyperVGenerations: size.isArm ? "V2" : "V1,V2",
    ...(size.os ? { SupportedEphemeralOSDiskPlacements: size.os } : {}),
    MemoryGB: size.gib,
    CpuArchitectureType: size.isArm ? "Arm64" : "x64",
    LowPriorityCapable: truth(!size.hasNoSpot),
    PremiumIO: truth(!size.hasNoPremiumDisk),
    VMDeploymentTypes: "IaaS",
    vCPUsAvailable: size.vcpusAvailable ?? size.vcpus,
    ...(size.gpus ? { GPUs: size.gpus } : {}),
    ...(size.cacheGiB ? { CachedDiskBytes: size.cacheGiB * 2 ** 30 } : {}),
    ...(size.nvmeMiB ? { NvmeDiskSizeInMiB: size.nvmeMiB } : {}),
    EphemeralOSDiskSupported: truth(size.os !== undefined),
    EncryptionAtHostSupported: "True",
    AcceleratedNetworkingEnabled: "True",
  };
}

const truth = (is: boolean): string => (is ? "True" : "False");

const restriction = (region: string): ArmBody => ({
  type: "Location",
  values: [region],
  restrictionInfo: { locations: [region] },
  reasonCode: "NotAvailableForSubscription",
});
