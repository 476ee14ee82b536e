import type { NotApplicable, Outcome, Target } from "../model/finding.ts";
import type { RuleId } from "../model/names.ts";
import type { JudgeSettings, RuleSetting } from "../model/rule-settings.ts";

/**
 * An outcome as people want to hear it. What is silenced is "not applicable" with the reason they gave, never silence: nothing
 * closes as fixed because somebody looked away.
 */
export function withSettings(outcome: Outcome, settings: JudgeSettings): Outcome {
  const { rule } = outcome.stamp;
  if (!settings.rules?.has(rule) && !settings.byCluster?.size && !settings.byPool?.size) return outcome;
  const isHeard = (target: Target, subject?: string): boolean => typeof settingFor(settings, rule, target, subject).off !== "string";
  return {
    ...outcome,
    findings: outcome.findings
      .filter(({ target, subject }) => isHeard(target, subject))
      .map((finding) => {
        const { severity } = settingFor(settings, rule, finding.target, finding.subject);
        return severity === undefined ? finding : { ...finding, severity };
      }),
    unknown: outcome.unknown.filter(({ target, subject }) => isHeard(target, subject)),
    notApplicable: [...outcome.notApplicable, ...silenced(outcome, settings)],
  };
}

/** A pool's tags count before its cluster's, and those before what holds for the whole app. */
function settingFor({ rules, byCluster, byPool }: JudgeSettings, rule: RuleId, target: Target, subject?: string): RuleSetting {
  const forAll = rules?.get(rule);
  if (target.kind === "region") return forAll ?? {};
  const ofPool = subject === undefined ? undefined : byPool?.get(target.cluster)?.get(subject)?.get(rule);
  return { ...forAll, ...byCluster?.get(target.cluster)?.get(rule), ...ofPool };
}

/** Found or not: what was open and silenced since closes with this reason, also where it would be healthy by now. */
function silenced({ stamp, covers }: Outcome, settings: JudgeSettings): NotApplicable[] {
  return covers.flatMap(({ target }) => {
    const pools = target.kind === "cluster" ? [...(settings.byPool?.get(target.cluster)?.keys() ?? [])] : [];
    return [undefined, ...pools].flatMap((subject) => {
      const { off } = settingFor(settings, stamp.rule, target, subject);
      return typeof off === "string" ? [{ target, ...(subject === undefined ? {} : { subject }), why: off }] : [];
    });
  });
}
