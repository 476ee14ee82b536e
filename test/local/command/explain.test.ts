import { describe, expect, it } from "vitest";
import { rules } from "../../../src/core/rules/index.ts";
import { tooLong, typed } from "./running.ts";

describe("explain", () => {
  it.for(rules.map(({ meta }) => [meta.code, meta.id] as const))(
    "shows the page of %s within 80 columns, by id too",
    async ([code, id]) => {
      const byCode = await typed(["explain", code], { columns: 80 });
      const byId = await typed(["explain", id.toUpperCase()], { columns: 80 });

      expect(byCode.exit).toBe(0);
      expect(byCode.out).toContain(`${code} ${id}`);
      expect(byCode.out).toContain("When it stays silent");
      expect(byId.out).toBe(byCode.out);
      expect(tooLong(byCode.out, 80)).toEqual([]);
    },
  );

  it.for([80, 120])("works a finding out with its own numbers within %s columns, and says why others have none", async (columns) => {
    const { out, exit } = await typed("explain --sample UPG-007 prod-weu-1/apps", { columns });

    expect(exit).toBe(0);
    expect(out).toMatch(/surge nodes +ceil\(25 × 20 \/ 100\) += 5/);
    expect(out).toContain("What it says of the others in the region");
    expect(out).toMatch(/prod-weu-1 \/ system +nothing to advise/);
    expect(out).toContain("How it is computed");
    expect(tooLong(out, columns)).toEqual([]);
  });

  it("says why a pool has no advice", async () => {
    const { out, exit } = await typed("explain --sample COST-008 prod-weu-1/apps");

    expect(exit).toBe(0);
    expect(out).toContain("COST-008 spot-candidate advises nothing for prod-weu-1 / apps");
    expect(out).toMatch(/prod-weu-1 \/ apps +does not apply: /);
  });

  it("speaks about what is no pool", async () => {
    const { out, exit } = await typed("explain --sample UPG-031 prod-weu-4/aksManagedAutoUpgradeSchedule");

    expect(exit).toBe(0);
    expect(out).toContain("The window for Kubernetes upgrades is not used before");
  });

  it("takes the key of a finding, as JSON has it", async () => {
    const { out: json } = await typed("scan --sample --subscription shop --rule UPG-010 --format json");
    const [{ key }] = JSON.parse(json).findings;

    const { out } = await typed(["explain", "--sample", key]);

    expect(out).toContain("Clusters upgraded at once have no room in the DASv5 quota");
  });

  it.for([
    ["explain UPG-999", "There is no rule UPG-999"],
    ["explain spot-candidte", "did you mean spot-candidate?"],
    ["explain --sample UPG-007 nowhere/apps", "No cluster named nowhere can be seen"],
    ["explain --sample COST-004 prod-neu-1/nonsense", "prod-neu-1 has no pool nonsense; it has "],
    ["explain", "missing required argument 'rule'"],
  ] as const)("refuses %s", async ([line, words]) => {
    const { exit, err } = await typed(line);

    expect(exit).toBe(2);
    expect(err).toContain(words);
  });
});
