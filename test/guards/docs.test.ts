import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Setting } from "../../src/app/setting.ts";
import { SETTINGS } from "../../src/app/settings.ts";

const ROOT = join(import.meta.dirname, "../..");
const read = (file: string): string => readFileSync(join(ROOT, file), "utf8");
const pages = ["README.md", "CONTRIBUTING.md", "SECURITY.md", ...globSync("docs/*.md", { cwd: ROOT })];

/** `src/core/calc/surge.ts` `surgeNodes`, as a step of a walk begins. */
const STEP = /^\d+\. `([^`]+)` `(\w+)`: /;
/** A test file, and the names of tests that follow it. */
const PROOF = /`(test\/[\w./-]+\.test\.ts)`((?:,? "[^"]+")+)/g;

const stepsOf = (walk: string) =>
  walk
    .split("\n")
    .filter((line) => /^\d+\. /.test(line))
    .map((line) => ({ line, file: STEP.exec(line)?.[1] ?? "", name: STEP.exec(line)?.[2] ?? "" }));

function isDeclared(file: string, name: string): boolean {
  if (!existsSync(join(ROOT, file))) return false;
  return new RegExp(`\\b(?:function\\*?|const) ${name}\\b`).test(read(file));
}

describe("the walks in docs/architecture.md", () => {
  const walks = read("docs/architecture.md").split("\n### ").slice(1);

  it("are four, of ten steps each", () => {
    expect(walks.map((walk) => stepsOf(walk).length)).toEqual([10, 10, 10, 10]);
  });

  it("name a file and a function in it with every step", () => {
    const lost = walks.flatMap(stepsOf).filter(({ file, name }) => !isDeclared(file, name));

    expect(lost.map(({ line }) => line)).toEqual([]);
  });
});

describe("the table of dependencies in docs/architecture.md", () => {
  const page = read("docs/architecture.md").split("\n## Dependencies\n")[1] ?? "";
  const named = page
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .flatMap((line) => [...(line.split("|")[1] ?? "").matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name));

  it("has each of them once, and no other", () => {
    const { dependencies, devDependencies } = JSON.parse(read("package.json")) as Readonly<Record<string, Record<string, string>>>;

    expect(new Set(named)).toEqual(new Set(Object.keys({ ...dependencies, ...devDependencies })));
  });
});

describe("docs/reliability.md", () => {
  const page = read("docs/reliability.md");
  const proofs = [...page.matchAll(PROOF)].flatMap(([, file = "", names = ""]) =>
    [...names.matchAll(/"([^"]+)"/g)].map(([, name = ""]) => ({ file, name })),
  );

  it("names a test with every promise", () => {
    const promises = page.split("\n").filter((line) => /^\| (?!What fails|---)/.test(line));

    expect(promises.length).toBeGreaterThan(20);
    expect(promises.filter((line) => !new RegExp(PROOF).test(line))).toEqual([]);
  });

  it("names only tests that there are", () => {
    const lost = proofs.filter(({ file, name }) => !existsSync(join(ROOT, file)) || !read(file).includes(`"${name}"`));

    expect(lost).toEqual([]);
  });
});

describe("docs/settings.md", () => {
  it("has the table of settings as they are", () => {
    const rows = Object.entries<Setting>(SETTINGS).map(
      ([name, { says, fallback }]) => `| \`${name}\` | ${fallback === undefined ? "" : `\`${fallback}\``} | ${says} |`,
    );

    for (const row of rows) expect(read("docs/settings.md")).toContain(row);
  });
});

describe("docs/architecture.md", () => {
  it("names every function", () => {
    for (const file of globSync("functions/*.ts", { cwd: ROOT })) {
      const name = /app\.(?:timer|storageQueue|http|eventGrid)\("([^"]+)"/.exec(read(file))?.[1];
      if (name !== undefined) expect(read("docs/architecture.md")).toContain(`| \`${name}\` |`);
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

  it("names only files of the project that there are", () => {
    const named = [...read(page).matchAll(/`((?:src|test|local|functions|infra|docs|bench)\/[\w./-]+\.\w+)`/g)].map(
      ([, file = ""]) => file,
    );

    expect(named.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
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
