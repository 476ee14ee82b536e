import { readFile } from "node:fs/promises";
import type { Terminal } from "./terminal.ts";
import { wrapped } from "./words.ts";

const FOLDER = new URL("../../src/core/rules/", import.meta.url);

/** What stands below one heading of a page. */
export interface Section {
  readonly heading: string;
  readonly lines: readonly string[];
}

/** The page of a rule: what stands before the first heading has the page's own title. */
export async function rulePage(id: string): Promise<readonly Section[]> {
  const page = await readFile(new URL(`${id}.md`, FOLDER), "utf8");
  const sections: { heading: string; lines: string[] }[] = [];
  for (const line of page.split("\n")) {
    const [, heading] = /^#{1,2} (.*)$/.exec(line) ?? [];
    if (heading !== undefined) sections.push({ heading, lines: [] });
    else sections.at(-1)?.lines.push(line);
  }
  return sections;
}

/** Prose is broken to the width; tables, formulas and lists stand as they do in the page. */
export function sectionText({ heading, lines }: Section, { columns, colours }: Pick<Terminal, "columns" | "colours">): string {
  const text = lines
    .flatMap((line) => lineText(line, columns))
    .join("\n")
    .replace(/^\n+|\s+$/g, "");
  return [colours.bold(heading), text].filter((part) => part !== "").join("\n");
}

function lineText(line: string, columns: number): readonly string[] {
  const plain = line.replaceAll(/\[([^\]]+)\]\(([^)]+)\)/g, "$1").replaceAll("`", "");
  if (/^\|[\s|-]+$/.test(plain)) return [];
  if (plain.startsWith("|")) {
    const cells = plain
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim());
    return indented(cells.join(": "), "  ", columns);
  }
  if (plain.startsWith("    ")) return plain.length <= columns ? [plain] : indented(plain.trim(), "    ", columns, 4);
  if (plain.startsWith("- ")) return indented(plain.slice(2), "- ", columns);
  return wrapped(plain, columns);
}

function indented(text: string, mark: string, columns: number, hanging = 0): readonly string[] {
  const lines = wrapped(text, columns - mark.length - hanging);
  return lines.map((line, at) => `${at === 0 ? mark : " ".repeat(mark.length + hanging)}${line}`);
}
