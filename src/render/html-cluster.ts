import { isNothing, monthlyText } from "../core/digest/amount.ts";
import { plainName, plainSentence } from "../core/digest/plain.ts";
import { counted } from "../core/digest/words.ts";
import { sumText } from "../core/digest/worth.ts";
import { SEVERITIES } from "../core/model/finding.ts";
import { versionText } from "../core/model/version.ts";
import { bar, key } from "./bars.ts";
import { dayText, momentText } from "./days.ts";
import { table } from "./html-table.ts";
import { anchorOf, type Links } from "./links.ts";
import { html, type Markup, safeHref } from "./markup.ts";
import type { Report } from "./report.ts";
import type { ReportCluster, ReportPool } from "./report-cluster.ts";

/** Beyond so many, pools stand on the page of their cluster alone, where it has one. */
const MOST_UNFOLDED = 60;

export function clustersSection({ clusters, locale }: Report, links: Links): Markup {
  const isFolding = links.cluster === undefined || clusters.length <= MOST_UNFOLDED;
  const rows = clusters.map((cluster) => (isFolding ? clusterRow(cluster, locale, links) : clusterLineOf(cluster, locale, links)));
  return html`<section aria-labelledby="clusters"><h2 id="clusters">Clusters</h2>
${rows.length === 0 ? html`<p>No cluster is in what is shown.</p>` : html`<p class="small">${BAR_LEGEND}</p><ul class="plain">${rows}</ul>`}</section>`;
}

export const BAR_LEGEND = html`Bars are one node of a VM size: ${key("allocatable")}for pods (allocatable) · ${key("kube")}kube-reserved · ${key("eviction")}eviction threshold. Of nominal memory; a node shows 2 to 4 % less.`;

function clusterRow(cluster: ReportCluster, locale: string, { cluster: pageOf, filtered }: Links): Markup {
  const { ref } = cluster;
  const findings = filtered ? html` · <a href="${safeHref(filtered({ clusters: [ref.id] }))}">its findings</a>` : undefined;
  const page = pageOf
    ? html`<p class="small"><a href="${safeHref(pageOf(ref.id))}">Page of ${plainName(ref.name)}</a>${findings}</p>`
    : undefined;
  return html`<li id="${anchorOf("cluster", ref.id)}"><details><summary><h3>${plainName(ref.name)}</h3>
<span class="line small">${clusterLine(cluster)}</span>
<span class="line small">${clusterSum(cluster, locale)}</span></summary>
<div class="body">${clusterBody(cluster, locale)}${page}</div></details></li>
`;
}

const clusterLineOf = (cluster: ReportCluster, locale: string, { cluster: pageOf }: Links): Markup =>
  html`<li id="${anchorOf("cluster", cluster.ref.id)}"><div class="row"><a href="${safeHref(pageOf?.(cluster.ref.id) ?? "#")}"><h3>${plainName(cluster.ref.name)}</h3></a>
<span class="line small">${clusterLine(cluster)}</span>
<span class="line small">${clusterSum(cluster, locale)}</span></div></li>
`;

/** `westeurope · 1.34.2 · standard · 27 nodes in 4 pools · node-reserved 22 % of memory, 8 % of CPU` */
function clusterLine({ seen, subscriptionName, lost }: ReportCluster): string {
  const place = `subscription ${subscriptionName}`;
  if (!seen) return `${place} · never read`;
  const { region, version, tier, supportPlan, nodePools, powerState } = seen.cluster;
  const nodes = nodePools.reduce((sum, { nodeCount }) => sum + nodeCount, 0);
  return [
    plainName(region),
    `Kubernetes ${versionText(version)}`,
    supportPlan === "lts" ? `${tier}, long-term support` : tier,
    ...(powerState === "stopped" ? ["stopped"] : []),
    `${counted(nodes, "node")} in ${counted(nodePools.length, "pool")}`,
    ...(seen.cluster.hasNodeAutoProvisioning ? ["nodes of auto-provisioning not counted"] : []),
    ...(lost
      ? [
          `node-reserved ${percent(lost.memoryShare)} of memory, ${percent(lost.cpuShare)} of CPU${lost.poolsUnknown > 0 ? ` (${counted(lost.poolsUnknown, "pool")} not known)` : ""}`,
        ]
      : []),
    place,
  ].join(" · ");
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** `1 high 2 low €410/month` */
export const clusterSum = (cluster: ReportCluster, locale: string): Markup =>
  html`${severityChips(cluster)} <span class="worth">${sumText(cluster.saves, locale) ?? ""}</span>`;

const severityChips = ({ counts, trouble }: ReportCluster): Markup =>
  counts.size === 0
    ? html`<span class="soft">${trouble ? "not checked" : "no findings"}</span>`
    : html`${SEVERITIES.toReversed().flatMap((severity) => (counts.has(severity) ? [html`<span class="severity ${severity}">${counts.get(severity)} ${severity}</span> `] : []))}`;

export function clusterBody({ ref, seen, trouble, cost, pools }: ReportCluster, locale: string): Markup {
  const costs =
    cost &&
    html`<p>Costs ${monthlyText(cost.total, locale)} at list price${isNothing(cost.controlPlane) ? "" : `, ${monthlyText(cost.controlPlane, locale)} of it the control plane`}.${notes("Not priced", cost.notPriced)}${notes("Not in it", cost.notIncluded)}</p>`;
  return html`${trouble ? html`<p class="notice">Not read since ${dayText(trouble.since, locale)}: ${plainSentence(trouble.reason.why)}. What stands here is older.</p>` : undefined}
${seen ? html`<p class="soft small">Resource group ${plainName(ref.resourceGroup)} · as read ${momentText(seen.at, locale)}</p>` : undefined}${costs}
${pools.length === 0 ? undefined : poolTable(pools)}${factsOf(pools)}`;
}

const notes = (label: string, those: readonly string[]): string =>
  those.length === 0 ? "" : ` ${label}: ${those.map(plainSentence).join("; ")}.`;

/** Worth knowing, and no advice: what would decide it is not in what Azure Resource Manager says. */
function factsOf(pools: readonly ReportPool[]): Markup | undefined {
  const facts = pools.flatMap(({ pool, facts: of }) => of.map((fact) => ({ pool, ...fact })));
  if (facts.length === 0) return undefined;
  return html`<h4>Good to know</h4><ul class="facts small">${facts.map(
    ({ pool, code, text, formula, notKnown }) =>
      html`<li><strong>${plainName(pool.name)}</strong>: ${text} <span class="soft">${code}</span><span class="line"><code>${formula}</code></span><span class="line soft">Not known: ${notKnown}.</span></li>`,
  )}</ul>`;
}

const poolTable = (pools: readonly ReportPool[]): Markup =>
  table(
    { hidden: "Node pools" },
    [
      { head: "Pool" },
      { head: "Nodes", isNumber: true },
      { head: "Made of", isWide: true },
      { head: "What a node keeps", isWide: true },
      { head: "Findings", isNumber: true },
    ],
    pools.map((each) => [plainName(each.pool.name), each.pool.nodeCount, madeOf(each), reservedBars(each), each.findings]),
  );

function madeOf({ pool }: ReportPool): string {
  const { sizes, mode, os, priority, version, osDisk } = pool;
  const names = sizes.map(({ vmSize, nodeCount, autoscale }) => {
    const scale = autoscale ? `, ${autoscale.min} to ${autoscale.max}` : "";
    return sizes.length === 1
      ? `${plainName(vmSize)}${scale === "" ? "" : ` (${scale.slice(2)} nodes)`}`
      : `${nodeCount} × ${plainName(vmSize)}${scale}`;
  });
  return [
    names.join(", "),
    `${mode}, ${os}${priority === "spot" ? ", spot" : ""}`,
    ...(version ? [versionText(version)] : []),
    `${osDisk.kind} OS disk of ${osDisk.sizeGiB} GiB`,
  ].join(" · ");
}

function reservedBars({ reserved }: ReportPool): Markup | undefined {
  if (!reserved) return undefined;
  if ("cannotTell" in reserved) return html`Cannot tell: ${plainSentence(reserved.cannotTell.why)}`;
  const { bySize } = reserved;
  return html`${bySize.map(({ sku, reserved: node }) => {
    const kubeMemory = node.kubeReservedMemory + node.systemReservedMemory;
    const kubeCpu = node.kubeReservedCpu + node.systemReservedCpu;
    return html`<div class="gauge small">${bySize.length > 1 ? html`<strong>${plainName(sku.vmSize)}</strong>` : undefined}${node.isEstimate ? " (estimate)" : undefined}
${bar([
  { look: "allocatable", size: node.allocatableMemory },
  { look: "kube", size: kubeMemory },
  { look: "eviction", size: node.evictionMemory },
])}<span>Memory ${gib(node.allocatableMemory)} | ${gib(kubeMemory)} | ${gib(node.evictionMemory)} GiB of ${sku.memoryGiB}, ${percent(node.memoryShare)} kept</span>
${bar([
  { look: "allocatable", size: node.allocatableCpu },
  { look: "kube", size: kubeCpu },
])}<span>CPU ${cores(node.allocatableCpu)} | ${cores(kubeCpu)} of ${counted(sku.vcpusAvailable, "vCPU")}, ${percent(node.cpuShare)} kept</span></div>`;
  })}`;
}

const gib = (mib: number): string => String(Math.round((mib / 1024) * 100) / 100);
const cores = (millicores: number): string => String(Math.round(millicores / 10) / 100);
