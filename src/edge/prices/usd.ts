import type { List } from "./list.ts";
import { type RetailRow, rowId } from "./retail-row.ts";

/** The price of a row in US dollars, or nothing: never a converted one. */
export type UsdOf = (row: RetailRow) => number | undefined;

/** Joined row by row: the same meter in two currencies is two rows of one name. Two prices of one row are none. */
export function usdFrom(lists: readonly List[]): UsdOf {
  const amounts = new Map<string, number | undefined>();
  for (const row of lists.flatMap(({ rows }) => rows)) {
    const id = rowId(row);
    amounts.set(id, amounts.has(id) && amounts.get(id) !== row.amount ? undefined : row.amount);
  }
  return (row) => {
    const amount = amounts.get(rowId(row));
    return amount !== undefined && amount > 0 ? amount : undefined;
  };
}
