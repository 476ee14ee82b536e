import type { Currency } from "../../core/model/money.ts";
import { type Region, type VmSizeKey, vmSize, vmSizeKey } from "../../core/model/names.ts";
import type { AutomaticClass, DiskPriceKey, Price, RetailPrices, VmPrices } from "../../core/model/price.ts";
import type { OddItem } from "../../core/model/scan.ts";
import { dayOf, type Instant } from "../../core/model/time.ts";
import { given } from "../wire/decode.ts";
import { automaticClassOf, CONTROL_PLANE, LONG_TERM_SUPPORT, UPTIME_SLA } from "./aks-meters.ts";
import type { RowClass } from "./classify.ts";
import { pickRows, reservedKey } from "./pick.ts";
import { nameOf, type RetailRow } from "./retail-row.ts";
import { reservedTerms, savingsPlanOf } from "./terms.ts";
import type { UsdOf } from "./usd.ts";

export interface Reduced {
  readonly prices: RetailPrices;
  /** Rows of no class we know, prices that contradict each other, terms that cannot be meant so. */
  readonly odd: readonly OddItem[];
}

export interface Whose {
  readonly region: Region;
  readonly currency: Currency;
  readonly at: Instant;
  readonly usdOf: UsdOf;
}

/** The prices of a region out of the rows of all its lists. */
export function reduce(rows: readonly RetailRow[], { region, currency, at, usdOf }: Whose): Reduced {
  const { rows: picked, odd } = pickRows(rows, { region, at });
  const of = (what: RowClass): ReadonlyMap<string, RetailRow> => picked.get(what) ?? new Map();
  const price = (what: RowClass, thing: string): Price | undefined => priced(of(what).get(thing), usdOf);

  const vms = new Map<VmSizeKey, VmPrices>();
  const doubts: OddItem[] = [];
  for (const size of sizesOf(picked)) {
    const withPlan = (what: RowClass) => {
      const row = of(what).get(size);
      const base = priced(row, usdOf);
      return base && row && { ...base, ...given("savingsPlan", savingsPlanOf(row)) };
    };
    const linux = withPlan("linux");
    const { terms, doubtful } = reservedTerms((term) => of("reservation").get(reservedKey(size, term)), linux?.amount);
    doubts.push(...doubtful.map((row) => ({ id: nameOf(row), problem: `${row.amount} cannot be the price of ${row.term}` })));
    vms.set(size, {
      ...given("linux", linux),
      ...given("windows", withPlan("windows")),
      ...given("linuxSpot", price("linux-spot", size)),
      ...given("windowsSpot", price("windows-spot", size)),
      ...given("reserved", terms),
    });
  }

  const aks = {
    ...given("uptimeSla", price("aks-tier", UPTIME_SLA)),
    ...given("longTermSupport", price("aks-tier", LONG_TERM_SUPPORT)),
    ...given("automaticControlPlane", price("aks-automatic", CONTROL_PLANE)),
    automaticVcpu: pricedBy<AutomaticClass>(of("aks-automatic"), automaticClassOf, usdOf),
  };
  const publicIps = {
    ...given("standardStatic", priced([...of("public-ip").values()][0], usdOf)),
    ...given("inPrefix", priced([...of("public-ip-prefix").values()][0], usdOf)),
  };
  const disks = pricedBy(of("disk"), diskKey, usdOf);
  return { prices: { region, currency, vms, disks, aks, publicIps }, odd: [...odd, ...doubts] };
}

function priced(row: RetailRow | undefined, usdOf: UsdOf): Price | undefined {
  return row && { amount: row.amount, meterId: row.meterId, from: dayOf(row.from), ...given("usd", usdOf(row)) };
}

function pricedBy<K>(rows: ReadonlyMap<string, RetailRow>, keyOf: (thing: string) => K | undefined, usdOf: UsdOf): ReadonlyMap<K, Price> {
  const prices = new Map<K, Price>();
  for (const [thing, row] of rows) {
    const key = keyOf(thing);
    const price = priced(row, usdOf);
    if (key !== undefined && price) prices.set(key, price);
  }
  return prices;
}

/** A size that can only be had as spot is priced too. In one order, so that what is kept is the same on every day without news. */
function sizesOf(picked: ReadonlyMap<RowClass, ReadonlyMap<string, RetailRow>>): ReadonlySet<VmSizeKey> {
  const rows = VM_CLASSES.flatMap((what) => [...(picked.get(what)?.values() ?? [])]);
  return new Set(rows.map(({ armSkuName }) => vmSizeKey(vmSize(armSkuName))).sort((a, b) => (a < b ? -1 : 1)));
}
const VM_CLASSES: readonly RowClass[] = ["linux", "windows", "linux-spot", "windows-spot", "reservation"];

function diskKey(skuName: string): DiskPriceKey | undefined {
  const [, tier, redundancy] = /^(\w+) (LRS|ZRS)$/.exec(skuName) ?? [];
  return tier === undefined ? undefined : `${tier} ${redundancy === "ZRS" ? "ZRS" : "LRS"}`;
}
