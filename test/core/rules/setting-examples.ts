import type { Rule } from "../../../src/core/rules/rule.ts";
import { defineRegionRule, defineRule, type Found } from "../../../src/core/rules/rule.ts";
import { directoryOf } from "../../../src/core/rules/rule-directory.ts";

/** The rest of a rule that a test makes up. */
export const META = {
  version: 1,
  category: "cost",
  summary: "An example.",
  severities: ["medium", "medium"],
  source: "https://learn.microsoft.com/azure/aks/example",
  needs: [],
  uses: [],
  needsRest: false,
  floor: 1,
  changes: [],
} as const;

export const FOUND: Found = {
  severity: "medium",
  magnitude: { value: 1, unit: "node" },
  title: "Something",
  detail: "Something is so.",
  workings: [],
  first: [],
  remedy: { steps: [], restarts: "nothing" },
  notKnown: [],
  worth: { kind: "none" },
};

/** Finds something about every pool, and says how many days it was told to look back. */
export const leftoverPool: Rule = defineRule(
  {
    ...META,
    id: "leftover-pool",
    code: "COST-049",
    thresholds: { days: { standard: 60, min: 1, max: 365, unit: "days", says: "a pool counts as left over" } },
  },
  ({ cluster, thresholds }) => cluster.nodePools.map(({ name }) => ({ ...FOUND, subject: name, detail: `${thresholds.days} days.` })),
);

export const regionWide: Rule = defineRegionRule(
  {
    ...META,
    id: "region-wide",
    code: "UPG-011",
    thresholds: { share: { standard: 0.5, min: 0, max: 1, unit: "of the addresses", says: "a subnet counts as short" } },
  },
  ({ clusters, thresholds }) => [
    { ...FOUND, detail: `${thresholds.share} of the addresses.` },
    ...clusters.map(({ cluster }) => ({ ...FOUND, on: cluster.id })),
  ],
);

export const plainRule: Rule = defineRule({ ...META, id: "spot-candidate", code: "COST-008" }, () => [FOUND]);

export const examples = [leftoverPool, regionWide, plainRule] as const;
export const directory = directoryOf(examples);
