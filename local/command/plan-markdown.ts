import { shortDayText } from "../../src/core/digest/words.ts";
import { nodeShareText } from "../../src/core/model/cluster.ts";
import type { Skus } from "../../src/core/model/region.ts";
import type { PlannedHop } from "../../src/core/plan/hop.ts";
import type { UpgradePlan } from "../../src/core/plan/plan-upgrade.ts";
import type { PlanStep } from "../../src/core/plan/steps.ts";
import { runOf } from "../../src/core/plan/total.ts";
import { text } from "../../src/render/markdown-text.ts";
import {
  freeText,
  isWorthShowing,
  neededText,
  poolMinutes,
  resourceText,
  roomText,
  roomUnknown,
  sizeText,
  surgeText,
  wavesText,
} from "./plan-room-words.ts";
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
  silentText,
  supportText,
  verdictText,
} from "./plan-words.ts";
import { LOCALE } from "./scan-report.ts";

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
  const isUnknown = roomUnknown(hop);
  return [
    `## ${text(hopTitle(hop, index))}`,
    text([`This hop ${hopStandingText(hop)}.`, ...(support === "" ? [] : [`${support}.`])].join(" ")),
    ...(hop.instead
      ? [`With ${text([...hop.instead.shares].map(([pool, share]) => `${pool} at ${nodeShareText(share)}`).join(", "))}:`]
      : []),
    ...(run.pools.length > 0
      ? [
          markdownTable(
            ["Pool", "Nodes", "Size", "Surge", "Waves", "Likely", "Slowest", "Room"],
            run.pools.map((pool) => [
              ...[
                pool.pool,
                String(pool.nodes),
                sizeText(pool),
                surgeText(pool),
                wavesText(pool),
                ...poolMinutes(pool),
                roomText(pool, isUnknown(pool.pool)),
              ],
            ]),
          ),
        ]
      : []),
    ...(run.needs.together.length > 0
      ? [
          markdownTable(
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

function wayBack({ rollBack: { withinDays, supportedUntil, steps } }: PlannedHop): readonly string[] {
  const until = supportedUntil
    ? `, and no longer than the old version is supported (${shortDayText(supportedUntil, LOCALE)} ${supportedUntil.slice(0, 4)})`
    : "";
  const said = `The control plane has none. Each pool goes back within ${withinDays} days of its own upgrade${until}, and not once the next hop has begun.`;
  return steps.length === 0 ? [said] : [said, checks(steps)];
}

const bullets = (texts: readonly string[]): string => texts.map((each) => `- ${text(each)}`).join("\n");

const checks = (steps: readonly PlanStep[]): string =>
  steps
    .map(({ text: said, command }) => `- [ ] ${text(said)}${command ? `\n\n  \`\`\`sh\n  ${commandText(command)}\n  \`\`\`\n` : ""}`)
    .join("\n");

const markdownTable = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => "---"), ...rows.map((row) => row.map(text))].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
