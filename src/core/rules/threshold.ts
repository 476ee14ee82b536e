import type { Thresholds } from "../model/finding.ts";
import { type ClusterId, ruleId } from "../model/names.ts";
import type { JudgeSettings } from "../model/rule-settings.ts";

/** A number of a rule that people may set. */
export interface Threshold {
  readonly standard: number;
  readonly min: number;
  readonly max: number;
  /** `days`, `% of memory`; behind the number wherever it is told. */
  readonly unit: string;
  /** What is so from there on: a clause. */
  readonly says: string;
}

/** What counts for a cluster; without one, what counts for the whole app. */
export function thresholdsIn<Limits extends string>(
  { id, thresholds }: { readonly id: string; readonly thresholds?: Readonly<Record<Limits, Threshold>> },
  settings: JudgeSettings = {},
  cluster?: ClusterId,
): Readonly<Record<Limits, number>> {
  const rule = ruleId(id);
  const forAll = settings.rules?.get(rule)?.thresholds ?? {};
  const own = (cluster === undefined ? undefined : settings.byCluster?.get(cluster)?.get(rule)?.thresholds) ?? {};
  const numbers: Partial<Record<Limits, number>> = {};
  for (const name in thresholds) numbers[name] = own[name] ?? forAll[name] ?? thresholds[name].standard;
  return numbers as Readonly<Record<Limits, number>>;
}

/** Those that are otherwise than the rule has them. */
export const changedThresholds = (thresholds: Readonly<Record<string, Threshold>>, numbers: Thresholds): Thresholds =>
  Object.fromEntries(Object.entries(numbers).filter(([name, number]) => thresholds[name]?.standard !== number));

/** Why a number cannot be set, with what would do. */
export const thresholdProblem = (value: unknown, { min, max, unit }: Threshold): string | undefined =>
  typeof value === "number" && value >= min && value <= max ? undefined : `takes a number from ${min} to ${max} (${unit})`;
