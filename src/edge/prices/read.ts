import { type Currency, currency as currencyOf } from "../../core/model/money.ts";
import type { Region } from "../../core/model/names.ts";
import type { Asking } from "./ask.ts";
import { noneListed, PricesLater, PricesRefusal, timedOut } from "./errors.ts";
import { type List, readList } from "./list.ts";
import { LISTS, orderOf, type RetailList, type Where } from "./lists.ts";

export interface ReadSettings {
  readonly endpoint: string;
  readonly timeoutMs: number;
  readonly firstDelayMs: number;
  readonly budgetMs: number;
  readonly signal: AbortSignal;
}

export interface RegionLists {
  readonly lists: readonly ReadList[];
  /** The same in US dollars, as far as they are of use, or why not. Missing where the lists are in US dollars themselves. */
  readonly dollars?: { readonly lists: readonly ReadList[] } | { readonly error: PricesRefusal | PricesLater };
}

export interface ReadList extends List {
  /** The API refused to sort it. */
  readonly isUnsorted: boolean;
}

const USD = currencyOf("USD");
const IN_USD_TOO = LISTS.filter(({ isAlsoInUsd }) => isAlsoInUsd);

/** One request at a time in each of the two currencies: the API is slow to answer and quick to throttle. */
export async function readRegion(settings: ReadSettings, region: Region, currency: Currency): Promise<RegionLists> {
  const { timeoutMs, firstDelayMs, budgetMs, signal } = settings;
  const { origin } = new URL(settings.endpoint);
  const ended = new AbortController();
  const timer = setTimeout(() => ended.abort(timedOut(`read the retail prices of ${region}`, budgetMs)), budgetMs);
  const asking = { timeoutMs, firstDelayMs, signal: AbortSignal.any([signal, ended.signal]) };
  const read = (lists: readonly RetailList[], inCurrency: Currency) => readLists(lists, { origin, region, currency: inCurrency }, asking);
  try {
    if (currency === USD) return { lists: await read(LISTS, USD) };
    const [lists, dollars] = await Promise.all([read(LISTS, currency), orError(read(IN_USD_TOO, USD))]);
    return { lists, dollars };
  } catch (error) {
    ended.abort(error);
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

async function readLists(lists: readonly RetailList[], where: Where, asking: Asking): Promise<readonly ReadList[]> {
  const read: ReadList[] = [];
  for (const list of lists) {
    const found = await readSorted(list, where, asking);
    if (found.rows.length === 0 && list.isNeverEmpty) throw noneListed(found.what);
    read.push(found);
  }
  return read;
}

/** `$orderby` is used by others and documented nowhere: where it is refused, rows come as they come, and moving pages still show. */
async function readSorted(list: RetailList, where: Where, asking: Asking): Promise<ReadList> {
  try {
    return { ...(await readList(orderOf(list, where, true), asking)), isUnsorted: false };
  } catch (error) {
    if (!(error instanceof PricesRefusal && error.status === 400)) throw error;
    return { ...(await readList(orderOf(list, where, false), asking)), isUnsorted: true };
  }
}

async function orError(lists: Promise<readonly ReadList[]>): Promise<NonNullable<RegionLists["dollars"]>> {
  try {
    return { lists: await lists };
  } catch (error) {
    if (error instanceof PricesRefusal || error instanceof PricesLater) return { error };
    throw error;
  }
}
