import { vmSize, vmSizeKey } from "../../core/model/names.ts";
import type { OddItem } from "../../core/model/scan.ts";
import { choose } from "./choose.ts";
import { classify, type RowClass, type Wanted } from "./classify.ts";
import { nameOf, type RetailRow } from "./retail-row.ts";

export interface Picked {
  /** The one row of each thing that has a price: by class, then by the thing's own name. */
  readonly rows: ReadonlyMap<RowClass, ReadonlyMap<string, RetailRow>>;
  readonly odd: readonly OddItem[];
}

/** Sorts all rows of a region by what they price, and takes one row for each. */
export function pickRows(rows: readonly RetailRow[], wanted: Wanted): Picked {
  const odd: OddItem[] = [];
  const candidates = new Map<RowClass, Map<string, [RetailRow, ...RetailRow[]]>>();
  for (const row of rows) {
    const what = classify(row, wanted);
    if (what === "unknown") odd.push({ id: nameOf(row), problem: "it is of no kind we know" });
    const thing = THINGS[what]?.(row);
    if (thing === undefined) continue;
    const ofClass = candidates.get(what) ?? new Map<string, [RetailRow, ...RetailRow[]]>();
    candidates.set(what, ofClass.set(thing, [row, ...(ofClass.get(thing) ?? [])]));
  }

  const picked = new Map<RowClass, Map<string, RetailRow>>();
  for (const [what, things] of candidates) {
    const chosen = new Map<string, RetailRow>();
    picked.set(what, chosen);
    for (const [thing, several] of things) {
      const choice = choose(several);
      if ("row" in choice) chosen.set(thing, choice.row);
      else odd.push({ id: `the price of ${thing}, ${what}`, problem: choice.contradiction });
    }
  }
  return { rows: picked, odd };
}

/** A meter may serve two sizes (`D48 v3/D48s v3`): what a VM row prices is said by its ARM name alone. */
const sizeOf = ({ armSkuName }: RetailRow): string => vmSizeKey(vmSize(armSkuName));
const meterOf = ({ meterName }: RetailRow): string => meterName;

/** What a row of a class prices. Rows of other classes price nothing. */
const THINGS: Readonly<Partial<Record<RowClass, (row: RetailRow) => string>>> = {
  linux: sizeOf,
  windows: sizeOf,
  "linux-spot": sizeOf,
  "windows-spot": sizeOf,
  reservation: (row) => reservedKey(sizeOf(row), row.term),
  disk: ({ skuName }) => skuName,
  "aks-tier": meterOf,
  "aks-automatic": meterOf,
  "public-ip": meterOf,
  "public-ip-prefix": meterOf,
};

export const reservedKey = (size: string, term: string): string => `${size} for ${term}`;
