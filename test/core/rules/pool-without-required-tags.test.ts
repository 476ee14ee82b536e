import { describe, expect, it } from "vitest";
import { known, missing } from "../../../src/core/model/absence.ts";
import type { Cluster } from "../../../src/core/model/cluster.ts";
import type { RegionFacts } from "../../../src/core/model/snapshot.ts";
import { poolWithoutRequiredTags } from "../../../src/core/rules/pool-without-required-tags.ts";
import { NOW, pool, prices, regionView } from "../../support/build.ts";
import { answersIn, answersOf, commandsOf, onlyFinding, workingOf } from "./judging.ts";

const answers = (requiredTags: readonly string[], of: Partial<Cluster>, facts: Partial<RegionFacts> = {}) =>
  answersOf(poolWithoutRequiredTags, { of, facts, requiredTags });
const tagged = (tags: Readonly<Record<string, string>>) => ({ nodePools: [pool({ tags })] });

describe("pool-without-required-tags", () => {
  it("finds a pool without them, and keeps the tags it has in the command, which replaces them", () => {
    const finding = onlyFinding(answers(["costCenter", "team"], tagged({ app: "shop", team: "web" })));

    expect(finding).toMatchObject({ subject: "apps", severity: "low", magnitude: { value: 1, unit: "tag" }, worth: { kind: "none" } });
    expect(workingOf(finding, "missing")).toBe("costCenter");
    expect(commandsOf(finding)).toEqual([expect.stringMatching(/ --tags app=shop team=web costCenter=VALUE$/)]);
  });

  it("takes the value from the cluster where it has one, quoted for the shell", () => {
    const finding = onlyFinding(answers(["team"], { ...tagged({}), tags: { Team: "web & shop" } }));

    expect(commandsOf(finding)[0]).toMatch(/ --tags 'team=web & shop'$/);
    expect(finding.detail).toContain("tags of a cluster do not reach its pools");
    expect(finding.first).toEqual(["The cluster's value holds for this pool too"]);
  });

  it("says what the pool costs a month, as a working and not as a saving", () => {
    const finding = onlyFinding(answers(["team"], tagged({}), { prices: known(prices(), NOW) }));

    expect(workingOf(finding, "a month of the pool")).toBe("525.6 EUR");
    expect(finding.worth).toEqual({ kind: "none" });
  });

  it("is found where prices were not read, and names that", () => {
    const finding = onlyFinding(answers(["team"], tagged({}), { prices: missing("unavailable", "the list did not answer") }));

    expect(finding.notKnown).toContainEqual(expect.stringContaining("did not answer"));
  });

  it.for([
    { what: "has it", tags: { team: "web" }, finds: false },
    { what: "has it in another case", tags: { TEAM: "web" }, finds: false },
    { what: "has it without a value", tags: { team: " " }, finds: true },
    { what: "has another that begins so", tags: { teams: "web" }, finds: true },
  ] as const)("where the pool $what, found: $finds", ({ tags, finds }) => {
    expect(answers(["team"], tagged(tags)).findings).toHaveLength(finds ? 1 : 0);
  });

  it("names an empty tag once in the command", () => {
    expect(commandsOf(onlyFinding(answers(["team"], tagged({ Team: "" }))))[0]).toMatch(/ --tags team=VALUE$/);
  });

  it("speaks about each pool for itself, stopped ones too", () => {
    const nodePools = [pool({ tags: { team: "web" } }), pool({ name: "b" }), pool({ name: "c", powerState: "stopped" })];

    expect(answers(["team"], { nodePools }).findings.map(({ subject }) => subject)).toEqual(["b", "c"]);
  });

  it("does not apply where nobody asks for tags", () => {
    const asked = answers([], tagged({}));
    const unset = answersIn(poolWithoutRequiredTags, regionView());

    expect([asked, unset]).toMatchObject([
      { findings: [], notApplicable: [{ why: expect.stringContaining("REQUIRED_TAGS") }] },
      { findings: [], notApplicable: [{ why: expect.stringContaining("REQUIRED_TAGS") }] },
    ]);
  });
});
