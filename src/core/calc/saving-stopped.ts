import type { GroupDisk, GroupPublicIp, NodeGroup } from "../model/node-group.ts";
import type { DiskPriceKey } from "../model/price.ts";
import type { Saving } from "../model/saving.ts";
import type { Instant } from "../model/time.ts";
import { type Amount, figures, moneyText, sumOf, type Unit, unitOf } from "./bill.ts";
import { type NotPriced, noRow, notPriced, type PriceFact } from "./not-priced.ts";
import { priceUse } from "./price-node.ts";
import { savingOf } from "./saving-of.ts";

export interface StoppedSaving {
  /** Of what is priced: too low where `notPriced` says something. */
  readonly saving: Saving | NotPriced;
  /** Things that cost too, with the reason why they are not in it: `2 PremiumV2_LRS disks: …` */
  readonly notPriced: readonly string[];
}

/**
 * The disks and public addresses in the node resource group of a stopped cluster, gone with it. Disks are billed by tier, addresses
 * one by one; an address of a prefix is left out, as its prefix is billed whole whoever has the addresses.
 */
export function stoppedSaving({ disks, publicIps }: NodeGroup, prices: PriceFact, at: Instant): StoppedSaving {
  const things = [
    ...[...Map.groupBy(disks, kindOfDisk)].map(([kind, alike]) => ({
      what: `${alike.length} × ${kind}`,
      many: alike,
      unit: diskUnit(alike, prices),
    })),
    ...[...Map.groupBy(publicIps, kindOfIp)].map(([kind, alike]) => ({
      what: `${alike.length} × ${kind}`,
      many: alike,
      unit: ipUnit(alike, prices),
    })),
  ];
  const { currency } = prices.known;
  const amounts: Amount[] = [];
  const without: string[] = [];
  for (const { what, many, unit } of things) {
    if ("notPriced" in unit) without.push(`${what}: ${unit.notPriced}`);
    else {
      const monthly = many.length * unit.monthly;
      const working = { label: what, formula: `${many.length} × ${unit.formula}`, value: moneyText(monthly, currency) };
      amounts.push({ monthly, prices: [unit.use], workings: [working] });
    }
  }
  const all = sumOf(amounts);
  if (amounts.length === 0) return { saving: notPriced(without.join("; ") || "nothing is there"), notPriced: without };
  const saving = savingOf(
    { about: "idle", firmness: "up-to", before: all.monthly, isOfPart: true, basis: { kind: "tonight" }, ...all },
    { at, prices },
  );
  return { saving, notPriced: without };
}

const kindOfDisk = ({ sku, tier }: GroupDisk): string => `${tier === undefined ? "" : `${tier} `}${sku} disk`;
const kindOfIp = ({ sku, isFromPrefix }: GroupPublicIp): string =>
  `${sku}${isFromPrefix ? " public address of a prefix" : " public address"}`;

function diskUnit([disk]: readonly GroupDisk[], prices: PriceFact): Unit | NotPriced {
  const [, redundancy] = /_(LRS|ZRS)$/.exec(disk?.sku ?? "") ?? [];
  if (disk?.tier === undefined || redundancy === undefined) return notPriced("billed by other measures than a tier");
  const key: DiskPriceKey = `${disk.tier} ${redundancy === "ZRS" ? "ZRS" : "LRS"}`;
  const what = `${key} disk`;
  const price = prices.known.disks.get(key);
  if (!price) return noRow(what, prices);
  return { monthly: price.amount, formula: figures(price.amount), use: priceUse(price, what, "month", prices) };
}

function ipUnit([ip]: readonly GroupPublicIp[], prices: PriceFact): Unit | NotPriced {
  if (ip?.isFromPrefix) return notPriced("its prefix is billed whole");
  if (ip?.sku !== "standard") return notPriced("only Standard addresses are in the price list");
  const price = prices.known.publicIps.standardStatic;
  const what = "Standard static public IP address";
  return price ? unitOf({ hourly: price.amount, use: priceUse(price, what, "hour", prices) }) : noRow(what, prices);
}
