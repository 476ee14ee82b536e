import { plainName, plainSentence } from "../core/digest/plain.ts";
import type { Working } from "../core/model/working.ts";

/** A line of arithmetic in plain texts; no formula where a value was read. */
export interface BlockWorking {
  readonly label: string;
  readonly formula: string;
  readonly value: string;
}

export const workingOf = ({ label, formula, value }: Working): BlockWorking => ({
  label: plainName(label),
  formula: formula === undefined ? "" : plainSentence(formula),
  value: plainSentence(value),
});
