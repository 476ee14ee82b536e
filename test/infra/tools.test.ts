import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toolProblems } from "../../local/infra/tools.ts";

const ROOT = join(import.meta.dirname, "../..");

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "advisor-tools-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** A program of that name, alone on the PATH beside Node and the shell. */
async function withTool(name: string, script: string): Promise<NodeJS.ProcessEnv> {
  const own = await mkdtemp(join(folder, "path-"));
  await writeFile(join(own, name), script);
  await chmod(join(own, name), 0o755);
  return { PATH: [own, dirname(process.execPath), "/usr/bin", "/bin"].join(delimiter) };
}

describe("tools that the project cannot bring along", () => {
  it("are named, each with what it would have done, where they are not on the PATH", async () => {
    expect(await toolProblems(ROOT, { PATH: folder })).toEqual({
      problems: [],
      lines: [
        "bicep, which compiles and lints infra, warnings as errors: not run, it is not on the PATH",
        "azd, which packages the app as it would deploy it: not run, it is not on the PATH",
        "func, which starts the built folder in the Functions host: not run, it is not on the PATH",
        "shellcheck, which reads the hooks: not run, it is not on the PATH",
      ],
    });
  });

  it("count with their warnings, where it is the compiler", async () => {
    const env = await withTool(
      "bicep",
      "#!/bin/sh\n[ $1 = lint ] && echo 'main.bicep(3,5) : Warning no-unused-params: idle' >&2\nexit 0\n",
    );

    const { problems, lines } = await toolProblems(ROOT, env);

    expect(problems.map(({ where }) => where)).toEqual([
      "bicep lint infra/main.bicep",
      "bicep lint infra/events.bicep",
      "bicep lint infra/management-group.bicep",
    ]);
    expect(lines).toContain("bicep compiles and lints infra, warnings as errors");
  });

  it("count where they fail", async () => {
    const env = await withTool("azd", "#!/bin/sh\necho 'no service advisor'\nexit 1\n");

    expect((await toolProblems(ROOT, env)).problems).toEqual([
      { where: "azd package advisor --output-path out/azd.zip --environment check --no-prompt", text: "no service advisor" },
    ]);
  });

  it("start the app and compare its functions, where it is the host", async () => {
    const names = JSON.stringify([{ name: "deliver" }, { name: "nightly-scan" }, { name: "stranger" }]);
    // It says nothing before its storage is there.
    const list = `(_, answer) => fetch("http://127.0.0.1:21000/").then(() => answer.end('${names}'), () => answer.writeHead(503).end())`;
    const host = `require("node:http").createServer(${list}).listen(Number(process.argv[4]))`;
    const env = await withTool("func", `#!/usr/bin/env node\n${host}\n`);

    const { problems } = await toolProblems(ROOT, env);

    expect(problems).toHaveLength(1);
    expect(problems[0]?.text).toMatch(/^the host does not run .*cluster-changed.* and also runs stranger$/);
    expect(problems[0]?.text).not.toContain("deliver");
    // It builds the app and starts emulated storage, on a machine that may be busy.
  }, 60_000);
});
