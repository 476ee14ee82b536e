import { monthlyText } from "../core/digest/amount.ts";
import { plainName } from "../core/digest/plain.ts";
import { counted, someOf } from "../core/digest/words.ts";
import { sumText } from "../core/digest/worth.ts";
import { SEVERITIES } from "../core/model/finding.ts";
import { minorText } from "../core/model/version.ts";
import { coverageText } from "./coverage-words.ts";
import { dayText, momentText } from "./days.ts";
import { table, text } from "./markdown-text.ts";
import type { Report } from "./report.ts";
import { roomText } from "./room-words.ts";
import { asSaidText, notMeasuredText, sumScoreText } from "./score-words.ts";
import { BY_NOTICE } from "./support.ts";

export function moneyPart({ atStake, totals, locale, currency }: Report): readonly string[] {
  if (atStake.length === 0 && totals.notPriced === 0) return [];
  const rows = atStake.map(({ about, firmness, findings, monthly }) => [about, firmness, findings, monthlyText(monthly, locale)]);
  const notPriced = totals.notPriced === 0 ? [] : [`${counted(totals.notPriced, "finding")} not priced.`];
  return [
    "## Money at stake",
    ...(rows.length === 0 ? [] : [table(["About", "Firm or up to", "Findings", `At list price, ${currency}`], rows)]),
    ...notPriced,
  ];
}

export function supportPart({ support = [], locale }: Report): readonly string[] {
  const rows = support.flatMap(({ minor, lines }) =>
    lines.map(({ plan, clusters, ends, isTold, doubt }) => [
      minor,
      plan,
      ends ? `${dayText(ends.on, locale)}${isTold ? `, ${BY_NOTICE}` : ""}` : "not known",
      ends ? ends.daysLeft : "",
      clusters.join(", "),
      doubt ?? "",
    ]),
  );
  return rows.length === 0
    ? []
    : ["## Support of Kubernetes versions", table(["Version", "Plan", "Last day", "Days left", "Clusters", "Doubt"], rows)];
}

export function roomPart({ rooms, locale }: Report): readonly string[] {
  if (!rooms || (rooms.rows.length === 0 && rooms.unknown.length === 0)) return [];
  const rows = rooms.rows.map((row) => {
    const { family = "all regular vCPUs", quota, needs, subscriptionName, region } = row;
    const [used, free, read] =
      "missing" in quota ? ["", "", ""] : [`${quota.used} of ${quota.limit}`, quota.limit - quota.used, momentText(quota.readAt, locale)];
    const needed = [needs.onePool.vcpus, needs.oneCluster.vcpus, needs.allAtOnce.vcpus];
    return [family, subscriptionName, region, used, free, ...needed, roomText(row), read];
  });
  const head = ["Quota", "Subscription", "Region", "Used", "Free", "One pool", "One cluster", "All at once", "Room", "Read"];
  return [
    "## Surge room",
    ...(rows.length === 0
      ? []
      : ["vCPUs that the surge nodes of the next upgrades take: the pool that needs most, the cluster, all at once.", table(head, rows)]),
    ...rooms.unknown.map(({ subscriptionName, region, reason }) =>
      text(`${subscriptionName} · ${region}: cannot tell what upgrades need: ${reason.why}.`),
    ),
  ];
}

export function scorePart({ score, locale }: Report): readonly string[] {
  if (!score || score.entries === 0) return [];
  const lines = [
    ...score.measured.map((sum) => `${sum.firmness === "firm" ? "Firm" : "Up to"}: ${sumScoreText(sum, locale)}`),
    ...[asSaidText(score, locale), notMeasuredText(score)].filter((line) => line !== undefined),
  ];
  return ["## The score", lines.map((line) => `- ${text(line)}`).join("\n")];
}

export function coveragePart({ coverage = [] }: Report): readonly string[] {
  const lines = coverage.map(
    (group) =>
      `${counted(group.subscriptions.length, "subscription")} ${coverageText(group)}: ${someOf(
        group.subscriptions.map(({ name }) => plainName(name)),
        10,
      )}`,
  );
  return lines.length === 0 ? [] : ["## Where changes come from", lines.map((line) => `- ${text(line)}`).join("\n")];
}

export function clusterPart({ clusters, locale }: Report): readonly string[] {
  const rows = clusters.map(({ ref, subscriptionName, seen, trouble, counts, saves }) => [
    ref.name,
    subscriptionName,
    seen?.cluster.region ?? "",
    seen ? minorText(seen.cluster.version) : "",
    seen ? seen.cluster.nodePools.reduce((sum, { nodeCount }) => sum + nodeCount, 0) : "",
    SEVERITIES.toReversed()
      .flatMap((severity) => (counts.has(severity) ? [`${counts.get(severity)} ${severity}`] : []))
      .join(", "),
    sumText(saves, locale) ?? "",
    trouble ? `not read since ${dayText(trouble.since, locale)}: ${trouble.reason.why}` : "",
  ]);
  const head = ["Cluster", "Subscription", "Region", "Version", "Nodes", "Findings", "Saves", "Note"];
  return rows.length === 0 ? [] : ["## Clusters", table(head, rows)];
}
