import { globSync, writeFileSync } from "node:fs";
import type { Reporter, TestModule } from "vitest/node";

/**
 * Counts what a runner's own JSON misses: a suite that could not be loaded, a hook that failed before its tests, an unhandled
 * error, a test file that never ran. Each of those is one failure. The counts, and a line for each failure, go to the file that
 * ADVISOR_COUNTS names.
 */
export class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly Said[]): void {
    let passed = 0;
    let skipped = 0;
    const failures = unhandled.map((error) => `unhandled: ${firstLine(error)}`);
    const failed = (where: string, errors: readonly Said[]) => failures.push(...errors.map((error) => `${where}: ${firstLine(error)}`));
    const ran = new Set<string>();
    for (const module of modules) {
      const file = module.relativeModuleId;
      ran.add(file);
      failed(file, module.errors());
      for (const suite of module.children.allSuites()) failed(`${file} > ${suite.fullName}`, suite.errors());
      for (const test of module.children.allTests()) {
        const { state, errors } = test.result();
        if (state === "passed") passed++;
        else if (state === "failed") failures.push(`${file} > ${test.fullName}: ${firstLine(errors[0])}`);
        else skipped++;
      }
    }
    failures.push(...globSync("test/**/*.test.ts").flatMap((file) => (ran.has(file) ? [] : [`${file}: did not run`])));
    const target = process.env.ADVISOR_COUNTS;
    if (target) writeFileSync(target, JSON.stringify({ passed, failed: failures.length, skipped, failures }));
  }
}

interface Said {
  readonly message: string;
}
const firstLine = (error: Said | undefined): string => error?.message.split("\n")[0] ?? "";
