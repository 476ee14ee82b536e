import type { MoneyLine } from "../core/digest/money-block.ts";
import { counted } from "../core/digest/words.ts";
import { worthText } from "../core/digest/worth.ts";
import type { BlockWorking } from "./block-working.ts";
import type { BookedBlock } from "./booked-block.ts";
import { asideCounts, decisionText } from "./decision-words.ts";
import { type BlockStep, type FindingBlock, findingBlock } from "./finding-block.ts";
import { commandBlock } from "./html-command.ts";
import { filterLinks, filterText, picks } from "./html-filters.ts";
import { type Caption, table } from "./html-table.ts";
import { anchorOf, type Links, shortId } from "./links.ts";
import { html, type Markup, safeHref } from "./markup.ts";
import type { Report } from "./report.ts";
import type { ReportFinding } from "./report-finding.ts";

/** Beyond so many a page with findings of their own is too heavy for a phone: the rest is a filter or an export away. */
const MOST_ROWS = 500;

export function findingsSection(report: Report, links: Links): Markup {
  const { findings } = report;
  const shown = links.finding ? findings.slice(0, MOST_ROWS) : findings;
  const rest = findings.length - shown.length;
  return html`<section aria-labelledby="findings"><h2 id="findings">Findings</h2>
${filterText(report, links)}${links.filtered ? filterLinks(report, links.filtered) : picks(findings)}
${findings.length === 0 ? html`<p>Nothing was found in what is shown.</p>` : undefined}
<ol class="plain">${shown.map((finding) => findingRow(finding, report, links))}</ol>
${rest === 0 ? undefined : html`<p class="notice">${counted(rest, "milder finding")} more: narrow the list above, or take an export below, which holds all.</p>`}</section>`;
}

/** What people decided not to hear of, until a day or for good: in no sum and no headline, and never hidden. */
export function asideSection(report: Report, links: Links): Markup | undefined {
  const { aside, filter } = report;
  if (aside.length === 0) return undefined;
  return html`<section aria-labelledby="aside"><h2 id="aside">Set aside: ${asideCounts(aside)}</h2>
<p class="soft small">In no sum above. A decision ends on its last day, or when the finding becomes graver or larger by over a quarter.</p>
<ol class="plain">${aside.slice(0, links.finding && filter.states === undefined ? MOST_ROWS : undefined).map((finding) => findingRow(finding, report, links))}</ol></section>`;
}

function findingRow(finding: ReportFinding, report: Report, links: Links): Markup {
  const { record } = finding;
  const block = findingBlock(finding, report);
  const look = html`is-${record.finding.severity} is-${record.stamp.category}`;
  const title = html`<h3>${block.title}</h3>`;
  const lines = html`<span class="line small"><span class="severity ${record.finding.severity}">${record.finding.severity}</span> ${block.where}</span>
<span class="line small">${worthOf(finding, report)}<span class="soft">${block.standing}</span></span>`;
  const { setAside } = finding;
  const decision = setAside && html`<span class="line small">${decisionText(setAside, report.locale)}</span>`;
  const page = links.finding?.(record.key);
  const content =
    page === undefined
      ? html`<details><summary>${title}
${lines}${decision}</summary><div class="body">${findingBody(finding, block, report, 4)}</div></details>`
      : html`<div class="row"><a href="${safeHref(page)}">${title}</a>
${lines}${decision}<p>${block.detail}</p></div>`;
  return html`<li class="${look}" id="${anchorOf("finding", record.key)}">${content}</li>
`;
}

function worthOf({ standing }: ReportFinding, { currency, locale }: Report): Markup | undefined {
  const worth = worthText([standing], currency, locale);
  return worth === undefined ? undefined : html`<span class="worth">${worth}</span> · `;
}

/** A finding in full: what, with which numbers, what to do, what is not known, and who says so. */
export function findingBody(finding: ReportFinding, block: FindingBlock, report: Report, level: 2 | 4, links: Links = {}): Markup {
  const { portal, record } = finding;
  const page = report.rules.find(({ rule }) => rule === record.stamp.rule)?.page;
  const heading = (text: string, content: Markup | undefined): Markup | undefined => content && html`${title(text, level)}${content}`;
  const list = (lines: readonly (string | Markup)[]): Markup | undefined =>
    lines.length === 0 ? undefined : html`<ul>${lines.map((line) => html`<li>${line}</li>`)}</ul>`;
  const other = block.steps.filter(isOther);
  return html`<p>${block.detail}</p>
${block.note === undefined ? undefined : html`<p class="notice">${block.note}</p>`}
${heading("Worked out", workings({ hidden: "The arithmetic" }, block.workings))}
${heading("Money", list(block.money.map(moneyLine)))}${workings("How the money was worked out", block.moneyWorkings)}
${priceRows(block.prices)}
${heading("Saved", block.booked && bookedPart(block.booked, list))}
${heading("Cause", block.cause === undefined ? undefined : html`<p>${block.cause}</p>`)}
${heading("Must hold first", list(block.first))}
${heading("Do", html`<ol>${block.steps.filter((step) => !isOther(step)).map(stepItem)}</ol>`)}
${heading("As code", list(block.asCode.map(({ label, text }) => html`${label}: <code>${text}</code>`)))}
${heading("Or", other.length === 0 ? undefined : html`<ul>${other.map(({ text, ...step }) => stepItem({ ...step, text: withoutOr(text) }))}</ul>`)}
${heading("Restarts", html`<p>${block.restarts}</p>`)}
${heading("Not known", list(block.notKnown))}
${title("Source", level)}<ul class="inline small"><li><a href="${safeHref(block.source)}">${block.source.replace(/^https:\/\//, "")}</a></li>
<li>${page === undefined ? html`rule ${record.stamp.rule}` : html`<a href="${safeHref(page)}">rule ${record.stamp.rule}</a>`}</li>
${portal === undefined ? undefined : html`<li><a href="${safeHref(portal)}">Portal</a></li>`}</ul>
${heading("Decisions", decisionsOf(finding, block, links))}`;
}

const moneyLine = ({ label, text }: MoneyLine): Markup => html`${label}: ${text}`;

const priceRows = (rows: readonly MoneyLine[]): Markup | undefined =>
  rows.length === 0
    ? undefined
    : html`<p class="soft small">${counted(rows.length, "price row")}: ${rows.map(({ label, text }) => `${label}: ${text}`).join("; ")}</p>`;

const bookedPart = (booked: BookedBlock, list: (lines: readonly Markup[]) => Markup | undefined): Markup =>
  html`${list(booked.lines.map(moneyLine))}${workings("What it costs since", booked.workings)}${priceRows(booked.prices)}`;

function decisionsOf({ record }: ReportFinding, { decisions }: FindingBlock, { decide }: Links): Markup | undefined {
  const href = record.closed ? undefined : decide?.(shortId(record.key));
  const way = href === undefined ? undefined : html`<p><a href="${safeHref(href)}">Accept, snooze or plan</a></p>`;
  if (decisions.length === 0) return way && html`<p>None.</p>${way}`;
  return html`<ul>${decisions.map(({ text, holds }) => html`<li>${text}${holds ? html` · <strong>holds</strong>` : undefined}</li>`)}</ul>${way}`;
}

const isOther = ({ text }: BlockStep): boolean => /^or\b/i.test(text);
const withoutOr = (text: string): string => text.replace(/^or,?\s+(.)/i, (_, first: string) => first.toUpperCase());

const stepItem = ({ text, command }: BlockStep): Markup =>
  html`<li>${text}${command === undefined ? undefined : commandBlock(command)}</li>`;

const title = (text: string, level: 2 | 4): Markup => (level === 2 ? html`<h2 class="part">${text}</h2>` : html`<h4>${text}</h4>`);

const workings = (caption: Caption, lines: readonly BlockWorking[]): Markup | undefined =>
  lines.length === 0
    ? undefined
    : table(
        caption,
        [{ head: "What" }, { head: "Formula" }, { head: "Value", isNumber: true }],
        lines.map(({ label, formula, value }) => [label, formula, value]),
      );
