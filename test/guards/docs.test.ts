import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "../..");
const read = (file: string): string => readFileSync(join(ROOT, file), "utf8");
const pages = ["README.md", "CONTRIBUTING.md", ...globSync("docs/*.md", { cwd: ROOT })];

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

  it("are three, of ten steps each", () => {
    expect(walks.map((walk) => stepsOf(walk).length)).toEqual([10, 10, 10]);
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

describe("a page", () => {
  it.for(pages)("%s names only files of the project that there are", (page) => {
    const named = [...read(page).matchAll(/`((?:src|test|local|functions|infra|docs|bench)\/[\w./-]+\.\w+)`/g)].map(
      ([, file = ""]) => file,
    );

    expect(named.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
  });
});
