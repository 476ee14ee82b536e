import { monthlyText } from "../core/digest/amount.ts";
import { counted } from "../core/digest/words.ts";
import type { Score, ScoreSum } from "./score.ts";

/** `€612/month predicted, €540/month realised, of 3 measured savings: 88 %` */
export function sumScoreText({ predicted, realised, entries }: ScoreSum, locale: string): string {
  const share = predicted.amount > 0 ? `: ${Math.round((realised.amount / predicted.amount) * 100)} %` : "";
  return `${monthlyText(predicted, locale)} predicted, ${monthlyText(realised, locale)} realised, of ${counted(entries, "measured saving")}${share}`;
}

export const asSaidText = ({ asSaid }: Score, locale: string): string | undefined =>
  asSaid &&
  `${counted(asSaid.entries, "firm saving")} fixed in place, ${monthlyText(asSaid.predicted, locale)}: booked as said, because the price of what is gone is known. ${asSaid.entries === 1 ? "It says" : "They say"} nothing about how good the forecasts are.`;

/** `Not measured: 2 (there is no pool web); 1 (…)` */
export const notMeasuredText = ({ notMeasured }: Score): string | undefined =>
  notMeasured.length === 0 ? undefined : `Not measured: ${notMeasured.map(({ why, entries }) => `${entries} (${why})`).join("; ")}.`;
