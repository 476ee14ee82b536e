import { describe, expect, it } from "vitest";
import { known, missing } from "../../../src/core/model/absence.ts";
import type { VersionCatalogue } from "../../../src/core/model/version-catalogue.ts";
import { ltsPatchLag } from "../../../src/core/rules/lts-patch-lag.ts";
import { NOW, offered, pool, systemPool, version, versionCatalogue } from "../../support/build.ts";
import { answersOf, commandsOf, onlyFinding, SILENT } from "./judging.ts";

const judged = (runs: string, catalogue: VersionCatalogue = versionCatalogue(offered("1.32", 103, 102, 101, 100)), change = {}) =>
  answersOf(ltsPatchLag, {
    of: { version: version(runs), supportPlan: "lts", tier: "premium", ...change },
    facts: { versions: known(catalogue, NOW) },
  });

describe("lts-patch-lag", () => {
  it.for([
    { runs: "1.32.101", newer: 2 },
    { runs: "1.32.100", newer: 3 },
    { runs: "1.32.9", newer: 4 },
  ])("finds $runs, $newer patches behind", ({ runs, newer }) => {
    const finding = onlyFinding(judged(runs));

    expect(finding).toMatchObject({ severity: "medium", magnitude: { value: newer, unit: "patch" } });
  });

  it.for(["1.32.103", "1.32.102", "1.32.104"])("is silent about %s, one of the two newest", (runs) => {
    expect(judged(runs)).toMatchObject(SILENT);
  });

  it("does not apply under community support, which covers every patch", () => {
    expect(judged("1.32.100", undefined, { supportPlan: "community" })).toMatchObject({ findings: [], notApplicable: [{}] });
  });

  it("does not apply to a minor that the region offers no more", () => {
    expect(judged("1.30.100")).toMatchObject({ findings: [], unknown: [], notApplicable: [{ why: expect.stringContaining("1.30") }] });
  });

  it.for([
    { what: "the list was not read to its end", runs: "1.30.100", catalogue: { ...versionCatalogue(), isComplete: false } },
    { what: "the list names no patches", runs: "1.32.100", catalogue: versionCatalogue(offered("1.32")) },
    { what: "the answer names no patch", runs: "1.32", catalogue: versionCatalogue(offered("1.32", 101, 100)) },
  ])("cannot tell where $what", ({ runs, catalogue }) => {
    expect(judged(runs, catalogue)).toMatchObject({ findings: [], unknown: [{ reason: { kind: "absent" } }], notApplicable: [] });
  });

  it("cannot tell without the region's list", () => {
    const facts = { versions: missing("throttled", "asked to wait") };

    expect(answersOf(ltsPatchLag, { of: { supportPlan: "lts" }, facts }).unknown).toMatchObject([{ reason: { kind: "throttled" } }]);
  });

  it("upgrades to the newest patch, and has AKS take the next", () => {
    expect(commandsOf(onlyFinding(judged("1.32.100")))).toEqual([
      "az aks upgrade -g rg-prod -n prod-weu-1 --kubernetes-version 1.32.103",
      "az aks update -g rg-prod -n prod-weu-1 --auto-upgrade-channel patch",
    ]);
  });

  it("upgrades the control plane alone beside a spot pool, which AKS does not take along", () => {
    const nodePools = [systemPool(), pool({ name: "burst", priority: "spot" })];

    expect(commandsOf(onlyFinding(judged("1.32.100", undefined, { nodePools })))[0]).toMatch(/--control-plane-only$/);
  });

  it("is milder outside production, waits in motion and does not apply while stopped", () => {
    expect(onlyFinding(judged("1.32.100", undefined, { tags: { env: "dev" } })).severity).toBe("low");
    expect(judged("1.32.100", undefined, { provisioningState: "Upgrading" }).unknown).toHaveLength(1);
    expect(judged("1.32.100", undefined, { powerState: "stopped" }).notApplicable).toHaveLength(1);
  });
});
