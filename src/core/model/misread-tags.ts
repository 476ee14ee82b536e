import { missing } from "./absence.ts";
import type { Outcome, Unknown } from "./finding.ts";
import { type ClusterId, ruleId } from "./names.ts";

/** What a tag says that nobody understands, as a clause; of a cluster, or of one of its pools. */
export const misreadTag = (cluster: ClusterId, why: string, subject?: string): Unknown => ({
  target: { kind: "cluster", cluster },
  ...(subject === undefined ? {} : { subject }),
  reason: missing("wrong-tag", why).missing,
});

/** No rule's answer, so it covers nothing and closes nothing. */
export const misreadOutcome = (unknown: readonly Unknown[]): readonly Outcome[] =>
  unknown.length === 0 ? [] : [{ stamp: STAMP, covers: [], findings: [], unknown, notApplicable: [] }];

const STAMP: Outcome["stamp"] = {
  rule: ruleId("advisor-tags"),
  code: "TAGS",
  version: 1,
  category: "reliability",
  source: "https://learn.microsoft.com/azure/aks/use-tags",
  floor: 1,
};
