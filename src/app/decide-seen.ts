import { createHash } from "node:crypto";
import type { Decision } from "../core/model/decision.ts";
import type { FindingRecord } from "../core/model/record.ts";
import type { Estate } from "./report-estate.ts";

/**
 * Stands for what somebody sees who decides: how grave and how large the finding is, and all that was decided before. A date that comes
 * nearer changes nothing.
 */
export function seenOf({ key, firstSeen, finding }: FindingRecord, { decisions }: Pick<Estate, "decisions">): string {
  const { severity, magnitude, due } = finding;
  const before = decisions.filter((each) => each.finding === key).map(({ id }) => id);
  const seen = [firstSeen, severity, due ?? [magnitude.value, magnitude.unit], before];
  return createHash("sha256").update(JSON.stringify(seen)).digest("hex").slice(0, 16);
}

export const lastDecision = ({ key }: FindingRecord, { decisions }: Pick<Estate, "decisions">): Decision | undefined =>
  decisions.findLast(({ finding }) => finding === key);
