import { describe, expect, it } from "vitest";
import { environmentBy } from "../../src/core/rules/environment.ts";
import { ref } from "../support/build.ts";
import { settingsWith } from "../support/settings.ts";

const read = settingsWith;
const problemsOf = (change: Readonly<Record<string, string>>) =>
  read(change)
    .problems.filter(({ setting }) => setting !== "ROUTES")
    .map(({ setting, text }) => `${setting} ${text}`);
const kindOf = (change: Readonly<Record<string, string>>, name: string, tags = {}) =>
  environmentBy(read(change).judging.environment ?? { tags: [], production: NONE, nonProduction: NONE }, { ...ref(name), tags }).kind;
const NONE = { values: [], names: [] };

describe("the setting RULES", () => {
  it.for([{}, { RULES: "" }, { RULES: "  " }, { RULES: "{}" }])("may say nothing: %o", (change) => {
    expect(read(change).judging.rules?.size ?? 0).toBe(0);
    expect(problemsOf(change)).toEqual([]);
  });

  it("sets rules by id or code", () => {
    const RULES = JSON.stringify({ "spot-candidate": { off: true }, "cost-014": { severity: "low" } });

    expect(read({ RULES }).judging.rules).toEqual(
      new Map([
        ["spot-candidate", { off: "switched off by the setting RULES" }],
        ["fixed-size-pool", { severity: "low" }],
      ]),
    );
  });

  it("is set aside where it is wrong, with the nearest name, and holds otherwise", () => {
    const RULES = JSON.stringify({ "spot-candidte": { off: true }, "COST-014": { severity: "loww", off: "not ours" } });

    expect(problemsOf({ RULES })).toEqual([
      "RULES.spot-candidte is no rule; did you mean spot-candidate?",
      "RULES.COST-014.severity takes info, low, medium, high, critical; did you mean low?",
    ]);
    expect([...(read({ RULES }).judging.rules ?? [])]).toEqual([
      ["fixed-size-pool", { off: "switched off by the setting RULES: not ours" }],
    ]);
  });

  it.for(["spot-candidate", "[]", '"off"', "{"])("takes a JSON object, not %s", (RULES) => {
    expect(problemsOf({ RULES })).toEqual(["RULES takes a JSON object by rule id or code"]);
    expect(read({ RULES }).judging.rules?.size ?? 0).toBe(0);
  });
});

describe("the settings of environments", () => {
  it("are the convention until they are set", () => {
    expect(kindOf({}, "x", { env: "dev" })).toBe("non-production");
    expect(kindOf({}, "dev-1")).toBe("unmarked");
  });

  it("take tags, values and names", () => {
    const change = { ENVIRONMENT_TAGS: "Zweck", NON_PRODUCTION_VALUES: "Labor, Probe", NON_PRODUCTION_NAMES: " dev-* ,, *-test " };

    expect(kindOf(change, "x", { zweck: "probe" })).toBe("non-production");
    expect(kindOf(change, "x", { env: "dev" })).toBe("unmarked");
    expect(kindOf(change, "dev-1")).toBe("non-production");
    expect(kindOf(change, "shop-test")).toBe("non-production");
    expect(kindOf({ ...change, PRODUCTION_NAMES: "rg-prod/*" }, "dev-1")).toBe("production");
  });

  it("fall back to the convention where they name nothing", () => {
    expect(problemsOf({ ENVIRONMENT_TAGS: ",", NON_PRODUCTION_NAMES: ", ," })).toEqual([
      "ENVIRONMENT_TAGS names nothing; it takes words separated by commas; environment, env, stage, tier, landscape is used",
      "NON_PRODUCTION_NAMES names nothing; it takes words separated by commas; it is left out",
    ]);
    expect(kindOf({ ENVIRONMENT_TAGS: "," }, "x", { env: "dev" })).toBe("non-production");
  });
});

describe("the setting REQUIRED_TAGS", () => {
  it("asks for the tags it names, whatever else is set", () => {
    expect(read({ REQUIRED_TAGS: " costCenter, team ," }).judging.requiredTags).toEqual(["costCenter", "team"]);
    expect(read({ REQUIRED_TAGS: "team", RULES: '{ "COST-014": { "off": true } }' }).judging.requiredTags).toEqual(["team"]);
  });

  it("asks for none where it is not set or names nothing, and says the latter", () => {
    expect(read({}).judging.requiredTags).toBeUndefined();
    expect(read({ REQUIRED_TAGS: "," }).judging.requiredTags).toBeUndefined();
    expect(problemsOf({ REQUIRED_TAGS: "," })).toEqual(["REQUIRED_TAGS names nothing; it takes words separated by commas; it is left out"]);
  });
});
