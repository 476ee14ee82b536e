import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import picocolors from "picocolors";
import { afterEach } from "vitest";
import { type Arm, localCredential, startArm } from "../../../local/arm/index.ts";
import type { ArmState } from "../../../local/arm/state.ts";
import { runCommand } from "../../../local/command/program.ts";
import type { Surroundings } from "../../../local/command/session.ts";

export interface Ran {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

/** A folder that ends with the test. */
export async function passingFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "advisor-command-"));
  closers.push(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export interface Around extends Partial<Omit<Surroundings, "terminal">> {
  readonly columns?: number;
}

/** One command line, as it is typed behind `npm run`. */
export async function typed(line: string | readonly string[], { columns = 100, ...around }: Around = {}): Promise<Ran> {
  const out: string[] = [];
  const err: string[] = [];
  const exit = await runCommand(typeof line === "string" ? line.split(" ") : line, {
    env: {},
    signal: new AbortController().signal,
    credential: localCredential,
    ...around,
    terminal: {
      out: (text) => out.push(text),
      err: (text) => err.push(text),
      columns,
      colours: picocolors.createColors(false),
    },
  });
  return { exit, out: out.join("\n"), err: err.join("\n") };
}

/** Stand-ins that end with the test, and a memory of their own. */
export async function around(state: ArmState, change: Around = {}): Promise<Around & { readonly arm: Arm }> {
  const arm = await startArm(state);
  closers.push(() => arm.close());
  const env = { AZURE_RESOURCE_MANAGER_ENDPOINT: arm.url, RETAIL_PRICES_ENDPOINT: "none" };
  return { arm, dataFolder: await passingFolder(), ...change, env: { ...env, ...change.env } };
}

/** Lines that are too long, save commands and addresses, which are worth nothing once they are broken. */
export const tooLong = (text: string, columns: number): readonly string[] =>
  text.split("\n").filter((line) => [...line].length > columns && !/^\s*(az|kubectl|npm) |https:\/\/|\/subscriptions\//.test(line));
