import { type Target, targetKey } from "../model/finding.ts";
import type { RuleId } from "../model/names.ts";
import type { FindingKey } from "../model/record.ts";

/** Target, rule and subject, each escaped so that no name can reach into its neighbour. Pool names differ in more than case. */
export const findingKey = (target: Target, rule: RuleId, subject?: string): FindingKey =>
  [targetKey(target), rule, subject?.toLowerCase() ?? ""].map(escaped).join("|") as FindingKey;

const escaped = (part: string): string => part.replaceAll("%", "%25").replaceAll("|", "%7c");
