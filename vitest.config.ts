import { defineConfig } from "vitest/config";
import { CountReporter } from "./local/count-reporter.ts";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    environment: "node",
    reporters: process.env.ADVISOR_COUNTS ? ["default", new CountReporter()] : ["default"],
    // Most of the time is spent waiting for tables, queues and browsers.
    maxWorkers: 3,
    // Only what hangs gets there, on the slowest of machines.
    testTimeout: 120_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 60_000 } },
    // The built bundle is loaded by Node itself, as the Functions host does it.
    server: { deps: { external: [/advisor-stage/] } },
  },
});
