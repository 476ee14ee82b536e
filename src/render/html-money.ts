import { sum } from "../core/calc/sums.ts";
import { moneyText, monthlyText } from "../core/digest/amount.ts";
import { counted } from "../core/digest/words.ts";
import { sumText } from "../core/digest/worth.ts";
import type { MonthlySavings } from "../core/model/ledger.ts";
import type { Firmness, SavingKind } from "../core/model/saving.ts";
import { bar, columns, key } from "./bars.ts";
import { table } from "./html-table.ts";
import { html, type Markup } from "./markup.ts";
import type { Report } from "./report.ts";
import type { AtStake } from "./stake.ts";

const KIND_WORDS: Readonly<Record<SavingKind, string>> = {
  idle: "idle nodes",
  "stop-schedule": "stopping by schedule",
  "scale-to-zero": "scaling to zero",
  autoscale: "autoscaling",
  size: "other VM sizes",
  spot: "spot nodes",
  licence: "Windows licences",
  disk: "OS disks",
  "public-ip": "public addresses",
  tier: "control plane tiers",
};

const MOST_PARTS = 5;

export function moneySection({ atStake, totals, saved, locale, currency }: Report): Markup {
  const notPriced =
    totals.notPriced === 0
      ? undefined
      : html`<p>${counted(totals.notPriced, "finding")} about money ${totals.notPriced === 1 ? "is" : "are"} not priced; none of them is in a sum.</p>`;
  return html`<section aria-labelledby="money"><h2 id="money">Money</h2>
<p class="soft small">A month of 730 hours at list price, in ${currency}. What is firm follows from what was read; "up to" depends on load, the spot market or licences. The two are never added.</p>
${stakeBar("firm", atStake, locale)}${stakeBar("up-to", atStake, locale)}
${sumText(totals, locale) === undefined ? html`<p>Nothing is at stake in what is shown.</p>` : undefined}${notPriced}
${saved === undefined ? undefined : savedPart(saved, locale)}</section>`;
}

const STAKE_TITLES: Readonly<Record<Firmness, string>> = { firm: "At stake, firm", "up-to": "At stake, up to" };

/** The smallest kinds become one part. */
function stakeBar(firmness: Firmness, atStake: readonly AtStake[], locale: string): Markup | undefined {
  const kinds = atStake.filter((kind) => kind.firmness === firmness);
  const [first] = kinds;
  if (!first) return undefined;
  const { currency } = first.monthly;
  const shown = kinds.length > MOST_PARTS ? kinds.slice(0, MOST_PARTS - 1) : kinds;
  const rest = kinds.slice(shown.length);
  const parts = [
    ...shown.map(({ about, monthly, findings }) => ({ words: KIND_WORDS[about], amount: monthly.amount, findings })),
    ...(rest.length === 0
      ? []
      : [{ words: `${rest.length} other kinds`, amount: sumOf(rest), findings: sum(rest.map(({ findings }) => findings)) }]),
  ];
  return html`<h3>${STAKE_TITLES[firmness]}: ${monthlyText({ amount: sumOf(kinds), currency }, locale)}</h3>
<div class="gauge">${bar(parts.map(({ amount }, index) => ({ look: `part-${index + 1}`, size: amount })))}
<ul class="inline small">${parts.map(({ words, amount, findings }, index) => html`<li>${key(`part-${index + 1}`)}${words} ${moneyText({ amount, currency }, locale)} (${counted(findings, "finding")})</li>`)}</ul></div>`;
}

const sumOf = (kinds: readonly AtStake[]): number => sum(kinds.map(({ monthly }) => monthly.amount));

const MOST_MONTHS = 12;

function savedPart(saved: readonly MonthlySavings[], locale: string): Markup {
  const months = saved.slice(-MOST_MONTHS);
  if (months.length === 0) return html`<h3>Saved</h3><p>No saving is booked yet.</p>`;
  const unmeasured = (each: MonthlySavings): number => each.firm.unmeasured + each.upTo.unmeasured;
  const rows = months.map((each) => [
    each.month,
    moneyText(each.firm.realised, locale),
    moneyText(each.firm.predicted, locale),
    moneyText(each.upTo.realised, locale),
    moneyText(each.upTo.predicted, locale),
    unmeasured(each) === 0 ? "" : String(unmeasured(each)),
  ]);
  return html`<h3>Saved by month</h3>
<p class="small">${key("part-1")}firm · ${key("part-2")}up to, as realised</p>
<div class="months-row">${columns(
    months.map(({ firm, upTo }) => [
      { look: "part-1", size: firm.realised.amount },
      { look: "part-2", size: upTo.realised.amount },
    ]),
    MOST_MONTHS,
  )}</div>
${table(
  "What was saved in each month of the calendar, and what the findings had said. The columns above are what was saved, firm and up to one on the other.",
  [
    { head: "Month" },
    { head: "Firm: saved", isNumber: true },
    { head: "Firm: said", isNumber: true },
    { head: "Up to: saved", isNumber: true },
    { head: "Up to: said", isNumber: true },
    { head: "Not measured", isNumber: true },
  ],
  rows,
)}`;
}
