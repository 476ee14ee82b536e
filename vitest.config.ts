import { defineConfig } from "vitest/config";
import { CountReporter } from "./local/count-reporter.ts";

const inRooms = (...rooms: readonly string[]) => rooms.map((room) => `test/${room}/**/*.test.ts`);

export default defineConfig({
  test: {
    environment: "node",
    reporters: process.env.ADVISOR_COUNTS ? ["default", new CountReporter()] : ["default"],
    // Most of the time is spent waiting for tables, queues and browsers.
    maxWorkers: 3,
    // Only what hangs gets there, on the slowest of machines.
    testTimeout: 120_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 60_000 } },
    projects: [
      // Without clock, environment or network: no file leaves anything that another could find.
      { extends: true, test: { name: "core", include: inRooms("core"), isolate: false } },
      {
        extends: true,
        test: {
          name: "worlds",
          include: inRooms("app", "local"),
          globalSetup: "test/support/build-once.ts",
          // The built bundle is loaded by Node itself, as the Functions host does it.
          server: { deps: { external: [/advisor-stage/] } },
        },
      },
      { extends: true, test: { name: "rooms", include: inRooms("edge", "guards", "infra", "render") } },
    ],
  },
});
