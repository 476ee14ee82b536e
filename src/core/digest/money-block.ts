import type { Worth } from "../model/finding.ts";
import type { Basis, PriceUse, Saving } from "../model/saving.ts";
import type { Instant } from "../model/time.ts";
import type { Working } from "../model/working.ts";
import { moneyText, monthlyText, priceText } from "./amount.ts";
import { plainName, plainSentence } from "./plain.ts";
import { readText } from "./price-age.ts";
import type { Standing } from "./standing.ts";
import { counted, shortDayText, someOf } from "./words.ts";

/** The money of one finding in full: every amount with what it stands on. Texts are plain. */
export interface MoneyBlock {
  readonly lines: readonly MoneyLine[];
  /** The price rows it was worked out with. */
  readonly prices: readonly MoneyLine[];
  readonly workings: readonly Working[];
}

export interface MoneyLine {
  readonly label: string;
  readonly text: string;
}

/** Who reads it, and when: prices have an age. */
export interface Reader {
  readonly at: Instant;
  readonly locale: string;
}

/** Nothing where the advice is not about money. */
export function moneyBlock(worth: Worth, standing: Standing, reader: Reader): MoneyBlock | undefined {
  if (standing.kind === "not-priced")
    return { lines: [{ label: "Not priced", text: plainSentence(standing.why) }], prices: [], workings: [] };
  switch (worth.kind) {
    case "once": {
      const { cost, prices, workings } = worth;
      const text = `${moneyText(cost, reader.locale)} at list price`;
      return { lines: [{ label: "Costs once", text }], prices: prices.map((use) => priceLine(use, cost.currency, reader)), workings };
    }
    case "monthly": {
      const { prices, workings, before } = worth;
      return {
        lines: [{ label: "Worth", text: savingText(worth, reader.locale) }, ...insteadLines(standing)],
        prices: prices.map((use) => priceLine(use, before.currency, reader)),
        workings,
      };
    }
    default:
      return undefined;
  }
}

/** `€410/month less of €2,120/month · at list price · tonight's node count · confidence medium` */
function savingText({ about, firmness, monthly, range, before, basis, confidence }: Saving, locale: string): string {
  const { amount, currency } = monthly;
  const [change, all] = [monthlyText({ amount: Math.abs(amount), currency }, locale), monthlyText(before, locale)];
  const less = change === all ? `${change} less` : `${change} less of ${all}`;
  const ends = range && [range.low, range.high].map((end) => moneyText({ amount: end, currency }, locale));
  return [
    `${firmness === "up-to" ? "up to " : ""}${amount < 0 ? `${change} more than ${all}` : less}`,
    ...(ends && ends[0] !== ends[1] ? [`between ${ends.join(" and ")}`] : []),
    "at list price",
    // A control plane costs the same however many nodes there are.
    ...(about === "tier" ? [] : [basisText(basis)]),
    `confidence ${confidence}`,
  ].join(" · ");
}

const basisText = (basis: Basis): string =>
  basis.kind === "tonight" ? "tonight's node count" : `mean of ${counted(basis.nights, "night")}`;

function insteadLines(standing: Standing): readonly MoneyLine[] {
  if (standing.kind !== "also-possible") return [];
  const titles = standing.counted.map(({ finding }) => plainName(finding.title));
  const others = titles.length === 0 ? "other advice" : someOf([...new Set(titles)], 3);
  return [{ label: "Also possible", text: plainSentence(`in no sum, because the same money is counted for: ${others}`) }];
}

/** `Standard_D8ds_v5, Linux: €0.46 an hour · from 1 Nov 2026 · read 23 Nov 02:01 UTC · meter …` */
export function priceLine(
  { what, amount, per, meterId, from, readAt }: PriceUse,
  currency: Saving["monthly"]["currency"],
  reader: Reader,
): MoneyLine {
  const { at, locale } = reader;
  const price = `${priceText({ amount, currency }, locale)} ${per === "hour" ? "an hour" : "a month"}`;
  const since = `from ${shortDayText(from, locale)} ${from.slice(0, 4)}`;
  return { label: plainName(what), text: plainSentence([price, since, readText(readAt, at, locale), `meter ${meterId}`].join(" · ")) };
}
