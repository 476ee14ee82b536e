import { monthlyText } from "../core/digest/amount.ts";
import { type MoneyLine, priceLine, type Reader } from "../core/digest/money-block.ts";
import { plainSentence } from "../core/digest/plain.ts";
import { isMeasured, type LedgerEntry } from "../core/model/ledger.ts";
import { type BlockWorking, workingOf } from "./block-working.ts";
import { dayText } from "./days.ts";

/** What came of advice, in full. */
export interface BookedBlock {
  readonly lines: readonly MoneyLine[];
  /** What the same parts of the bill cost since: what they cost before is worked out with the advice itself. */
  readonly workings: readonly BlockWorking[];
  readonly prices: readonly MoneyLine[];
}

export function bookedBlock(entry: LedgerEntry, reader: Reader): BookedBlock {
  const { realised, predicted, from, until } = entry;
  const { locale } = reader;
  const during = `since ${dayText(from, locale)}${until === undefined ? "" : ` until ${dayText(until, locale)}`}`;
  const promised = { label: "Predicted", text: monthlyText(predicted, locale) };
  if ("missing" in realised) {
    return { lines: [{ label: "Not measured", text: plainSentence(realised.missing.why) }, promised], workings: [], prices: [] };
  }
  const { amount, currency } = realised.money;
  const change = `${monthlyText({ amount: Math.abs(amount), currency }, locale)} ${amount < 0 ? "more" : "less"} ${during}`;
  if (!("since" in realised)) {
    const how = isMeasured(entry) ? "measured" : "as said, because the price of what is gone is known";
    return { lines: [{ label: "Booked", text: `${change} · ${how}` }, promised], workings: [], prices: [] };
  }
  const { money, workings, prices } = realised.since;
  const before = { amount: amount + money.amount, currency };
  return {
    lines: [
      { label: "Measured", text: `${change}: ${monthlyText(before, locale)} before, ${monthlyText(money, locale)} since · at list price` },
      promised,
    ],
    workings: workings.map(workingOf),
    prices: prices.map((use) => priceLine(use, currency, reader)),
  };
}
