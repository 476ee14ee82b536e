import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { REAL } from "../../local/real.ts";
import { SEVERITIES } from "../../src/core/model/finding.ts";
import { reportOf } from "../../src/render/report.ts";
import { renderSarif } from "../../src/render/sarif.ts";
import { inRegion, managedDisk, record } from "../core/digest/estate.ts";
import { ref, SUBSCRIPTION } from "../support/build.ts";
import { hostileText, named, reportInput } from "./estate.ts";
import { wholeInput } from "./whole.ts";

const SCHEMA = join(REAL, "schemas/sarif-2.1.0.json");
const isAbsent = !existsSync(SCHEMA);
const unless = isAbsent ? ` (skipped: ${SCHEMA} is not there)` : "";

const runOf = (input = reportInput()) => JSON.parse(renderSarif(reportOf(input))).runs[0];

describe("the SARIF export", () => {
  it.skipIf(isAbsent)(`is valid by the schema of SARIF 2.1.0, whatever the names are${unless}`, () => {
    const validate = new Ajv({ strict: false, validateFormats: false }).compile(JSON.parse(readFileSync(SCHEMA, "utf8")));
    const faultsOf = (text: string) => (validate(JSON.parse(text)) ? [] : validate.errors);

    expect(faultsOf(renderSarif(reportOf(reportInput({ filter: { states: ["new", "resolved"] } }))))).toEqual([]);
    expect(faultsOf(renderSarif(reportOf(wholeInput())))).toEqual([]);
    expect(faultsOf('{"version":"2.1.0"}')).not.toEqual([]);
    fc.assert(
      fc.property(hostileText, (name) => {
        expect(faultsOf(renderSarif(reportOf(named(name))))).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  it("has the properties without which nobody reads it: version, driver, a rule for every result, text, place and fingerprint", () => {
    const document = JSON.parse(renderSarif(reportOf(reportInput())));
    const [run] = document.runs;

    expect(document).toMatchObject({ version: "2.1.0", $schema: expect.stringContaining("sarif-schema-2.1.0.json") });
    expect(run.tool.driver.name).toBe("AKS Advisor");
    expect(run.results).toHaveLength(10);
    for (const { ruleId, ruleIndex, message, locations, fingerprints } of run.results) {
      expect(run.tool.driver.rules[ruleIndex].id).toBe(ruleId);
      expect(message.text).not.toBe("");
      expect(locations[0].logicalLocations[0].fullyQualifiedName).toMatch(/^\/subscriptions\//);
      expect(fingerprints["findingKey/v1"]).toContain(ruleId);
    }
    expect(new Set(run.results.map((result: { fingerprints: object }) => JSON.stringify(result.fingerprints))).size).toBe(10);
  });

  it("helps with the page of the rule, and with the source where it has none", () => {
    const { rules } = runOf().tool.driver;
    const rule = (id: string) => rules.find((each: { id: string }) => each.id === id);

    expect(rule("managed-os-disk")).toMatchObject({
      helpUri: "https://docs.example/COST-004",
      shortDescription: { text: "A pool pays for disks it need not." },
      help: { text: expect.stringContaining("https://docs.example/COST-004") },
    });
    expect(rule("spot-candidate").helpUri).toBe("https://learn.microsoft.com/azure/aks/cluster-autoscaler");
  });

  it("points at a pool under its cluster, and at a region where it is about one", () => {
    const records = [
      managedDisk("prod-weu-1", "apps", 3, { finding: { severity: "critical" } }),
      record({ isWhole: true, finding: { target: inRegion("westeurope"), severity: "low" } }),
    ];
    const places = runOf(reportInput({ records })).results.map(
      (result: { locations: { logicalLocations: { fullyQualifiedName: string }[] }[] }) =>
        result.locations[0]?.logicalLocations[0]?.fullyQualifiedName,
    );

    expect(places).toEqual([
      `${ref("prod-weu-1").id}/agentPools/apps`,
      `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Compute/locations/westeurope`,
    ]);
  });

  it.for([
    ["critical", "error"],
    ["high", "error"],
    ["medium", "warning"],
    ["low", "note"],
    ["info", "note"],
  ] as const)("gives %s the level %s", ([severity, level]) => {
    expect(SEVERITIES).toContain(severity);
    expect(runOf(reportInput({ records: [record({ finding: { severity } })] })).results[0].level).toBe(level);
  });

  it.for([
    ["new", "new"],
    ["regressed", "new"],
    ["worsened", "updated"],
    ["open", "unchanged"],
  ] as const)("says of a finding that is %s: %s", ([state, baselineState]) => {
    expect(runOf(reportInput({ records: [record({ state })] })).results[0].baselineState).toBe(baselineState);
  });

  it("suppresses what somebody set aside, with who and why, and says of the others that nobody did", () => {
    const { results, tool } = runOf(wholeInput());
    const suppressed = results.filter(({ suppressions }: { suppressions: readonly object[] }) => suppressions.length > 0);

    expect(suppressed.map(({ suppressions }: { suppressions: readonly object[] }) => suppressions[0])).toEqual(
      expect.arrayContaining([
        {
          kind: "external",
          status: "accepted",
          justification: "snoozed until 24 Dec 2026 by Ada Lovelace, 22 Nov 2026: waits for the new image",
          properties: { decision: "snoozed" },
        },
        expect.objectContaining({ justification: expect.stringContaining("by the tag advisor-accept on prod-weu-2") }),
      ]),
    );
    expect(suppressed).toHaveLength(3);
    expect(results.every((result: object) => "suppressions" in result)).toBe(true);
    for (const { ruleId, ruleIndex } of suppressed) expect(tool.driver.rules[ruleIndex].id).toBe(ruleId);
  });

  it("says what could not be checked, and that the run was then not whole", () => {
    expect(runOf().invocations[0]).toMatchObject({
      executionSuccessful: false,
      toolExecutionNotifications: [{ message: { text: expect.stringContaining("platform-dev") } }, { level: "warning" }],
    });
    expect(runOf(reportInput({ summaries: [] })).invocations[0]).toMatchObject({
      executionSuccessful: true,
      toolExecutionNotifications: [],
    });
  });
});
