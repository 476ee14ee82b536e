import type { Detail, Said } from "../core/digest/details.ts";
import { anchor, BODY, code, column, commandRow, linksRow, row, SMALL, toned } from "./mail-cells.ts";
import { type Entry, isWebAddress } from "./mail-letter.ts";
import { font, looks, type Tone } from "./mail-style.ts";
import { html, type Markup } from "./markup.ts";

const SEVERITY_TONES = { critical: "grave", high: "grave", medium: "warn", low: "soft", info: "soft" } as const satisfies Record<
  Entry["severity"],
  Tone
>;

export function entryRows(entry: Entry, isFirst: boolean): Markup {
  const { where, title, worth, isCounted, severity, note, reason, details, links } = entry;
  const said = [...(note === undefined ? [] : [note]), reason].join(" · ");
  const head = html`<span ${looks("soft", "font-size:13px;font-weight:600")}>${where}</span>
<h3 ${looks("ink", `margin:0;${font("16px/22px", 600)}`)}>${title}</h3>
${worth === undefined ? undefined : html`<strong ${looks(isCounted ? "worth" : "ink")}>${worth}</strong><br>`}<strong ${looks(SEVERITY_TONES[severity])}>${severity}</strong> · ${said}`;
  return html`${row(looks("ink", `${BODY};padding:${isFirst ? "14px" : "28px"} 0 0 0`), head)}${
    details.length === 0 ? undefined : row(html`style="padding:10px 0 0 0"`, detailsTable(details))
  }${links.length === 0 ? undefined : linksRow(links)}`;
}

/** Set off by a line at the left. */
const detailsTable = (details: readonly Detail[]): Markup =>
  column(
    row(
      looks("rule", "padding:0 0 2px 14px;border-width:0 0 0 2px;border-style:solid"),
      column(groupsOf(details).map((detail, index) => detailRows(detail, index === 0))),
    ),
  );

/** Lines of arithmetic and of money stand together. */
function groupsOf(details: readonly Detail[]): readonly Detail[] {
  const groups: Detail[] = [];
  for (const detail of details) {
    const last = groups.at(-1);
    if (last?.kind === "labelled" && detail.kind === "labelled" && last.about === "worked-out" && detail.about === "worked-out")
      groups[groups.length - 1] = { ...last, said: [...last.said, ...detail.said] };
    else groups.push(detail);
  }
  return groups;
}

function detailRows(detail: Detail, isFirst: boolean): Markup {
  const cell = (tone: Tone, above: number): Markup => looks(tone, `${SMALL};padding:${isFirst ? 0 : above}px 0 0 0`);
  switch (detail.kind) {
    case "place": {
      const alike = detail.alike === undefined ? undefined : toned("soft", ` · the same steps for ${detail.alike}`);
      return row(cell("ink", 12), html`<strong>${detail.where}</strong>${alike}`);
    }
    case "text":
      return row(cell("soft", 0), detail.text);
    case "labelled":
      return row(
        cell("ink", 6),
        detail.said.map((said, index) => html`${index === 0 ? undefined : html`<br>`}${saidMarkup(said)}`),
      );
    case "step": {
      const count = detail.count === undefined ? undefined : toned("soft", ` (${detail.count})`);
      const text = row(cell("ink", 8), html`${detail.text}${count}`);
      return html`${text}${detail.command === undefined ? undefined : commandRow(detail.command)}`;
    }
  }
}

const saidMarkup = (said: Said): Markup => html`${toned("soft", `${said.label}:`)} ${valueMarkup(said)}`;

function valueMarkup({ text, href, isCode = false }: Said): Markup {
  if (href !== undefined && isWebAddress(href) && text.endsWith(href))
    return html`${text.slice(0, -href.length)}${anchor({ label: href, href })}`;
  return isCode ? code(text) : html`${text}`;
}
