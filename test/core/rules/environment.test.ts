import { describe, expect, it } from "vitest";
import type { EnvironmentSettings } from "../../../src/core/model/environment.ts";
import { DEFAULT_ENVIRONMENT, environmentBy, environmentOf, environmentText, severityIn } from "../../../src/core/rules/environment.ts";
import { defineRule } from "../../../src/core/rules/rule.ts";
import { withTheirSettings } from "../../../src/core/rules/view-settings.ts";
import { cluster, regionView, snapshot } from "../../support/build.ts";
import { directory, FOUND, META } from "./setting-examples.ts";

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

describe("environmentBy", () => {
  const settings: EnvironmentSettings = {
    tags: ["Zweck", "cost-centre"],
    production: { values: ["Produktiv"], names: ["*-live"] },
    nonProduction: { values: ["Labor", "q-1"], names: ["dev-*", "*test*", "a*b*c", "rg-sbx*/*", "exact", "xyx*x"] },
  };

  it.for([
    { name: "x", tags: { zweck: "LABOR" }, kind: "non-production", mark: "zweck=LABOR" },
    { name: "x", tags: { Cost_Centre: "Q_1" }, kind: "non-production", mark: "Cost_Centre=Q_1" },
    { name: "x", tags: { Zweck: "produktiv", "cost-centre": "q1" }, kind: "production", mark: "Zweck=produktiv" },
    { name: "x", tags: { env: "dev" }, kind: "unmarked", mark: undefined },
    { name: "dev-weu-1", tags: {}, kind: "non-production", mark: "dev-*" },
    { name: "DEV-weu-1", tags: {}, kind: "non-production", mark: "dev-*" },
    { name: "mydev-1", tags: {}, kind: "unmarked", mark: undefined },
    { name: "my-test-1", tags: {}, kind: "non-production", mark: "*test*" },
    { name: "test", tags: {}, kind: "non-production", mark: "*test*" },
    { name: "a1b2c", tags: {}, kind: "non-production", mark: "a*b*c" },
    { name: "abc", tags: {}, kind: "non-production", mark: "a*b*c" },
    { name: "acb", tags: {}, kind: "unmarked", mark: undefined },
    { name: "ac", tags: {}, kind: "unmarked", mark: undefined },
    { name: "exact", tags: {}, kind: "non-production", mark: "exact" },
    { name: "xyx", tags: {}, kind: "unmarked", mark: undefined },
    { name: "xyxx", tags: {}, kind: "non-production", mark: "xyx*x" },
    { name: "exact-1", tags: {}, kind: "unmarked", mark: undefined },
    { name: "dev-live", tags: {}, kind: "production", mark: "*-live" },
    { name: "shop-live", tags: { zweck: "labor" }, kind: "non-production", mark: "zweck=labor" },
  ])("$name with $tags is $kind by $mark", ({ name, tags, kind, mark }) => {
    const environment = environmentBy(settings, { name, tags, resourceGroup: "rg-prod" });

    expect(environment.kind).toBe(kind);
    expect("mark" in environment ? environment.mark : undefined).toBe(mark);
  });

  it("compares the resource group too where a pattern names it", () => {
    const environment = environmentBy(settings, { name: "shop", tags: {}, resourceGroup: "RG-sbx-7" });

    expect(environmentText(environment)).toBe("non-production (name rg-sbx*/*)");
  });

  it("is not kept busy by a pattern of many stars", () => {
    const names = [`${"a*".repeat(60)}b`];

    expect(environmentBy({ ...settings, nonProduction: { values: [], names } }, { name: "a".repeat(200), tags: {} }).kind).toBe("unmarked");
  });
});

describe("the environment of a judged cluster", () => {
  const tells = defineRule({ ...META, id: "example", code: "COST-000" }, ({ cluster: of }) => [
    { ...FOUND, detail: environmentText(environmentOf(of)) },
  ]);
  const detailWith = (environment?: EnvironmentSettings): string | undefined => {
    const snapshots = [snapshot(cluster({ name: "dev-1", tags: { env: "prod" } }))];
    const { view } = withTheirSettings(regionView({ snapshots, settings: { ...(environment ? { environment } : {}) } }), directory);
    return tells.judge(view).findings[0]?.detail;
  };

  it("is told by the convention, until people say how", () => {
    expect(detailWith()).toBe("production (tag env=prod)");
    expect(detailWith(DEFAULT_ENVIRONMENT)).toBe("production (tag env=prod)");
    expect(detailWith({ ...DEFAULT_ENVIRONMENT, tags: ["stage"] })).toBe("not marked: judged as production");
    expect(detailWith({ tags: [], production: { values: [], names: [] }, nonProduction: { values: [], names: ["dev-*"] } })).toBe(
      "non-production (name dev-*)",
    );
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
