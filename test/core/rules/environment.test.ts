import { describe, expect, it } from "vitest";
import { environmentOf, environmentText, severityIn } from "../../../src/core/rules/environment.ts";

describe("environmentOf", () => {
  it.for([
    { tags: {}, kind: "unmarked" },
    { tags: { team: "prod" }, kind: "unmarked" },
    { tags: { env: "prod" }, kind: "production" },
    { tags: { Environment: "PRODUCTION" }, kind: "production" },
    { tags: { stage: " Live " }, kind: "production" },
    { tags: { environment: "dev" }, kind: "non-production" },
    { tags: { env: "non-prod" }, kind: "non-production" },
    { tags: { env: "Non_Production" }, kind: "non-production" },
    { tags: { env: "pre-prod" }, kind: "non-production" },
    { tags: { env: "blue" }, kind: "unmarked" },
    { tags: { env: "test", stage: "prod" }, kind: "production" },
  ])("$tags is $kind", ({ tags, kind }) => {
    expect(environmentOf({ tags }).kind).toBe(kind);
  });

  it("says by which tag", () => {
    expect(environmentText(environmentOf({ tags: { Env: "Prod" } }))).toBe("production (tag Env=Prod)");
    expect(environmentText(environmentOf({ tags: {} }))).toContain("judged as production");
  });
});

describe("severityIn", () => {
  it.for([
    { tags: { env: "prod" }, severity: "critical", gives: "critical" },
    { tags: {}, severity: "critical", gives: "critical" },
    { tags: { env: "dev" }, severity: "critical", gives: "high" },
    { tags: { env: "dev" }, severity: "low", gives: "info" },
    { tags: { env: "dev" }, severity: "info", gives: "info" },
  ] as const)("turns $severity with $tags into $gives", ({ tags, severity, gives }) => {
    expect(severityIn(environmentOf({ tags }), severity)).toBe(gives);
  });
});
