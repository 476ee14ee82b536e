import { globSync, writeFileSync } from "node:fs";
import type { Reporter, TestModule } from "vitest/node";

/**
 * Counts what a runner's own JSON misses: a suite that could not be loaded, a hook that failed before its tests, an unhandled
 * error, a test file that never ran. Each of those is one failure. The counts go to the file that ADVISOR_COUNTS names.
 */
export class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    let passed = 0;
    let skipped = 0;
    let failed = unhandled.length;
    const ran = new Set<string>();
    for (const module of modules) {
      ran.add(module.relativeModuleId);
      failed += module.errors().length;
      for (const suite of module.children.allSuites()) failed += suite.errors().length;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === "passed") passed++;
        else if (state === "failed") failed++;
        else skipped++;
      }
    }
    const silent = globSync("test/**/*.test.ts").filter((file) => !ran.has(file));
    for (const file of silent) console.error(`did not run: ${file}`);
    failed += silent.length;
    const target = process.env.ADVISOR_COUNTS;
    if (target) writeFileSync(target, JSON.stringify({ passed, failed, skipped }));
  }
}
