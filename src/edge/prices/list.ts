import { z } from "zod";
import type { OddItem } from "../../core/model/scan.ts";
import { problemOf } from "../wire/decode.ts";
import { type Asking, ask } from "./ask.ts";
import { otherCurrency, unreadable, unsteady } from "./errors.ts";
import { RetailItem, RetailPage, type RetailRow, rowId } from "./retail-row.ts";

export interface ListOrder {
  /** To follow "Cannot". */
  readonly what: string;
  readonly url: (skip: number) => string;
  readonly currency: string;
}

export interface List {
  readonly what: string;
  /** No two of them the same. */
  readonly rows: readonly RetailRow[];
  readonly odd: readonly OddItem[];
}

/** The API's page, unless it changes its mind; nothing here depends on it but when a page without a link is believed to be the last. */
const PAGE_ROWS = 1000;
/**
 * Rows asked for twice at every seam, by pass: more than there are rows of equal rank (a meter's terms and tiers), and more in
 * each further pass, so that its seams fall elsewhere and what an earlier seam swallowed comes to light.
 */
const OVERLAPS = [10, 200, 400];
const MAX_PAGES = 300;

/**
 * A whole list. NextPageLink is believed only in that there is one: its `$top`, host and port are wrong. Pages are cut by our own
 * `$skip` and overlap: where the overlap does not come again in the same order, rows moved between two pages and one may have been
 * passed over. Then the list is read again. It counts when a pass was steady, or when one found nothing that those before had not
 * and there are as many rows as the list has places.
 */
export async function readList(order: ListOrder, asking: Asking): Promise<List> {
  const found = new Map<string, Item>();
  for (const [index, overlap] of OVERLAPS.entries()) {
    const pass = await readOnce(order, overlap, asking);
    if (pass.isSteady) return { what: order.what, ...apart(pass.items) };
    const before = found.size;
    for (const [id, item] of pass.items) found.set(id, item);
    if (index > 0 && found.size === before && found.size + pass.repeats >= pass.length) return { what: order.what, ...apart(found) };
  }
  throw unsteady(order.what, "keep moving while they are read");
}

type Item = { readonly row: RetailRow } | { readonly odd: OddItem };

interface Pass {
  readonly items: ReadonlyMap<string, Item>;
  /** Every seam held. */
  readonly isSteady: boolean;
  /** Places of the list, as the last page's showed. */
  readonly length: number;
  /** Rows that stood twice on one page. */
  readonly repeats: number;
}

async function readOnce(order: ListOrder, mostOverlap: number, asking: Asking): Promise<Pass> {
  const { what, url, currency } = order;
  const items = new Map<string, Item>();
  let isSteady = true;
  let repeats = 0;
  let tail: readonly string[] = [];
  let skip = 0;
  for (let pages = 1; pages <= MAX_PAGES; pages++) {
    const { rows, isLinked } = pageOf(order, await ask(what, url(skip), asking));
    const before = items.size;
    const onPage = new Map(rows.map((raw) => itemOf(what, raw, currency)));
    for (const [id, item] of onPage) items.set(id, item);
    repeats += rows.length - onPage.size;
    const hasNews = items.size > before;
    const marks = rows.map(markOf);
    isSteady &&= tail.every((mark, index) => mark === marks[index]);

    const isBehindTheEnd = !hasNews && rows.length <= tail.length;
    if (isBehindTheEnd || (!isLinked && rows.length < PAGE_ROWS)) return { items, isSteady, repeats, length: skip + rows.length };
    if (!hasNews) throw unsteady(what, "come again instead of going on");
    const overlap = Math.min(mostOverlap, Math.floor(rows.length / 2));
    tail = marks.slice(marks.length - overlap);
    skip += rows.length - overlap;
  }
  throw unsteady(what, `do not end: there are more than ${MAX_PAGES}`);
}

function pageOf({ what, currency }: ListOrder, body: unknown): { readonly rows: readonly unknown[]; readonly isLinked: boolean } {
  const page = RetailPage.safeParse(body);
  if (!page.success) throw unreadable(what, problemOf(page.error));
  const { BillingCurrency, Items, NextPageLink } = page.data;
  if (BillingCurrency !== currency) throw otherCurrency(what, currency, BillingCurrency);
  return { rows: Items, isLinked: Boolean(NextPageLink) };
}

function itemOf(what: string, raw: unknown, currency: string): [id: string, item: Item] {
  const item = RetailItem.safeParse(raw);
  if (!item.success) return [JSON.stringify(raw), { odd: { id: `meter ${markOf(raw)}`, problem: problemOf(item.error) } }];
  const row = item.data;
  // A currency the API does not know is answered in US dollars, in places without a word.
  if (row.currency !== currency) throw otherCurrency(what, currency, row.currency);
  return [`${rowId(row)}|${row.amount}`, { row }];
}

const Mark = z.object({ meterId: z.string(), skuId: z.string().nullish() });

/** By which the pages are sorted. Terms and tiers of one meter share it, and may change places. */
function markOf(raw: unknown): string {
  const { data } = Mark.safeParse(raw);
  return data ? `${data.meterId.slice(0, 80)} ${data.skuId?.slice(0, 80) ?? ""}`.trim() : "unnamed";
}

const apart = (items: ReadonlyMap<string, Item>): Pick<List, "rows" | "odd"> => ({
  rows: [...items.values()].flatMap((item) => ("row" in item ? [item.row] : [])),
  odd: [...items.values()].flatMap((item) => ("odd" in item ? [item.odd] : [])),
});
