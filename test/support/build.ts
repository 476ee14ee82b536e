import { type Fact, known, missing } from "../../src/core/model/absence.ts";
import { builtInSupportCalendar } from "../../src/core/model/calendar.ts";
import type { Cluster, NodePool } from "../../src/core/model/cluster.ts";
import type { Finding, Outcome, RuleStamp } from "../../src/core/model/finding.ts";
import {
  type ClusterRef,
  clusterId,
  region,
  ruleId,
  type SubscriptionId,
  subnetId,
  subscriptionId,
  vmFamily,
  vmSize,
  vmSizeKey,
} from "../../src/core/model/names.ts";
import type { Quota, Quotas, Restrictions, Skus, Subnets, SubnetUse, VmSku } from "../../src/core/model/region.ts";
import type { RegionFacts, RegionView, Snapshot } from "../../src/core/model/snapshot.ts";
import { type Instant, instant } from "../../src/core/model/time.ts";
import { bytes, gib, gibToBytes } from "../../src/core/model/units.ts";
import { kubernetesVersion } from "../../src/core/model/version.ts";

/** Builders of healthy things: a test changes only what it is about. */
export const NOW = instant("2026-11-23T02:03:00Z");
export const SUBSCRIPTION = subscriptionId("11111111-1111-1111-1111-111111111111");
export const WESTEUROPE = region("westeurope");

export function ref(name = "prod-weu-1", resourceGroup = "rg-prod", subscription: SubscriptionId = SUBSCRIPTION): ClusterRef {
  const id = clusterId(
    `/subscriptions/${subscription}/resourcegroups/${resourceGroup}/providers/microsoft.containerservice/managedclusters/${name}`,
  );
  return { id, subscription, resourceGroup, name };
}

/** A user pool of three autoscaled D4ds_v5 with ephemeral disks, on the cluster's version, over three zones. */
export function pool(change: Partial<NodePool> & { readonly nodeCount?: number } = {}): NodePool {
  const nodeCount = change.nodeCount ?? 3;
  return {
    name: "apps",
    mode: "user",
    kind: "scale-set",
    os: "linux",
    osSku: "Ubuntu",
    sizes: [{ vmSize: vmSize("Standard_D4ds_v5"), nodeCount, autoscale: { min: 3, max: 10 } }],
    nodeCount,
    priority: "regular",
    osDisk: { kind: "ephemeral", sizeGiB: gib(128) },
    kubeletDisk: "os",
    maxPods: 30,
    version: version("1.35.4"),
    nodeImageVersion: "AKSUbuntu-2404gen2containerd-202611.10.0",
    provisioningState: "Succeeded",
    powerState: "running",
    upgrade: { maxSurge: { kind: "percent", percent: 10 }, maxUnavailable: { kind: "count", nodes: 0 } },
    podIpAllocation: "dynamic",
    zones: ["1", "2", "3"],
    labels: {},
    taints: [],
    tags: {},
    scaleDownMode: "delete",
    security: { secureBoot: false, vtpm: false },
    ...change,
  };
}

/** The default pool of a healthy cluster. */
export const systemPool = (change: Partial<NodePool> = {}): NodePool => pool({ name: "system", mode: "system", ...change });

export function cluster(change: Partial<Cluster> = {}): Cluster {
  return {
    ...ref(),
    region: WESTEUROPE,
    resourceUid: "uid-1",
    provisioningState: "Succeeded",
    powerState: "running",
    version: version("1.35.4"),
    tier: "standard",
    supportPlan: "community",
    isAutomatic: false,
    hasNodeAutoProvisioning: false,
    network: { model: "overlay", podCidrs: ["10.244.0.0/16"], outboundType: "loadBalancer" },
    tags: {},
    nodePools: [systemPool(), pool()],
    ...change,
  };
}

export function snapshot(of: Cluster = cluster(), change: Partial<Snapshot> = {}): Snapshot {
  const { id, subscription, resourceGroup, name } = of;
  return {
    ref: { id, subscription, resourceGroup, name },
    cluster: known(of, NOW),
    presence: { kind: "present" },
    ...change,
  };
}

export function sku(change: Partial<VmSku> & { readonly name?: string } = {}): VmSku {
  const { name = "Standard_D4ds_v5", ...rest } = change;
  const family = rest.familyName ?? "standardDDSv5Family";
  return {
    vmSize: vmSize(name),
    family: vmFamily(family),
    familyName: family,
    vcpus: 4,
    vcpusAvailable: 4,
    memoryGiB: gib(16),
    architecture: "x64",
    gpus: 0,
    hasPremiumDisk: true,
    isSpotCapable: true,
    ephemeralOsDisk: {
      isSupported: true,
      placements: ["temp"],
      cacheBytes: bytes(0),
      tempBytes: gibToBytes(gib(150)),
      nvmeBytes: bytes(0),
    },
    zones: ["1", "2", "3"],
    ...rest,
  };
}

export const skus = (...rows: readonly VmSku[]): Skus => ({ byKey: new Map(rows.map((row) => [vmSizeKey(row.vmSize), row])) });
export const quota = (limit: number, used: number): Quota => ({ limit, used, free: limit - used });
export const quotas = (change: Partial<Quotas> = {}): Quotas => ({
  byFamily: new Map([[vmFamily("standardDDSv5Family"), quota(200, 24)]]),
  regional: quota(1000, 24),
  spot: quota(100, 0),
  ...change,
});
export const subnets = (rows: Readonly<Record<string, Fact<SubnetUse>>> = {}): Subnets => ({
  byId: new Map(Object.entries(rows).map(([id, use]) => [subnetId(id), use])),
});
export const subnetUse = (limit: number, used: number): SubnetUse => ({ limit, used, free: limit - used });

export function regionFacts(change: Partial<RegionFacts> = {}): RegionFacts {
  const none: Restrictions = { byKey: new Map() };
  return {
    skus: known(skus(sku()), NOW),
    restrictions: known(none, NOW),
    quotas: known(quotas(), NOW),
    subnets: known(subnets(), NOW),
    prices: missing("absent", "the test gives no prices"),
    spot: missing("absent", "the test gives no spot prices"),
    ...change,
  };
}

/** One healthy cluster in one region, with everything known. */
export function regionView(change: Partial<RegionView> = {}): RegionView {
  return {
    at: NOW,
    subscription: SUBSCRIPTION,
    region: WESTEUROPE,
    snapshots: [snapshot()],
    facts: regionFacts(),
    calendar: builtInSupportCalendar,
    history: new Map(),
    ...change,
  };
}

export function version(text: string): NonNullable<ReturnType<typeof kubernetesVersion>> {
  const parsed = kubernetesVersion(text);
  if (!parsed) throw new Error(`${text} is not a Kubernetes version`);
  return parsed;
}

export const minutesAfter = (minutes: number, from: Instant = NOW): Instant => instant(Date.parse(from) + minutes * 60_000);

export const stamp = (change: Partial<RuleStamp> & { readonly id?: string } = {}): RuleStamp => {
  const { id = "fixed-size-pool", ...rest } = change;
  return {
    rule: ruleId(id),
    code: "COST-014",
    version: 1,
    category: "cost",
    source: "https://learn.microsoft.com/azure/aks/cluster-autoscaler",
    floor: 1,
    ...rest,
  };
};

/** A medium finding of ten nodes about pool apps of the builders' cluster. */
export const finding = (change: Partial<Finding> = {}): Finding => ({
  target: { kind: "cluster", cluster: ref().id },
  subject: "apps",
  severity: "medium",
  magnitude: { value: 10, unit: "node" },
  title: "Fixed size, autoscaler off",
  detail: "10 nodes run whatever the load is.",
  workings: [],
  first: [],
  remedy: { steps: [{ text: "Turn the autoscaler on" }], restarts: "nothing" },
  notKnown: [],
  worth: { kind: "not-priced", why: "prices are not read yet" },
  ...change,
});

/** An outcome of one rule that covers the builders' cluster and found nothing. */
export const outcome = (change: Partial<Outcome> = {}): Outcome => ({
  stamp: stamp(),
  covers: [{ target: { kind: "cluster", cluster: ref().id }, at: NOW }],
  findings: [],
  unknown: [],
  notApplicable: [],
  ...change,
});
