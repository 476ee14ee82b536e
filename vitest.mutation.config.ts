import { defineConfig } from "vitest/config";

/** The tests a mutant of `src/core/calc` must not survive. Stryker's own `testFiles` setting would let static mutants pass. */
export default defineConfig({
  test: { include: ["test/core/calc/**/*.test.ts"], environment: "node" },
});
