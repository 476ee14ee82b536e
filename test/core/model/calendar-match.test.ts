import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { REAL } from "../../../local/real.ts";
import { builtInCalendar, defaultOsImage, isRefused, osImageOf, vmSeriesOf } from "../../../src/core/model/calendar.ts";
import { vmSize } from "../../../src/core/model/names.ts";
import { version } from "../../support/build.ts";

const hasReal = existsSync(REAL);
const withReal = (name: string) => (hasReal ? name : `${name} (skipped: ${REAL} is absent)`);
const seriesOf = (size: string) => vmSeriesOf(builtInCalendar, vmSize(size))?.id;

describe("the retiring series of a VM size", () => {
  it.for([
    ["Standard_A0", "a"],
    ["Basic_A4", "a"],
    ["Standard_A2_v2", "av2"],
    ["Standard_A8m_v2", "av2"],
    ["Standard_B1s", "b"],
    ["Standard_B1ls", "b"],
    ["Standard_B20ms", "b"],
    ["Standard_B2s_v2", undefined],
    ["Standard_B2as_v2", undefined],
    ["Standard_B2ps_v2", undefined],
    ["Standard_D14", "d"],
    ["Standard_DS14", "ds"],
    ["Standard_D2_v2", "dv2"],
    ["Standard_D15i_v2", "dv2"],
    ["Standard_D13_v2_Promo", "dv2"],
    ["Standard_DS2_v2", "dsv2"],
    ["Standard_DS11-1_v2", "dsv2"],
    ["Standard_DS14-4_v2_Promo", "dsv2"],
    ["Standard_DS15i_v2", "dsv2"],
    ["standard_ds2_V2", "dsv2"],
    ["Standard_D2_v3", undefined],
    ["Standard_D2s_v3", undefined],
    ["Standard_D2s_v5", undefined],
    ["Standard_D2ds_v5", undefined],
    ["Standard_DC2s_v2", "dcsv2"],
    ["Standard_DC8_v2", "dcsv2"],
    ["Standard_DC8s_v3", undefined],
    ["Standard_DC2s", undefined],
    ["Standard_F16", "f"],
    ["Standard_F16s", "fs"],
    ["Standard_F16s_v2", "fsv2"],
    ["Standard_F2as_v6", undefined],
    ["Standard_G5", "g"],
    ["Standard_GS5-16", "gs"],
    ["Standard_HB60-15rs", "hb"],
    ["Standard_HB120rs_v2", undefined],
    ["Standard_L4s", "ls"],
    ["Standard_L8s_v2", "lsv2"],
    ["Standard_L8s_v3", undefined],
    ["Standard_M192idms_v2", "m192-v2"],
    ["Standard_M192is_v2", "m192-v2"],
    ["Standard_M192ids_v2", "m192-v2"],
    ["Standard_M192ims_v2", "m192-v2"],
    ["Standard_M128s_v2", undefined],
    ["Standard_M208ms_v2", undefined],
    ["Standard_NC24s_v3", "ncv3"],
    ["Standard_NC24rs_v3", "ncv3"],
    ["Standard_NC4as_T4_v3", undefined],
    ["Standard_NV12s_v3", "nvv3"],
    ["Standard_NV4as_v4", "nvv4"],
    ["Standard_NV36ads_A10_v5", undefined],
    ["Standard_Weird", undefined],
  ] as const)("%s: %s", ([size, series]) => {
    expect(seriesOf(size)).toBe(series);
  });

  it("is only one", () => {
    const names = builtInCalendar.vmSeries.series.flatMap(({ sizes }) => sizes.map((size) => size.toLowerCase()));

    expect(new Set(names).size).toBe(names.length);
  });
});

/** The series by Azure's own quota family, which says independently of its name what a size is. */
const SERIES_BY_FAMILY: Readonly<Record<string, string>> = {
  standarda0_a7family: "a",
  standardav2family: "av2",
  standardbsfamily: "b",
  standarddv2family: "dv2",
  standarddv2promofamily: "dv2",
  standarddsv2family: "dsv2",
  standardfsv2family: "fsv2",
  standardlsv2family: "lsv2",
  standardncsv3family: "ncv3",
  standardnvsv3family: "nvv3",
  standardnvsv4family: "nvv4",
};

const Sizes = z.array(z.object({ name: z.string(), family: z.string(), resourceType: z.string().default("virtualMachines") }));
const SkuFile = z.union([z.object({ value: z.array(z.looseObject({})) }), z.object({ sizes: z.array(z.looseObject({})) })]);

/** Of disks and of files without families nothing is left. */
function sizesIn(file: string): z.infer<typeof Sizes> {
  const parsed = SkuFile.safeParse(JSON.parse(readFileSync(join(REAL, file), "utf8"))).data ?? { value: [] };
  const rows = "value" in parsed ? parsed.value : parsed.sizes;
  return Sizes.parse(rows.filter(({ family }) => family !== undefined)).filter(({ resourceType }) => resourceType === "virtualMachines");
}

describe("recorded VM sizes", () => {
  const sizes = globSync("skus/*.json", { cwd: REAL }).flatMap(sizesIn);

  it.skipIf(!hasReal)(withReal("are of a retiring series exactly where their quota family is"), () => {
    expect(sizes.length).toBeGreaterThan(150);
    for (const { name, family } of sizes) expect([name, seriesOf(name)]).toEqual([name, SERIES_BY_FAMILY[family.toLowerCase()]]);
  });

  it.skipIf(!hasReal)(withReal("hold at least one size of each of those families"), () => {
    const families = new Set(sizes.map(({ family }) => family.toLowerCase()));

    expect(Object.keys(SERIES_BY_FAMILY).filter((family) => !families.has(family))).toEqual([]);
  });
});

describe("the operating system of a node pool", () => {
  it.for([
    { nodeImageVersion: "AKSUbuntu-2204gen2containerd-202510.03.0", osSku: "Ubuntu", is: "ubuntu-22.04" },
    { nodeImageVersion: "AKSUbuntu-2004gen2fipscontainerd-202508.20.1", osSku: "Ubuntu", is: "ubuntu-20.04" },
    { nodeImageVersion: "AKSUbuntu:1804:2020.03.11", osSku: "Ubuntu", is: "ubuntu-18.04" },
    { nodeImageVersion: "AKSUbuntu-2404gen2containerd-202611.10.0", osSku: "Ubuntu2204", is: "ubuntu-24.04" },
    { nodeImageVersion: "AKSAzureLinux-V2gen2-202402.26.0", osSku: "AzureLinux", is: "azure-linux-2" },
    { nodeImageVersion: "AKSAzureLinux-V3katagen2-202510.03.1", osSku: "AzureLinux", is: "azure-linux-3" },
    { nodeImageVersion: "AKSAzureLinux-OSGuardV3gen2fipsTL-202508.20.1", osSku: "AzureLinux3OSGuard", is: "azure-linux-os-guard" },
    { nodeImageVersion: "AKSFlatcar-flatcargen2-202509.11.0", osSku: "Flatcar", is: "flatcar" },
    { nodeImageVersion: "AKSWindows-2022-containerd-gen2-20348.2402.240410", osSku: "Windows2022", is: "windows-2022" },
    { nodeImageVersion: "AKSUbuntu-1604-2020.10.28", osSku: "Ubuntu", is: undefined },
  ])("with image $nodeImageVersion and OS SKU $osSku is $is", ({ is, ...pool }) => {
    expect(osImageOf(builtInCalendar, pool)?.id).toBe(is);
  });

  it.for([
    ["Windows2019", "windows-2019"],
    ["windows2025", "windows-2025"],
    ["WindowsAnnual", "windows-annual"],
    ["AzureLinux3", "azure-linux-3"],
    ["AzureLinuxOSGuard", "azure-linux-os-guard"],
    ["AzureLinux3OSGuard", "azure-linux-os-guard"],
    ["Flatcar", "flatcar"],
    ["Ubuntu2404", "ubuntu-24.04"],
    ["Ubuntu2204", "ubuntu-22.04"],
    ["Ubuntu", undefined],
    ["AzureLinux", undefined],
  ] as const)("without an image goes by OS SKU %s: %s", ([osSku, is]) => {
    expect(osImageOf(builtInCalendar, { osSku })?.id).toBe(is);
  });

  it.for([
    { osSku: "Ubuntu", minor: "1.24", is: undefined },
    { osSku: "Ubuntu", minor: "1.34", is: "ubuntu-22.04" },
    { osSku: "ubuntu", minor: "1.35", is: "ubuntu-24.04" },
    { osSku: "AzureLinux", minor: "1.31", is: "azure-linux-2" },
    { osSku: "AzureLinux", minor: "1.32", is: "azure-linux-3" },
    { osSku: "Windows", minor: "1.36", is: "windows-2022" },
    { osSku: "Windows", minor: "1.37", is: "windows-2025" },
    { osSku: "Ubuntu2204", minor: "1.34", is: undefined },
  ])("is by default $is for $osSku at $minor", ({ osSku, minor, is }) => {
    expect(defaultOsImage(builtInCalendar, osSku, version(minor))?.id).toBe(is);
  });

  it.for([
    { osSku: "Windows2019", minor: "1.32", refused: false },
    { osSku: "Windows2019", minor: "1.33", refused: true },
    { osSku: "Windows2022", minor: "1.36.9", refused: false },
    { osSku: "Windows2022", minor: "1.38", refused: true },
    { osSku: "Windows2025", minor: "1.38", refused: false },
  ])("$osSku is refused at $minor: $refused", ({ osSku, minor, refused }) => {
    const image = osImageOf(builtInCalendar, { osSku });

    expect(image && isRefused(image, version(minor))).toBe(refused);
  });

  it.skipIf(!hasReal)(withReal("is known for every recorded node image but Ubuntu 16.04"), () => {
    const text = globSync("arm/*.json", { cwd: REAL }).map((file) => readFileSync(join(REAL, file), "utf8"));
    const images = text.flatMap((each) => [...each.matchAll(/"nodeImageVersion": *"(AKS[^"]+)"/g)].map(([, image = ""]) => image));

    const unknown = images.filter((nodeImageVersion) => !osImageOf(builtInCalendar, { nodeImageVersion }));

    expect(new Set(images).size).toBeGreaterThan(40);
    expect(unknown.filter((image) => !/^AKSUbuntu[-:]1604/.test(image))).toEqual([]);
  });
});
