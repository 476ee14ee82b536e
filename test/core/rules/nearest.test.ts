import { describe, expect, it } from "vitest";
import { meant, nearest } from "../../../src/core/rules/nearest.ts";

const NAMES = ["spot-candidate", "spot-without-autoscaler", "fixed-size-pool", "COST-008", "COST-011", "off", "low"];

describe("the nearest name", () => {
  it.for([
    { text: "spot-candidat", name: "spot-candidate" },
    { text: " SPOT_CANDIDATE ", name: "spot-candidate" },
    { text: "fixed-pool", name: "fixed-size-pool" },
    { text: "cost-08", name: "COST-008" },
    { text: "of", name: "off" },
    { text: "lwo", name: "low" },
    { text: "COST-008", name: "COST-008" },
    { text: "team-payments", name: undefined },
    { text: "", name: undefined },
  ])("of '$text' is $name", ({ text, name }) => {
    expect(nearest(text, NAMES)).toBe(name);
  });

  it("is the first of several that are as near", () => {
    expect(nearest("COST-018", ["COST-008", "COST-011", "COST-019"])).toBe("COST-008");
  });

  it("ends a refusal, or leaves it as it is", () => {
    expect(meant("lwo", NAMES)).toBe("; did you mean low?");
    expect(meant("something else", NAMES)).toBe("");
  });
});
