import { sumOfSavings } from "../core/digest/standing.ts";
import type { Currency, Money } from "../core/model/money.ts";
import { SAVING_KINDS, type SavingKind } from "../core/model/saving.ts";
import type { ReportFinding } from "./report-finding.ts";

/** What the counted findings of one kind save a month. */
export interface AtStake {
  readonly about: SavingKind;
  readonly findings: number;
  readonly firm: Money;
  readonly upTo: Money;
}

/** What saves most first; firm before up to. */
export function atStakeByKind(findings: readonly ReportFinding[], currency: Currency): readonly AtStake[] {
  const savings = findings.flatMap(({ standing }) => (standing.kind === "counted" ? [standing.saving] : []));
  return SAVING_KINDS.flatMap((about) => {
    const ofKind = savings.filter((saving) => saving.about === about);
    return ofKind.length === 0 ? [] : [{ about, findings: ofKind.length, ...sumOfSavings(ofKind, currency) }];
  }).sort((a, b) => b.firm.amount - a.firm.amount || b.upTo.amount - a.upTo.amount);
}
