import type { SavingsTotal } from "../calc/savings-choice.ts";
import type { Currency, Money } from "../model/money.ts";
import { isNothing, monthlyText } from "./amount.ts";
import { type Standing, sumOfSavings } from "./standing.ts";

/** `€262/month`, `up to €90/month`, or both, apart: they are never added. Nothing where nothing is saved. */
export function sumText(total: Pick<SavingsTotal, "firm" | "upTo">, locale: string): string | undefined {
  return firmAndUpTo(total, (money) => monthlyText(money, locale));
}

/** The first of these that a row has an amount for is what it is worth. */
const WAYS = [
  { kind: "counted", before: "", after: "less" },
  { kind: "also-possible", before: "also possible, ", after: "less" },
  { kind: "costs", before: "", after: "more" },
] as const;

/** `€410/month less`; `for 3 of 4` where the row holds for more. What is only possible in place of something else says so and stands in no sum. */
export function worthText(standings: readonly Standing[], currency: Currency, locale: string): string | undefined {
  for (const { kind, before, after } of WAYS) {
    const savings = standings.flatMap((standing) => (standing.kind === kind ? [standing.saving] : []));
    const sum = firmAndUpTo(sumOfSavings(savings, currency), ({ amount }) => {
      return `${monthlyText({ amount: Math.abs(amount), currency }, locale)} ${after}`;
    });
    if (sum === undefined) continue;
    return `${before}${sum}${savings.length === standings.length ? "" : ` for ${savings.length} of ${standings.length}`}`;
  }
  return undefined;
}

function firmAndUpTo({ firm, upTo }: Pick<SavingsTotal, "firm" | "upTo">, text: (money: Money) => string): string | undefined {
  const parts = [...(isNothing(firm) ? [] : [text(firm)]), ...(isNothing(upTo) ? [] : [`up to ${text(upTo)}`])];
  return parts.length === 0 ? undefined : parts.join(" · ");
}
