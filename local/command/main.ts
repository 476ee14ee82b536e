import type { ExitCode } from "./exit.ts";

const stop = new AbortController();
// Before anything else is loaded: also Ctrl-C in the first second has its message and its exit code.
process.on("SIGINT", () => {
  // Who asks twice does not want to wait for what is being put down.
  if (stop.signal.aborted) process.exit(130 satisfies ExitCode);
  stop.abort();
});
// Whoever reads the answer may have had enough of it, as `head` does.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

const [{ runCommand }, { processTerminal }] = await Promise.all([import("./program.ts"), import("./terminal.ts")]);
const terminal = processTerminal(process.env);
process.exitCode = await runCommand(process.argv.slice(2), { env: process.env, terminal, signal: stop.signal });
