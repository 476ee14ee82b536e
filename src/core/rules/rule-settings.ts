import { SEVERITIES, type Severity } from "../model/finding.ts";
import type { RuleId } from "../model/names.ts";
import type { RuleSetting, RuleSettings } from "../model/rule-settings.ts";
import { meant } from "./nearest.ts";
import type { Rule, RuleMeta } from "./rule.ts";
import { findRule, type RuleDirectory, ruleNames } from "./rule-directory.ts";
import { thresholdProblem } from "./threshold.ts";

/** Something that was refused: `spot-candidate.severity`, `takes info, low, …`. The rest of what was written holds. */
export interface SettingProblem {
  readonly path: string;
  readonly text: string;
}

export interface RuleSettingsReading {
  readonly settings: RuleSettings;
  readonly problems: readonly SettingProblem[];
}

const FIELDS = ["off", "severity", "thresholds"] as const;

/**
 * What an object says by rule id or code, as in `{ "spot-candidate": { "severity": "low" } }`. `source` stands in the reason of a
 * silenced rule.
 */
export function readRuleSettings(value: unknown, directory: RuleDirectory, source: string): RuleSettingsReading {
  if (!isRecord(value)) return { settings: new Map(), problems: [{ path: "", text: "takes a JSON object by rule id or code" }] };
  const settings = new Map<RuleId, RuleSetting>();
  const problems: SettingProblem[] = [];
  for (const [name, of] of Object.entries(value)) {
    const rule = findRule(directory, name);
    if (!rule) problems.push({ path: name, text: `is no rule${meant(name, ruleNames(directory))}` });
    else if (settings.has(rule.stamp.rule))
      problems.push({ path: name, text: `is set twice, as ${rule.meta.id} and ${rule.meta.code}; the first one counts` });
    else
      settings.set(
        rule.stamp.rule,
        readSetting(of, rule, source, (path, text) => problems.push({ path: [name, ...path].join("."), text })),
      );
  }
  return { settings, problems };
}

type Refuse = (path: readonly string[], text: string) => void;

function readSetting(value: unknown, { meta }: Rule, source: string, refuse: Refuse): RuleSetting {
  if (!isRecord(value)) {
    refuse([], `takes an object with ${FIELDS.join(", ")}`);
    return {};
  }
  for (const field of Object.keys(value)) {
    if (!FIELDS.some((known) => known === field)) refuse([field], `is nothing that can be set${meant(field, FIELDS)}`);
  }
  const off = readOff(value.off, source, refuse);
  const severity = value.severity === undefined ? undefined : severityNamed(value.severity);
  if (value.severity !== undefined && severity === undefined) refuse(["severity"], severityProblem(value.severity));
  const thresholds = readThresholds(value.thresholds, meta, refuse);
  return {
    ...(off === undefined ? {} : { off }),
    ...(severity === undefined ? {} : { severity }),
    ...(thresholds === undefined ? {} : { thresholds }),
  };
}

function readOff(value: unknown, source: string, refuse: Refuse): RuleSetting["off"] {
  if (value === undefined) return undefined;
  if (value === false) return false;
  if (value === true) return `switched off by ${source}`;
  if (typeof value === "string" && value.trim() !== "") return `switched off by ${source}: ${value.trim()}`;
  refuse(["off"], "takes true, false or the reason");
  return undefined;
}

function readThresholds(value: unknown, meta: RuleMeta, refuse: Refuse): RuleSetting["thresholds"] {
  if (value === undefined) return undefined;
  if (!isRecord(value)) {
    refuse(["thresholds"], "takes an object of numbers");
    return undefined;
  }
  const taken: Record<string, number> = {};
  for (const [name, number] of Object.entries(value)) {
    const problem = problemOfThreshold(meta, name, number);
    if (problem !== undefined) refuse(["thresholds", name], problem);
    else if (typeof number === "number") taken[name] = number;
  }
  return taken;
}

/** Why a rule does not take a threshold of that name and size. */
export function problemOfThreshold({ thresholds = {} }: Pick<RuleMeta, "thresholds">, name: string, value: unknown): string | undefined {
  const threshold = Object.hasOwn(thresholds, name) ? thresholds[name] : undefined;
  if (threshold) return thresholdProblem(value, threshold);
  const names = Object.keys(thresholds);
  return names.length === 0
    ? "the rule has no thresholds"
    : `is no threshold of this rule, which has ${names.join(", ")}${meant(name, names)}`;
}

export const severityNamed = (value: unknown): Severity | undefined =>
  SEVERITIES.find((severity) => typeof value === "string" && severity === value.trim().toLowerCase());

const severityProblem = (value: unknown): string => `takes ${SEVERITIES.join(", ")}${meant(String(value), SEVERITIES)}`;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
