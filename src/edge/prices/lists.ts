import type { Currency } from "../../core/model/money.ts";
import type { Region } from "../../core/model/names.ts";
import { badName } from "./errors.ts";
import type { ListOrder } from "./list.ts";

export interface RetailList {
  /** For people: `the retail prices of <of> in westeurope`. */
  readonly of: string;
  /** Values are compared with their case; the field that answers as `type` is asked for as `priceType`. */
  readonly filter: string;
  /** An empty list says that the filter or the region is wrong, not that nothing is sold. */
  readonly isNeverEmpty?: true;
  /** Terms are read in the app's currency alone. */
  readonly isAlsoInUsd: boolean;
}

const disks = ["Premium SSD", "Standard SSD", "Standard HDD"].map((kind) => `productName eq '${kind} Managed Disks'`).join(" or ");
const CONSUMPTION = "priceType eq 'Consumption'";

// One region a question, and few clauses: a longer address is answered with 400.
export const LISTS: readonly RetailList[] = [
  { of: "virtual machines", filter: `serviceName eq 'Virtual Machines' and ${CONSUMPTION}`, isNeverEmpty: true, isAlsoInUsd: true },
  { of: "reserved instances", filter: "serviceName eq 'Virtual Machines' and priceType eq 'Reservation'", isAlsoInUsd: false },
  { of: "managed disks", filter: `serviceName eq 'Storage' and ${CONSUMPTION} and (${disks})`, isAlsoInUsd: true },
  { of: "AKS", filter: `serviceName eq 'Azure Kubernetes Service' and ${CONSUMPTION}`, isAlsoInUsd: true },
  {
    of: "public IP addresses",
    filter: `serviceName eq 'Virtual Network' and ${CONSUMPTION} and (productName eq 'IP Addresses' or productName eq 'Public IP Prefix')`,
    isAlsoInUsd: true,
  },
];

const REGION_NAME = /^[a-z0-9]{2,40}$/;
const CURRENCY_CODE = /^[A-Z]{3}$/;

export interface Where {
  readonly origin: string;
  readonly region: Region;
  readonly currency: Currency;
}

/** @throws PricesRefusal before anything is sent when a name cannot stand in a filter. */
export function orderOf({ of, filter }: RetailList, { origin, region, currency }: Where, isSorted: boolean): ListOrder {
  const what = `read the retail prices of ${of} in ${region} in ${currency}`;
  if (!REGION_NAME.test(region) || !CURRENCY_CODE.test(currency)) throw badName(what);
  const query = [
    "api-version=2023-01-01-preview", // the only one with savings plans
    `currencyCode=${quoted(`'${currency}'`)}`,
    `$filter=${quoted(`armRegionName eq '${region}' and ${filter}`)}`,
    ...(isSorted ? [`$orderby=${quoted("meterId asc,skuId asc")}`] : []),
  ].join("&");
  // Never `$top`: it is no page size, and comes back negative in the link to the next page.
  return { what, currency, url: (skip) => `${origin}/api/retail/prices?${query}&$skip=${skip}` };
}

const quoted = (text: string): string => encodeURIComponent(text).replaceAll("'", "%27");
