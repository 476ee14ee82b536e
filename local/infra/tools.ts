import { spawnSync } from "node:child_process";
import { existsSync, globSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { Problem } from "./bicep.ts";
import { startInHost } from "./func-start.ts";

interface Tool {
  readonly name: string;
  /** What it checks. */
  readonly does: string;
  readonly check: (root: string, env: NodeJS.ProcessEnv) => readonly Problem[] | Promise<readonly Problem[]>;
}

const TEMPLATES = ["infra/main.bicep", "infra/events.bicep", "infra/management-group.bicep"];

const TOOLS: readonly Tool[] = [
  {
    name: "bicep",
    does: "compiles and lints infra, warnings as errors",
    check: (root, env) =>
      [
        ...TEMPLATES.flatMap((file) => [
          ["build", file, "--stdout"],
          ["lint", file],
        ]),
        ["build-params", "infra/main.bicepparam", "--stdout"],
      ].flatMap((args) => run("bicep", args, root, env, (said) => /: (Warning|Error) /.test(said))),
  },
  {
    name: "azd",
    does: "packages the app as it would deploy it",
    check: (root, env) =>
      run("azd", ["package", "advisor", "--output-path", "out/azd.zip", "--environment", "check", "--no-prompt"], root, env),
  },
  {
    name: "func",
    does: "starts the built folder in the Functions host",
    check: async (root, env) => {
      const wrong = await startInHost(root, env);
      return wrong === undefined ? [] : [{ where: "func start", text: wrong }];
    },
  },
  {
    name: "shellcheck",
    does: "reads the hooks",
    check: (root, env) => run("shellcheck", globSync("infra/hooks/*.sh", { cwd: root }), root, env),
  },
];

/** Problems that tools on the PATH find, and a line for each tool: what it did, or that it was not run. */
export async function toolProblems(
  root: string,
  env = process.env,
): Promise<{ readonly problems: readonly Problem[]; readonly lines: readonly string[] }> {
  const problems: Problem[] = [];
  const lines: string[] = [];
  for (const { name, does, check } of TOOLS) {
    if (!isOnPath(name, env)) {
      lines.push(`${name}, which ${does}: not run, it is not on the PATH`);
      continue;
    }
    problems.push(...(await check(root, env)));
    lines.push(`${name} ${does}`);
  }
  return { problems, lines };
}

function run(
  tool: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
  complains: (said: string) => boolean = () => false,
): readonly Problem[] {
  const { status, stdout, stderr } = spawnSync(tool, args, { cwd, env, encoding: "utf8" });
  if (status === 0 && !complains(stderr)) return [];
  return [{ where: [tool, ...args].join(" "), text: stderr.trim() || stdout.trim().slice(0, 2000) || `ended with ${status}` }];
}

const isOnPath = (tool: string, env: NodeJS.ProcessEnv): boolean =>
  (env.PATH ?? "").split(delimiter).some((folder) => [tool, `${tool}.exe`, `${tool}.cmd`].some((file) => existsSync(join(folder, file))));
