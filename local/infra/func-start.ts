import { type ChildProcess, spawn } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import { stage } from "../../build.ts";

/** Ports of the emulated storage (blobs, queues, tables) and of the host. */
const PORTS = { blob: 21_000, queue: 21_001, table: 21_002, host: 21_003 };
const ACCOUNT = "devstoreaccount1";
/** The emulator's own, which everybody knows. */
const KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
const PATIENCE_MS = 180_000;

const SETTINGS = {
  AzureWebJobsStorage: [
    `DefaultEndpointsProtocol=http;AccountName=${ACCOUNT};AccountKey=${KEY}`,
    `BlobEndpoint=http://127.0.0.1:${PORTS.blob}/${ACCOUNT}`,
    `QueueEndpoint=http://127.0.0.1:${PORTS.queue}/${ACCOUNT}`,
    `TableEndpoint=http://127.0.0.1:${PORTS.table}/${ACCOUNT}`,
  ].join(";"),
  FUNCTIONS_WORKER_RUNTIME: "node",
  SCAN_SCHEDULE_UTC: "0 0 2 * * *",
  CURRENCY: "EUR",
  RETAIL_PRICES_ENDPOINT: "none",
  // Nobody is asked for a token before the first scan.
  IDENTITY_ENDPOINT: "http://127.0.0.1:21004/msi/token",
};

const Listed = z.array(z.object({ name: z.string() }));

/** Starts the built folder in the real Functions host over emulated storage. What is wrong with its list of functions, else nothing. */
export async function startInHost(root: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const folder = await mkdtemp(join(tmpdir(), "advisor-func-"));
  const started: ChildProcess[] = [];
  const start = (command: string, args: readonly string[], cwd: string) =>
    started.push(spawn(command, args, { cwd, env: { ...env, ...SETTINGS }, stdio: "ignore", detached: true }));
  try {
    const app = join(folder, "app");
    await stage(app);
    const ports = (["blob", "queue", "table"] as const).flatMap((part) => [`--${part}Port`, String(PORTS[part])]);
    const azurite = join(root, "node_modules/azurite/dist/src/azurite.js");
    start(process.execPath, [azurite, "--inMemoryPersistence", "--disableTelemetry", "--skipApiVersionCheck", ...ports], folder);
    start("func", ["start", "--port", String(PORTS.host)], app);
    return difference(expectedIn(root), await listed());
  } finally {
    for (const { pid } of started) if (pid !== undefined) end(pid);
    await rm(folder, { recursive: true, force: true });
  }
}

const expectedIn = (root: string): readonly string[] =>
  globSync("functions/*.ts", { cwd: root }).flatMap((file) =>
    [...readFileSync(join(root, file), "utf8").matchAll(/\bapp\.\w+\("([^"]+)"/g)].map(([, name = ""]) => name),
  );

/** What the host says it runs, as soon as it says anything. */
async function listed(): Promise<readonly string[] | undefined> {
  for (const until = Date.now() + PATIENCE_MS; Date.now() < until; await wait(1000)) {
    const answer = await fetch(`http://127.0.0.1:${PORTS.host}/admin/functions`).catch(() => undefined);
    const names = answer?.ok ? Listed.safeParse(await answer.json()).data?.map(({ name }) => name) : undefined;
    if (names && names.length > 0) return names;
  }
  return undefined;
}

function difference(expected: readonly string[], found: readonly string[] | undefined): string | undefined {
  if (!found) return `the host listed no function within ${PATIENCE_MS / 1000} s`;
  const missing = expected.filter((name) => !found.includes(name));
  const more = found.filter((name) => !expected.includes(name));
  const parts = [missing.length > 0 ? `does not run ${missing.join(", ")}` : "", more.length > 0 ? `also runs ${more.join(", ")}` : ""];
  const said = parts.filter((part) => part !== "").join(" and ");
  return said === "" ? undefined : `the host ${said}`;
}

/** A process and whatever it started: each leads a group of its own. */
function end(pid: number): void {
  try {
    process.kill(-pid, "SIGTERM");
  } catch {
    // It ended by itself.
  }
}
