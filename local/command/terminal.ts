import { writeFile } from "node:fs/promises";
import type { Writable } from "node:stream";
import picocolors from "picocolors";

export type Colours = ReturnType<typeof picocolors.createColors>;

/** Where a command speaks: answers go to `out`, everything else to `err`. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** For what moves: a line that is drawn again. Missing where nobody watches. */
  readonly live?: Writable;
  /** No line of an answer is longer, save commands and addresses, which are worth nothing once they are broken. */
  readonly columns: number;
  /** Of answers. */
  readonly colours: Colours;
}

/** An answer, or the file it went into with a word on what it says. */
export async function giveAnswer(text: string, gist: string, file: string | undefined, { out, err }: Terminal): Promise<void> {
  if (file === undefined) return out(text.trimEnd());
  await writeFile(file, text.endsWith("\n") ? text : `${text}\n`);
  err(`${gist}: ${file}`);
}

const NARROWEST = 60;
/** Where nobody says how wide it is: files and pipes. */
const PIPED_COLUMNS = 120;

/** The terminal of this process. Colours by NO_COLOR and FORCE_COLOR, else where answers go to a screen. */
export function processTerminal(env: Readonly<Record<string, string | undefined>>): Terminal {
  const { stdout, stderr } = process;
  const isWatched = stdout.isTTY && stderr.isTTY && env.TERM !== "dumb" && !env.CI;
  return {
    out: (text) => stdout.write(`${text}\n`),
    err: (text) => stderr.write(`${text}\n`),
    ...(isWatched ? { live: stderr } : {}),
    columns: columnsOf(stdout.isTTY ? stdout.columns : undefined, env.COLUMNS),
    colours: picocolors.createColors(hasColours(env, stdout.isTTY)),
  };
}

/** NO_COLOR and FORCE_COLOR count when they are set and not empty (no-color.org). */
export function hasColours({ NO_COLOR, FORCE_COLOR, TERM }: Readonly<Record<string, string | undefined>>, isScreen: boolean): boolean {
  if (NO_COLOR) return false;
  if (FORCE_COLOR) return FORCE_COLOR !== "0";
  return isScreen && TERM !== "dumb";
}

export function columnsOf(screen: number | undefined, said: string | undefined): number {
  const columns = screen ?? (said && /^\d+$/.test(said) ? Number(said) : PIPED_COLUMNS);
  return Math.max(NARROWEST, columns);
}
