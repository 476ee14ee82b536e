import type { Skus } from "../../src/core/model/region.ts";
import { planUpgrade, type UpgradePlan } from "../../src/core/plan/plan-upgrade.ts";
import { EXIT, type ExitCode } from "./exit.ts";
import { findCluster } from "./find-cluster.ts";
import { planMarkdown } from "./plan-markdown.ts";
import { type PlanWords, planWish } from "./plan-options.ts";
import { planTable } from "./plan-table.ts";
import { planHead, verdictText } from "./plan-words.ts";
import { whileReading } from "./progress.ts";
import { readCluster, readPlanFacts } from "./read-cluster.ts";
import { inSession, type SessionOptions, type Surroundings } from "./session.ts";
import { giveAnswer } from "./terminal.ts";

export const PLAN_FORMATS = ["table", "json", "markdown"] as const;

export interface PlanCommandOptions extends SessionOptions, PlanWords {
  readonly cluster: string;
  readonly format: (typeof PLAN_FORMATS)[number];
  readonly output?: string;
  /** By exit code whether it works as things are. */
  readonly check?: boolean;
}

/** Plans the upgrade of one cluster from what it and its surroundings are now. */
export async function plan(options: PlanCommandOptions, surroundings: Surroundings): Promise<ExitCode> {
  const wish = planWish(options);
  const { terminal } = surroundings;
  return await inSession(options, surroundings, async (session) => {
    const { made, skus } = await whileReading(terminal, `Reading ${options.cluster} and what it shares`, async (onWait) => {
      const run = session.run(onWait);
      const cluster = await readCluster(run, await findCluster(run, options.cluster));
      const facts = await readPlanFacts(run, cluster, session.signal);
      const { target, options: optionsFor } = wish;
      const input = { ...facts, ...(target ? { target } : {}), options: optionsFor(facts.facts.quotas) };
      return { made: planUpgrade(input), skus: "known" in facts.facts.skus ? facts.facts.skus.known : undefined };
    });
    const text = shown(made, skus, options, surroundings);
    await giveAnswer(text, `${planHead(made)} · ${verdictText(made)}`, options.output, terminal);
    return options.check ? exitOf(made) : EXIT.fine;
  });
}

function shown(made: UpgradePlan, skus: Skus | undefined, { format }: PlanCommandOptions, { terminal }: Surroundings): string {
  switch (format) {
    case "json":
      return JSON.stringify(made, (_, value: unknown) => (value instanceof Map ? Object.fromEntries(value) : value), 2);
    case "markdown":
      return planMarkdown(made, skus);
    case "table":
      return planTable(made, skus, terminal);
  }
}

/** What does not go with the settings there are is a finding; what nobody can tell is no pass. */
const exitOf = ({ verdict: { kind } }: UpgradePlan): ExitCode => {
  if (kind === "blocked" || kind === "refused" || kind === "less-surge") return EXIT.found;
  return kind === "cannot-tell" || kind === "no-target" ? EXIT.partly : EXIT.fine;
};
