import { infraTexts, openChecker } from "./check.ts";
import { toolProblems } from "./tools.ts";

const { problems, lines } = (await openChecker())(infraTexts());
const tools = await toolProblems(process.cwd());
for (const line of [...lines, ...tools.lines]) console.log(line);
const all = [...problems, ...tools.problems];
for (const { where, text } of all) console.error(`${where} ${text}`);
console.log(all.length === 0 ? "infra is in order" : `${all.length} problem${all.length === 1 ? "" : "s"}`);
process.exitCode = all.length === 0 ? 0 : 1;
