import { describe, expect, it } from "vitest";
import { hostRow, oddVmRows } from "../../../local/prices/odd-rows.ts";
import { aksRows, diskRows, publicIpRows, vmRows } from "../../../local/prices/rows.ts";
import type { PriceRow } from "../../../local/prices/state.ts";
import { vmSize, vmSizeKey } from "../../../src/core/model/names.ts";
import type { VmPrices } from "../../../src/core/model/price.ts";
import { classify, type RowClass } from "../../../src/edge/prices/classify.ts";
import { AT, pricesFrom, rowOf, WEU } from "./stand-in.ts";

const SIZE = "Standard_D16as_v5";

/** The row of a size that everybody pays, changed into what stands beside it. */
function vmRow(change: Partial<PriceRow> = {}): PriceRow {
  const [row] = vmRows(WEU, SIZE, { linux: 0.8 });
  if (!row) throw new Error("no row");
  return { ...row, ...change };
}

const classOf = (row: PriceRow): RowClass => classify(rowOf(row), { region: WEU, at: AT });

async function pricesOf(size: string, ...rows: readonly PriceRow[]): Promise<VmPrices | undefined> {
  const { list } = await pricesFrom(rows);
  return list.vms.get(vmSizeKey(vmSize(size)));
}

describe("a row of virtual machines", () => {
  it.for<[string, Partial<PriceRow>, RowClass]>([
    ["the plain one", {}, "linux"],
    ["a product whose name is written small", { productName: "Virtual Machines ECasv6 series" }, "linux"],
    ["a product that says Linux", { productName: "Virtual Machines Dsv7-series Linux" }, "linux"],
    ["a product that is cut short", { productName: "Virtual Machines NDMI300Xv5 Srs" }, "linux"],
    ["a product without its service's name", { productName: "DCasv5-series Linux" }, "linux"],
    ["Windows", { productName: "Virtual Machines Dasv5 Series Windows" }, "windows"],
    ["Windows behind a short product", { productName: "Virtual Machines HXrs Windows" }, "windows"],
    ["Windows somewhere else in the product", { productName: "Windows Virtual Machines Dasv5 Series" }, "unknown"],
    ["spot", { skuName: "D16as v5 Spot", meterName: "D16as v5 Spot" }, "linux-spot"],
    [
      "spot with Windows",
      { productName: "Virtual Machines Dasv5 Series Windows", skuName: `${SIZE} Spot`, meterName: "D16as v5 Spot" },
      "windows-spot",
    ],
    ["spot by its meter alone", { meterName: "D16as v5 Spot" }, "unknown"],
    ["spot by its SKU alone", { skuName: "D16as v5 Spot" }, "unknown"],
    ["low priority", { skuName: "D16as v5 Low Priority", meterName: "D16as v5 Low Priority" }, "low-priority"],
    ["low priority by its meter alone", { meterName: "D16as v5 Low Priority" }, "low-priority"],
    ["Cloud Services", { productName: "Dasv5 Series Cloud Services" }, "cloud-services"],
    ["Cloud Services in one word", { productName: "Dasv5 Series CloudServices" }, "cloud-services"],
    ["dev/test", { type: "DevTestConsumption", productName: "Virtual Machines Dasv5 Series Windows" }, "dev-test"],
    ["a reserved instance", { type: "Reservation", reservationTerm: "1 Year" }, "reservation"],
    ["a reserved instance of five years", { type: "Reservation", reservationTerm: "5 Years" }, "reservation"],
    ["a reserved instance of a term we do not know", { type: "Reservation", reservationTerm: "2 Years" }, "unknown"],
    ["a reserved instance of no term", { type: "Reservation" }, "unknown"],
    ["a reserved instance by the month", { type: "Reservation", reservationTerm: "1 Year", unitOfMeasure: "1/Month" }, "unknown"],
    ["a type we do not know", { type: "Subscription" }, "unknown"],
    ["another unit", { unitOfMeasure: "1/Month" }, "unknown"],
    ["one that ended", { effectiveEndDate: "2026-11-22T23:59:00Z" }, "expired"],
    ["one that ends tomorrow", { effectiveEndDate: "2026-11-24T23:59:00Z" }, "linux"],
    ["one that ends with the minute it is read in", { effectiveEndDate: AT }, "linux"],
    ["one that starts tomorrow", { effectiveStartDate: "2026-11-24T00:00:00Z" }, "future"],
    ["one that starts with the minute it is read in", { effectiveStartDate: AT }, "linux"],
    ["one whose start is written without a zone", { effectiveStartDate: "2026-11-23T02:01:00" }, "linux"],
    ["one that its meter calls expired", { meterName: "D16as v5 - Expired" }, "expired"],
    ["a price of nothing", { retailPrice: 0 }, "zero"],
    ["a price of less than nothing", { retailPrice: -1 }, "zero"],
    ["a free meter", { meterName: "D16as v5 Free" }, "free"],
    ["a volume tier", { tierMinimumUnits: 1000 }, "tier"],
    ["a dedicated host", { armSkuName: "Dasv5_Type1", productName: "Dasv5 Series DedicatedHost" }, "dedicated-host"],
    ["a dedicated host, in two words", { armSkuName: "Lsv2_Type1", productName: "LSv2 Series Dedicated Host" }, "dedicated-host"],
    ["a dedicated host by its name alone", { armSkuName: "Ddsv4_Type 1" }, "dedicated-host"],
    ["a dedicated host with a dash", { armSkuName: "Ebdsv5-Type1" }, "dedicated-host"],
    ["a reserved dedicated host", { armSkuName: "Fsv2 Type3", type: "Reservation", reservationTerm: "1 Year" }, "dedicated-host"],
    ["a promotion beside the ordinary price", { productName: "Virtual Machines Dasv5 Promo Series" }, "promo"],
    ["a promotional size", { productName: "Virtual Machines Dasv5 Promo Series", armSkuName: "Standard_D16as_v5_Promo" }, "linux"],
    ["a placeholder for a size", { armSkuName: "ARM_SKU_NAME_PLACEHOLDER" }, "no-size"],
    ["no size", { armSkuName: "" }, "no-size"],
    ["a size with blanks behind it", { armSkuName: "Standard_NM16ads_MA35D  " }, "linux"],
    ["a basic size", { armSkuName: "Basic_A1", productName: "Virtual Machines A Series Basic" }, "linux"],
    ["another region", { armRegionName: "northeurope" }, "other-region"],
    ["its region in capitals", { armRegionName: "WestEurope" }, "linux"],
    ["another service", { serviceName: "Virtual Machines Licenses" }, "other-service"],
  ])("with %s", ([, change, expected]) => {
    expect(classOf(vmRow(change))).toBe(expected);
  });
});

describe("a row of storage, AKS or networks", () => {
  const disk = (change: Partial<PriceRow>): PriceRow => ({ ...first(diskRows(WEU, "P10", { lrs: 20 })), ...change });
  const aks = (change: Partial<PriceRow>): PriceRow => ({ ...first(aksRows(WEU)), ...change });
  const ip = (change: Partial<PriceRow>): PriceRow => ({ ...first(publicIpRows(WEU)), ...change });

  it.for<[string, PriceRow, RowClass]>([
    ["a disk", disk({}), "disk"],
    ["a disk whose meter leaves out the redundancy", disk({ meterName: "P10 Disks" }), "disk"],
    ["a zone-redundant disk", disk({ skuName: "P10 ZRS", meterName: "P10 ZRS Disk" }), "disk"],
    ["a disk whose meter is another's", disk({ meterName: "P20 LRS Disk" }), "unknown"],
    ["a disk by the hour", disk({ unitOfMeasure: "1/Hour" }), "unknown"],
    ["a mount of a shared disk", disk({ meterName: "P10 LRS Disk Mount" }), "disk-mount"],
    ["operations", disk({ meterName: "E10 LRS Disk Operations", unitOfMeasure: "10K" }), "disk-operations"],
    ["a snapshot", disk({ skuName: "Snapshots LRS", meterName: "LRS Snapshots", unitOfMeasure: "1 GB/Month" }), "disk-extra"],
    ["a disk that is reserved", disk({ type: "Reservation", reservationTerm: "1 Year" }), "unknown"],
    ["a disk with a price of nothing", disk({ retailPrice: 0 }), "zero"],
    ["another product of storage", disk({ productName: "Azure Premium SSD v2" }), "other-service"],
    ["the uptime SLA", aks({}), "aks-tier"],
    ["long-term support", aks({ meterName: "Standard Long Term Support" }), "aks-tier"],
    ["the control plane of Automatic", aks({ meterName: "Automatic Hosted Control Plane" }), "aks-automatic"],
    ["a surcharge of Automatic", aks({ meterName: "Automatic Confidential Compute" }), "aks-automatic"],
    ["a surcharge we do not know", aks({ meterName: "Automatic Quantum Compute" }), "unknown"],
    ["AKS by the month", aks({ unitOfMeasure: "1/Month" }), "unknown"],
    ["a static address", ip({}), "public-ip"],
    ["an address of a prefix", ip({ productName: "Public IP Prefix", meterName: "Standard Static IP Addresses" }), "public-ip-prefix"],
    ["a basic address", ip({ skuName: "Basic", meterName: "Basic IPv4 Static Public IP" }), "public-ip-other"],
    ["a global address", ip({ skuName: "Global", meterName: "Global IPv4 Static Public IP" }), "public-ip-other"],
    ["an address by the month", ip({ unitOfMeasure: "1/Month" }), "unknown"],
    ["peering", ip({ productName: "Global Virtual Network Peering", meterName: "Inter-Region Egress" }), "other-service"],
  ])("with %s", ([, row, expected]) => {
    expect(classOf(row)).toBe(expected);
  });
});

const first = (rows: readonly PriceRow[]): PriceRow => {
  const [row] = rows;
  if (!row) throw new Error("no row");
  return row;
};

describe("the traps of the price list, each beside its neighbour", () => {
  it("the price of Cloud Services does not stand for that of the machine", async () => {
    const rows = vmRows(WEU, "Standard_B2pls_v2", { linux: 0.0336, cloudServices: 0.0428 });

    expect((await pricesOf("Standard_B2pls_v2", ...rows))?.linux?.amount).toBe(0.0336);
  });

  it("where only Cloud Services has the size, there is no price", async () => {
    expect(await pricesOf("Standard_B2pls_v2", ...vmRows(WEU, "Standard_B2pls_v2", { cloudServices: 0.0428 }))).toBeUndefined();
  });

  it("Linux and Windows stand apart", async () => {
    const prices = await pricesOf(SIZE, ...vmRows(WEU, SIZE, { linux: 0.8, windows: 1.5, devTest: 0.81 }));

    expect(prices?.linux?.amount).toBe(0.8);
    expect(prices?.windows?.amount).toBe(1.5);
  });

  it("dev/test, which costs as much as Linux, is never the price of Windows", async () => {
    expect(await pricesOf(SIZE, ...vmRows(WEU, SIZE, { linux: 0.8, devTest: 0.8 }))).not.toHaveProperty("windows");
  });

  it("neither spot nor low priority is taken for the price on demand, and low priority not for spot", async () => {
    const prices = await pricesOf(SIZE, ...vmRows(WEU, SIZE, { linuxSpot: 0.1, lowPriority: 0.16 }));

    expect(prices).toEqual({ linuxSpot: expect.objectContaining({ amount: 0.1 }) });
    expect(await pricesOf(SIZE, ...vmRows(WEU, SIZE, { lowPriority: 0.16 }))).toBeUndefined();
  });

  it("a size that has only copies in other regions' lists is priced by them", async () => {
    const constrained = vmRows(WEU, "Standard_E32-8ds_v5", { linux: 2.3 }).map((row) => ({ ...row, isPrimaryMeterRegion: false }));

    expect((await pricesOf("Standard_E32-8ds_v5", ...constrained))?.linux?.amount).toBe(2.3);
  });

  it("where both are there, the primary row counts", async () => {
    const copy = vmRow({ isPrimaryMeterRegion: false, retailPrice: 0.7, meterId: "0", effectiveStartDate: "2026-01-01T00:00:00Z" });

    expect((await pricesOf(SIZE, copy, vmRow()))?.linux?.amount).toBe(0.8);
  });

  it.for([
    ["1 Year", 42_066, 8760, "oneYear"],
    ["3 Years", 84_132, 26_280, "threeYears"],
    ["5 Years", 99_000, 43_800, "fiveYears"],
  ] as const)("the price of a reserved instance is that of %s, whatever its unit says", async ([reservationTerm, whole, hours, term]) => {
    const size = "Standard_NC48ads_A100_v4";
    const onDemand = vmRows(WEU, size, { linux: 7.346 });
    const reserved = {
      ...first(onDemand),
      type: "Reservation",
      reservationTerm,
      retailPrice: whole,
      unitOfMeasure: "1 Hour",
      skuId: "R",
    };

    expect(await pricesOf(size, ...onDemand, reserved)).toMatchObject({ linux: { amount: 7.346 }, reserved: { [term]: whole / hours } });
  });

  it.for([
    ["by the hour already", 4.8],
    ["more than it costs without", 7.346 * 8760 + 1],
  ] as const)("a reserved instance whose price would be %s is left out and named", async ([, whole]) => {
    const size = "Standard_NC48ads_A100_v4";
    const onDemand = vmRows(WEU, size, { linux: 7.346 });
    const reserved = { ...first(onDemand), type: "Reservation", reservationTerm: "1 Year", retailPrice: whole, skuId: "R" };
    const { list, odd } = await pricesFrom([...onDemand, reserved]);

    expect(list.vms.get(vmSizeKey(vmSize(size)))).not.toHaveProperty("reserved");
    expect(odd).toEqual([
      {
        id: `meter ${reserved.meterId} (Virtual Machines NCads A100 v4 Series, NC48ads A100 v4) of the retail prices of westeurope`,
        problem: `${whole} cannot be the price of 1 Year`,
      },
    ]);
  });

  it("of past, present and future prices of one meter the present one counts", async () => {
    const past = vmRow({ retailPrice: 0.9, effectiveStartDate: "2024-01-01T00:00:00Z", effectiveEndDate: "2025-09-30T23:59:00Z" });
    const future = vmRow({ retailPrice: 0.7, effectiveStartDate: "2027-01-01T00:00:00Z" });

    expect((await pricesOf(SIZE, future, past, vmRow()))?.linux).toMatchObject({ amount: 0.8, from: "2025-10-01" });
  });

  it("a price that nobody ended is ended by the next one of its meter", async () => {
    const older = vmRow({ retailPrice: 0.9, effectiveStartDate: "2024-01-01T00:00:00Z" });

    expect((await pricesOf(SIZE, older, vmRow()))?.linux?.amount).toBe(0.8);
    expect((await pricesOf(SIZE, older))?.linux?.amount).toBe(0.9);
  });

  it("a price of nothing is no price", async () => {
    expect(await pricesOf(SIZE, vmRow({ retailPrice: 0 }))).toBeUndefined();
    expect((await pricesOf(SIZE, vmRow({ retailPrice: 0, meterId: "0", skuId: "0" }), vmRow()))?.linux?.amount).toBe(0.8);
  });

  it("a savings plan for nothing is none, and its neighbour stays", async () => {
    const prices = await pricesOf(SIZE, ...vmRows(WEU, SIZE, { linux: 0.8, savingsPlan: { oneYear: 0, threeYears: 0.5 } }));

    expect(prices?.linux?.savingsPlan).toEqual({ threeYears: 0.5 });
  });

  it("the first tier counts", async () => {
    expect((await pricesOf(SIZE, vmRow({ tierMinimumUnits: 500, retailPrice: 0.6 }), vmRow()))?.linux?.amount).toBe(0.8);
  });

  it("hosts, promotions and expired meters price nothing", async () => {
    const rows = [
      ...oddVmRows(WEU, SIZE, 0.8),
      hostRow(WEU, "Dasv5_Type 1", 7),
      vmRow({ productName: "Virtual Machines Dasv5 Promo Series", retailPrice: 0.1 }),
    ];
    const { list } = await pricesFrom(rows);

    expect([...list.vms.keys()]).toEqual(["standard_d4ds_v5", "standard_d8ds_v5"]);
    expect(rows.map(classOf)).toEqual([
      ...["future", "expired", "tier", "zero", "cloud-services", "low-priority", "expired", "promo", "dedicated-host"],
      ...["dedicated-host", "promo"],
    ]);
  });

  it("hosts, promotions and expired meters change nothing where the honest row stands among them", async () => {
    const { list, odd } = await pricesFrom([...oddVmRows(WEU, SIZE, 0.8), vmRow(), ...oddVmRows(WEU, SIZE, 0.8)]);

    expect(list.vms.get(vmSizeKey(vmSize(SIZE)))).toEqual({ linux: expect.objectContaining({ amount: 0.8 }) });
    expect(odd).toEqual([]);
  });

  it("one meter serves two sizes, and each has its price", async () => {
    const shared = { meterName: "D48 v3/D48s v3", meterId: "aaaaaaaa-0000-4000-8000-000000000000" };
    const { list } = await pricesFrom([
      vmRow({ ...shared, armSkuName: "Standard_D48_v3", skuId: "A/1", retailPrice: 2.4 }),
      vmRow({ ...shared, armSkuName: "Standard_D48s_v3", skuId: "A/2", retailPrice: 2.5 }),
    ]);

    expect(list.vms.get(vmSizeKey(vmSize("Standard_D48_v3")))?.linux?.amount).toBe(2.4);
    expect(list.vms.get(vmSizeKey(vmSize("Standard_D48s_v3")))?.linux?.amount).toBe(2.5);
  });

  it("a size that is not listed is missing, not filled in", async () => {
    expect(await pricesOf("Standard_M999_v9")).toBeUndefined();
  });

  it("disks: mounts, operations and other sizes do not stand for the disk", async () => {
    const { list } = await pricesFrom([
      ...diskRows(WEU, "E10", { lrs: 9.6, mount: 1.2, operations: 0.002 }),
      ...diskRows(WEU, "S10", { mount: 1.2, operations: 0.0005 }),
    ]);

    expect([...list.disks].map(([key, { amount }]) => [key, amount])).toEqual(
      expect.arrayContaining([
        ["E10 LRS", 9.6],
        ["P10 LRS", 21.68],
      ]),
    );
    expect(list.disks.has("E10 ZRS")).toBe(false);
    expect(list.disks.has("S10 LRS")).toBe(false);
  });

  it("a row of no kind we know is named", async () => {
    const { odd } = await pricesFrom([vmRow({ meterName: "D16as v5 Spot", meterId: "m-2" })]);

    expect(odd).toEqual([
      {
        id: "meter m-2 (Virtual Machines Dasv5 Series, D16as v5 Spot) of the retail prices of westeurope",
        problem: "it is of no kind we know",
      },
    ]);
  });
});
