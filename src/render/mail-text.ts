import type { Detail } from "../core/digest/details.ts";
import type { Block, Entry, Letter, Link, Part } from "./mail-letter.ts";

/** Columns. A command, a link and a word that is longer stand whole on a line of their own. */
export const TEXT_COLUMNS = 78;

/** The letter for who reads mail as text. */
export function letterText({ headline, about, parts, footer }: Letter): string {
  const blocks = [[...wrapped(headline), ...wrapped(about)], ...parts.map(partLines)];
  const end = footer.length === 0 ? [] : [["", "-".repeat(TEXT_COLUMNS), ...footer.flatMap((text) => wrapped(text))]];
  return `${[...blocks, ...end].map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function partLines({ heading, blocks }: Part): readonly string[] {
  const title = heading === undefined ? [] : ["", heading.toUpperCase(), "-".repeat(heading.length)];
  return [
    ...title,
    ...blocks.flatMap((block, index) => (index > 0 && standsApart(block) ? ["", ...blockLines(block)] : blockLines(block))),
  ];
}

const standsApart = ({ kind }: Block): boolean => kind === "entry";

function blockLines(block: Block): readonly string[] {
  switch (block.kind) {
    case "line":
      return [
        ...wrapped(block.runs.map(({ text }) => text).join("")),
        ...block.runs.flatMap(({ href }) => (href === undefined ? [] : [`  ${href}`])),
      ];
    case "command":
      return [`  ${block.command}`];
    case "links":
      return block.links.map(linkLine);
    case "entry":
      return entryLines(block);
  }
}

const linkLine = ({ label, href }: Link): string => `${label}: ${href}`;

function entryLines({ where, title, worth, severity, note, reason, details, links }: Entry): readonly string[] {
  return [
    ...wrapped(`${where} · ${title}${worth === undefined ? "" : `: ${worth}`}`),
    ...wrapped([severity, ...(note === undefined ? [] : [note]), reason].join(" · ")),
    ...details.flatMap((detail, index) => [...(isBreak(details[index - 1], detail) ? [""] : []), ...detailLines(detail)]),
    ...(details.length === 0 || links.length === 0 ? [] : [""]),
    ...links.map((link) => `  ${linkLine(link)}`),
  ];
}

/** An empty line where another kind of thing begins. */
function isBreak(before: Detail | undefined, detail: Detail): boolean {
  if (!before || detail.kind === "place") return true;
  if (detail.kind === "step") return before.kind !== "place";
  return detail.kind === "labelled" && (before.kind === "step" || (before.kind === "labelled" && before.about !== detail.about));
}

function detailLines(detail: Detail): readonly string[] {
  switch (detail.kind) {
    case "place":
      return wrapped(`${detail.where}${detail.alike === undefined ? "" : ` · the same steps for ${detail.alike}`}`, "  ");
    case "text":
      return wrapped(detail.text, "  ");
    case "labelled":
      return detail.said.flatMap(({ label, text }) => wrapped(`${label}: ${text}`, "  ", "    "));
    case "step":
      return [
        ...wrapped(`${detail.text}${detail.count === undefined ? "" : ` (${detail.count})`}`, "  "),
        ...(detail.command === undefined ? [] : [`    ${detail.command}`]),
      ];
  }
}

/** At spaces only; `hanging` stands before every line but the first. */
function wrapped(text: string, indent = "", hanging = indent): readonly string[] {
  const lines: string[] = [];
  let current = "";
  for (const word of text.split(" ")) {
    const longer = current === "" ? `${lines.length === 0 ? indent : hanging}${word}` : `${current} ${word}`;
    if (current !== "" && [...longer].length > TEXT_COLUMNS) {
      lines.push(current);
      current = `${hanging}${word}`;
    } else current = longer;
  }
  return [...lines, current];
}

/** A sentence of ours before everything else. */
export const notedText = (text: string, note: string): string => `${wrapped(note).join("\n")}\n\n${text}`;
