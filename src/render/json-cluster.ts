import { versionText } from "../core/model/version.ts";
import type { ReportCluster, ReportPool } from "./report-cluster.ts";
import { roundedMoney } from "./rounded.ts";

export function clusterOf({ ref, subscriptionName, seen, trouble, counts, saves, cost, pools, lost }: ReportCluster) {
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

function poolOf({ pool, findings, reserved, facts }: ReportPool) {
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
    facts,
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
