import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "../..");
const FILES = {
  "test/mixed.test.ts": `
    import { describe, expect, it, afterAll } from "vitest";
    it("adds", () => expect(1 + 1).toBe(2));
    it("does not add", () => expect(1 + 1, "the sum").toBe(3));
    it.skip("rests", () => {});
    describe("a broken hook", () => { afterAll(() => { throw new Error("left open"); }); it("passes", () => {}); });`,
  "test/unloadable.test.ts": `import "./nowhere.ts";`,
  "test/unhandled.test.ts": `
    import { it } from "vitest";
    it("forgets something", async () => { Promise.reject(new Error("nobody waited")); await new Promise((done) => setTimeout(done, 50)); });`,
  "test/left-out.test.ts": `import { it } from "vitest"; it("is not asked", () => {});`,
  "vitest.config.ts": `
    import { CountReporter } from "${join(ROOT, "local/count-reporter.ts")}";
    export default { test: { include: ["test/{mixed,un*}.test.ts"], reporters: [new CountReporter()] } };`,
};

let folder: string;
let counts: { readonly passed: number; readonly failed: number; readonly skipped: number; readonly failures: readonly string[] };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "advisor-counts-"));
  await symlink(join(ROOT, "node_modules"), join(folder, "node_modules"));
  await mkdir(join(folder, "test"));
  for (const [name, text] of Object.entries(FILES)) await writeFile(join(folder, name), text);
  const file = join(folder, "counts.json");
  await new Promise((ended) => {
    const vitest = join(ROOT, "node_modules/vitest/vitest.mjs");
    execFile(
      process.execPath,
      [vitest, "run", "--root", folder],
      { cwd: folder, env: { PATH: process.env.PATH, ADVISOR_COUNTS: file } },
      ended,
    );
  });
  counts = JSON.parse(await readFile(file, "utf8"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it("counts what passed and what was skipped", () => {
  expect(counts).toMatchObject({ passed: 3, skipped: 1, failed: 5 });
});

it.each([
  ["a test that failed, with its reason", "test/mixed.test.ts > does not add: the sum: expected 2 to be 3"],
  ["a hook that failed", "test/mixed.test.ts > a broken hook: left open"],
  ["a file that cannot be loaded", "test/unloadable.test.ts: "],
  ["an error that nobody waited for", "unhandled: nobody waited"],
  ["a test file that never ran", "test/left-out.test.ts: did not run"],
])("names %s", (_, line) => {
  expect(counts.failures).toContainEqual(expect.stringContaining(line));
});
