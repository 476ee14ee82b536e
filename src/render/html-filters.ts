import { plainName } from "../core/digest/plain.ts";
import { byText } from "../core/digest/words.ts";
import { compareSeverity, SEVERITIES, type Severity } from "../core/model/finding.ts";
import type { Filter, ShownState } from "./filter.ts";
import type { Links } from "./links.ts";
import { html, type Markup, safeHref } from "./markup.ts";
import { PICKS } from "./page-style.ts";
import type { Report } from "./report.ts";
import type { ReportFinding } from "./report-finding.ts";

type Filtered = NonNullable<Links["filtered"]>;
type Part = keyof Filter;

/** What is shown, each part with the way to leave it out. */
export function filterText(report: Pick<Report, "filter" | "clusters" | "findings" | "aside">, { filtered }: Links): Markup | undefined {
  const { subscriptions, clusters, severity, states, rules } = report.filter;
  const names = new Map(report.clusters.map(({ ref, subscriptionName }) => [ref.subscription as string, subscriptionName]));
  const parts: readonly (readonly [Part, string])[] = [
    ...(subscriptions
      ? [["subscriptions", `subscription ${subscriptions.map((id) => names.get(id) ?? plainName(id)).join(", ")}`] as const]
      : []),
    ...(clusters
      ? [["clusters", `cluster ${clusters.map((name) => plainName(name.slice(name.lastIndexOf("/") + 1))).join(", ")}`] as const]
      : []),
    ...(severity ? [["severity", severityText(severity)] as const] : []),
    ...(states ? [["states", `state ${states.join(", ")}`] as const] : []),
    ...(rules ? [["rules", `rule ${rules.map(plainName).join(", ")}`] as const] : []),
  ];
  if (parts.length === 0) return undefined;
  if (!filtered) return html`<p>Only ${parts.map(([, text]) => text).join(" · ")}. </p>`;
  const without = (part: Part): Filter => ({ ...report.filter, [part]: undefined });
  const items = parts.map(([part, text]) =>
    parts.length === 1
      ? html`${text}`
      : html`${text} (<a href="${safeHref(filtered(without(part)))}" aria-label="any, not only ${text}">any</a>)`,
  );
  return html`<p>Only ${items.map((item, index) => html`${index === 0 ? "" : " · "}${item}`)}. <a href="${safeHref(filtered({}))}">Show all</a></p>`;
}

interface Choice {
  readonly text: string;
  readonly filter: Filter;
  readonly many: number;
}

/** Links that narrow the list: each to a page that shows only that, within what is shown already. */
export function filterLinks(report: Report, filtered: Filtered): Markup | undefined {
  const { findings, aside, filter } = report;
  if (findings.length + aside.length < 2) return undefined;
  const link = ({ text, filter: to, many }: Choice): Markup => html`<li><a href="${safeHref(filtered(to))}">${text} (${many})</a></li>`;
  const groups = [
    { name: "By rule", choices: rulesOf(report) },
    { name: "By subscription", choices: subscriptionsOf(report) },
    { name: "By cluster", choices: clustersOf(report) },
  ].filter(({ choices }) => choices.length > 1);
  const states = statesOf(report);
  return html`<nav aria-label="Filter the findings"><ul>${severitiesOf(findings, filter).map(link)}</ul>
${states.length === 0 ? undefined : html`<ul>${states.map(link)}</ul>`}
${groups.map(({ name, choices }) => html`<details class="filter"><summary>${name}</summary><ul class="body">${choices.map(link)}</ul></details>`)}</nav>`;
}

const severityText = (severity: Severity): string => (severity === SEVERITIES.at(-1) ? severity : `${severity} and graver`);

const severitiesOf = (findings: readonly ReportFinding[], filter: Filter): readonly Choice[] =>
  SEVERITIES.toReversed().flatMap((severity) => {
    const many = findings.filter(({ record }) => compareSeverity(record.finding.severity, severity) >= 0).length;
    const isWider = filter.severity !== undefined && compareSeverity(severity, filter.severity) <= 0;
    return many === 0 || isWider ? [] : [{ text: severityText(severity), filter: { ...filter, severity }, many }];
  });

/** Nothing where one was chosen already: what the others hold is not in the report then. */
function statesOf({ findings, aside, filter }: Report): readonly Choice[] {
  if (filter.states) return [];
  const of = (text: string, state: ShownState, those: readonly ReportFinding[]): readonly Choice[] => {
    const many = those.filter(({ setAside, record }) => (setAside?.kind ?? record.state) === state).length;
    return many === 0 ? [] : [{ text, filter: { ...filter, states: [state] }, many }];
  };
  const shown = [
    ...of("new", "new", findings),
    ...of("worse", "worsened", findings),
    ...of("back again", "regressed", findings),
    ...of("snoozed", "snoozed", aside),
    ...of("accepted", "accepted", aside),
    ...of("planned", "planned", aside),
  ];
  return shown.length === 1 && shown[0]?.many === findings.length ? [] : shown;
}

const rulesOf = ({ findings, rules, filter }: Report): readonly Choice[] =>
  rules.flatMap(({ rule, code, summary }) => {
    const many = findings.filter(({ record }) => record.stamp.rule === rule).length;
    const text = `${code} ${summary ?? rule}`.replace(/\.$/, "");
    return many === 0 ? [] : [{ text, filter: { ...filter, rules: [code] }, many }];
  });

const subscriptionsOf = ({ findings, filter }: Report): readonly Choice[] =>
  [...Map.groupBy(findings, ({ record }) => record.subscription)]
    .map(([id, those]) => ({
      text: those[0]?.subscriptionName ?? id,
      filter: { ...filter, subscriptions: [id] },
      many: those.length,
    }))
    .sort((a, b) => byText(a.text, b.text));

const clustersOf = ({ findings, filter }: Report): readonly Choice[] =>
  [...Map.groupBy(findings, ({ cluster }) => cluster?.id)]
    .flatMap(([id, those]) => {
      const name = those[0]?.cluster?.name;
      return id === undefined || name === undefined
        ? []
        : [{ text: plainName(name), filter: { ...filter, clusters: [id] }, many: those.length }];
    })
    .sort((a, b) => byText(a.text, b.text));

/** Without a server: places in this page, each of which shows only that. */
export function picks(findings: readonly ReportFinding[]): Markup | undefined {
  if (findings.length < 2) return undefined;
  const counts = PICKS.map((pick) => ({ pick, many: findings.filter((finding) => isPick(finding, pick)).length }));
  const shown = counts.filter(({ many }) => many > 0);
  return html`${shown.map(({ pick }) => html`<span id="only-${pick}"></span>`)}<nav aria-label="Filter the findings"><ul><li><a href="#findings">all (${findings.length})</a></li>${shown.map(({ pick, many }) => html`<li><a href="#only-${pick}">only ${pick} (${many})</a></li>`)}</ul></nav>`;
}

const isPick = ({ record }: ReportFinding, pick: (typeof PICKS)[number]): boolean =>
  record.finding.severity === pick || record.stamp.category === pick;
