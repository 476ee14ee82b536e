import { runCommand } from "./program.ts";
import { processTerminal } from "./terminal.ts";

const stop = new AbortController();
process.on("SIGINT", () => {
  // Who asks twice does not want to wait for what is being put down.
  if (stop.signal.aborted) process.exit(130);
  stop.abort();
});

// Whoever reads the answer may have had enough of it, as `head` does.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

const terminal = processTerminal(process.env);
process.exitCode = await runCommand(process.argv.slice(2), { env: process.env, terminal, signal: stop.signal });
