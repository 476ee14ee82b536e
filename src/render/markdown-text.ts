import { plainSentence } from "../core/digest/plain.ts";

export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]): string =>
    `| ${cells.map((cell) => (cell === "" ? "" : text(String(cell)))).join(" | ")} |`;
  return [line(head), `|${head.map(() => " --- |").join("")}`, ...rows.map(line)].join("\n");
}

/** Text with names in it: nothing in it is read as Markdown, nor as a link or a mention. */
export const text = (said: string): string =>
  plainSentence(said)
    .replaceAll(/[\\`*_{}[\]<>|~&#$@!]/g, String.raw`\$&`)
    .replaceAll("://", String.raw`\://`)
    .replaceAll(/\bwww\./gi, (start) => `${start.slice(0, -1)}\\.`)
    .replace(/^([-+]|\d+[.)])(?=\s|$)/, (start) => `${start.slice(0, -1)}\\${start.slice(-1)}`);
