import type { EnvironmentSettings } from "../core/model/environment.ts";
import type { JudgeSettings } from "../core/model/rule-settings.ts";
import { ruleDirectory } from "../core/rules/index.ts";
import { readRuleSettings } from "../core/rules/rule-settings.ts";
import type { SettingProblem } from "./setting.ts";

/** The settings by which clusters are judged, as they were read. */
export interface JudgingValues {
  readonly ENVIRONMENT_TAGS: readonly string[];
  readonly PRODUCTION_VALUES: readonly string[];
  readonly NON_PRODUCTION_VALUES: readonly string[];
  readonly PRODUCTION_NAMES?: readonly string[] | undefined;
  readonly NON_PRODUCTION_NAMES?: readonly string[] | undefined;
  readonly REQUIRED_TAGS?: readonly string[] | undefined;
}

export interface Judging {
  readonly judging: JudgeSettings;
  readonly problems: readonly SettingProblem[];
}

/** Nothing here stops the start: what is wrong in `RULES` is set aside by itself, and the rest of it holds. */
export function readJudging(rules: string | undefined, values: JudgingValues): Judging {
  const environment: EnvironmentSettings = {
    tags: values.ENVIRONMENT_TAGS,
    production: { values: values.PRODUCTION_VALUES, names: values.PRODUCTION_NAMES ?? [] },
    nonProduction: { values: values.NON_PRODUCTION_VALUES, names: values.NON_PRODUCTION_NAMES ?? [] },
  };
  const wide = { environment, ...(values.REQUIRED_TAGS ? { requiredTags: values.REQUIRED_TAGS } : {}) };
  if (rules === undefined || rules.trim() === "") return { judging: wide, problems: [] };
  const { settings, problems } = readRuleSettings(jsonOf(rules), ruleDirectory, "the setting RULES");
  return {
    judging: { ...wide, rules: settings },
    problems: problems.map(({ path, text }) => ({ setting: path === "" ? "RULES" : `RULES.${path}`, text })),
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
