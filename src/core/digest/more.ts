import { addTotals } from "../calc/savings-choice.ts";
import { isNothing, monthlyText } from "./amount.ts";
import type { ResolvedLine } from "./resolved.ts";
import type { Row } from "./rows.ts";
import { counted } from "./words.ts";
import { sumText } from "./worth.ts";

/** `+ 12 more findings worth €300/month`: what is left out is never without what it is worth. Nothing where nothing is left out. */
export function moreText(rows: readonly Row[], locale: string): string | undefined {
  const [first] = rows;
  if (!first) return undefined;
  const { currency } = first.saves.firm;
  const saves = rows.map((row) => row.saves);
  const worth = sumText(addTotals(saves, currency), locale);
  const findings = rows.reduce((sum, { members }) => sum + members.length, 0);
  return `+ ${counted(findings, "more finding")}${worth === undefined ? "" : ` worth ${worth}`}`;
}

/** `+ 3 more, €90/month`, of what ended. */
export function moreResolvedText(lines: readonly ResolvedLine[], locale: string): string | undefined {
  const [first] = lines;
  if (!first) return undefined;
  const saves = { ...first.saves, amount: lines.reduce((sum, line) => sum + line.saves.amount, 0) };
  return `+ ${lines.length} more${isNothing(saves) ? "" : `, ${monthlyText(saves, locale)}`}`;
}
