import type { Missing } from "../model/absence.ts";
import {
  compareSeverity,
  type Finding,
  type Outcome,
  type RuleStamp,
  type Target,
  type TargetKey,
  type Thresholds,
  targetKey,
} from "../model/finding.ts";
import type { RuleId } from "../model/names.ts";
import type { FindingKey } from "../model/record.ts";
import { type Instant, later } from "../model/time.ts";
import { findingKey } from "./key.ts";

/** What one rule answered about one target, from all outcomes together. */
export interface Answer {
  readonly target: Target;
  readonly stamp: RuleStamp;
  /** When the youngest fact was read that the answer rests on. */
  readonly at: Instant;
  /** The rule's numbers that people have set otherwise. */
  readonly thresholds?: Thresholds;
  readonly found: ReadonlyMap<FindingKey, Finding>;
  /** Cannot tell and does not apply, by subject; the key without a subject holds for the whole target. */
  readonly unknown: ReadonlyMap<FindingKey, Missing>;
  readonly notApplicable: ReadonlySet<FindingKey>;
}

export interface Answers {
  readonly all: readonly Answer[];
  readonly of: (rule: RuleId, target: Target) => Answer | undefined;
  /** Targets that at least one rule could speak about: they were read. */
  readonly judged: ReadonlySet<TargetKey>;
}

/** Whatever stands in outcomes about a target they do not cover is passed over: it was not asked. */
export function readAnswers(outcomes: readonly Outcome[]): Answers {
  const answers = asked(outcomes);
  for (const { stamp, findings, unknown, notApplicable } of outcomes) {
    for (const finding of findings) {
      const key = findingKey(finding.target, stamp.rule, finding.subject);
      const answer = answers.get(findingKey(finding.target, stamp.rule));
      answer?.found.set(key, graver(finding, answer.found.get(key)));
    }
    for (const { target, subject, reason } of unknown) {
      const key = findingKey(target, stamp.rule, subject);
      const answer = answers.get(findingKey(target, stamp.rule));
      answer?.unknown.set(key, firstReason(reason, answer.unknown.get(key)));
    }
    for (const { target, subject } of notApplicable) {
      answers.get(findingKey(target, stamp.rule))?.notApplicable.add(findingKey(target, stamp.rule, subject));
    }
  }
  const all = [...answers.values()];
  const judged = all.filter(({ target, stamp, unknown }) => !unknown.has(findingKey(target, stamp.rule)));
  return {
    all,
    of: (rule, target) => answers.get(findingKey(target, rule)),
    judged: new Set(judged.map(({ target }) => targetKey(target))),
  };
}

function asked(outcomes: readonly Outcome[]): Map<FindingKey, Draft> {
  const answers = new Map<FindingKey, Draft>();
  for (const { stamp, covers } of outcomes) {
    for (const { target, at, thresholds } of covers) {
      const whole = findingKey(target, stamp.rule);
      const before = answers.get(whole);
      if (before) {
        before.at = later(before.at, at);
        if (stamp.version > before.stamp.version) before.stamp = stamp;
      } else {
        const given = { target, stamp, at, ...(thresholds ? { thresholds } : {}) };
        answers.set(whole, { ...given, found: new Map(), unknown: new Map(), notApplicable: new Set() });
      }
    }
  }
  return answers;
}

interface Draft {
  readonly target: Target;
  stamp: RuleStamp;
  at: Instant;
  readonly thresholds?: Thresholds;
  readonly found: Map<FindingKey, Finding>;
  readonly unknown: Map<FindingKey, Missing>;
  readonly notApplicable: Set<FindingKey>;
}

/** One finding a key, whichever came first: the graver one, then the larger, then by its words. */
function graver(a: Finding, b: Finding | undefined): Finding {
  if (!b) return a;
  const order = compareSeverity(a.severity, b.severity) || a.magnitude.value - b.magnitude.value;
  return order > 0 || (order === 0 && JSON.stringify(a) < JSON.stringify(b)) ? a : b;
}

const firstReason = (a: Missing, b: Missing | undefined): Missing => (b && `${b.kind} ${b.why}` < `${a.kind} ${a.why}` ? b : a);
