import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { SEVERITIES } from "../../src/core/model/finding.ts";
import { AzureLater, AzureRefusal } from "../../src/edge/azure/index.ts";
import { StoreConflict, StoreFailure, StoreRefusal, UnreadableRows } from "../../src/edge/store/index.ts";
import { type CalendarOptions, calendar } from "./calendar.ts";
import { CLOUD_NAMES } from "./clouds.ts";
import { CommandFailure, EXIT, type ExitCode } from "./exit.ts";
import { explain } from "./explain.ts";
import { FORMATS } from "./formats.ts";
import { PLAN_FORMATS, type PlanCommandOptions, plan } from "./plan.ts";
import { type ScanOptions, scan } from "./scan.ts";
import type { SessionOptions, Surroundings } from "./session.ts";
import { labelled } from "./words.ts";

const VERSION = "0.1.0";

const EXIT_CODES: readonly (readonly [string, string])[] = [
  ["0", "done"],
  ["1", "--fail-on: there are findings of that severity or graver; plan --check: it does not go as things are set"],
  ["2", "the command line, a setting or a file is wrong, or what it names is not there"],
  ["3", "not logged in, or the login may read nothing of what was asked"],
  ["4", "done, but a subscription could not be read; with --fail-on or --check also where something else that counts could not"],
  ["5", "the memory is in use, storage or Azure cannot be reached, or the program has a mistake"],
  ["130", "Ctrl-C: subscriptions that were done are remembered, the rest is as it was"],
];

/** Examples with what they are for, and what the exit code says. */
function lesson(columns: number, examples: readonly (readonly [command: string, what: string])[]): string {
  const widest = Math.max(...examples.map(([command]) => command.length));
  const isNarrow = 2 + widest + 2 + Math.max(...examples.map(([, what]) => what.length)) > columns;
  const shown = examples.flatMap(([command, what]) =>
    isNarrow ? [`  # ${what}`, `  ${command}`] : [`  ${command.padEnd(widest)}  ${what}`],
  );
  const codes = EXIT_CODES.flatMap(([code, text]) => labelled(`  ${code}`, [text], { columns, indent: 7 }));
  return ["", "Examples:", ...shown, "", "Exit codes:", ...codes].join("\n");
}

/** Runs one command line, without the name of the program. */
export async function runCommand(words: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const { terminal, signal } = surroundings;
  let exit: ExitCode = EXIT.fine;
  const program = programOf(surroundings, (code) => {
    exit = code;
  });
  try {
    await program.parseAsync(words, { from: "user" });
    return exit;
  } catch (error) {
    if (signal.aborted) {
      terminal.err("\nStopped. A scan keeps the subscriptions that were done; the others are as they were.");
      return EXIT.stopped;
    }
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.fine : EXIT.usage;
    if (error instanceof CommandFailure) {
      terminal.err(error.message);
      return error.exit;
    }
    return unforeseen(error, surroundings);
  }
}

/** Failures of what is outside: their messages say enough. */
const EXPECTED = [AzureLater, AzureRefusal, StoreFailure, StoreConflict, StoreRefusal, UnreadableRows];

function unforeseen(error: unknown, { terminal, env }: Surroundings): ExitCode {
  const text = error instanceof Error ? error.message : String(error);
  if (EXPECTED.some((kind) => error instanceof kind)) {
    terminal.err(text);
    return error instanceof AzureRefusal && error.missing.kind === "forbidden" ? EXIT.refused : EXIT.broken;
  }
  terminal.err(`Something went wrong: ${text}`);
  if (!env.DEBUG) terminal.err("DEBUG=1 shows where.");
  else if (error instanceof Error) terminal.err(error.stack ?? "");
  return EXIT.broken;
}

type Done = (exit: ExitCode) => void;

function programOf(surroundings: Surroundings, done: Done): Command {
  const { terminal } = surroundings;
  const program = new Command("aks-advisor")
    .description(
      "Looks at Azure Kubernetes Service clusters: what they waste, whether their next upgrade works, what leaves support. It only reads Azure.",
    )
    .version(VERSION)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.out(text.trimEnd()),
      writeErr: (text) => terminal.err(text.trimEnd()),
      getOutHelpWidth: () => terminal.columns,
      getErrHelpWidth: () => terminal.columns,
      getOutHasColors: () => terminal.colours.isColorSupported,
      getErrHasColors: () => terminal.colours.isColorSupported,
    })
    .showHelpAfterError("(--help shows what there is, with examples)");
  scanCommand(program.command("scan"), surroundings, done);
  planCommand(program.command("plan"), surroundings, done);
  explainCommand(program.command("explain"), surroundings, done);
  calendarCommand(program.command("calendar"), surroundings, done);
  return program;
}

function scanCommand(command: Command, surroundings: Surroundings, done: Done): void {
  command
    .description("Reads clusters, judges them by all rules, remembers what came of it, and shows it.")
    .option("-s, --subscription <id or name>", "read this one; may be repeated (default: all that the login sees)", collect)
    .option("-g, --management-group <name>", "read all subscriptions below it; may be repeated", collect)
    .option("-c, --cluster <name>", "show this one, by name, resource-group/name or ARM id; may be repeated", collect)
    .option("-r, --rule <rule>", "show this one, by id or code, such as UPG-007; may be repeated", collect)
    .addOption(new Option("--severity <level>", "show this severity and graver").choices(SEVERITIES))
    .addOption(new Option("-f, --format <format>", "how to show it").choices(FORMATS).default("table"))
    .option("-o, --output <file>", "write it there")
    .option("--since-last", "show only what has changed since the last scan")
    .addOption(new Option("--fail-on <level>", "end with 1 where something this grave or graver is shown").choices(SEVERITIES))
    .addHelpText("after", () =>
      lesson(surroundings.terminal.columns, [
        ["npm run scan -- --sample", "a sample estate on this machine, without Azure"],
        ["npm run scan", "everything the login sees"],
        ["npm run scan -- -s prod -s shop --severity high", "two subscriptions, what is grave"],
        ["npm run scan -- -c prod-weu-1", "one cluster, every finding in a row of its own"],
        ["npm run scan -- --since-last --fail-on high", "in a pipeline: 1 if something grave is new"],
        ["npm run scan -- -f sarif -o aks.sarif", "for code scanning; also json, csv, markdown, html"],
      ]),
    )
    .action(async (options: ScanOptions) => done(await scan(options, surroundings)));
  addReading(command);
}

function planCommand(command: Command, surroundings: Surroundings, done: Done): void {
  command
    .description("Plans the upgrade of one cluster, hop by hop: whether it has room, how long it takes, what it costs, and the commands.")
    .requiredOption("-c, --cluster <name>", "by name, resource-group/name or ARM id")
    .option("-t, --to <version>", "the version to go to (default: the newest its support plan is offered)")
    .option("--max-surge <share>", "in place of what is set: 33% or 2, or apps=10% for one pool; may be repeated", collect)
    .option("--what-if <supposed>", "quota:DDSv5=400, quota:region=500, surge:apps=10% or nodes:apps=30; may be repeated", collect)
    .option("--pools-last", "leave pools behind the control plane for as long as AKS allows")
    .option("--check", "end with 1 where it does not go as things are set, with 4 where nobody can tell")
    .addOption(
      new Option("-f, --format <format>", "how to show it; markdown is a playbook to tick off").choices(PLAN_FORMATS).default("table"),
    )
    .option("-o, --output <file>", "write it there")
    .addHelpText("after", () =>
      lesson(surroundings.terminal.columns, [
        ["npm run plan -- --sample -c prod-weu-1", "on the sample estate"],
        ["npm run plan -- -c prod-weu-1 --to 1.36", "as far as a version"],
        ["npm run plan -- -c rg-prod/prod-weu-1 --max-surge 33%", "would it still have room?"],
        ["npm run plan -- -c prod-weu-1 --what-if quota:DDSv5=400", "with more quota"],
        ["npm run plan -- -c prod-weu-1 -f markdown -o upgrade.md", "a playbook with checks and the way back"],
      ]),
    )
    .action(async (options: PlanCommandOptions) => done(await plan(options, surroundings)));
  addReading(command);
}

function explainCommand(command: Command, surroundings: Surroundings, done: Done): void {
  command
    .description(
      "Explains a rule, or what it says about a cluster or pool now: the arithmetic, the steps, and why it says nothing of others.",
    )
    .argument("<rule>", "a rule by code or id, or the key of a finding as JSON and CSV have it")
    .argument("[where]", "cluster or cluster/pool; without it the rule's page")
    .addHelpText("after", () =>
      lesson(surroundings.terminal.columns, [
        ["npm run explain -- UPG-007", "the page of a rule"],
        ["npm run explain -- --sample UPG-007 prod-weu-1/apps", "what it says of a pool"],
        ["npm run explain -- managed-os-disk rg-prod/prod-weu-1/web", "where two clusters have one name"],
      ]),
    )
    .action(async (what: string, where: string | undefined, options: SessionOptions) =>
      done(await explain(what, where, options, surroundings)),
    );
  addReading(command);
}

function calendarCommand(command: Command, surroundings: Surroundings, done: Done): void {
  command
    .description("Checks a file with dates of support and stores it, so that rules judge by it where it is newer than the built-in one.")
    .argument("[file]", "JSON; --print shows what it looks like")
    .option("--print", "write the built-in calendar as such a file")
    .option("--check", "say whether it fits, and store nothing")
    .addHelpText("after", () =>
      lesson(surroundings.terminal.columns, [
        ["npm run calendar --silent -- --print > dates.json", "the built-in one, to change"],
        ["npm run calendar -- dates.json --check", "does it fit?"],
        ["npm run calendar -- dates.json --store stadvisor", "for a deployed app, in its storage account"],
      ]),
    )
    .action(async (file: string | undefined, options: CalendarOptions) => done(await calendar(file, options, surroundings)));
  addMemory(command);
}

/** What every command that reads Azure takes. */
function addReading(command: Command): void {
  command
    .option("--sample", "on the sample estate: no Azure, no login, nothing kept")
    .option("--currency <code>", "of every amount, ISO 4217 (default: CURRENCY, else USD)");
  addMemory(command);
  command
    .option("--wait <seconds>", "the longest wait for reads that Azure puts off, a subscription", seconds, 120)
    .option("-v, --verbose", "say what is done, on stderr");
}

function addMemory(command: Command): void {
  command
    .option(
      "--store <where>",
      "the memory: a storage account (name or connection string) or a folder\n(default: the user's data folder, by tenant)",
    )
    .addOption(new Option("--cloud <name>", "another cloud than the public one").choices(CLOUD_NAMES));
}

const collect = (word: string, before: readonly string[] = []): readonly string[] => [...before, word];

function seconds(text: string): number {
  if (!/^\d{1,5}$/.test(text)) throw new InvalidArgumentError("It takes whole seconds.");
  return Number(text);
}
