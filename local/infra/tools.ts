import { spawnSync } from "node:child_process";
import { existsSync, globSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { Problem } from "./bicep.ts";

interface Tool {
  readonly name: string;
  /** What it would have checked. */
  readonly does: string;
  /** Each has to end well, and the compiler without a warning. */
  readonly runs: () => readonly (readonly string[])[];
}

const TEMPLATES = ["infra/main.bicep", "infra/events.bicep", "infra/management-group.bicep"];

const TOOLS: readonly Tool[] = [
  {
    name: "bicep",
    does: "compiles and lints infra, warnings as errors",
    runs: () => [
      ...TEMPLATES.flatMap((file) => [
        ["build", file, "--stdout"],
        ["lint", file],
      ]),
      ["build-params", "infra/main.bicepparam", "--stdout"],
    ],
  },
  {
    name: "azd",
    does: "packages the app as it would deploy it",
    runs: () => [["package", "advisor", "--output-path", "out/azd.zip", "--no-prompt"]],
  },
  { name: "shellcheck", does: "reads the hooks", runs: () => [globSync("infra/hooks/*.sh")] },
];

/** Problems that tools on the PATH find, and a line for each that is not there. */
export function toolProblems(root: string): { readonly problems: readonly Problem[]; readonly notRun: readonly string[] } {
  const problems: Problem[] = [];
  const notRun: string[] = [];
  for (const { name, does, runs } of TOOLS) {
    if (!isOnPath(name)) {
      notRun.push(`${name}, which ${does}: not run, it is not on the PATH`);
      continue;
    }
    for (const args of runs()) {
      const { status, stdout, stderr } = spawnSync(name, args, { cwd: root, encoding: "utf8" });
      const said = `${stderr}${name === "bicep" ? "" : stdout}`.trim();
      if (status !== 0 || (name === "bicep" && /: (Warning|Error) /.test(said)))
        problems.push({ where: `${name} ${args.join(" ")}`, text: said === "" ? `ended with ${status}` : said });
    }
  }
  return { problems, notRun };
}

export const isOnPath = (tool: string): boolean =>
  (process.env.PATH ?? "")
    .split(delimiter)
    .some((folder) => [tool, `${tool}.exe`, `${tool}.cmd`].some((file) => existsSync(join(folder, file))));
