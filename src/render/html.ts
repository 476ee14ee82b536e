import { plainName } from "../core/digest/plain.ts";
import { whyText } from "../core/digest/unchecked.ts";
import type { ClusterId } from "../core/model/names.ts";
import type { FindingKey } from "../core/model/record.ts";
import { momentText } from "./days.ts";
import { findingBlock } from "./finding-block.ts";
import { BAR_LEGEND, clusterBody, clusterSum, clustersSection } from "./html-cluster.ts";
import { commandBlock } from "./html-command.ts";
import { coverageSection } from "./html-coverage.ts";
import { type DecideForm, decideSection } from "./html-decide.ts";
import { asideSection, findingBody, findingsSection } from "./html-finding.ts";
import { moneySection } from "./html-money.ts";
import { roomSection } from "./html-room.ts";
import { scoreSection } from "./html-score.ts";
import { supportSection } from "./html-support.ts";
import type { Links } from "./links.ts";
import { html, type Markup, safeHref } from "./markup.ts";
import { pageOf } from "./page-frame.ts";
import type { Report } from "./report.ts";
import type { ReportFinding } from "./report-finding.ts";

/** The report as one page: it works without script, from a file as from a server. */
export function renderHtml(report: Report, links: Links = {}): string {
  return pageOf({
    title: `${report.headline.text} · AKS Advisor`,
    header: html`<p class="soft small">AKS Advisor</p><h1>${report.headline.text}</h1>${datesOf(report)}${contents(report)}`,
    main: html`${uncheckedSection(report)}${moneySection(report)}${supportSection(report)}${roomSection(report)}${scoreSection(report, links)}${clustersSection(report, links)}${findingsSection(report, links)}${asideSection(report, links)}${coverageSection(report)}`,
    footer: footerOf(links),
  });
}

/** One cluster of the report; nothing when it is not in it. */
export function renderClusterPage(report: Report, id: ClusterId, links: Links = {}): string | undefined {
  const cluster = report.clusters.find(({ ref }) => ref.id === id);
  if (!cluster) return undefined;
  const isOfIt = (finding: ReportFinding): boolean => finding.cluster?.id === id;
  const own = { ...report, findings: report.findings.filter(isOfIt), aside: report.aside.filter(isOfIt) };
  const name = plainName(cluster.ref.name);
  return pageOf({
    title: `${name} · AKS Advisor`,
    header: html`${backOf(links)}<h1>${name}</h1><p>${clusterSum(cluster, report.locale)}</p>${datesOf(report)}`,
    main: html`<section aria-labelledby="pools"><h2 id="pools">Node pools</h2><p class="small">${BAR_LEGEND}</p>${clusterBody(cluster, report.locale)}</section>${findingsSection({ ...own, filter: { ...report.filter, clusters: [id] } }, links)}${asideSection(own, links)}`,
    footer: footerOf(links),
  });
}

/** A page that says why there is no other one. */
export const renderNotePage = ({ title, lines, links }: Note): string =>
  pageOf({
    title: `${title} · AKS Advisor`,
    header: html`<p class="soft small">AKS Advisor</p><h1>${title}</h1>`,
    main: html`${lines.map((line) => html`<p>${line}</p>`)}${links.length === 0 ? undefined : html`<ul class="inline">${links.map(({ label, href }) => html`<li><a href="${safeHref(href)}">${label}</a></li>`)}</ul>`}`,
    footer: html``,
  });

export interface Note {
  readonly title: string;
  readonly lines: readonly string[];
  readonly links: readonly { readonly label: string; readonly href: string }[];
}

/** One finding in full, with the forms to decide about it for whoever may; nothing when it is not in the report. */
export function renderFindingPage(report: Report, key: FindingKey, links: Links = {}, form?: DecideForm): string | undefined {
  const finding = [...report.findings, ...report.aside].find(({ record }) => record.key === key);
  if (!finding) return undefined;
  const block = findingBlock(finding, report);
  const { severity } = finding.record.finding;
  return pageOf({
    title: `${block.title} · ${finding.where} · AKS Advisor`,
    header: html`${backOf(links)}<h1>${block.title}</h1><p><span class="severity ${severity}">${severity}</span> ${block.where}</p><p class="soft small">${block.standing}</p>`,
    main: html`${findingBody(finding, block, report, 2, form ? {} : links)}${form && decideSection(finding, form, report.locale)}`,
    footer: footerOf(links),
    hasForm: form !== undefined,
  });
}

function datesOf({ at, scanClosedAt, locale }: Report): Markup {
  const scan = scanClosedAt === undefined ? "" : `Scan ended ${momentText(scanClosedAt, locale)} · `;
  return html`<p class="soft small">${scan}written ${momentText(at, locale)}</p>`;
}

function contents({ unchecked, support, rooms, score, aside, coverage }: Report): Markup {
  const parts = [
    ...(unchecked.length > 0 ? [["unchecked", "Could not check"] as const] : []),
    ["money", "Money"] as const,
    ...(support !== undefined && support.length > 0 ? [["support", "Support"] as const] : []),
    ...(rooms ? [["room", "Surge room"] as const] : []),
    ...(score ? [["score", "Score"] as const] : []),
    ["clusters", "Clusters"] as const,
    ["findings", "Findings"] as const,
    ...(aside.length > 0 ? [["aside", "Set aside"] as const] : []),
    ...(coverage ? [["coverage", "Where changes come from"] as const] : []),
  ];
  return html`<nav aria-label="Parts of the report"><ul>${parts.map(([id, text]) => html`<li><a href="#${id}">${text}</a></li>`)}</ul></nav>`;
}

function uncheckedSection({ unchecked }: Report): Markup | undefined {
  if (unchecked.length === 0) return undefined;
  return html`<section aria-labelledby="unchecked"><h2 id="unchecked">Could not check</h2>${unchecked.map(
    (line) =>
      html`<div class="notice"><p><strong>${line.what}</strong>: ${whyText(line)}</p><p>${line.wayOut}</p>${line.commands.map(commandBlock)}</div>`,
  )}</section>`;
}

const backOf = ({ report }: Links): Markup =>
  report === undefined
    ? html`<p class="soft small">AKS Advisor</p>`
    : html`<nav aria-label="Back"><a href="${safeHref(report)}">All findings</a></nav>`;

const footerOf = ({ exports = [] }: Links): Markup =>
  html`${exports.length === 0 ? undefined : html`<p>The same as ${exports.map(({ label, href }, index) => html`${index === 0 ? "" : " · "}<a href="${safeHref(href)}">${label}</a>`)}</p>`}
<p>AKS Advisor only reads Azure. Amounts are list prices; what it could not see is said.</p>`;
