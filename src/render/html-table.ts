import { html, type Markup } from "./markup.ts";

export interface Column {
  readonly head: string;
  readonly isNumber?: boolean;
  /** On a phone it takes the whole width, under its label. */
  readonly isWide?: boolean;
  /** What stands there says what it is: on a phone it needs no label. */
  readonly isPlain?: boolean;
}

/** A text; hidden where the heading above says as much to who sees it. */
export type Caption = string | { readonly hidden: string };
type Cell = Markup | string | number | undefined;

/**
 * On a narrow screen each row becomes a block, its numbers two in a line where there are many; the roles keep it a table for who hears it.
 */
export const table = (caption: Caption, columns: readonly Column[], rows: readonly (readonly Cell[])[]): Markup =>
  html`<table role="table"${columns.filter(({ isNumber }) => isNumber).length > MOST_BELOW ? html` class="dense"` : undefined}>${captionOf(caption)}
<thead role="rowgroup"><tr role="row">${columns.map(({ head, isNumber }) => html`<th role="columnheader" scope="col"${classOf(isNumber === true, false)}>${head}</th>`)}</tr></thead>
<tbody role="rowgroup">${rows.map(
    (cells) => html`<tr role="row">${columns.map((column, index) => cellOf(column, cells[index]))}</tr>
`,
  )}</tbody></table>`;

/** So many numbers stand one below the other. */
const MOST_BELOW = 3;

const captionOf = (caption: Caption): Markup =>
  typeof caption === "string"
    ? html`<caption>${caption}</caption>`
    : html`<caption><span class="hidden">${caption.hidden}</span></caption>`;

const cellOf = ({ head, isNumber = false, isWide = false, isPlain = false }: Column, cell: Cell): Markup =>
  html`<td role="cell" data-label="${isPlain ? "" : head}"${classOf(isNumber, isWide)}>${cell === "" ? undefined : cell}</td>`;

const CLASSES = { number: html` class="number"`, wide: html` class="wide"` };
const classOf = (isNumber: boolean, isWide: boolean): Markup | undefined => (isNumber ? CLASSES.number : isWide ? CLASSES.wide : undefined);
