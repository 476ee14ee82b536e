import type { Instant } from "../../core/model/time.ts";
import { automaticClassOf, CONTROL_PLANE, LONG_TERM_SUPPORT, UPTIME_SLA } from "./aks-meters.ts";
import type { RetailRow } from "./retail-row.ts";

/** Every row is exactly one of these. */
export const ROW_CLASSES = [
  "linux",
  "windows",
  "linux-spot",
  "windows-spot",
  "reservation", // a reserved instance, priced by the whole term
  "disk", // a managed disk and month
  "aks-tier", // a cluster and hour
  "aks-automatic", // its control plane, or a vCPU and hour
  "public-ip",
  "public-ip-prefix",
  // From here on, what is known and of no use.
  "low-priority", // Azure Batch; never what an AKS node costs
  "cloud-services", // a second, higher price of the same size
  "dev-test", // for subscriptions with an entitlement
  "dedicated-host",
  "promo", // a promotion beside the ordinary price of a size; promotional sizes are sizes of their own
  "no-size", // a VM row without the name of a size
  "expired",
  "future",
  "zero", // a price of nothing means that Azure does not know it
  "free",
  "tier", // from a volume on that nobody starts with
  "disk-mount", // for shared disks
  "disk-operations",
  "disk-extra", // snapshots, bursts, encryption
  "public-ip-other", // Basic and global ones
  "other-service",
  "other-region",
  "unknown",
] as const;
export type RowClass = (typeof ROW_CLASSES)[number];

export interface Wanted {
  readonly region: string;
  /** Prices hold from a date on, and some until one. */
  readonly at: Instant;
}

/** What a row is, whatever list it came in: filters of the API have been ignored before. */
export function classify(row: RetailRow, { region, at }: Wanted): RowClass {
  if (row.region !== region) return "other-region";
  const identify = SERVICES.get(row.serviceName);
  if (!identify) return "other-service";
  if (row.type === "DevTestConsumption") return "dev-test";
  const what = identify(row);
  // What is of no use anyway is said as what it is; what would be a price must be one of today.
  return PRICES.has(what) ? (notAPrice(row, at) ?? what) : what;
}

function notAPrice(row: RetailRow, at: Instant): RowClass | undefined {
  const names = `${row.productName} ${row.skuName} ${row.meterName}`;
  if ((row.until !== undefined && row.until < at) || /\bexpired\b/i.test(names)) return "expired";
  if (row.from > at) return "future";
  if (row.tierMinimum > 0) return "tier";
  if (row.amount <= 0) return "zero";
  if (/\bfree\b/i.test(names)) return "free";
  return undefined;
}

const PRICES: ReadonlySet<RowClass> = new Set(ROW_CLASSES.slice(0, ROW_CLASSES.indexOf("low-priority")));

const SERVICES: ReadonlyMap<string, (row: RetailRow) => RowClass> = new Map([
  ["Virtual Machines", virtualMachine],
  ["Storage", storage],
  ["Azure Kubernetes Service", aks],
  ["Virtual Network", network],
]);

const isConsumption = ({ type }: RetailRow): boolean => type === "Consumption";
const isHourly = ({ unit }: RetailRow): boolean => unit === "1 Hour";

/** Products of Linux are named in too many ways to list (`… Series`, `… series`, `…-series Linux`, `… Srs`): it is what is left over. */
function virtualMachine(row: RetailRow): RowClass {
  const { productName, armSkuName, type } = row;
  if (/cloud ?services/i.test(productName)) return "cloud-services";
  if (/dedicated ?host/i.test(productName) || /[ _-]Type ?\d+$/i.test(armSkuName)) return "dedicated-host";
  if (!/^(Standard|Basic)_\S+$/i.test(armSkuName)) return "no-size";
  if (/\bpromo\b/i.test(productName) && !/_promo$/i.test(armSkuName)) return "promo";
  if (type === "Reservation") return row.term in TERMS && isHourly(row) ? "reservation" : "unknown";
  if (!isConsumption(row) || !isHourly(row)) return "unknown";

  if (endsWith(row.skuName, " Low Priority") || endsWith(row.meterName, " Low Priority")) return "low-priority";
  const isSpot = endsWith(row.skuName, " Spot");
  if (isSpot !== endsWith(row.meterName, " Spot")) return "unknown";
  if (endsWith(productName, " Windows")) return isSpot ? "windows-spot" : "windows";
  if (/windows/i.test(productName)) return "unknown";
  return isSpot ? "linux-spot" : "linux";
}

/** Hours of a term: the price of a reserved instance is that of all of them, although its unit says one hour. */
export const TERMS = { "1 Year": 8760, "3 Years": 26_280, "5 Years": 43_800 } as const;
export type Term = keyof typeof TERMS;

const DISK_PRODUCTS = /^(Premium SSD|Standard SSD|Standard HDD) Managed Disks$/;
const DISK_SKU = /^[PES]\d{1,2} (LRS|ZRS)$/;

function storage(row: RetailRow): RowClass {
  const { productName, skuName, meterName } = row;
  if (!DISK_PRODUCTS.test(productName)) return "other-service";
  if (/\bDisk Mount$/.test(meterName)) return "disk-mount";
  if (/\bDisk Operations$/.test(meterName)) return "disk-operations";
  const [tier = ""] = skuName.split(" ");
  const isDisk = DISK_SKU.test(skuName) && [`${skuName} Disk`, `${skuName} Disks`, `${tier} Disk`, `${tier} Disks`].includes(meterName);
  if (!isDisk) return /\bDisks?$/.test(meterName) ? "unknown" : "disk-extra";
  return isConsumption(row) && row.unit === "1/Month" ? "disk" : "unknown";
}

function aks(row: RetailRow): RowClass {
  if (!isConsumption(row) || !isHourly(row)) return "unknown";
  if (row.meterName === UPTIME_SLA || row.meterName === LONG_TERM_SUPPORT) return "aks-tier";
  return row.meterName === CONTROL_PLANE || automaticClassOf(row.meterName) ? "aks-automatic" : "unknown";
}

function network(row: RetailRow): RowClass {
  const { productName, skuName, meterName } = row;
  if (productName !== "IP Addresses" && productName !== "Public IP Prefix") return "other-service";
  const isPrefix = meterName === "Standard Static IP Addresses" && productName === "Public IP Prefix";
  const isStatic = meterName === "Standard IPv4 Static Public IP" && productName === "IP Addresses";
  if (skuName !== "Standard" || !(isPrefix || isStatic)) return "public-ip-other";
  if (!isConsumption(row) || !isHourly(row)) return "unknown";
  return isPrefix ? "public-ip-prefix" : "public-ip";
}

const endsWith = (text: string, ending: string): boolean => text.toLowerCase().endsWith(ending.toLowerCase());
