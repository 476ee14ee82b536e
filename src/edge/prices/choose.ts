import { nameOf, type RetailRow } from "./retail-row.ts";

export type Choice = { readonly row: RetailRow } | { readonly contradiction: string };

/**
 * The one price of several live rows for the same thing, whatever order they came in. A later start replaces an earlier one of the same
 * meter; then rows of the meter's primary region go before copies (some sizes have only copies); then the latest start. Rows that
 * still differ contradict each other, and there is no price.
 */
export function choose(rows: readonly [RetailRow, ...RetailRow[]]): Choice {
  const current = rows.filter((row) => !rows.some((other) => isSameMeter(row, other) && other.from > row.from));
  const primary = current.some(({ isPrimary }) => isPrimary) ? current.filter(({ isPrimary }) => isPrimary) : current;
  const newest = primary.filter((row) => !primary.some(({ from }) => from > row.from));
  const [first = rows[0], ...others] = [...newest].sort(byText);
  const other = others.find(({ amount }) => amount !== first.amount);
  if (!other) return { row: first };
  return { contradiction: `${first.amount} by ${nameOf(first)} and ${other.amount} by ${nameOf(other)} hold at the same time` };
}

const isSameMeter = (a: RetailRow, b: RetailRow): boolean => a.meterId === b.meterId && a.skuId === b.skuId;

/** Among equal prices some row has to be the one that is named. The amount comes into it only so that contradictions read the same too. */
const byText = (a: RetailRow, b: RetailRow): number => compare(a.meterId, b.meterId) || compare(a.skuId, b.skuId) || a.amount - b.amount;
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
