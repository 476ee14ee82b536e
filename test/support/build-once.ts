import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { stage } from "../../build.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** The deployable folder as it is built today. */
    bundle: string;
  }
}

/** Builds the app once for all worlds of a test run. */
export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "advisor-stage-"));
  await stage(folder);
  provide("bundle", folder);
  return () => rm(folder, { recursive: true, force: true });
}
