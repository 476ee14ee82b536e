import type { Skus } from "../../src/core/model/region.ts";
import type { PlannedHop } from "../../src/core/plan/hop.ts";
import type { UpgradePlan } from "../../src/core/plan/plan-upgrade.ts";
import type { PlanStep } from "../../src/core/plan/steps.ts";
import { runOf } from "../../src/core/plan/total.ts";
import { dayText } from "../../src/render/days.ts";
import { table, text } from "../../src/render/markdown-text.ts";
import { freeText, isWorthShowing, neededText, poolCells, resourceText } from "./plan-room-words.ts";
import { costText, minutesText, windowText } from "./plan-time-words.ts";
import {
  assumptionText,
  blockText,
  commandText,
  hopStandingText,
  hopTitle,
  notKnownTexts,
  planHead,
  readText,
  sharesText,
  silentText,
  supportText,
  verdictText,
} from "./plan-words.ts";
import { LOCALE } from "./words.ts";

/** A playbook to tick off: checks before and after each hop, its commands, and until when there is a way back. */
export function planMarkdown(plan: UpgradePlan, skus: Skus | undefined): string {
  const parts = [
    `# Upgrade ${text(planHead(plan))}`,
    `${text(verdictText(plan))} (${text(readText(plan))})`,
    ...(plan.assumptions.length > 0 ? ["Worked out as if:", bullets(plan.assumptions.map(assumptionText))] : []),
    ...plan.hops.flatMap((hop, index) => hopPart(hop, index, skus)),
    "## Not known",
    bullets(notKnownTexts(plan.notKnown)),
  ];
  return `${parts.join("\n\n")}\n`;
}

function hopPart(hop: PlannedHop, index: number, skus: Skus | undefined): readonly string[] {
  const run = runOf(hop);
  const support = supportText(hop);
  return [
    `## ${text(hopTitle(hop, index))}`,
    text([`This hop ${hopStandingText(hop)}.`, ...(support === "" ? [] : [`${support}.`])].join(" ")),
    ...(hop.instead ? [`With ${text(sharesText(hop.instead))}:`] : []),
    ...(run.pools.length > 0
      ? [
          table(
            POOL_HEADS,
            run.pools.map((pool) => poolCells(pool, hop)),
          ),
        ]
      : []),
    ...(run.needs.together.length > 0
      ? [
          table(
            ["Takes", "All at once", "Free"],
            run.needs.together.filter(isWorthShowing).map((need) => [resourceText(need.of, skus), neededText(need), freeText(need)]),
          ),
        ]
      : []),
    bullets([
      ...hop.blocks.map((block) => `In the way: ${blockText(block, skus)}`),
      ...hop.silentChanges.map((change) => `Changes silently: ${silentText(change)}`),
      `Time: ${minutesText(run)}`,
      `Window: ${windowText(run.window)}`,
      `Cost: ${costText(run)}`,
      ...notKnownTexts(hop.notKnown).map((each) => `Not known: ${each}`),
    ]),
    "### Before",
    checks(hop.steps.before),
    "### Upgrade",
    checks(hop.steps.upgrade),
    "### After",
    checks(hop.steps.after),
    "### The way back",
    ...wayBack(hop),
  ];
}

const POOL_HEADS = ["Pool", "Nodes", "Size", "Surge", "Waves", "Likely", "Slowest", "Room"];

function wayBack({ rollBack: { withinDays, supportedUntil, steps } }: PlannedHop): readonly string[] {
  const until = supportedUntil ? `, and no longer than the old version is supported (${dayText(supportedUntil, LOCALE)})` : "";
  const said = `The control plane has none. Each pool goes back within ${withinDays} days of its own upgrade${until}, and not once the next hop has begun.`;
  return steps.length === 0 ? [said] : [said, checks(steps)];
}

const bullets = (texts: readonly string[]): string => texts.map((each) => `- ${text(each)}`).join("\n");

const checks = (steps: readonly PlanStep[]): string =>
  steps
    .map(({ text: said, command }) => `- [ ] ${text(said)}${command ? `\n\n  \`\`\`sh\n  ${commandText(command)}\n  \`\`\`\n` : ""}`)
    .join("\n");
