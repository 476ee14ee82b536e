import type { EnvironmentSettings } from "./environment.ts";
import type { Severity } from "./finding.ts";
import type { ClusterId, RuleId } from "./names.ts";

/** What people set about one rule. Whatever is left out stays as the rule has it. */
export interface RuleSetting {
  /** Why it is silent, as a clause; `false`: it speaks although a wider setting silences it. */
  readonly off?: string | false;
  /** Every finding of the rule gets it. */
  readonly severity?: Severity;
  readonly thresholds?: Readonly<Record<string, number>>;
}

export type RuleSettings = ReadonlyMap<RuleId, RuleSetting>;

/** What judging is told apart from facts. */
export interface JudgeSettings {
  /** For every cluster there is. */
  readonly rules?: RuleSettings;
  /** What the tags of a cluster say; `judge` reads it from them. */
  readonly byCluster?: ReadonlyMap<ClusterId, RuleSettings>;
  /** The same for single pools, by name. */
  readonly byPool?: ReadonlyMap<ClusterId, ReadonlyMap<string, RuleSettings>>;
  readonly environment?: EnvironmentSettings;
  /** Names of tags that every node pool is to have, so that its cost can be told apart. */
  readonly requiredTags?: readonly string[];
}
