import { byText } from "../../src/core/digest/words.ts";
import { ruleDirectory } from "../../src/core/rules/index.ts";
import { meant } from "../../src/core/rules/nearest.ts";
import type { Rule } from "../../src/core/rules/rule.ts";
import { findRule, ruleNames } from "../../src/core/rules/rule-directory.ts";
import { findingBlock } from "../../src/render/finding-block.ts";
import { answersText } from "./answers-text.ts";
import { CommandFailure, EXIT, type ExitCode } from "./exit.ts";
import { findingText } from "./finding-text.ts";
import { type JudgedPlace, judgePlace, placeNamed, placeOfKey } from "./judge-place.ts";
import { whileReading } from "./progress.ts";
import { rulePage, sectionText } from "./rule-page.ts";
import { inSession, type SessionOptions, type Surroundings } from "./session.ts";

/** The rule alone, or what it says about a place now. */
export async function explain(
  what: string,
  where: string | undefined,
  options: SessionOptions,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { terminal } = surroundings;
  const [target, keyRule, keySubject] = what.includes("|") ? what.split("|").map(unescaped) : [];
  const rule = ruleNamed(keyRule ?? what);
  const page = await rulePage(rule.meta.id);
  if (target === undefined && where === undefined) {
    terminal.out(
      [...page.map((section) => sectionText(section, terminal)), thresholdsText(rule)].filter((part) => part !== "").join("\n\n"),
    );
    return EXIT.fine;
  }
  return await inSession(options, surroundings, async (session) => {
    const judged = await whileReading(terminal, `Reading what ${rule.meta.code} judges by`, async (onWait) => {
      const run = session.run(onWait);
      const place = target === undefined ? await placeNamed(run, where ?? "") : await placeOfKey(run, target, keySubject);
      const found = await judgePlace(run, place, rule, session.signal);
      if (target === undefined) checkPool(found);
      return found;
    });
    const wanted = new Set(["How it is computed", "When it stays silent, and when it cannot tell"]);
    const sections = page.filter(({ heading }) => wanted.has(heading)).map((section) => sectionText(section, terminal));
    terminal.out([...saidText(judged, rule, surroundings), ...sections].join("\n\n"));
    return EXIT.fine;
  });
}

/** A name that is mistyped must not read as a clean bill. What a rule found may be about something else than a pool. */
function checkPool({ place: { cluster, subject }, outcome, found }: JudgedPlace): void {
  if (!cluster || subject === undefined || found) return;
  const pools = cluster.nodePools.map(({ name }) => name).sort(byText);
  const answered = [...outcome.unknown, ...outcome.notApplicable].filter(
    ({ target }) => target.kind === "cluster" && target.cluster === cluster.id,
  );
  const names = [...pools, ...answered.flatMap((each) => each.subject ?? [])];
  if (names.some((name) => name.toLowerCase() === subject.toLowerCase())) return;
  throw new CommandFailure(EXIT.usage, `${cluster.name} has no pool ${subject}; it has ${pools.join(", ")}`);
}

const unescaped = (part: string): string => part.replaceAll("%7c", "|").replaceAll("%25", "%");

function ruleNamed(said: string): Rule {
  const rule = findRule(ruleDirectory, said);
  if (rule) return rule;
  throw new CommandFailure(
    EXIT.usage,
    `There is no rule ${said}${meant(said, ruleNames(ruleDirectory)) || "; src/core/rules/README.md lists them"}`,
  );
}

const thresholdsText = ({ meta }: Rule): string => {
  const thresholds = Object.keys(meta.thresholds ?? {});
  return thresholds.length === 0 ? "" : `Set otherwise by RULES or a tag: ${thresholds.join(", ")}`;
};

/** What was found or that nothing was, and why the rule says what it says of the others. */
function saidText({ place, outcome, clusters, report, found }: JudgedPlace, { meta }: Rule, { terminal }: Surroundings): readonly string[] {
  const where = [place.cluster?.name ?? place.region, ...(place.subject === undefined ? [] : [place.subject])].join(" / ");
  const head = found
    ? findingText(found.record.finding.severity, findingBlock(found, report), terminal)
    : [terminal.colours.bold(`${meta.code} ${meta.id} advises nothing for ${where}`), meta.summary].join("\n");
  const others = answersText(outcome, clusters, { cluster: place.cluster, subject: found?.record.finding.subject }, terminal);
  return others === "" ? [head] : [head, others];
}
