import type { Worth } from "../core/model/finding.ts";
import type { MonthlySavings, SavedMoney } from "../core/model/ledger.ts";
import type { Saving } from "../core/model/saving.ts";
import { versionText } from "../core/model/version.ts";
import type { Report } from "./report.ts";
import type { ReportCluster, ReportPool } from "./report-cluster.ts";
import type { ReportFinding } from "./report-finding.ts";
import { cents, roundedMoney } from "./rounded.ts";

/** Raised when a field goes or changes its meaning; new fields alone do not raise it. */
export const JSON_VERSION = 1;

/** The report as `report.schema.json` describes it. Names stand as Azure gave them: whoever shows them makes them safe. */
export const renderJson = (report: Report): string => `${JSON.stringify(documentOf(report), undefined, 2)}\n`;

function documentOf(report: Report) {
  const { at, scanClosedAt, currency, locale, filter, headline, totals, atStake, saved, support } = report;
  const { text, open, fresh, worse, resolved } = headline;
  return {
    version: JSON_VERSION,
    at,
    scanClosedAt,
    currency,
    locale,
    filter,
    headline: { text, open, new: fresh, worse, resolved },
    money: { firm: roundedMoney(totals.firm), upTo: roundedMoney(totals.upTo), notPriced: totals.notPriced },
    atStake: atStake.map((kind) => ({ ...kind, monthly: roundedMoney(kind.monthly) })),
    saved: saved?.map(monthOf),
    support: support?.flatMap(({ minor, entry, lines }) =>
      lines.map(({ plan, clusters, ends, doubt }) => ({
        minor,
        plan,
        clusters,
        lastDay: ends?.on,
        daysLeft: ends?.daysLeft,
        doubt,
        source: entry?.source,
      })),
    ),
    clusters: report.clusters.map(clusterOf),
    findings: report.findings.map(findingOf),
    couldNotCheck: report.couldNotCheck.map(({ scope, subscription, since, reason, clusters }) => ({
      scope,
      subscription,
      since,
      kind: reason.kind,
      why: reason.why,
      refusedAt: reason.scope,
      clusters: clusters.map(({ id }) => id),
    })),
    rules: report.rules.map(({ rule, code, version, category, source, summary, page }) => ({
      rule,
      code,
      version,
      category,
      source,
      summary,
      page,
    })),
  };
}

const monthOf = ({ month, firm, upTo }: MonthlySavings) => ({ month, firm: savedOf(firm), upTo: savedOf(upTo) });
const savedOf = ({ predicted, realised, unmeasured }: SavedMoney) => ({
  predicted: roundedMoney(predicted),
  realised: roundedMoney(realised),
  unmeasured,
});

function clusterOf({ ref, subscriptionName, seen, trouble, counts, saves, cost, pools, lost }: ReportCluster) {
  return {
    id: ref.id,
    name: ref.name,
    resourceGroup: ref.resourceGroup,
    subscription: ref.subscription,
    subscriptionName,
    seenAt: seen?.at,
    region: seen?.cluster.region,
    kubernetesVersion: seen && versionText(seen.cluster.version),
    tier: seen?.cluster.tier,
    supportPlan: seen?.cluster.supportPlan,
    powerState: seen?.cluster.powerState,
    trouble: trouble && { since: trouble.since, kind: trouble.reason.kind, why: trouble.reason.why },
    findings: Object.fromEntries(counts),
    money: { firm: roundedMoney(saves.firm), upTo: roundedMoney(saves.upTo), notPriced: saves.notPriced },
    monthlyCost: cost && { ...roundedMoney(cost.total), notPriced: cost.notPriced, notIncluded: cost.notIncluded },
    nodeReserved: lost && { cpuShare: shareOf(lost.cpuShare), memoryShare: shareOf(lost.memoryShare), poolsUnknown: lost.poolsUnknown },
    pools: pools.map(poolOf),
  };
}

const shareOf = (share: number): number => Math.round(share * 10_000) / 10_000;

function poolOf({ pool, findings, reserved }: ReportPool) {
  return {
    name: pool.name,
    mode: pool.mode,
    os: pool.os,
    priority: pool.priority,
    nodes: pool.nodeCount,
    sizes: pool.sizes.map(({ vmSize, nodeCount, autoscale }) => ({ vmSize, nodes: nodeCount, autoscale })),
    kubernetesVersion: pool.version && versionText(pool.version),
    findings,
    nodeReserved:
      reserved && ("cannotTell" in reserved ? { cannotTell: reserved.cannotTell.why } : { bySize: reserved.bySize.map(nodeOf) }),
  };
}

/** One node of the size. `allocatable` is of nominal memory. */
const nodeOf = ({ sku, reserved }: Extract<NonNullable<ReportPool["reserved"]>, { bySize: unknown }>["bySize"][number]) => ({
  vmSize: sku.vmSize,
  allocatableMiB: reserved.allocatableMemory,
  kubeReservedMiB: reserved.kubeReservedMemory,
  systemReservedMiB: reserved.systemReservedMemory,
  evictionMiB: reserved.evictionMemory,
  allocatableMillicores: reserved.allocatableCpu,
  kubeReservedMillicores: reserved.kubeReservedCpu,
  systemReservedMillicores: reserved.systemReservedCpu,
  isEstimate: reserved.isEstimate,
});

function findingOf(shown: ReportFinding) {
  const { record, where, cluster, subscriptionName, portal } = shown;
  const { finding, stamp, closed, unknown } = record;
  return {
    key: record.key,
    rule: stamp.rule,
    code: stamp.code,
    category: stamp.category,
    severity: finding.severity,
    state: record.state,
    baseline: record.baseline,
    title: finding.title,
    detail: finding.detail,
    where,
    subscription: record.subscription,
    subscriptionName,
    region: record.region,
    cluster: cluster?.id,
    clusterName: cluster?.name,
    pool: finding.subject,
    firstSeen: record.firstSeen,
    lastSeen: record.lastSeen,
    due: finding.due,
    magnitude: finding.magnitude,
    workings: finding.workings,
    mustHoldFirst: finding.first,
    remedy: finding.remedy,
    notKnown: finding.notKnown,
    money: moneyOf(shown),
    notCheckedSince: unknown && { since: unknown.since, kind: unknown.reason.kind, why: unknown.reason.why },
    closed: closed && { at: closed.at, reason: closed.reason, successor: closed.successor },
    source: stamp.source,
    portal,
  };
}

function moneyOf({ record, standing }: ReportFinding) {
  const { worth } = record.finding;
  if (standing.kind === "not-priced") return { kind: standing.kind, why: standing.why };
  if (worth.kind === "once") return onceOf(worth);
  if (standing.kind === "none") return { kind: standing.kind };
  return {
    kind: standing.kind,
    ...savingOf(standing.saving),
    insteadOf: standing.kind === "also-possible" ? standing.counted.map(({ key }) => key) : undefined,
  };
}

const onceOf = ({ cost, prices, workings }: Extract<Worth, { kind: "once" }>) => ({
  kind: "once",
  cost: roundedMoney(cost),
  prices,
  workings,
});

const savingOf = ({ about, firmness, monthly, range, before, basis, confidence, prices, workings }: Saving) => ({
  about,
  firmness,
  monthly: roundedMoney(monthly),
  range: range && { low: cents(range.low), high: cents(range.high) },
  before: roundedMoney(before),
  basis,
  confidence,
  prices,
  workings,
});
