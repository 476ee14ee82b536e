import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Setting } from "../../src/app/setting.ts";
import { SETTINGS } from "../../src/app/settings.ts";

const ROOT = join(import.meta.dirname, "../..");
const read = (file: string): string => readFileSync(join(ROOT, file), "utf8");
const settings = read("docs/settings.md");
const architecture = read("docs/architecture.md");
const pages = ["README.md", "CONTRIBUTING.md", "SECURITY.md", ...globSync("docs/*.md", { cwd: ROOT })];

describe("docs/settings.md", () => {
  it("has the table of settings as they are", () => {
    const rows = Object.entries<Setting>(SETTINGS).map(
      ([name, { says, fallback }]) => `| \`${name}\` | ${fallback === undefined ? "" : `\`${fallback}\``} | ${says} |`,
    );

    for (const row of rows) expect(settings).toContain(row);
  });
});

describe("docs/architecture.md", () => {
  it("names every function", () => {
    for (const file of globSync("functions/*.ts", { cwd: ROOT })) {
      const name = /app\.(?:timer|storageQueue|http|eventGrid)\("([^"]+)"/.exec(read(file))?.[1];
      if (name !== undefined) expect(architecture).toContain(`| \`${name}\` |`);
    }
  });
});

describe.for(pages)("%s", (page) => {
  it("names only npm scripts that exist", () => {
    const { scripts } = JSON.parse(read("package.json")) as { readonly scripts: Readonly<Record<string, string>> };
    const named = [...read(page).matchAll(/npm run ([a-z:-]+)/g)].map(([, name = ""]) => name);

    expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
  });

  it("links only to files and headings that exist", () => {
    const links = [...read(page).matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)/g)].map(([, file = "", heading]) => ({
      file: file === "" ? page : join(dirname(page), file),
      heading,
    }));

    expect(links.filter(({ file }) => !existsSync(join(ROOT, file)))).toEqual([]);
    expect(links.filter(({ file, heading }) => heading !== undefined && !headingsOf(file).includes(heading))).toEqual([]);
  });
});

/** As a page of Markdown names them in its address. */
const headingsOf = (file: string): readonly string[] =>
  [...read(file).matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} -]/gu, "")
      .replaceAll(" ", "-"),
  );
