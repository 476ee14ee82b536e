import CliTable3 from "cli-table3";
import { widthOf, wrapped } from "./words.ts";

export interface Column {
  readonly head: string;
  readonly align?: "right";
  /** Takes what the others leave, and breaks its text. At least this wide. One column at most has it. */
  readonly grows?: number;
  /** Breaks its text from this width on. */
  readonly atMost?: number;
}

const GAP = 2;
const NO_LINES = {
  ...{ top: "", "top-mid": "", "top-left": "", "top-right": "", bottom: "", "bottom-mid": "", "bottom-left": "", "bottom-right": "" },
  ...{ left: "", "left-mid": "", mid: "", "mid-mid": "", right: "", "right-mid": "", middle: "" },
};

/** Rows in columns without lines; nothing is wider than `width`. `paint` colours a cell once it is broken into its lines. */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number,
  paint: (text: string, column: number, row: number) => string = (text) => text,
): string {
  const widths = widthsOf(columns, rows, width);
  const heads = columns.map(({ head }) => head);
  const made = new CliTable3({
    chars: NO_LINES,
    style: { "padding-left": 0, "padding-right": 0, head: [], border: [], compact: true },
    colAligns: columns.map(({ align }): "left" | "right" => align ?? "left"),
    colWidths: widths.map((each, column) => (column === columns.length - 1 ? each : each + GAP)),
  });
  const cellsOf = (texts: readonly string[], paintCell: (line: string, column: number) => string = (line) => line) =>
    texts.map((text, column) => {
      const lines = wrapped(text, widths[column] ?? width).map((line) => paintCell(line, column));
      const isRight = columns[column]?.align === "right" && column < columns.length - 1;
      return isRight ? lines.map((line) => `${line}${" ".repeat(GAP)}`).join("\n") : lines.join("\n");
    });
  if (heads.some((head) => head !== "")) made.push(cellsOf(heads));
  for (const [row, texts] of rows.entries()) made.push(cellsOf(texts, (line, column) => paint(line, column, row)));
  return made
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}

function widthsOf(columns: readonly Column[], rows: readonly (readonly string[])[], width: number): readonly number[] {
  const natural = columns.map(({ head, atMost = width }, column) =>
    Math.min(atMost, Math.max(1, widthOf(head), ...rows.map((row) => widthOf(row[column] ?? "")))),
  );
  const growing = columns.findIndex(({ grows }) => grows !== undefined);
  if (growing < 0) return natural;
  const others = natural.reduce((sum, each, column) => (column === growing ? sum : sum + each), GAP * (columns.length - 1));
  const least = columns[growing]?.grows ?? 1;
  return natural.map((each, column) => (column === growing ? Math.min(each, Math.max(least, width - others)) : each));
}
