import { fieldOf, parseFilter } from "./filter.ts";
import type { PriceRow, PricesState } from "./state.ts";

export interface Asked {
  readonly state: PricesState;
  readonly origin: string;
  readonly query: URLSearchParams;
  /** Counted from 1. */
  readonly count: number;
}

/** One page, with the API's habits: the currency silently its own where it knows no other, a link whose `$top` is of no use. */
export function pageBody({ state, origin, query, count }: Asked): Record<string, unknown> {
  // A client that followed the link would send its `$top` back.
  if (Number(query.get("$top") ?? 0) < 0) throw new SyntaxError("$top is negative");
  const asked = /^'?([A-Za-z]{3})'?$/.exec(query.get("currencyCode") ?? "USD")?.[1] ?? "USD";
  const rate = asked === "USD" ? 1 : state.rates[asked];
  const currency = rate === undefined ? "USD" : asked;

  const skip = Number(query.get("$skip") ?? 0);
  const filter = query.get("$filter") ?? "contains(meterId,'')";
  const found = state.rows.filter(parseFilter(filter)).sort(orderOf(query.get("$orderby")));
  const all = state.arrange?.(found, { count, currency, filter, skip }) ?? found;
  const items = all.slice(skip, skip + state.pageSize).map((row) => inCurrency(row, currency, rate ?? 1));
  const link = skip + items.length < all.length ? linkTo(origin, query, skip + items.length, items.length) : null;
  return {
    BillingCurrency: currency,
    CustomerEntityId: "Default",
    CustomerEntityType: "Retail",
    Items: items,
    NextPageLink: state.nextPageLink ? state.nextPageLink(link) : link,
    Count: items.length,
  };
}

function orderOf(text: string | null): (a: PriceRow, b: PriceRow) => number {
  const keys = (text ?? "").split(",").flatMap((key) => {
    const [name = "", direction = "asc"] = key.trim().split(/\s+/);
    return name === "" ? [] : [{ field: fieldOf(name), sign: direction === "desc" ? -1 : 1 }];
  });
  return (a, b) => keys.map(({ field, sign }) => sign * compare(a[field], b[field])).find((result) => result !== 0) ?? 0;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** As recorded: the service takes the size of its page off a `$top` of 20. */
function linkTo(origin: string, query: URLSearchParams, skip: number, rows: number): string {
  const kept = ["api-version", "currencyCode", "$filter", "$orderby"].flatMap((name) => {
    const value = query.get(name);
    return value === null ? [] : [`${name}=${encodeURIComponent(value)}`];
  });
  return `${origin}/api/retail/prices?${[...kept, `$top=${Number(query.get("$top") ?? 20) - rows}`, `$skip=${skip}`].join("&")}`;
}

const converted = (amount: number, rate: number): number => Number((amount * rate).toPrecision(8));

const inCurrency = (row: PriceRow, currencyCode: string, rate: number): PriceRow => ({
  ...row,
  currencyCode,
  retailPrice: converted(row.retailPrice, rate),
  unitPrice: converted(row.unitPrice, rate),
  ...(row.savingsPlan
    ? {
        savingsPlan: row.savingsPlan.map(({ unitPrice, retailPrice, term }) => ({
          unitPrice: converted(unitPrice, rate),
          retailPrice: converted(retailPrice, rate),
          term,
        })),
      }
    : {}),
});
