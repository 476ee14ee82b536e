import { open, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { CommandFailure, EXIT } from "./exit.ts";

/** One process at a time: two that persist the same files would each write the other's rows away. */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const file = join(folder, "in-use");
  for (let attempt = 1; ; attempt++) {
    try {
      const handle = await open(file, "wx");
      await handle.writeFile(String(process.pid));
      await handle.close();
      return () => rm(file, { force: true });
    } catch (error) {
      if (codeOf(error) !== "EEXIST") throw error;
    }
    const holder = await readFile(file, "utf8").catch(() => "");
    // A run that was killed leaves its lock behind.
    if (attempt === 1 && !isAlive(holder)) await rm(file, { force: true });
    else {
      const who = `process ${holder.trim() || "unknown"}`;
      const way = `Wait for it, or give this run a memory of its own: --store ./memory. If nothing runs, delete ${file}.`;
      throw new CommandFailure(EXIT.broken, `The memory in ${folder} is in use by ${who}.\n${way}`);
    }
  }
}

function isAlive(holder: string): boolean {
  const pid = Number(holder);
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}

const codeOf = (error: unknown): unknown => (error instanceof Error && "code" in error ? error.code : undefined);
