import { sum } from "../core/calc/sums.ts";
import { plainSentence } from "../core/digest/plain.ts";
import { byText } from "../core/digest/words.ts";
import { isMeasured, type LedgerEntry } from "../core/model/ledger.ts";
import type { Currency, Money } from "../core/model/money.ts";
import type { Firmness } from "../core/model/saving.ts";
import { type Filter, isPlaceShown } from "./filter.ts";

/** What came of advice that was followed, beside what it had promised. A month each; firm and up to are never added up. */
export interface Score {
  /** Those whose bill was compared before and since: only they tell whether a promise was kept. */
  readonly measured: readonly ScoreSum[];
  /** Firm and fixed in place: booked as said, because the price of what is gone is known. */
  readonly asSaid: ScoreSum | undefined;
  /** Those that should be measured and are not, by reason, the most frequent first. */
  readonly notMeasured: readonly { readonly why: string; readonly entries: number }[];
  /** All that were booked. */
  readonly entries: number;
  /** Every measured one, what fell shortest of its promise first. */
  readonly each: readonly LedgerEntry[];
}

export interface ScoreSum {
  readonly firmness: Firmness;
  readonly entries: number;
  readonly predicted: Money;
  readonly realised: Money;
}

export function scoreOf(ledger: readonly LedgerEntry[], currency: Currency, filter: Filter): Score {
  const entries = ledger.filter((entry) => isPlaceShown(entry, filter) && isAmongRules(entry, filter));
  const own = entries.filter(({ predicted }) => predicted.currency === currency);
  const toMeasure = entries.filter(isMeasured);
  const measured = own.filter((entry) => isMeasured(entry) && realisedIn(entry, currency) !== undefined);
  const asSaid = own.filter((entry) => !isMeasured(entry));
  const whys = Map.groupBy(
    toMeasure.filter((entry) => !measured.includes(entry)),
    (entry) => whyNot(entry, currency),
  );
  return {
    measured: (["firm", "up-to"] as const).flatMap((firmness) => sumOf(measured, firmness, currency) ?? []),
    asSaid: sumOf(asSaid, "firm", currency),
    notMeasured: [...whys]
      .map(([why, { length }]) => ({ why, entries: length }))
      .sort((a, b) => b.entries - a.entries || byText(a.why, b.why)),
    entries: entries.length,
    each: measured.toSorted((a, b) => missedBy(b, currency) - missedBy(a, currency) || byText(a.key, b.key)),
  };
}

const isAmongRules = ({ code }: LedgerEntry, { rules }: Filter): boolean =>
  rules === undefined || rules.some((rule) => rule.trim().toLowerCase() === code.toLowerCase());

const realisedIn = ({ realised }: LedgerEntry, currency: Currency): number | undefined =>
  "money" in realised && realised.money.currency === currency ? realised.money.amount : undefined;

const missedBy = (entry: LedgerEntry, currency: Currency): number => entry.predicted.amount - (realisedIn(entry, currency) ?? 0);

const whyNot = ({ realised, predicted }: LedgerEntry, currency: Currency): string =>
  "missing" in realised
    ? plainSentence(realised.missing.why)
    : `its amounts are in ${predicted.currency}, from before the currency was changed to ${currency}`;

function sumOf(entries: readonly LedgerEntry[], firmness: Firmness, currency: Currency): ScoreSum | undefined {
  const those = entries.filter((entry) => entry.firmness === firmness);
  if (those.length === 0) return undefined;
  return {
    firmness,
    entries: those.length,
    predicted: { amount: sum(those.map(({ predicted }) => predicted.amount)), currency },
    realised: { amount: sum(those.map((entry) => realisedIn(entry, currency) ?? 0)), currency },
  };
}
