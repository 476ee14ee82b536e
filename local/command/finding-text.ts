import type { Severity } from "../../src/core/model/finding.ts";
import type { BlockWorking } from "../../src/render/block-working.ts";
import type { FindingBlock } from "../../src/render/finding-block.ts";
import { table } from "./table.ts";
import type { Terminal } from "./terminal.ts";
import { labelled, wrapped } from "./words.ts";

const LABEL = 12;

/** A finding in full. Commands and addresses stand whole, whatever the width. */
export function findingText(severity: Severity, block: FindingBlock, { columns, colours }: Pick<Terminal, "columns" | "colours">): string {
  const line = (label: string, ...texts: readonly string[]): readonly string[] => labelled(label, texts, { columns, indent: LABEL });
  const steps = block.steps.flatMap(({ text, command }, at) => [
    ...line(at === 0 ? "Do" : "", text),
    ...(command === undefined ? [] : [`  ${command}`]),
  ]);
  return [
    [
      ...wrapped(block.title, columns).map(colours.bold),
      ...wrapped(`${severity} · ${block.standing}`, columns),
      ...wrapped(block.where, columns),
    ].join("\n"),
    wrapped(block.detail, columns).join("\n"),
    ...workingsText(block.workings, columns),
    ...(block.money.length > 0
      ? [
          [
            ...block.money.flatMap(({ label, text }) => line(label, text)),
            ...workingsText(block.moneyWorkings, columns),
            ...block.prices.flatMap(({ label, text }) => line("  price", `${label}: ${text}`)),
          ].join("\n"),
        ]
      : []),
    [
      ...line("First", ...block.first),
      ...steps,
      ...line("As code", ...block.asCode.map(({ label, text }) => `${label}  ${text}`)),
      ...line("Restarts", block.restarts),
      ...line("Not known", ...block.notKnown),
      ...(block.note === undefined ? [] : line("Note", block.note)),
      `${"Source".padEnd(LABEL)}${block.source}`,
    ].join("\n"),
  ].join("\n\n");
}

/** `surge nodes   ceil(25 × 20 / 100)   = 5`; where that is too wide, what it comes to stands behind its formula. */
function workingsText(workings: readonly BlockWorking[], columns: number): readonly string[] {
  if (workings.length === 0) return [];
  const rows = workings.map(({ label, formula, value }) => [label, formula, `= ${value}`]);
  const widest = (column: number): number => Math.max(...rows.map((row) => [...(row[column] ?? "")].length));
  if (widest(0) + widest(1) + widest(2) + 4 <= columns) return [table([{ head: "" }, { head: "" }, { head: "" }], rows, columns)];
  const joined = workings.map(({ label, formula, value }) => [label, formula === "" ? value : `${formula} = ${value}`]);
  return [
    table(
      [
        { head: "", atMost: Math.floor(columns * 0.4) },
        { head: "", grows: 20 },
      ],
      joined,
      columns,
    ),
  ];
}
