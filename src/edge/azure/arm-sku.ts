import { z } from "zod";
import { type Region, region, vmFamily, vmSize } from "../../core/model/names.ts";
import type { Placement, Restriction, VmSku } from "../../core/model/region.ts";
import { bytes, gib, mib, mibToBytes } from "../../core/model/units.ts";
import { given } from "../wire/decode.ts";
import { inOrder } from "./decode.ts";

/** Enough of a SKU row to know whether it is a VM size of the region; disks and snapshots stand in the same list. */
export const ArmSkuKind = z
  .object({ resourceType: z.string(), locations: z.array(z.string()).nullish() })
  .transform(({ resourceType, locations }) => ({
    isVmSize: resourceType.toLowerCase() === "virtualmachines",
    regions: (locations ?? []).map(region),
  }));

const ArmCapabilities = z
  .array(z.object({ name: z.string(), value: z.string() }))
  .nullish()
  .transform((list) => new Map(list?.map(({ name, value }) => [name, value])));

const ArmRestriction = z.object({
  type: z.string(),
  reasonCode: z.string().nullish(),
  restrictionInfo: z.object({ locations: z.array(z.string()).nullish(), zones: z.array(z.string()).nullish() }).nullish(),
});

export interface RegionSku {
  readonly sku: VmSku;
  readonly restriction?: Restriction;
}

/** A VM size as `resourceSkus.list` describes it for one region. */
export const armSku = (of: Region): z.ZodType<RegionSku> =>
  z
    .object({
      name: z.string().min(1),
      family: z.string().min(1),
      locationInfo: z.array(z.object({ location: z.string(), zones: z.array(z.string()).nullish() })).nullish(),
      capabilities: ArmCapabilities,
      restrictions: z.array(ArmRestriction).nullish(),
    })
    .transform((arm, context): RegionSku => {
      const problem = (name: string, message: string): void => context.addIssue({ code: "custom", path: ["capabilities", name], message });
      const number = (name: string): number | undefined => {
        const text = arm.capabilities.get(name);
        if (text === undefined) return undefined;
        const value = text.trim() === "" ? Number.NaN : Number(text);
        if (!Number.isFinite(value)) problem(name, "expected a number");
        else if (value < 0) problem(name, "expected no less than 0");
        return value;
      };
      const needed = (name: string): number => {
        const value = number(name);
        if (value === undefined) problem(name, "is missing");
        if (value === 0) problem(name, "expected more than 0");
        return value ?? Number.NaN;
      };
      const vcpus = needed("vCPUs");
      const vcpusAvailable = number("vCPUsAvailable") ?? vcpus;
      if (vcpusAvailable === 0 || vcpusAvailable > vcpus) problem("vCPUsAvailable", "expected 1 to as many as vCPUs");
      const nvmeDisk = number("NvmeSizePerDiskInMiB");
      const sku: VmSku = {
        vmSize: vmSize(arm.name),
        family: vmFamily(arm.family),
        familyName: arm.family,
        vcpus,
        vcpusAvailable,
        memoryGiB: gib(needed("MemoryGB")),
        architecture: is(arm.capabilities.get("CpuArchitectureType"), "Arm64") ? "arm64" : "x64",
        gpus: number("GPUs") ?? 0,
        hasPremiumDisk: is(arm.capabilities.get("PremiumIO"), "True"),
        isSpotCapable: is(arm.capabilities.get("LowPriorityCapable"), "True"),
        ...(arm.capabilities.get("ConfidentialComputingType") ? { isConfidential: true } : {}),
        ...(is(arm.capabilities.get("RdmaEnabled"), "True") ? { hasInfiniband: true } : {}),
        ephemeralOsDisk: {
          isSupported: is(arm.capabilities.get("EphemeralOSDiskSupported"), "True"),
          ...given("placements", placements(arm.capabilities.get("SupportedEphemeralOSDiskPlacements"))),
          cacheBytes: bytes(number("CachedDiskBytes") ?? 0),
          // MB in the name, MiB in fact.
          tempBytes: mibToBytes(mib(number("MaxResourceVolumeMB") ?? 0)),
          nvmeBytes: mibToBytes(mib(number("NvmeDiskSizeInMiB") ?? 0)),
          ...given("nvmeDiskBytes", nvmeDisk === undefined || nvmeDisk === 0 ? undefined : mibToBytes(mib(nvmeDisk))),
        },
        zones: inOrder((arm.locationInfo ?? []).filter(({ location }) => region(location) === of).flatMap(({ zones }) => zones ?? [])),
      };
      return { sku, ...given("restriction", restrictionIn(of, arm.restrictions ?? [])) };
    });

const is = (value: string | undefined, word: string): boolean => value?.toLowerCase() === word.toLowerCase();

const PLACEMENTS: ReadonlyMap<string, Placement> = new Map([
  ["cachedisk", "cache"],
  ["resourcedisk", "temp"],
  ["nvmedisk", "nvme"],
]);

/** A placement we do not know is passed over: it only ever adds room. */
function placements(list: string | undefined): readonly Placement[] | undefined {
  return list?.split(",").flatMap((word) => PLACEMENTS.get(word.trim().toLowerCase()) ?? []);
}

/** A size may be closed in the whole region and in some zones at once; the region then says it all. */
function restrictionIn(of: Region, all: readonly z.infer<typeof ArmRestriction>[]): Restriction | undefined {
  const here = all.filter(({ restrictionInfo }) => restrictionInfo?.locations?.some((location) => region(location) === of) ?? true);
  const whole = here.find(({ type }) => is(type, "Location"));
  if (whole) return { reason: whole.reasonCode ?? UNSAID, zones: [] };
  const zonal = here.filter(({ type }) => is(type, "Zone"));
  const zones = new Set(zonal.flatMap(({ restrictionInfo }) => restrictionInfo?.zones ?? []));
  return zones.size > 0 ? { reason: zonal[0]?.reasonCode ?? UNSAID, zones: inOrder(zones) } : undefined;
}

const UNSAID = "no reason given";
