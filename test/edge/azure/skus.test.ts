import { describe, expect, it } from "vitest";
import type { ArmBody } from "../../../local/arm/index.ts";
import { type VmSizeKey, vmSize, vmSizeKey } from "../../../src/core/model/names.ts";
import { azureOn, SUB, WEU } from "./stand-in.ts";

const CAPABILITIES = {
  vCPUs: "4",
  vCPUsAvailable: "4",
  MemoryGB: "16",
  CpuArchitectureType: "x64",
  PremiumIO: "True",
  LowPriorityCapable: "True",
  EphemeralOSDiskSupported: "True",
  SupportedEphemeralOSDiskPlacements: "ResourceDisk",
  MaxResourceVolumeMB: "153600",
};

const armSku = (
  change: { name?: unknown; capabilities?: Record<string, string | undefined>; restrictions?: unknown; more?: ArmBody } = {},
): ArmBody => ({
  resourceType: "virtualMachines",
  name: change.name ?? "Standard_D4ds_v5",
  family: "standardDDSv5Family",
  locations: ["WestEurope"],
  locationInfo: [
    { location: "eastus", zones: ["9"] },
    { location: "westeurope", zones: ["2", "1"] },
  ],
  capabilities: Object.entries({ ...CAPABILITIES, ...change.capabilities }).flatMap(([name, value]) =>
    value === undefined ? [] : [{ name, value }],
  ),
  restrictions: change.restrictions ?? [],
  ...change.more,
});

const LIST = `the VM sizes of westeurope for subscription ${SUB}`;
const D4 = vmSizeKey(vmSize("Standard_D4ds_v5"));
async function read(...rows: readonly ArmBody[]) {
  const { azure, arm, odd } = await azureOn({ skus: { westeurope: [...rows] } });
  return { ...(await azure.readSkus(SUB, WEU)), arm, odd };
}
async function readOne(capabilities: Record<string, string | undefined>) {
  const { skus } = await read(armSku({ capabilities }));
  return skus.byKey.get(D4);
}

it("reads a VM size in our units", async () => {
  const { skus, restrictions, odd } = await read(armSku());

  expect(skus.byKey.get(D4)).toEqual({
    vmSize: "Standard_D4ds_v5",
    family: "standardddsv5family",
    familyName: "standardDDSv5Family",
    vcpus: 4,
    vcpusAvailable: 4,
    memoryGiB: 16,
    architecture: "x64",
    gpus: 0,
    hasPremiumDisk: true,
    isSpotCapable: true,
    ephemeralOsDisk: { isSupported: true, placements: ["temp"], cacheBytes: 0, tempBytes: 150 * 2 ** 30, nvmeBytes: 0 },
    zones: ["1", "2"],
  });
  expect(restrictions.byKey.size).toBe(0);
  expect(odd).toEqual([]);
});

it("asks for the one region", async () => {
  const { arm } = await read(armSku());

  expect(arm.requests.map(({ path }) => new URL(path, arm.url).searchParams.get("$filter"))).toEqual(["location eq 'westeurope'"]);
});

it.for([
  ["fewer visible vCPUs of a constrained size", { vCPUs: "32", vCPUsAvailable: "8" }, { vcpus: 32, vcpusAvailable: 8 }],
  ["visible vCPUs that are not said", { vCPUsAvailable: undefined }, { vcpus: 4, vcpusAvailable: 4 }],
  ["fractional memory", { MemoryGB: "218.75" }, { memoryGiB: 218.75 }],
  ["arm64", { CpuArchitectureType: "Arm64" }, { architecture: "arm64" }],
  ["an architecture that is not said", { CpuArchitectureType: undefined }, { architecture: "x64" }],
  ["GPUs", { GPUs: "2" }, { gpus: 2 }],
  ["no premium disks", { PremiumIO: "False" }, { hasPremiumDisk: false }],
  ["no spot", { LowPriorityCapable: "False" }, { isSpotCapable: false }],
  ["spot that is not said", { LowPriorityCapable: undefined }, { isSpotCapable: false }],
  ["a confidential size", { ConfidentialComputingType: "SNP" }, { isConfidential: true }],
  ["InfiniBand", { RdmaEnabled: "True" }, { hasInfiniband: true }],
  [
    "all placements",
    { SupportedEphemeralOSDiskPlacements: "ResourceDisk,CacheDisk, NvmeDisk,Tape" },
    { ephemeralOsDisk: { placements: ["temp", "cache", "nvme"] } },
  ],
  [
    "cache bytes and NVMe MiB",
    { CachedDiskBytes: "53687091200", NvmeDiskSizeInMiB: "450560" },
    { ephemeralOsDisk: { cacheBytes: 50 * 2 ** 30, nvmeBytes: 440 * 2 ** 30 } },
  ],
  ["the size of one NVMe disk", { NvmeSizePerDiskInMiB: "450560" }, { ephemeralOsDisk: { nvmeDiskBytes: 440 * 2 ** 30 } }],
] as const)("reads %s", async ([, capabilities, expected]) => {
  expect(await readOne(capabilities)).toMatchObject(expected);
});

it("leaves the placements out where old data has none", async () => {
  expect((await readOne({ SupportedEphemeralOSDiskPlacements: undefined }))?.ephemeralOsDisk).not.toHaveProperty("placements");
});

it.for([
  ["that is not said", { NvmeSizePerDiskInMiB: undefined }],
  ["where there is none", { NvmeSizePerDiskInMiB: "0" }],
] as const)("leaves out the size of one NVMe disk %s", async ([, capabilities]) => {
  expect((await readOne(capabilities))?.ephemeralOsDisk).not.toHaveProperty("nvmeDiskBytes");
});

it.for([
  ["vCPUs", "0", "expected more than 0"],
  ["vCPUs", "-4", "expected no less than 0"],
  ["MemoryGB", "0", "expected more than 0"],
  ["vCPUsAvailable", "0", "expected 1 to as many as vCPUs"],
  ["vCPUsAvailable", "5", "expected 1 to as many as vCPUs"],
  ["MaxResourceVolumeMB", "-1", "expected no less than 0"],
] as const)("names a row whose %s is %s", async ([name, value, message]) => {
  const { skus, odd } = await read(armSku({ capabilities: { [name]: value } }));

  expect(skus.byKey.size).toBe(0);
  expect(odd[0]?.problem).toContain(`capabilities.${name}: ${message}`);
});

it("takes VM sizes of the region alone, also from an unfiltered list", async () => {
  const { skus, odd } = await read(
    armSku(),
    armSku({ name: "Premium_LRS", more: { resourceType: "disks" } }),
    armSku({ name: "Standard_Elsewhere", more: { locations: ["eastus"] } }),
  );

  expect([...skus.byKey.keys()]).toEqual([D4]);
  expect(odd).toEqual([]);
});

it("names the odd rows and keeps their neighbours", async () => {
  const { skus, odd } = await read(
    armSku({ name: "Standard_NoCpu", capabilities: { vCPUs: undefined } }),
    armSku({ name: "Standard_Much", capabilities: { MemoryGB: "much" } }),
    { name: "Standard_Nothing" },
    armSku(),
  );

  expect([...skus.byKey.keys()]).toEqual([D4]);
  expect(odd).toEqual([
    { id: `Standard_Nothing of ${LIST}`, problem: "resourceType: expected string, received undefined" },
    { id: `Standard_NoCpu of ${LIST}`, problem: "capabilities.vCPUs: is missing" },
    { id: `Standard_Much of ${LIST}`, problem: "capabilities.MemoryGB: expected a number" },
  ]);
});

describe("a restriction", () => {
  const zone = {
    type: "Zone",
    reasonCode: "NotAvailableForSubscription",
    restrictionInfo: { locations: ["westeurope"], zones: ["3", "1"] },
  };
  const location = { type: "Location", reasonCode: "QuotaId", restrictionInfo: { locations: ["WestEurope"] } };
  const elsewhere = { type: "Location", reasonCode: "QuotaId", restrictionInfo: { locations: ["eastus"] } };

  it.for([
    ["in some zones", [zone], { reason: "NotAvailableForSubscription", zones: ["1", "3"] }],
    ["in the whole region", [location], { reason: "QuotaId", zones: [] }],
    ["in some zones and the whole region", [zone, location], { reason: "QuotaId", zones: [] }],
    ["in another region", [elsewhere], undefined],
    ["in none", [], undefined],
  ] as const)("%s", async ([, restrictions, expected]) => {
    const { restrictions: found } = await read(armSku({ restrictions }));

    expect(found.byKey.get("standard_d4ds_v5" as VmSizeKey)).toEqual(expected);
  });
});
