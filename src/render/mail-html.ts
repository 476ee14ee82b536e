import { anchor, BODY, column, commandRow, linksRow, row, SMALL, toned } from "./mail-cells.ts";
import { entryRows } from "./mail-entry.ts";
import type { Block, Letter, Part, Run } from "./mail-letter.ts";
import { font, HEAD_STYLE, looks } from "./mail-style.ts";
import { html, type Markup } from "./markup.ts";

/**
 * The letter for Word's engine (classic Outlook), phones and everything between: one column of at most 600 pixels in nested tables.
 * Widths, paddings, grounds and borders stand on tables and cells only, since Word honours them nowhere else.
 */
export const letterHtml = (letter: Letter): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no">
<title>${letter.headline}</title>
${HEAD_STYLE}
</head>
<body ${looks("ground", "margin:0;padding:0")}>
<div style="display:none;max-height:0;overflow:hidden;mso-hide:all">${letter.headline}</div>
${sheet("24px 12px", paper(letter))}</body>
</html>
`.text;

/** Word knows no greatest width: a table that only Word sees keeps it at 600 pixels. */
const sheet = (padding: string, content: Markup): Markup =>
  column(
    row(
      html([`align="center" class="outer" style="padding:${padding}"`]),
      html`<!--[if mso]><table role="presentation" width="600" align="center" cellpadding="0" cellspacing="0" border="0"><tr><td><![endif]-->
${content}<!--[if mso]></td></tr></table><![endif]-->`,
    ),
  );

const sheetTable = (attributes: Markup, cell: Markup, content: Markup): Markup =>
  html`<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" ${attributes}>
${row(cell, content)}</table>
`;

const SHEET = "width:100%;max-width:600px;table-layout:fixed";

const paper = ({ headline, isGrave, about, parts, footer }: Letter): Markup =>
  sheetTable(
    looks("paper", `${SHEET};border-width:1px;border-style:solid;border-collapse:separate;border-radius:8px`),
    html`class="inner" style="padding:24px 28px 28px 28px"`,
    column([
      row(html`style="padding:0"`, html`<h1 ${looks(isGrave ? "grave" : "ink", `margin:0;${font("20px/27px", 600)}`)}>${headline}</h1>`),
      row(looks("soft", `${SMALL};padding:4px 0 0 0`), about),
      ...parts.map(partRows),
      ...footerRows(footer),
    ]),
  );

function partRows({ heading, isGrave = false, blocks }: Part): Markup {
  const look = `margin:0;${font("12px/16px", 700)};letter-spacing:1px;text-transform:uppercase`;
  const title =
    heading === undefined
      ? row(html`style="font-size:1px;line-height:14px"`, html`&nbsp;`)
      : row(
          looks("rule", "padding:30px 0 6px 0;border-width:0 0 1px 0;border-style:solid"),
          html`<h2 ${looks(isGrave ? "grave" : "soft", look)}>${heading}</h2>`,
        );
  return html`${title}${blocks.map((block, index) => blockRows(block, index === 0))}`;
}

function blockRows(block: Block, isFirst: boolean): Markup {
  switch (block.kind) {
    case "line":
      return row(looks("ink", `${BODY};padding:8px 0 0 0`), block.runs.map(runMarkup));
    case "command":
      return commandRow(block.command);
    case "links":
      return linksRow(block.links);
    case "entry":
      return entryRows(block, isFirst);
  }
}

function runMarkup({ text, look, href }: Run): Markup {
  if (href !== undefined) return anchor({ label: text, href });
  if (look === "strong") return html`<strong>${text}</strong>`;
  return look === "soft" ? toned("soft", text) : html`${text}`;
}

const footerRows = (footer: readonly string[]): readonly Markup[] =>
  footer.length === 0
    ? []
    : [
        row(looks("rule", "padding:24px 0 0 0;border-width:0 0 1px 0;border-style:solid;font-size:1px;line-height:1px"), html`&nbsp;`),
        row(looks("soft", `${font("12px/18px")};padding:12px 0 0 0`), footer.join(" · ")),
      ];

/** A sentence of ours above everything else. What opens the body is of ours: no name can hold a tag. */
export const notedHtml = (page: string, note: string): string =>
  page.replace(/<body[^>]*>/, (body) => {
    const look = looks("note", `${BODY};padding:12px 16px;border-width:0 0 0 4px;border-style:solid`);
    return `${body}\n${sheet("24px 12px 0 12px", sheetTable(html([`style="${SHEET}"`]), look, html`${note}`)).text}`;
  });
