import { moneyText } from "../../src/core/digest/amount.ts";
import { counted, someOf } from "../../src/core/digest/words.ts";
import type { Skus } from "../../src/core/model/region.ts";
import type { PlannedHop } from "../../src/core/plan/hop.ts";
import type { HopRun } from "../../src/core/plan/hop-run.ts";
import type { UpgradePlan } from "../../src/core/plan/plan-upgrade.ts";
import { resourceKey } from "../../src/core/plan/resources.ts";
import { runOf } from "../../src/core/plan/total.ts";
import { freeText, highestText, isRoomUnknown, isWorthShowing, neededText, poolCells, resourceText } from "./plan-room-words.ts";
import { clockText, costText, minutesText, waveText, windowText } from "./plan-time-words.ts";
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
import { type Column, table } from "./table.ts";
import type { Terminal } from "./terminal.ts";
import { LOCALE, labelled, wrapped } from "./words.ts";

type View = Pick<Terminal, "columns" | "colours">;

const LABEL = 16;

/** A plan for people at a terminal. Commands stand whole, whatever the width. */
export function planTable(plan: UpgradePlan, skus: Skus | undefined, view: View): string {
  const { columns, colours } = view;
  const head = [
    ...wrapped(`${planHead(plan)} · ${verdictText(plan)}`, columns).map(colours.bold),
    ...wrapped(`AKS Advisor · ${readText(plan)}`, columns),
    ...plan.assumptions.flatMap((each) => labelled("What if", [assumptionText(each)], { columns, indent: LABEL })),
  ];
  return [head.join("\n"), ...plan.hops.map((hop, index) => hopPart(hop, index, skus, view)), endPart(plan, view)].join("\n\n");
}

function hopPart(hop: PlannedHop, index: number, skus: Skus | undefined, view: View): string {
  const { columns, colours } = view;
  const support = supportText(hop);
  const title = [hopTitle(hop, index), hopStandingText(hop)].join(" · ");
  return [
    [...wrapped(title, columns).map(colours.bold), ...(support === "" ? [] : wrapped(support, columns).map(colours.dim))].join("\n"),
    ...runParts(hop.asSet, hop, skus, columns),
    ...(hop.instead
      ? [
          colours.bold(`With ${sharesText(hop.instead)}: room ${ORDERS[hop.instead.order]}`),
          ...runParts(hop.instead.run, hop, skus, columns),
        ]
      : []),
    labelLines(hop, skus, columns),
    ["Commands", ...hop.steps.upgrade.flatMap(({ command }) => (command ? [`  ${commandText(command)}`] : []))].join("\n"),
  ].join("\n\n");
}

const ORDERS = { together: "in any order of pools", "one-after-another": "with one pool after another" } as const;

const right = (head: string): Column => ({ head, align: "right" });
const POOL_COLUMNS: readonly Column[] = [
  { head: "Pool" },
  right("Nodes"),
  { head: "Size", atMost: 18 },
  right("Surge"),
  right("Waves"),
  right("Likely"),
  right("Slowest"),
  { head: "Room", grows: 18 },
];
const NEED_COLUMNS: readonly Column[] = [{ head: "Takes", grows: 16 }, right("One by one"), right("All at once"), right("Free")];

/** What each pool takes, and what all of them take, where there is any. */
function runParts({ pools, needs }: HopRun, hop: PlannedHop, skus: Skus | undefined, columns: number): readonly string[] {
  if (pools.length === 0) return [];
  const poolTable = table(
    POOL_COLUMNS,
    pools.map((pool) => poolCells(pool, hop)),
    columns,
  );
  const together = needs.together.filter(isWorthShowing).map((need) => {
    const apart = needs.oneAfterAnother.find(({ of }) => resourceKey(of) === resourceKey(need.of));
    return [resourceText(need.of, skus), neededText(apart), neededText(need), freeText(need)];
  });
  return together.length === 0 ? [poolTable] : [poolTable, table(NEED_COLUMNS, together, columns)];
}

function labelLines(hop: PlannedHop, skus: Skus | undefined, columns: number): string {
  const run = runOf(hop);
  const line = (label: string, ...texts: readonly string[]): readonly string[] => labelled(label, texts, { columns, indent: LABEL });
  const publicIps = run.pools.flatMap(({ pool, publicIps: ips }) =>
    ips ? [`${pool} needs ${counted(ips.needed, "public address", "public addresses")} more`] : [],
  );
  return [
    ...line("In the way", ...hop.blocks.map((block) => blockText(block, skus))),
    ...line(
      "Most with room",
      ...hop.highest
        .filter(({ pool }) => !isRoomUnknown(hop, pool))
        .map(({ pool, oneAfterAnother, together }) => highestText(pool, oneAfterAnother, together)),
    ),
    ...line(
      "Apart",
      ...hop.spot.map(
        ({ pool, nodes }) => `spot pool ${pool}: ${counted(nodes, "node")}, evicted and not drained; how long it takes is not known`,
      ),
    ),
    ...line("Stays behind", ...(hop.stopped.length > 0 ? [`${someOf(hop.stopped, 5)}: stopped`] : [])),
    ...line("Silent changes", ...hop.silentChanges.map(silentText)),
    ...line("Public IPs", ...publicIps),
    ...line("Time", `${minutesText(run)}; ${waveText(run)}`),
    ...line("Window", windowText(run.window)),
    ...line("Cost", costText(run)),
    ...line("Not known", ...notKnownTexts(hop.notKnown)),
  ].join("\n");
}

function endPart({ total, notKnown, hops }: UpgradePlan, { columns }: View): string {
  const line = (label: string, ...texts: readonly string[]): readonly string[] => labelled(label, texts, { columns, indent: LABEL });
  const minutes =
    "cannotTell" in total.minutes ? "" : `, likely ${clockText(total.minutes.likely)}, slowest ${clockText(total.minutes.slowest)}`;
  const cost = "notPriced" in total.cost ? "" : `, ${moneyText(total.cost.amount, LOCALE)} at list price`;
  const windows = total.windows ? `, ${total.windows.likely} to ${total.windows.slowest} windows` : "";
  return [
    ...(hops.length > 1 ? line("All hops", `${counted(total.nodeRebuilds, "node")} replaced${minutes}${windows}${cost}`) : []),
    ...line("Not known", ...notKnownTexts(notKnown)),
    ...line("Order of pools", "whether AKS takes them one after another or all at once is not documented: both are worked out"),
  ].join("\n");
}
