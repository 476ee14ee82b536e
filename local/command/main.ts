import { runCommand } from "./program.ts";
import { processTerminal } from "./terminal.ts";

const stop = new AbortController();
process.on("SIGINT", () => {
  // Who asks twice does not want to wait for what is being put down.
  if (stop.signal.aborted) process.exit(130);
  stop.abort();
});

const terminal = processTerminal(process.env);
process.exitCode = await runCommand(process.argv.slice(2), { env: process.env, terminal, signal: stop.signal });
