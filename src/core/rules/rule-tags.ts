import type { Tags } from "../model/cluster.ts";
import type { RuleId } from "../model/names.ts";
import type { RuleSetting, RuleSettings } from "../model/rule-settings.ts";
import { meant } from "./nearest.ts";
import type { Rule } from "./rule.ts";
import { findRule, type RuleDirectory, ruleNames } from "./rule-directory.ts";
import { problemOfThreshold, severityNamed } from "./rule-settings.ts";

/**
 * Tags of a cluster, or of one of its node pools, that set rules there:
 *
 *     advisor-off             COST-004 spot-candidate        several rules, silenced
 *     advisor-<id or code>    off | off: <reason>
 *                             fixed on purpose: <reason>
 *                             on                              although silenced more widely
 *                             low                             a severity
 *                             days=90                         a threshold (clusters only)
 *                             low; days=90                    several of these
 *
 * Azure compares tag names without case, allows 512 characters in them (128 where they reach storage accounts), none of `<>%&\?/`,
 * 256 in a value, and 50 tags a resource: hence the list, and no sign but `-`, `:`, `;` and `=`.
 */
export interface TagReading {
  readonly settings: RuleSettings;
  /** Clauses, each with the name of its tag. Such a tag changes nothing. */
  readonly problems: readonly string[];
}

const PREFIX = "advisor-";
const LIST = "advisor-off";
/** They set findings aside and silence no rule: memory reads them. */
const DECISIONS: readonly string[] = ["advisor-accept", "advisor-plan", "advisor-snooze"];

export function readRuleTags(tags: Tags, directory: RuleDirectory, on: "cluster" | "pool"): TagReading {
  const settings = new Map<RuleId, RuleSetting>();
  const problems: string[] = [];
  const ours = Object.entries(tags)
    .filter(([key]) => key.toLowerCase().startsWith(PREFIX) && !DECISIONS.includes(key.toLowerCase()))
    .toSorted(([a], [b]) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
  const namedBy = new Map<Rule, string>();
  for (const [key, value] of ours) {
    if (key.toLowerCase() === LIST) continue;
    const name = key.slice(PREFIX.length);
    const rule = findRule(directory, name);
    const other = rule && namedBy.get(rule);
    if (!rule) problems.push(`the tag ${key} names no rule${meant(name, ruleNames(directory))}`);
    else if (other !== undefined) problems.push(`the tags ${other} and ${key} are about one rule; the first one counts`);
    else {
      namedBy.set(rule, key);
      const said = readValue(value, { rule, on, key });
      if (typeof said === "string") problems.push(`the tag ${key} ${said}`);
      else settings.set(rule.stamp.rule, said);
    }
  }
  for (const [key, value] of ours.filter(([each]) => each.toLowerCase() === LIST)) {
    for (const name of value.split(/[\s,;]+/).filter((each) => each !== "")) {
      const rule = findRule(directory, name);
      if (rule) settings.set(rule.stamp.rule, { off: `switched off by the tag ${key}`, ...settings.get(rule.stamp.rule) });
      else problems.push(`the tag ${key} names ${quoted(name)}, which is no rule${meant(name, ruleNames(directory))}`);
    }
  }
  return { settings, problems };
}

interface Place {
  readonly rule: Rule;
  readonly on: "cluster" | "pool";
  readonly key: string;
}

const WORDS = ["off", "on", "info", "low", "medium", "high", "critical", "fixed on purpose"];

/** What is wrong with it, where it is text. */
function readValue(value: string, { rule, on, key }: Place): RuleSetting | string {
  const [, word = "", reason = ""] = /^\s*(off|fixed on purpose)\s*(?::\s*(.*?)\s*)?$/is.exec(value) ?? [];
  if (word.toLowerCase() === "fixed on purpose" && reason === "") return "gives no reason; it takes fixed on purpose: <reason>";
  if (word.toLowerCase() === "fixed on purpose") return { off: `fixed on purpose: ${reason} (tag ${key})` };
  if (word !== "") return { off: `switched off by the tag ${key}${reason === "" ? "" : `: ${reason}`}` };

  const setting: { off?: false; severity?: NonNullable<RuleSetting["severity"]>; thresholds?: Record<string, number> } = {};
  for (const part of value.split(";").map((each) => each.trim())) {
    const severity = severityNamed(part);
    const [, name, number] = /^([\w-]+)\s*=\s*(-?\d+(?:\.\d+)?)$/.exec(part) ?? [];
    if (part.toLowerCase() === "on") setting.off = false;
    else if (severity) setting.severity = severity;
    else if (name !== undefined) {
      const problem = whyNoThreshold(rule, on) ?? problemOfThreshold(rule.meta, name, Number(number));
      if (problem !== undefined) return `sets ${name} to ${number}: ${problem}`;
      setting.thresholds = { ...setting.thresholds, [name]: Number(number) };
    } else return `says ${quoted(part)}, which is not on, off, a severity, a threshold or fixed on purpose: <reason>${meant(part, WORDS)}`;
  }
  return setting;
}

function whyNoThreshold({ scope }: Rule, on: "cluster" | "pool"): string | undefined {
  if (on === "pool") return "thresholds are set on the cluster";
  return scope === "region" ? "the rule looks at a whole region; its thresholds are set for the whole app" : undefined;
}

/** Written by others, and told: cut to what is needed to find it. */
const quoted = (text: string): string => `"${text.length > 40 ? `${text.slice(0, 40)}…` : text}"`;
