import type { Rule } from "./rule.ts";

/** Rules by id and by code, both lower case: people may write either. */
export type RuleDirectory = ReadonlyMap<string, Rule>;

export const directoryOf = (rules: readonly Rule[]): RuleDirectory =>
  new Map(rules.flatMap((rule) => [rule.meta.id, rule.meta.code.toLowerCase()].map((name): [string, Rule] => [name, rule])));

export const findRule = (directory: RuleDirectory, name: string): Rule | undefined => directory.get(name.trim().toLowerCase());

/** As they are written: ids in lower, codes in upper case. */
export const ruleNames = (directory: RuleDirectory): string[] => [
  ...new Set([...directory.values()].flatMap(({ meta }) => [meta.id, meta.code])),
];
