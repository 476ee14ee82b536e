import { madeUpGuid, madeUpHex } from "../sample/made-up.ts";
import type { PriceRow } from "./state.ts";

/** A row with the ids Azure would give it: one meter for a product, name and region, one SKU for each kind of sale of it. */
export function priceRow(
  change: Partial<PriceRow> & Pick<PriceRow, "armRegionName" | "productName" | "meterName" | "retailPrice">,
): PriceRow {
  const { armRegionName, productName, meterName, retailPrice, type = "Consumption", armSkuName = "" } = change;
  const productId = `DZH318Z0${madeUpHex(productName, 4).toUpperCase()}`;
  return {
    currencyCode: "USD",
    tierMinimumUnits: 0,
    unitPrice: retailPrice,
    location: armRegionName,
    effectiveStartDate: "2025-10-01T00:00:00Z",
    meterId: madeUpGuid(`${armRegionName} ${productName} ${meterName}`),
    productId,
    skuId: `${productId}/${madeUpHex(`${armRegionName} ${meterName} ${armSkuName} ${type}`, 4).toUpperCase()}`,
    skuName: meterName,
    serviceName: "Virtual Machines",
    serviceId: "DZH313Z7MMC8",
    serviceFamily: "Compute",
    unitOfMeasure: "1 Hour",
    type,
    isPrimaryMeterRegion: true,
    armSkuName,
    ...change,
  };
}

/** US dollars an hour. */
export interface VmOffer {
  readonly linux?: number;
  readonly windows?: number;
  readonly linuxSpot?: number;
  readonly windowsSpot?: number;
  /** The rows carry whole terms, as the API does. */
  readonly reserved?: { readonly oneYear?: number; readonly threeYears?: number; readonly fiveYears?: number };
  /** Inside the Linux row. */
  readonly savingsPlan?: { readonly oneYear?: number; readonly threeYears?: number };
  /** Rows that are of no use, beside those that are. */
  readonly devTest?: number;
  readonly lowPriority?: number;
  readonly cloudServices?: number;
  readonly effectiveStartDate?: string;
}

/** All rows of one size in one region, as far as it is offered. */
export function vmRows(region: string, size: string, offer: VmOffer): readonly PriceRow[] {
  const { short, series } = namesOf(size);
  const { linux, windows, linuxSpot, windowsSpot, devTest, lowPriority, cloudServices, reserved = {}, savingsPlan = {} } = offer;
  const linuxProduct = `Virtual Machines ${series} Series`;
  const row = (retailPrice: number | undefined, change: Partial<PriceRow> = {}): PriceRow[] => {
    if (retailPrice === undefined) return [];
    const { effectiveStartDate } = offer;
    const start = effectiveStartDate === undefined ? {} : { effectiveStartDate };
    const names = { armRegionName: region, armSkuName: size, productName: linuxProduct, meterName: short };
    return [priceRow({ ...names, ...start, retailPrice, ...change })];
  };
  const term = (hourly: number | undefined, reservationTerm: string, hours: number) =>
    row(hourly === undefined ? undefined : Math.round(hourly * hours), { type: "Reservation", reservationTerm });
  const plans = [
    ...(savingsPlan.threeYears === undefined ? [] : [plan(savingsPlan.threeYears, "3 Years")]),
    ...(savingsPlan.oneYear === undefined ? [] : [plan(savingsPlan.oneYear, "1 Year")]),
  ];
  return [
    ...row(linux, plans.length > 0 ? { savingsPlan: plans } : {}),
    ...row(windows, { productName: `${linuxProduct} Windows` }),
    ...row(linuxSpot, { meterName: `${short} Spot` }),
    ...row(windowsSpot, { productName: `${linuxProduct} Windows`, meterName: `${short} Spot` }),
    ...term(reserved.oneYear, "1 Year", 8760),
    ...term(reserved.threeYears, "3 Years", 26_280),
    ...term(reserved.fiveYears, "5 Years", 43_800),
    ...row(devTest, { productName: `${linuxProduct} Windows`, type: "DevTestConsumption" }),
    ...row(lowPriority, { meterName: `${short} Low Priority` }),
    ...row(cloudServices, { productName: `${series} Series Cloud Services` }),
  ];
}

const plan = (retailPrice: number, term: string) => ({ unitPrice: retailPrice, retailPrice, term });

/** `Standard_D4ds_v5`: the meter is called `D4ds v5`, the series `Ddsv5`; with an accelerator in it, `NCads A100 v4`. */
function namesOf(size: string): { readonly short: string; readonly series: string } {
  const short = size.replace(/^(Standard|Basic)_/, "").replaceAll("_", " ");
  const [, letters = short, features = "", rest = ""] = /^([A-Z]+)[\d-]+([a-z]*) ?(.*)$/.exec(short) ?? [];
  return { short, series: `${letters}${features}${/^v\d+$/.test(rest) || rest === "" ? rest : ` ${rest}`}` };
}

/** US dollars. */
export interface DiskOffer {
  /** A month. */
  readonly lrs?: number;
  readonly zrs?: number;
  /** A month, for each machine a shared disk is mounted on: of no use. */
  readonly mount?: number;
  /** By ten thousand; Standard disks only. */
  readonly operations?: number;
}

/** Rows of one managed disk tier in one region: `P10`, `E10` or `S10`. */
export function diskRows(region: string, tier: string, { lrs, zrs, mount, operations }: DiskOffer): readonly PriceRow[] {
  const kind = { P: "Premium SSD", E: "Standard SSD", S: "Standard HDD" }[tier.slice(0, 1)];
  if (kind === undefined) throw new Error(`${tier} is no tier of managed disks`);
  const row = (retailPrice: number | undefined, skuName: string, meterName: string, unitOfMeasure: string): PriceRow[] => {
    if (retailPrice === undefined) return [];
    const names = { productName: `${kind} Managed Disks`, skuName, meterName, unitOfMeasure, ...STORAGE };
    return [priceRow({ armRegionName: region, retailPrice, ...names })];
  };
  return [
    ...row(lrs, `${tier} LRS`, `${tier} LRS Disk`, "1/Month"),
    ...row(zrs, `${tier} ZRS`, `${tier} ZRS Disk`, "1/Month"),
    ...row(mount, `${tier} LRS`, `${tier} LRS Disk Mount`, "1/Month"),
    ...row(operations, `${tier} LRS`, `${tier} LRS Disk Operations`, "10K"),
  ];
}

const STORAGE = { serviceName: "Storage", serviceId: "DZH317F1HKN0", serviceFamily: "Storage" };

/** US dollars an hour; what is left out has the price it has in most regions. */
export interface AksOffer {
  readonly uptimeSla?: number;
  readonly longTermSupport?: number;
  readonly automaticControlPlane?: number;
  /** A vCPU: by the meter's name without `Automatic`. */
  readonly automatic?: Readonly<Record<string, number>>;
}

export function aksRows(region: string, offer: AksOffer = {}): readonly PriceRow[] {
  const { uptimeSla = 0.1, longTermSupport = 0.6, automaticControlPlane = 0.16, automatic = { "General Purpose": 0.011 } } = offer;
  const AKS = { armRegionName: region, serviceName: "Azure Kubernetes Service", serviceId: "DZH315HTQSK6" };
  const tier = { ...AKS, productName: "Azure Kubernetes Service", skuName: "Standard", isPrimaryMeterRegion: false };
  const auto = { ...AKS, productName: "Azure Kubernetes Service - Automatic", skuName: "Automatic", armSkuName: "Automatic" };
  return [
    priceRow({ ...tier, meterName: "Standard Uptime SLA", retailPrice: uptimeSla }),
    priceRow({ ...tier, meterName: "Standard Long Term Support", retailPrice: longTermSupport }),
    priceRow({ ...auto, meterName: "Automatic Hosted Control Plane", retailPrice: automaticControlPlane }),
    ...Object.entries(automatic).map(([name, retailPrice]) => priceRow({ ...auto, meterName: `Automatic ${name}`, retailPrice })),
  ];
}

/** US dollars an hour; with the Basic and Global addresses that no node has. */
export function publicIpRows(region: string, offer: { readonly standard?: number; readonly inPrefix?: number } = {}): readonly PriceRow[] {
  const { standard = 0.005, inPrefix = 0.006 } = offer;
  const of = (productName: string, skuName: string, meterName: string, retailPrice: number): PriceRow =>
    priceRow({ armRegionName: region, productName, skuName, meterName, retailPrice, ...NETWORK });
  return [
    of("IP Addresses", "Standard", "Standard IPv4 Static Public IP", standard),
    of("Public IP Prefix", "Standard", "Standard Static IP Addresses", inPrefix),
    of("IP Addresses", "Basic", "Basic IPv4 Dynamic Public IP", 0.004),
    of("IP Addresses", "Global", "Global IPv4 Static Public IP", 0.01),
  ];
}

const NETWORK = { serviceName: "Virtual Network", serviceId: "DZH314HC0WV9", serviceFamily: "Networking", isPrimaryMeterRegion: false };
