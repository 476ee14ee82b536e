import { sum } from "../core/calc/sums.ts";
import { byText } from "../core/digest/words.ts";
import type { Currency, Money } from "../core/model/money.ts";
import type { Firmness, SavingKind } from "../core/model/saving.ts";
import type { ReportFinding } from "./report-finding.ts";

/** What the counted findings of one kind and firmness save a month. Firm and up to are never added up. */
export interface AtStake {
  readonly about: SavingKind;
  readonly firmness: Firmness;
  readonly findings: number;
  readonly monthly: Money;
}

/** Firm before up to, what saves most first. */
export function atStakeByKind(findings: readonly ReportFinding[], currency: Currency): readonly AtStake[] {
  const savings = findings.flatMap(({ standing }) => (standing.kind === "counted" ? [standing.saving] : []));
  const ofFirmness = (firmness: Firmness): AtStake[] =>
    [
      ...Map.groupBy(
        savings.filter((saving) => saving.firmness === firmness),
        ({ about }) => about,
      ),
    ]
      .map(([about, those]) => ({
        about,
        firmness,
        findings: those.length,
        monthly: { amount: sum(those.map(({ monthly }) => monthly.amount)), currency },
      }))
      .sort((a, b) => b.monthly.amount - a.monthly.amount || byText(a.about, b.about));
  return [...ofFirmness("firm"), ...ofFirmness("up-to")];
}
