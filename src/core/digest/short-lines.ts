import { SEVERITIES, targetKey } from "../model/finding.ts";
import type { Closing } from "../model/record.ts";
import type { Item } from "./news.ts";
import { plainName } from "./plain.ts";
import { type Names, placeOf, whereAll } from "./rows.ts";
import { byText, counted, someOf } from "./words.ts";

export interface ResolvedLine {
  readonly where: string;
  /** What it said, or how many findings it was. */
  readonly title: string;
  /** `deleted`, `moved to apps2`; nothing when it was fixed. */
  readonly how?: string;
}

/** Clusters that came after the route's first digest, with their baseline. */
export interface JoinedLine {
  readonly clusters: string;
  /** `3 medium findings`, `14 findings: 1 critical, 13 low` */
  readonly findings: string;
}

/** The same repair of many pools is one line, and so is all that went with a cluster or its pools. */
export function resolvedLines(items: readonly Item[], names: Names): ResolvedLine[] {
  const groups = new Map<string, [Item, ...Item[]]>();
  for (const item of items) {
    const { stamp, finding, closed } = item.record;
    const key = closed?.reason === "gone" ? targetKey(finding.target) : JSON.stringify([stamp.rule, finding.title, closed?.successor]);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return [...groups.values()].map((group) => resolvedLine(group, names)).sort((a, b) => byText(textOf(a), textOf(b)));
}

const textOf = ({ where, title }: ResolvedLine): string => `${where} ${title}`;

function resolvedLine(group: readonly [Item, ...Item[]], names: Names): ResolvedLine {
  const [{ record: first }] = group;
  const how = first.closed && howText(first.closed);
  const isGone = first.closed?.reason === "gone";
  // A finding about the cluster itself goes with the cluster only; one about a pool may have gone with the pool.
  const isWhole = isGone && group.some(({ record }) => record.finding.subject === undefined);
  return {
    where: isWhole ? placeOf(first.finding.target, names) : whereAll(group, names),
    title: isGone && group.length > 1 ? counted(group.length, "finding") : plainName(first.finding.title),
    ...(how === undefined ? {} : { how }),
  };
}

function howText({ reason, successor }: Closing): string | undefined {
  if (reason === "gone") return "deleted";
  return reason === "moved" ? `moved to ${plainName(successor ?? "another pool")}` : undefined;
}

export function joinedLine(items: readonly Item[], names: Names): JoinedLine {
  const places = new Set(items.map(({ record }) => placeOf(record.finding.target, names)));
  const counts = Map.groupBy(items, ({ record }) => record.finding.severity);
  const bySeverity = SEVERITIES.toReversed().flatMap((severity) => {
    const many = counts.get(severity)?.length;
    return many === undefined ? [] : [`${many} ${severity}`];
  });
  return {
    clusters: someOf([...places].sort(byText), 3),
    findings:
      bySeverity.length === 1
        ? `${bySeverity.join("")} ${items.length === 1 ? "finding" : "findings"}`
        : `${counted(items.length, "finding")}: ${bySeverity.join(", ")}`,
  };
}
