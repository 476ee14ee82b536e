import type { Link } from "./mail-letter.ts";
import { font, looks, monospaced, type Tone } from "./mail-style.ts";
import { html, type Markup } from "./markup.ts";

export const BODY = font("14px/21px");
export const SMALL = font("13px/20px");
const CODE = html([`style="${monospaced()}"`]);
const SMALL_CODE = html([`style="${monospaced()};font-size:12px"`]);

/** A table as wide as what it stands in, one cell a row. Names that are longer than a line break: the columns are fixed. */
export const column = (rows: Markup | readonly Markup[]): Markup =>
  html`<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="width:100%;table-layout:fixed">
${rows}</table>
`;

/** `attributes` of the cell: its look. */
export const row = (
  attributes: Markup,
  content: Markup | string | readonly Markup[],
): Markup => html`<tr><td ${attributes}>${content}</td></tr>
`;

export const toned = (tone: Tone, text: string): Markup => html`<span ${looks(tone)}>${text}</span>`;

export const anchor = ({ label, href }: Link): Markup => html`<a href="${href}" ${looks("link", "text-decoration:underline")}>${label}</a>`;

export const linksRow = (links: readonly Link[]): Markup =>
  row(
    looks("soft", `${SMALL};padding:8px 0 0 0`),
    links.map((link, index) => html`${index === 0 ? undefined : html` &nbsp;·&nbsp; `}${anchor(link)}`),
  );

export const code = (text: string): Markup => html`<code ${SMALL_CODE}>${text}</code>`;

/** A table of its own in the cell: its ground is as wide as the column. */
export const commandRow = (command: string): Markup =>
  row(
    html`style="padding:6px 0 2px 0"`,
    column(row(looks("code", `${monospaced("12px/18px")};padding:8px 10px`), html`<code ${CODE}>${command.split(" ").map(wordOf)}</code>`)),
  );

/** In characters: it has room on a phone. */
const LONGEST_UNBROKEN = 28;

/** Flags break between words only: `--` at the end of a line would read as one of its own. */
function wordOf(word: string, index: number): Markup {
  const before = index === 0 ? "" : " ";
  const isWhole = word.includes("-") && word.length <= LONGEST_UNBROKEN;
  return isWhole ? html`${before}<span style="white-space:nowrap">${word}</span>` : html`${before}${word}`;
}
