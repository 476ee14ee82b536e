import { counted } from "../core/digest/words.ts";
import { worthText } from "../core/digest/worth.ts";
import { SEVERITIES } from "../core/model/finding.ts";
import type { Filter } from "./filter.ts";
import { type BlockWorking, type FindingBlock, findingBlock } from "./finding-block.ts";
import { type Caption, table } from "./html-table.ts";
import { anchorOf, type Links } from "./links.ts";
import { html, type Markup, safeHref } from "./markup.ts";
import { PICKS } from "./page-style.ts";
import type { Report } from "./report.ts";
import type { ReportFinding } from "./report-finding.ts";

export function findingsSection(report: Report, links: Links): Markup {
  const { findings } = report;
  return html`<section aria-labelledby="findings"><h2 id="findings">Findings</h2>
${filterText(report.filter, links)}${picks(findings, report.filter, links)}
${findings.length === 0 ? html`<p>Nothing was found in what is shown.</p>` : undefined}
<ol class="plain">${findings.map((finding) => findingRow(finding, report, links))}</ol></section>`;
}

function filterText({ subscriptions, clusters, severity, states, rules }: Filter, { filtered }: Links): Markup | undefined {
  const parts = [
    ...(subscriptions ? [`subscription ${subscriptions.join(", ")}`] : []),
    ...(clusters ? [`cluster ${clusters.map((name) => name.slice(name.lastIndexOf("/") + 1)).join(", ")}`] : []),
    ...(severity ? [`${severity} and graver`] : []),
    ...(states ? [`state ${states.join(", ")}`] : []),
    ...(rules ? [`rule ${rules.join(", ")}`] : []),
  ];
  if (parts.length === 0) return undefined;
  return html`<p>Only ${parts.join(" · ")}. ${filtered ? html`<a href="${safeHref(filtered({}))}">Show all</a>` : undefined}</p>`;
}

/** Links that narrow the list: a page of its own where there is a server, a place in this page where there is none. */
function picks(findings: readonly ReportFinding[], filter: Filter, { filtered }: Links): Markup | undefined {
  if (findings.length < 2) return undefined;
  if (filtered) {
    const items = SEVERITIES.toReversed().flatMap((severity) => {
      const many = findings.filter(({ record }) => SEVERITIES.indexOf(record.finding.severity) >= SEVERITIES.indexOf(severity)).length;
      return many === 0
        ? []
        : [html`<li><a href="${safeHref(filtered({ ...filter, severity }))}">${severity} and graver (${many})</a></li>`];
    });
    return html`<nav aria-label="Filter the findings"><ul>${items}</ul></nav>`;
  }
  const counts = PICKS.map((pick) => ({ pick, many: findings.filter((finding) => isPick(finding, pick)).length }));
  const shown = counts.filter(({ many }) => many > 0);
  return html`${shown.map(({ pick }) => html`<span id="only-${pick}"></span>`)}<nav aria-label="Filter the findings"><ul><li><a href="#findings">all (${findings.length})</a></li>${shown.map(({ pick, many }) => html`<li><a href="#only-${pick}">only ${pick} (${many})</a></li>`)}</ul></nav>`;
}

const isPick = ({ record }: ReportFinding, pick: (typeof PICKS)[number]): boolean =>
  record.finding.severity === pick || record.stamp.category === pick;

function findingRow(finding: ReportFinding, report: Report, links: Links): Markup {
  const { record } = finding;
  const block = findingBlock(finding, report);
  const look = html`is-${record.finding.severity} is-${record.stamp.category}`;
  const title = html`<h3>${block.title}</h3>`;
  const lines = html`<span class="line small"><span class="severity ${record.finding.severity}">${record.finding.severity}</span> ${block.where}</span>
<span class="line small">${worthOf(finding, report)}<span class="soft">${block.standing}</span></span>`;
  const page = links.finding?.(record.key);
  const content =
    page === undefined
      ? html`<details><summary>${title}
${lines}</summary><div class="body">${findingBody(finding, block, report, 4)}</div></details>`
      : html`<div class="row"><a href="${safeHref(page)}">${title}</a>
${lines}<p>${block.detail}</p></div>`;
  return html`<li class="${look}" id="${anchorOf("finding", record.key)}">${content}</li>
`;
}

function worthOf({ standing }: ReportFinding, { currency, locale }: Report): Markup | undefined {
  const worth = worthText([standing], currency, locale);
  return worth === undefined ? undefined : html`<span class="worth">${worth}</span> · `;
}

/** A finding in full: what, with which numbers, what to do, what is not known, and who says so. */
export function findingBody(finding: ReportFinding, block: FindingBlock, report: Report, level: 2 | 4): Markup {
  const { portal, record } = finding;
  const page = report.rules.find(({ rule }) => rule === record.stamp.rule)?.page;
  const heading = (text: string, content: Markup | undefined): Markup | undefined => content && html`${title(text, level)}${content}`;
  const list = (lines: readonly (string | Markup)[]): Markup | undefined =>
    lines.length === 0 ? undefined : html`<ul>${lines.map((line) => html`<li>${line}</li>`)}</ul>`;
  return html`<p>${block.detail}</p>
${block.note === undefined ? undefined : html`<p class="notice">${block.note}</p>`}
${heading("Worked out", workings({ hidden: "The arithmetic" }, block.workings))}
${heading("Money", list(block.money.map(({ label, text }) => html`${label}: ${text}`)))}${workings("How the money was worked out", block.moneyWorkings)}
${block.prices.length === 0 ? undefined : html`<p class="soft small">${counted(block.prices.length, "price row")}: ${block.prices.map(({ label, text }) => `${label}: ${text}`).join("; ")}</p>`}
${heading("Must hold first", list(block.first))}
${heading("Do", html`<ol>${block.steps.map(({ text, command }) => html`<li>${text}${command === undefined ? undefined : html`<pre><code>${command}</code></pre>`}</li>`)}</ol>`)}
${heading("As code", list(block.asCode.map(({ label, text }) => html`${label}: <code>${text}</code>`)))}
${heading("Restarts", html`<p>${block.restarts}</p>`)}
${heading("Not known", list(block.notKnown))}
${title("Source", level)}<ul class="inline small"><li><a href="${safeHref(block.source)}">${block.source.replace(/^https:\/\//, "")}</a></li>
<li>${page === undefined ? html`rule ${record.stamp.rule}` : html`<a href="${safeHref(page)}">rule ${record.stamp.rule}</a>`}</li>
${portal === undefined ? undefined : html`<li><a href="${safeHref(portal)}">Portal</a></li>`}</ul>`;
}

const title = (text: string, level: 2 | 4): Markup => (level === 2 ? html`<h2 class="part">${text}</h2>` : html`<h4>${text}</h4>`);

const workings = (caption: Caption, lines: readonly BlockWorking[]): Markup | undefined =>
  lines.length === 0
    ? undefined
    : table(
        caption,
        [{ head: "What" }, { head: "How" }, { head: "How much", isNumber: true }],
        lines.map(({ label, formula, value }) => [label, formula, value]),
      );
