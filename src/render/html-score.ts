import { moneyText, monthlyText } from "../core/digest/amount.ts";
import { plainName } from "../core/digest/plain.ts";
import { counted } from "../core/digest/words.ts";
import { clusterRef } from "../core/model/names.ts";
import type { Firmness } from "../core/model/saving.ts";
import { barOf, comparable } from "./bars.ts";
import { dayText } from "./days.ts";
import { table } from "./html-table.ts";
import type { Links } from "./links.ts";
import { html, type Markup, safeHref } from "./markup.ts";
import type { Report } from "./report.ts";
import type { Score, ScoreSum } from "./score.ts";
import { asSaidText, notMeasuredText, sumScoreText } from "./score-words.ts";

export function scoreSection({ score, locale }: Report, { finding }: Links): Markup | undefined {
  if (!score) return undefined;
  const notMeasured = notMeasuredText(score);
  const said = asSaidText(score, locale);
  return html`<section aria-labelledby="score"><h2 id="score">The score</h2>
${score.entries === 0 ? html`<p>No advice that saves money has been followed yet, so there is nothing to compare.</p>` : html`<p class="soft small">Savings booked in the last twelve months: what a month was said to save, and what the bill of the same parts says since, at list price. The forecasts of upgrades are not compared yet.</p>`}
${score.measured.map((sum) => comparison(sum, locale))}
${said === undefined ? undefined : html`<p>${said}</p>`}${notMeasured === undefined ? undefined : html`<p>${notMeasured}</p>`}
${each(score, locale, finding)}</section>`;
}

function comparison(sum: ScoreSum, locale: string): Markup {
  const [predicted = 0, realised = 0] = comparable([sum.predicted.amount, sum.realised.amount]);
  return html`<div class="gauge"><h3>${TITLES[sum.firmness]}</h3><p>${sumScoreText(sum, locale)}</p>
<div class="pair small"><span>predicted</span>${barOf("part-5", predicted)}<span class="number">${moneyText(sum.predicted, locale)}</span>
<span>realised</span>${barOf("part-1", realised)}<span class="number">${moneyText(sum.realised, locale)}</span></div></div>`;
}

const TITLES: Readonly<Record<Firmness, string>> = { firm: "Firm savings", "up-to": 'Savings of "up to"' };

function each({ each: entries }: Score, locale: string, page: Links["finding"]): Markup | undefined {
  if (entries.length === 0) return undefined;
  const rows = entries.map(({ key, cluster, pool, code, from, until, predicted, realised }) => [
    linked([plainName(clusterRef(cluster)?.name ?? cluster), ...(pool === undefined ? [] : [plainName(pool)])].join(" / "), page?.(key)),
    code,
    `${dayText(from, locale)}${until === undefined ? "" : ` to ${dayText(until, locale)}`}`,
    monthlyText(predicted, locale),
    "money" in realised ? monthlyText(realised.money, locale) : "",
  ]);
  return html`<details><summary><h3>${counted(entries.length, "measured saving")}, what fell shortest first</h3></summary><div class="body">${table(
    { hidden: "Measured savings" },
    [{ head: "Where" }, { head: "Rule" }, { head: "Since" }, { head: "Predicted", isNumber: true }, { head: "Realised", isNumber: true }],
    rows,
  )}</div></details>`;
}

const linked = (text: string, href: string | undefined): Markup | string =>
  href === undefined ? text : html`<a href="${safeHref(href)}">${text}</a>`;
