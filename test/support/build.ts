import type { CannotTell } from "../../src/core/calc/cannot-tell.ts";
import { type Fact, known, missing } from "../../src/core/model/absence.ts";
import { type Cluster, type NodePool, type NodeShare, nodeShare, type PoolSize } from "../../src/core/model/cluster.ts";
import type { Finding, Outcome, RuleStamp } from "../../src/core/model/finding.ts";
import type { ClusterDay } from "../../src/core/model/history.ts";
import type {
  MaintenancePlans,
  MaintenancePurpose,
  MaintenanceSchedule,
  MaintenanceTimes,
  MaintenanceWindow,
} from "../../src/core/model/maintenance.ts";
import { currency } from "../../src/core/model/money.ts";
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
import type { DiskPriceKey, Price, RetailPrices, SpotMarket, SpotOffer, VmPrices } from "../../src/core/model/price.ts";
import type { Quota, Quotas, Restrictions, Skus, Subnets, SubnetUse, VmSku } from "../../src/core/model/region.ts";
import type { RegionFacts, RegionView, Snapshot } from "../../src/core/model/snapshot.ts";
import { day, dayOf, type Instant, instant } from "../../src/core/model/time.ts";
import { bytes, gib, gibToBytes } from "../../src/core/model/units.ts";
import { kubernetesVersion } from "../../src/core/model/version.ts";
import type { OfferedMinor, VersionCatalogue } from "../../src/core/model/version-catalogue.ts";
import { settledCalendar } from "./calendar.ts";

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

export const percent = (value: number) => ({ kind: "percent", percent: value }) as const;
export const count = (nodes: number) => ({ kind: "count", nodes }) as const;
/** As settings spell it: `33%`, `5`. */
export function share(text: string): NodeShare {
  const parsed = nodeShare(text);
  if (!parsed) throw new Error(`${text} is no share of nodes`);
  return parsed;
}

/** So many nodes of a VM size, and between how many an autoscaler keeps them. */
export const poolSize = (name: string, nodeCount: number, autoscale?: PoolSize["autoscale"]): PoolSize => ({
  vmSize: vmSize(name),
  nodeCount,
  ...(autoscale ? { autoscale } : {}),
});

interface Surging extends Partial<NodePool> {
  readonly size?: string;
  readonly max?: number | undefined;
}

/** A pool of so many nodes of one size. Nothing scales it unless `max` says how far; a max surge that is no share is not set. */
export function surging(nodeCount: number, maxSurge: NodeShare | string, change: Surging = {}): NodePool {
  const { size = "Standard_D4ds_v5", max, ...rest } = change;
  const set = typeof maxSurge === "string" ? nodeShare(maxSurge) : maxSurge;
  const sizes = [poolSize(size, nodeCount, max === undefined ? undefined : { min: 1, max })];
  return pool({ nodeCount, sizes, upgrade: set ? { maxSurge: set } : {}, ...rest });
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
    network: {
      model: "overlay",
      podCidrs: ["10.244.0.0/16"],
      outboundType: "loadBalancer",
      loadBalancer: { portsPerNode: 0, outboundIps: 1 },
    },
    autoUpgrade: { channel: "patch", nodeOsChannel: "node-image" },
    nodeResourceGroup: "MC_rg-prod_prod-weu-1_westeurope",
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

/** A price row since 1 Nov, in EUR an hour or a month; a euro is 1.25 US dollars. */
export const price = (amount: number, change: Partial<Price> = {}): Price => ({
  amount,
  meterId: `meter-${amount}`,
  from: day("2026-11-01"),
  usd: amount * 1.25,
  ...change,
});

/** Everything one VM size is sold as, from what a Linux hour costs: Windows 0.16 more, spot a quarter. */
export const vmPrices = (linux: number, change: Partial<VmPrices> = {}): VmPrices => ({
  linux: price(linux),
  windows: price(linux + 0.16),
  linuxSpot: price(linux / 4),
  windowsSpot: price(linux / 4 + 0.16),
  ...change,
});

interface PricesChange extends Partial<Omit<RetailPrices, "vms" | "disks">> {
  readonly vms?: Readonly<Record<string, VmPrices>>;
  readonly disks?: Readonly<Record<DiskPriceKey, Price>>;
}

/** What the builders' pools are made of; the sizes and disks a test gives are all there are. */
export function prices({ vms = { Standard_D4ds_v5: vmPrices(0.24) }, disks = DISKS, ...change }: PricesChange = {}): RetailPrices {
  return {
    region: WESTEUROPE,
    currency: currency("EUR"),
    vms: new Map(Object.entries(vms).map(([size, sold]) => [vmSizeKey(vmSize(size)), sold])),
    disks: new Map(Object.entries(disks).map(([tier, row]) => [tier as DiskPriceKey, row])),
    aks: { uptimeSla: price(0.1), longTermSupport: price(0.5), automaticVcpu: new Map() },
    publicIps: { standardStatic: price(0.005), inPrefix: price(0.006) },
    ...change,
  };
}

const DISKS: Readonly<Record<DiskPriceKey, Price>> = {
  "P10 LRS": price(20),
  "P15 LRS": price(38),
  "P20 LRS": price(73),
  "P30 LRS": price(135),
  "E10 LRS": price(10),
};

/** A month of spot history around a fifth of the price of D4ds_v5, in US dollars, and few evictions. */
export const spotOffer = (change: Partial<SpotOffer> = {}): SpotOffer => ({
  linux: { latest: 0.06, low: 0.045, median: 0.06, high: 0.09, days: 28 },
  evictions: "0-5",
  ...change,
});

export const spotMarket = (offers: Readonly<Record<string, SpotOffer>> = { Standard_D4ds_v5: spotOffer() }): SpotMarket => ({
  region: WESTEUROPE,
  bySize: new Map(Object.entries(offers).map(([size, offer]) => [vmSizeKey(vmSize(size)), offer])),
});

/** One look a night at the builders' cluster, the newest last: so many nodes of a pool. */
export const nights = (counts: readonly number[], poolName = "apps", size = "Standard_D4ds_v5"): ClusterDay[] =>
  counts.map((nodeCount, index) => {
    const at = minutesAfter((index + 1 - counts.length) * 1440);
    return {
      cluster: ref().id,
      day: dayOf(at),
      pools: [{ pool: poolName, samples: [{ at, sizes: [{ vmSize: vmSize(size), nodeCount }] }] }],
    };
  });

/** A minor with its patches, the newest first: `offered("1.35", 4, 3)`. */
export const offered = (minor: string, ...patches: readonly number[]): OfferedMinor => ({
  version: version(minor),
  plans: ["community", "lts"],
  isDefault: false,
  isPreview: false,
  patches: patches.map((patch) => ({ version: version(`${minor}.${patch}`), upgrades: [] })),
});

/** The same, each of whose patches leads to these versions. */
export const leading = (minor: string, patches: readonly number[], to: readonly string[]): OfferedMinor => {
  const row = offered(minor, ...patches);
  return { ...row, patches: row.patches.map((patch) => ({ ...patch, upgrades: to.map(version) })) };
};

export const versionCatalogue = (...minors: readonly OfferedMinor[]): VersionCatalogue => ({
  region: WESTEUROPE,
  minors: minors.length > 0 ? minors : [offered("1.36", 1, 0), offered("1.35", 4, 3), offered("1.34", 8, 7)],
  isComplete: true,
});

/** Every Sunday from 02:00 to 10:00 UTC. */
export const maintenanceWindow = (change: Partial<MaintenanceWindow> = {}): MaintenanceWindow => ({
  kind: "window",
  recurs: { every: "week", interval: 1, weekday: 7 },
  startMinute: 120,
  durationHours: 8,
  utcOffsetMinutes: 0,
  blocked: [],
  ...change,
});

export const schedule = (purpose: MaintenancePurpose, times: MaintenanceTimes = maintenanceWindow()): MaintenanceSchedule => ({
  purpose,
  times,
});

/** What is planned for the builders' cluster. */
export const maintenancePlans = (schedules: readonly MaintenanceSchedule[], cluster: ClusterRef = ref()): MaintenancePlans => ({
  byCluster: new Map([[cluster.id, known(schedules, NOW)]]),
});

export function regionFacts(change: Partial<RegionFacts> = {}): RegionFacts {
  const none: Restrictions = { byKey: new Map() };
  return {
    skus: known(skus(sku()), NOW),
    restrictions: known(none, NOW),
    quotas: known(quotas(), NOW),
    subnets: known(subnets(), NOW),
    prices: missing("absent", "the test gives no prices"),
    spot: missing("absent", "the test gives no spot prices"),
    versions: known(versionCatalogue(), NOW),
    maintenance: known(maintenancePlans([schedule("cluster-upgrades"), schedule("node-os-upgrades")]), NOW),
    locks: known([], NOW),
    nodeGroups: known({ byName: new Map() }, NOW),
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
    calendar: settledCalendar,
    history: new Map(),
    ...change,
  };
}

export function version(text: string): NonNullable<ReturnType<typeof kubernetesVersion>> {
  const parsed = kubernetesVersion(text);
  if (!parsed) throw new Error(`${text} is not a Kubernetes version`);
  return parsed;
}

/** What was told; a test that gets a reason instead fails with it. */
export function told<T extends object>(value: T | CannotTell): T {
  if ("cannotTell" in value) throw new Error(`cannot tell: ${value.cannotTell.why}`);
  return value;
}

/** The same, without what an answer did not have. */
export const without = <T extends object, K extends keyof T>(of: T, ...names: readonly K[]): Omit<T, K> =>
  Object.fromEntries(Object.entries(of).filter(([name]) => !names.includes(name as K))) as Omit<T, K>;

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
