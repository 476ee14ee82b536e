import { execFileSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import * as calc from "../../../src/core/calc/index.ts";

const ROOT = join(import.meta.dirname, "../../..");

it("the example in docs/terminal.md runs as it stands and prints what the page says", () => {
  const page = readFileSync(join(ROOT, "docs/terminal.md"), "utf8");
  const [, code = "", output = ""] = /```ts\n(.*?)```\n\n```\n(.*?)```/s.exec(page) ?? [];

  const printed = execFileSync(process.execPath, ["--input-type=module-typescript", "-e", code], { cwd: ROOT, encoding: "utf8" });

  expect(printed).toBe(output);
});

it("every file of calculations stands behind the one door", () => {
  const index = readFileSync(join(ROOT, "src/core/calc/index.ts"), "utf8");
  const inner = new Set([
    ...["cannot-tell", "index", "sums", "motion", "surge-claims"],
    ...["bill", "pool-bill", "saving-of", "savings-heaviest"],
  ]);
  const files = globSync("src/core/calc/*.ts", { cwd: ROOT }).map((file) => file.replace(/^.*\/(.*)\.ts$/, "$1"));

  expect(files.filter((file) => !inner.has(file) && !index.includes(`"./${file}.ts"`))).toEqual([]);
  expect(Object.values(calc).filter((each) => typeof each === "function").length).toBeGreaterThan(70);
});
