import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { passingFolder, typed } from "./running.ts";

const COLUMNS = 100;
const goldenOf = (name: string): string => join(import.meta.dirname, "golden", `${name}.txt`);

const TRANSCRIPTS = [
  ["scan", "scan", "--sample --severity high"],
  ["since-last", "scan", "--sample --since-last"],
  ["plan", "plan", "--sample --cluster prod-weu-1 --to 1.36"],
  ["explain", "explain", "--sample COST-004 prod-sdc-2/apps"],
  ["calendar", "calendar", "dates.json --check"],
] as const;

/** As it stands in a terminal that is 100 columns wide, the command before it. */
async function transcript(command: string, words: string): Promise<string> {
  const folder = await passingFolder();
  const file = join(folder, "dates.json");
  await writeFile(file, (await typed("calendar --print")).out);
  const { out, err } = await typed([command, ...words.split(" ").map((word) => (word === "dates.json" ? file : word))], {
    columns: COLUMNS,
  });
  return `$ npm run ${command} -- ${words}\n${err}${out.replaceAll(file, "dates.json")}\n`;
}

describe("a transcript", () => {
  it.for(TRANSCRIPTS)("of %s is true", async ([name, command, words]) => {
    await expect(await transcript(command, words)).toMatchFileSnapshot(goldenOf(name));
  });

  it.for(["README.md", "docs/terminal.md"])("in %s is one of these; a line of … stands for lines that are left out", async (file) => {
    const page = await readFile(join(import.meta.dirname, "../../..", file), "utf8");
    const goldens = await Promise.all(TRANSCRIPTS.map(([name]) => readFile(goldenOf(name), "utf8")));

    const shown = [...page.matchAll(/```\w*\n(\$ npm run (?:scan|plan|explain|calendar) [\s\S]*?)```/g)].map(([, block = ""]) => block);

    expect(shown.length).toBeGreaterThan(0);
    for (const block of shown)
      expect(
        goldens.some((golden) => isPartOf(block, golden)),
        block,
      ).toBe(true);
  });
});

/** Begins with the command and has every part of the block in its order. */
function isPartOf(block: string, golden: string): boolean {
  const [first = "", ...parts] = block.split(/^…\n/m);
  if (!golden.startsWith(first)) return false;
  let at = first.length;
  for (const part of parts) {
    const found = golden.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return parts.length > 0 || at === golden.length;
}
