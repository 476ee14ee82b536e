import type { Currency, Money } from "../model/money.ts";
import { type Firmness, SAVING_KINDS, type Saving } from "../model/saving.ts";
import { money } from "./bill.ts";
import { excludes } from "./savings.ts";
import { heaviest } from "./savings-heaviest.ts";
import { sum } from "./sums.ts";

/** A saving that a finding offers: on one pool, on several together, or on the whole cluster where it names none. */
export interface Claim {
  readonly id: string;
  readonly pool?: string;
  readonly pools?: readonly string[];
  readonly saving: Saving;
}

/** What adds up, and what would be possible in place of some of it. Both in the order of kinds, then of ids. */
export interface Choice {
  readonly counted: readonly Claim[];
  readonly alsoPossible: readonly Claim[];
}

/**
 * Of ONE cluster: the claims that exclude each other nowhere and are worth the most. Firm ones are chosen first, whatever "up to" they
 * shut out: what is certain is never given up for what may be. Of sets worth the same, the one with the earlier kind, then the lower
 * id. A saving of nothing, or less, is in neither list.
 */
export function chooseSavings(claims: readonly Claim[]): Choice {
  const worthwhile = claims.filter(({ saving }) => saving.monthly.amount > 0).sort(compareClaims);
  const firm = best(worthwhile.filter(({ saving }) => saving.firmness === "firm"));
  const rest = worthwhile.filter(({ saving }) => saving.firmness === "up-to");
  const upTo = best(rest.filter((claim) => !firm.some((each) => excludeEachOther(each, claim))));

  const chosen = new Set([...firm, ...upTo]);
  return {
    counted: worthwhile.filter((claim) => chosen.has(claim)),
    alsoPossible: worthwhile.filter((claim) => !chosen.has(claim)),
  };
}

/** Millionths, so that sums are whole numbers: the same whatever is added first. */
const best = (claims: readonly Claim[]): readonly Claim[] =>
  heaviest(claims, { weight: ({ saving }) => Math.round(saving.monthly.amount * 1e6), clash: excludeEachOther });

function compareClaims(a: Claim, b: Claim): number {
  const kinds = SAVING_KINDS.indexOf(a.saving.about) - SAVING_KINDS.indexOf(b.saving.about);
  return kinds || compareText(a.id, b.id) || b.saving.monthly.amount - a.saving.monthly.amount || compareText(scopeText(a), scopeText(b));
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const scopeText = (claim: Claim): string => (poolsOf(claim) ?? []).join(" ");

/** Nothing: the whole cluster. */
const poolsOf = ({ pool, pools }: Claim): readonly string[] | undefined => {
  const named = [...(pool === undefined ? [] : [pool]), ...(pools ?? [])];
  return named.length > 0 ? named : undefined;
};

/** Of one cluster: about the same nodes, and the same part of the bill. */
export function excludeEachOther(a: Claim, b: Claim): boolean {
  if (!excludes(a.saving.about, b.saving.about)) return false;
  const [here, there] = [poolsOf(a), poolsOf(b)];
  return here === undefined || there === undefined || here.some((pool) => there.includes(pool));
}

/** A month. Firm and "up to" are never added up. */
export interface SavingsTotal {
  readonly firm: Money;
  readonly upTo: Money;
  /** Findings about money that have no amount. */
  readonly notPriced: number;
}

/** What the claims of ONE cluster come to. */
export function savingsTotal(claims: readonly Claim[], currency: Currency, notPriced = 0): SavingsTotal {
  const { counted } = chooseSavings(claims);
  return { firm: money(sumOf(counted, "firm"), currency), upTo: money(sumOf(counted, "up-to"), currency), notPriced };
}

const sumOf = (claims: readonly Claim[], firmness: Firmness): number =>
  sum(claims.filter(({ saving }) => saving.firmness === firmness).map(({ saving }) => saving.monthly.amount));

/** Of clusters, subscriptions or regions together: savings exclude each other within a cluster only. */
export const addTotals = (totals: readonly SavingsTotal[], currency: Currency): SavingsTotal => ({
  firm: money(sumSorted(totals.map(({ firm }) => firm.amount)), currency),
  upTo: money(sumSorted(totals.map(({ upTo }) => upTo.amount)), currency),
  notPriced: sum(totals.map(({ notPriced }) => notPriced)),
});

/** Fractions add up to the same last digit only in the same order. */
const sumSorted = (amounts: readonly number[]): number => sum(amounts.toSorted((a, b) => a - b));
