import type { Terms } from "../../core/model/price.ts";
import { TERMS, type Term } from "./classify.ts";
import type { RetailRow } from "./retail-row.ts";

/** By the hour. Nothing where there is none. */
export function savingsPlanOf({ savingsPlan }: RetailRow): Terms | undefined {
  const amount = (term: Term): number | undefined => {
    const amounts = new Set(savingsPlan.filter((each) => each.term === term && each.amount > 0).map((each) => each.amount));
    return amounts.size === 1 ? [...amounts][0] : undefined;
  };
  return termsOf(amount);
}

/**
 * A reserved instance costs a fraction of what the size costs without one: those recorded lie between 20 and 80 %. A price far outside
 * was not that of a whole term, or not of this size.
 */
const LEAST_SHARE = 0.05;

/** By the hour, from whole terms; `doubtful` names those that cannot be meant so and are left out. */
export function reservedTerms(
  rowOf: (term: Term) => RetailRow | undefined,
  onDemand: number | undefined,
): { readonly terms?: Terms; readonly doubtful: readonly RetailRow[] } {
  const doubtful: RetailRow[] = [];
  const hourly = (term: Term): number | undefined => {
    const row = rowOf(term);
    if (!row) return undefined;
    const amount = row.amount / TERMS[term];
    if (onDemand === undefined || (amount <= onDemand && amount >= LEAST_SHARE * onDemand)) return amount;
    doubtful.push(row);
    return undefined;
  };
  const terms = termsOf(hourly);
  return { ...(terms ? { terms } : {}), doubtful };
}

function termsOf(hourly: (term: Term) => number | undefined): Terms | undefined {
  const [oneYear, threeYears, fiveYears] = [hourly("1 Year"), hourly("3 Years"), hourly("5 Years")];
  if (oneYear === undefined && threeYears === undefined && fiveYears === undefined) return undefined;
  return {
    ...(oneYear === undefined ? {} : { oneYear }),
    ...(threeYears === undefined ? {} : { threeYears }),
    ...(fiveYears === undefined ? {} : { fiveYears }),
  };
}
