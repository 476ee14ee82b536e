import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { SETTINGS } from "../../src/app/config.ts";

const ROOT = join(import.meta.dirname, "../..");
const read = (file: string): string => readFileSync(join(ROOT, file), "utf8");
const readme = read("README.md");

describe("the README", () => {
  it("has the table of settings as they are", () => {
    const rows = Object.entries<{ readonly says: string; readonly fallback?: string }>(SETTINGS).map(
      ([name, { says, fallback }]) => `| \`${name}\` | ${fallback === undefined ? "" : `\`${fallback}\``} | ${says} |`,
    );

    for (const row of rows) expect(readme).toContain(row);
  });

  it("names every function", () => {
    for (const file of globSync("functions/*.ts", { cwd: ROOT })) {
      const name = /app\.(?:timer|storageQueue|http|eventGrid)\("([^"]+)"/.exec(read(file))?.[1];
      if (name !== undefined) expect(readme).toContain(`\`${name}\``);
    }
  });

  it("names only npm scripts that exist", () => {
    const { scripts } = JSON.parse(read("package.json")) as { readonly scripts: Readonly<Record<string, string>> };
    const named = [...`${readme}\n${read("CONTRIBUTING.md")}`.matchAll(/npm run ([a-z:-]+)/g)].map(([, name = ""]) => name);

    expect(named.length).toBeGreaterThan(3);
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
  });

  it("links only to files that exist", () => {
    const links = ["README.md", "CONTRIBUTING.md"].flatMap((file) =>
      [...read(file).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, link = ""]) => link),
    );

    expect(links.length).toBeGreaterThan(3);
    expect(links.filter((link) => globSync(link, { cwd: ROOT }).length === 0)).toEqual([]);
  });
});
