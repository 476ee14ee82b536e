import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { type Arm, type ArmState, localCredential, startArm } from "../../local/arm/index.ts";
import { REAL } from "../../local/real.ts";
import { INTERESTING, PROXY_PASSWORD, SUBSCRIPTIONS, sampleEstate, secondNight, settle } from "../../local/sample/estate.ts";
import { skuBodies } from "../../local/sample/skus.ts";
import { addressesFor, surgeAddresses } from "../../src/core/calc/addresses.ts";
import { surgeVcpus } from "../../src/core/calc/quota.ts";
import { mergeMaps } from "../../src/core/calc/sums.ts";
import { known } from "../../src/core/model/absence.ts";
import { type Cluster, hasMotion, type NodePool } from "../../src/core/model/cluster.ts";
import { region, subscriptionId, vmFamily } from "../../src/core/model/names.ts";
import { findSku, type Quota, type Quotas, type Skus, type SubnetUse } from "../../src/core/model/region.ts";
import type { RegionView } from "../../src/core/model/snapshot.ts";
import { type Instant, instant } from "../../src/core/model/time.ts";
import { versionText } from "../../src/core/model/version.ts";
import { judge } from "../../src/core/rules/index.ts";
import { type Azure, type ClusterPage, connectAzure, networkOf } from "../../src/edge/azure/index.ts";
import { regionFacts, regionView, snapshot } from "../support/build.ts";
import { SPEAKING } from "../support/world.ts";

const REAL_SKUS = join(REAL, "skus");

const NIGHTS = { first: sampleEstate, settled: () => changed(settle), second: () => changed(secondNight) } as const;
const NIGHT_NAMES = ["first", "settled", "second"] as const;

function changed(change: (state: ArmState) => void): ArmState {
  const state = sampleEstate();
  change(state);
  return state;
}

interface Night {
  readonly azure: Azure;
  readonly clusters: ReadonlyMap<string, Cluster>;
  readonly odd: ClusterPage["odd"];
  readonly subscriptions: readonly string[];
}

const arms: Arm[] = [];
let nights: Record<(typeof NIGHT_NAMES)[number], Night>;
beforeAll(async () => {
  const [first, settled, second] = await Promise.all([readNight(NIGHTS.first()), readNight(NIGHTS.settled()), readNight(NIGHTS.second())]);
  nights = { first, settled, second };
});
afterAll(() => Promise.all(arms.map((arm) => arm.close())));

/** Everything that the readers list on that night. */
async function readNight(state: ArmState): Promise<Night> {
  const arm = await startArm(state);
  arms.push(arm);
  const azure = connectAzure({
    ...{ endpoint: arm.url, credential: localCredential, timeoutMs: 60_000, maxInFlight: 8 },
    ...{ signal: new AbortController().signal, onOdd: () => undefined },
  });
  const subscriptions = await azure.listSubscriptions();
  const pages = (await Promise.all(subscriptions.map(({ id }) => allPages(azure, id)))).flat();
  return {
    azure,
    clusters: new Map(pages.flatMap(({ clusters }) => clusters).map((cluster) => [cluster.name, cluster])),
    odd: pages.flatMap(({ odd }) => odd),
    subscriptions: subscriptions.map(({ name }) => name),
  };
}

async function allPages(azure: Azure, subscription: Cluster["subscription"]): Promise<ClusterPage[]> {
  const pages: ClusterPage[] = [];
  let link: string | undefined;
  do {
    const page = await azure.readClusterPage(subscription, link);
    pages.push(page);
    link = page.nextLink;
  } while (link !== undefined);
  return pages;
}

const named = (night: Night, cluster: string): Cluster => night.clusters.get(cluster) ?? expect.fail(`no cluster ${cluster}`);
const poolOf = (night: Night, cluster: string, pool: string): NodePool =>
  named(night, cluster).nodePools.find(({ name }) => name === pool) ?? expect.fail(`no pool ${pool}`);
const quotasOf = (night: Night, { subscription, region }: Cluster): Promise<Quotas> => night.azure.readQuotas(subscription, region);

async function subnetOf({ azure }: Night, { nodeSubnet }: NodePool): Promise<SubnetUse> {
  const network = nodeSubnet && networkOf(nodeSubnet);
  if (!network) return expect.fail("the pool has no subnet");
  return (await azure.readSubnets(network)).get(nodeSubnet) ?? expect.fail("the network does not list the subnet");
}

describe("the estate", () => {
  it("goes through the readers, all but one body, which is named with the field that does not fit", () => {
    const { clusters, odd, subscriptions } = nights.first;

    expect(odd).toEqual([
      {
        id: expect.stringMatching(/\/managedclusters\/lab-weu-1$/),
        problem: expect.stringContaining("agentPoolProfiles.1.count"),
      },
    ]);
    expect(INTERESTING.odd).toBe("lab-weu-1");
    expect(clusters.size).toBe(34);
    expect(subscriptions).toEqual(["prod", "shop", "data", "dev", "platform-dev", "stores"]);
    expect(new Set([...clusters.values()].map(({ region }) => region))).toEqual(new Set(["westeurope", "northeurope", "swedencentral"]));
  });

  const pools = (of: (pool: NodePool, cluster: Cluster) => boolean) => (cluster: Cluster) =>
    cluster.nodePools.some((pool) => of(pool, cluster));
  it.for<[string, (cluster: Cluster) => boolean]>([
    ["an overlay network", ({ network }) => network.model === "overlay"],
    ["pods in the node subnet", pools((pool, { network }) => network.model === "node-subnet" && pool.podSubnet === undefined)],
    ["pods in a subnet of their own", pools(({ podSubnet }) => podSubnet !== undefined)],
    ["kubenet", ({ network }) => network.model === "kubenet"],
    ["a spot pool with autoscaler", pools(({ priority, sizes }) => priority === "spot" && sizes[0]?.autoscale !== undefined)],
    ["a spot pool without", pools(({ priority, sizes }) => priority === "spot" && sizes[0]?.autoscale === undefined)],
    ["a Windows pool", pools(({ os }) => os === "windows")],
    ["ephemeral OS disks", pools(({ osDisk }) => osDisk.kind === "ephemeral")],
    ["managed OS disks", pools(({ osDisk }) => osDisk.kind === "managed")],
    ["a Virtual Machines pool of two sizes", pools(({ kind, sizes }) => kind === "virtual-machines" && sizes.length === 2)],
    ["an arm64 pool", pools(({ nodeImageVersion }) => nodeImageVersion?.includes("arm64") === true)],
    ["a GPU pool", pools(({ sizes }) => sizes[0]?.vmSize.startsWith("Standard_NC") === true)],
    ["a lower-case VM size", pools(({ sizes }) => sizes[0]?.vmSize.startsWith("standard_") === true)],
    ["a stopped cluster", ({ powerState, nodePools }) => powerState === "stopped" && nodePools.every(({ nodeCount }) => nodeCount === 0)],
    ["long-term support", ({ supportPlan, tier }) => supportPlan === "lts" && tier === "premium"],
    ["AKS Automatic without a pool list", ({ isAutomatic, nodePools }) => isAutomatic && nodePools.length === 0],
    ["a cluster in motion", hasMotion],
  ])("has %s", ([_, is]) => {
    expect([...nights.first.clusters.values()].filter(is).map(({ name }) => name)).not.toEqual([]);
  });

  it("lets two clusters share a subnet, whose ids they spell differently", () => {
    const [etl, services] = [poolOf(nights.first, "prod-weu-2", "etl"), poolOf(nights.first, "prod-weu-4", "services")];
    const raw = JSON.stringify(sampleEstate().clusters);

    expect(etl.nodeSubnet).toBe(services.nodeSubnet);
    expect(raw).toContain("/virtualNetworks/vnet-prod-weu/subnets/snet-shared");
    expect(raw).toContain("/virtualNetworks/VNet-Prod-WEU/subnets/snet-shared");
  });
});

describe.for(NIGHT_NAMES)("quota and subnets of the %s night", (night) => {
  it("hold at least the vCPUs of the nodes, and no more than the limit", async () => {
    const { azure, clusters } = nights[night];
    const byScope = Map.groupBy(clusters.values(), ({ subscription, region }) => `${subscription}/${region}`);
    let families = 0;
    for (const [scope, [first, ...others]] of byScope) {
      const cluster = first ?? expect.fail(scope);
      const { skus } = await azure.readSkus(cluster.subscription, cluster.region);
      const quotas = await quotasOf(nights[night], cluster);
      const taken = vcpusByQuota([cluster, ...others], skus);

      for (const [name, vcpus] of taken) expect({ scope, name, vcpus, ...quotaCalled(quotas, name) }).toSatisfy(isWithin(vcpus));
      families += taken.size;
    }

    expect(families).toBeGreaterThan(20);
  });

  it("hold every address of the nodes and of their pods", async () => {
    const { azure, clusters } = nights[night];
    const needs = [...clusters.values()].flatMap((cluster) => cluster.nodePools.map((pool) => addressesFor(cluster, pool, pool.nodeCount)));
    const taken = mergeMaps(
      needs.map((need) => ("cannotTell" in need ? expect.fail(need.cannotTell.why) : need)),
      (a, b) => a + b,
    );

    expect(taken.size).toBe(7);
    for (const [subnet, addresses] of taken) {
      const use = (await azure.readSubnets(networkOf(subnet) ?? expect.fail(subnet))).get(subnet);
      expect({ subnet, addresses, ...use }).toSatisfy(isWithin(addresses));
    }
  });
});

const isWithin =
  (taken: number) =>
  ({ used = -1, limit = -1 }: { readonly used?: number; readonly limit?: number }): boolean =>
    taken <= used && used <= limit;

/** By family; `regional` and `spot` for what counts there. */
function vcpusByQuota(clusters: readonly Cluster[], skus: Skus): ReadonlyMap<string, number> {
  const taken = clusters
    .flatMap(({ nodePools }) => nodePools)
    .flatMap(({ priority, sizes }) =>
      sizes.map(({ vmSize, nodeCount }) => {
        const { family, vcpus } = findSku(skus, vmSize) ?? expect.fail(`no SKU ${vmSize}`);
        const names = priority === "spot" ? ["spot"] : ["regional", family];
        return new Map(names.map((name) => [name, vcpus * nodeCount]));
      }),
    );
  return mergeMaps(taken, (a, b) => a + b);
}

const quotaCalled = ({ byFamily, regional, spot }: Quotas, name: string): Quota | undefined =>
  name === "regional" ? regional : name === "spot" ? spot : byFamily.get(vmFamily(name));

describe("prod-weu-1 / apps", () => {
  it.for([
    { night: "first" as const, percent: 10, nodes: 2, vcpus: 16, addresses: 62 },
    { night: "second" as const, percent: 25, nodes: 5, vcpus: 40, addresses: 155 },
  ])("surges by $nodes of 20 nodes on the $night night, with 28 vCPUs and 118 addresses free", async ({ night, ...expected }) => {
    const cluster = named(nights[night], "prod-weu-1");
    const pool = poolOf(nights[night], "prod-weu-1", "apps");
    const { skus } = await nights[night].azure.readSkus(cluster.subscription, cluster.region);
    const quotas = await quotasOf(nights[night], cluster);

    const need = surgeVcpus(pool, skus);
    const addresses = surgeAddresses(cluster, pool);

    expect(versionText(cluster.version)).toBe("1.34.2");
    expect(pool.upgrade.maxSurge).toEqual({ kind: "percent", percent: expected.percent });
    expect(need).toMatchObject({ nodes: expected.nodes, total: expected.vcpus });
    expect(addresses).toEqual(new Map([[pool.nodeSubnet, expected.addresses]]));
    expect(quotas.byFamily.get(vmFamily("standardDDSv5Family"))).toEqual({ limit: 200, used: 172, free: 28 });
    expect(await subnetOf(nights[night], pool)).toMatchObject({ free: 118 });
  });
});

it.for([
  ["first", 6],
  ["second", 37],
] as const)("prod-weu-2 / etl is short of addresses on the %s night: %i", async ([night, short]) => {
  const pool = poolOf(nights[night], "prod-weu-2", "etl");

  const need = surgeAddresses(named(nights[night], "prod-weu-2"), pool);
  const { free } = await subnetOf(nights[night], pool);

  expect(need).toEqual(new Map([[pool.nodeSubnet, free + short]]));
});

it("the running upgrade takes the room that its neighbour needs, and gives it back when it rests", async () => {
  const web = poolOf(nights.first, INTERESTING.besideUpgrading, "web");
  const free = async (night: Night) => {
    const quotas = await quotasOf(night, named(night, INTERESTING.besideUpgrading));
    return quotas.byFamily.get(vmFamily("standardDASv5Family"))?.free;
  };
  const { skus } = await nights.first.azure.readSkus(subscriptionId(SUBSCRIPTIONS.shop), region("westeurope"));

  expect(surgeVcpus(web, skus)).toMatchObject({ total: 32 });
  expect([await free(nights.first), await free(nights.settled)]).toEqual([22, 54]);
  expect(hasMotion(named(nights.first, INTERESTING.upgrading))).toBe(true);
  expect([...nights.settled.clusters.values()].filter(hasMotion)).toEqual([]);
  expect(versionText(poolOf(nights.settled, INTERESTING.upgrading, "checkout").version ?? expect.fail())).toBe("1.35.4");
});

describe("what the rules say of it", () => {
  let found: Record<(typeof NIGHT_NAMES)[number], readonly Found[]>;
  beforeAll(async () => {
    found = {
      first: await findingsOf(nights.first, instant("2026-11-23T02:03:00Z")),
      settled: await findingsOf(nights.settled, instant("2026-11-23T02:33:00Z")),
      second: await findingsOf(nights.second, instant("2026-11-24T02:03:00Z")),
    };
  });

  it("has something for the rules it is made for on the first night, and leaves most pools in peace", () => {
    const pools = [...nights.first.clusters.values()].flatMap(({ nodePools }) => nodePools);
    const spoken = found.first.filter(({ rule }) => SPEAKING.includes(rule) && !rule.startsWith("surge-"));

    expect(found.first.map(({ rule }) => rule)).toEqual(expect.arrayContaining([...SPEAKING]));
    expect(new Set(spoken.map(({ where }) => where)).size).toBeLessThan(pools.length / 3);
    expect(spoken.filter(({ where }) => where.startsWith(INTERESTING.notSeen))).toHaveLength(3);
  });

  it.for(UPKEEP)("finds %s at %s, and not at every other cluster", ([rule, clusters]) => {
    expect(new Set(found.first.filter((each) => each.rule === rule).map(({ where }) => where.split("/")[0]))).toEqual(new Set(clusters));
  });

  it("sees no shortage beside the running upgrade, nor when it rests", () => {
    const short = (all: readonly Found[]) =>
      all.filter(({ rule, where, title }) => rule.startsWith("surge-") && where.startsWith("shop-weu-") && !title.includes("at maximum"));

    expect([short(found.first), short(found.settled)]).toEqual([[], []]);
  });

  it("differs on the second night by what was changed", () => {
    const texts = (all: readonly Found[]) =>
      all
        .filter(({ rule, title }) => SPEAKING.includes(rule) && !title.includes("at maximum"))
        .map(({ rule, where }) => `${where} ${rule}`);
    const before = texts(found.settled);
    const after = texts(found.second);
    const unseen = /^(dev-weu-9|platform-dev-)/;

    expect(after.filter((each) => !before.includes(each)).sort()).toEqual([
      "nordic-sdc-1/web fixed-size-pool",
      "nordic-sdc-1/web managed-os-disk",
      "prod-sdc-2/apps managed-os-disk",
      "prod-weu-1/apps surge-family-quota",
      "prod-weu-1/apps surge-subnet-addresses",
      "shop-neu-1/promo spot-without-autoscaler",
    ]);
    expect(before.filter((each) => !after.includes(each) && !unseen.test(each)).sort()).toEqual([
      "dev-weu-3/tools fixed-size-pool",
      "dev-weu-7/ default-pool-under-two-nodes",
      "prod-neu-1/web managed-os-disk",
    ]);
  });
});

/** What was set at some clusters, and who they are. */
const UPKEEP = [
  ["auto-upgrade-off", ["prod-weu-1", "catalog-weu-1", "ledger-weu-1", "dev-weu-3", "store-neu-2", "store-sdc-4"]],
  ["legacy-node-image-channel", ["dev-weu-9"]],
  ["locks-stop-upgrades", [INTERESTING.locked]],
  ["lts-patch-lag", ["ledger-weu-1"]],
  ["no-maintenance-window", ["dev-weu-3", "platform-dev-2"]],
  ["node-os-channel-off", ["catalog-weu-1"]],
  ["unusable-maintenance-window", ["prod-weu-4"]],
  ["upgrade-protection-overridden", ["dwh-weu-1"]],
] as const;

interface Found {
  readonly rule: string;
  readonly title: string;
  /** `cluster/pool` */
  readonly where: string;
}

async function findingsOf(night: Night, at: Instant): Promise<readonly Found[]> {
  const byScope = Map.groupBy(night.clusters.values(), ({ subscription, region }) => `${subscription}/${region}`);
  const outcomes = await Promise.all([...byScope.values()].map(async (clusters) => judge(await viewOf(night, clusters, at))));
  return outcomes.flat().flatMap(({ stamp, findings }) =>
    findings.map(({ target, title, subject = "" }) => {
      const name = target.kind === "cluster" ? target.cluster.slice(target.cluster.lastIndexOf("/") + 1) : target.region;
      return { rule: stamp.rule, title, where: `${name}/${subject}` };
    }),
  );
}

async function viewOf(night: Night, clusters: readonly Cluster[], at: Instant): Promise<RegionView> {
  const [cluster] = clusters;
  if (!cluster) return expect.fail("no cluster");
  const { subscription, region } = cluster;
  const { skus, restrictions } = await night.azure.readSkus(subscription, region);
  const pools = clusters.flatMap(({ nodePools }) => nodePools);
  const networks = pools.flatMap(({ nodeSubnet }) => (nodeSubnet && networkOf(nodeSubnet)) ?? []);
  const subnets = await Promise.all(networks.map((network) => night.azure.readSubnets(network)));
  const plans = await Promise.all(clusters.map(async (each) => [each.id, known(await night.azure.readMaintenance(each), at)] as const));
  return regionView({
    ...{ at, subscription, region },
    snapshots: clusters.map((each) => snapshot(each, { cluster: known(each, at) })),
    facts: regionFacts({
      skus: known(skus, at),
      restrictions: known(restrictions, at),
      quotas: known(await quotasOf(night, cluster), at),
      versions: known(await night.azure.readVersions(subscription, region), at),
      locks: known(await night.azure.readLocks(subscription), at),
      maintenance: known({ byCluster: new Map(plans) }, at),
      subnets: known({ byId: new Map(subnets.flatMap((each) => [...each]).map(([id, use]) => [id, known(use, at)])) }, at),
    }),
  });
}

describe("the second night", () => {
  it("has one pool fixed, one moved with its labels and taints, and one new", () => {
    const { first, second } = nights;
    const [web, web2] = [poolOf(first, INTERESTING.moved, "web"), poolOf(second, INTERESTING.moved, "web2")];

    expect(poolOf(first, INTERESTING.fixed, "tools").sizes[0]).not.toHaveProperty("autoscale");
    expect(poolOf(second, INTERESTING.fixed, "tools").sizes[0]).toMatchObject({ autoscale: { min: 2, max: 4 } });
    expect([web.osDisk.kind, web2.osDisk.kind]).toEqual(["managed", "ephemeral"]);
    expect([web2.labels, web2.taints]).toEqual([web.labels, web.taints]);
    expect(named(second, INTERESTING.moved).nodePools.map(({ name }) => name)).not.toContain("web");
    expect(poolOf(second, INTERESTING.newPool, "promo")).toMatchObject({ priority: "spot", nodeCount: 3 });
  });

  it("has clusters and a subscription come, and others go, each in its own way", async () => {
    const { first, second } = nights;
    const gone = [...first.clusters.keys()].filter((name) => !second.clusters.has(name));
    const come = [...second.clusters.keys()].filter((name) => !first.clusters.has(name));
    const readAgain = (name: string) => second.azure.getCluster(named(first, name));

    expect(come).toEqual([INTERESTING.new, INTERESTING.newSubscription]);
    expect(gone).toEqual([INTERESTING.deleted, INTERESTING.notSeen, ...[1, 2, 3, 4].map((number) => `platform-dev-${number}`)]);
    expect(second.subscriptions).toEqual(["prod", "shop", "data", "dev", "stores", "shop-nordics"]);
    await expect(readAgain(INTERESTING.deleted)).rejects.toMatchObject({ meansGone: true });
    await expect(readAgain(INTERESTING.notSeen)).rejects.toMatchObject({ meansGone: false, missing: { kind: "forbidden" } });
    await expect(readAgain("platform-dev-1")).rejects.toMatchObject({ meansGone: false, missing: { kind: "forbidden" } });
  });

  it("leaves everything else as it was, and is the same when it comes twice", () => {
    const touched = new Set<string>([
      ...["surgeRaised", "moved", "fixed", "newPool"].map((key) => INTERESTING[key as keyof typeof INTERESTING]),
      "prod-weu-4",
    ]);
    const twice = changed((state) => {
      secondNight(state);
      secondNight(state);
    });

    for (const [name, cluster] of nights.settled.clusters) {
      const now = nights.second.clusters.get(name);
      if (now) expect(JSON.stringify(now) === JSON.stringify(cluster), name).toBe(!touched.has(name));
    }
    expect(twice).toEqual(changed(secondNight));
  });
});

describe("what nobody may find in it", () => {
  it("is a GUID that someone might have", () => {
    for (const night of Object.values(NIGHTS)) {
      const guids = JSON.stringify(night()).match(/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi) ?? [];

      expect(guids.length).toBeGreaterThan(100);
      expect(guids.filter((guid) => !guid.includes("-0000-4000-8000-"))).toEqual([]);
    }
  });

  it("is a proxy's password once the readers are through", () => {
    expect(JSON.stringify(sampleEstate().clusters)).toContain(PROXY_PASSWORD);
    expect(JSON.stringify([...nights.first.clusters.values()])).not.toContain(PROXY_PASSWORD);
  });
});

describe("the SKUs", () => {
  const compared = [
    "vCPUs",
    "vCPUsAvailable",
    "MemoryGB",
    "CachedDiskBytes",
    "NvmeDiskSizeInMiB",
    "GPUs",
    "LowPriorityCapable",
    "PremiumIO",
  ];
  it.skipIf(!existsSync(REAL_SKUS))("have the figures of the recorded ones (needs the folder of recorded answers: ADVISOR_REAL)", () => {
    const recorded = readdirSync(REAL_SKUS)
      .filter((file) => file.startsWith("resource-skus."))
      .flatMap((file) => skusOf(JSON.parse(readFileSync(join(REAL_SKUS, file), "utf8"))));
    const ours = new Map(skusOf({ value: skuBodies("westeurope") }).map((sku) => [sku.name, sku]));
    const known = recorded.filter(({ name }) => ours.has(name));

    expect(new Set(known.map(({ name }) => name)).size).toBeGreaterThan(30);
    for (const real of known) {
      const sku = ours.get(real.name) ?? expect.fail(real.name);
      expect([sku.name, sku.family]).toEqual([real.name, real.family]);
      // Pages name no cache for Dpds_v5, which the answers of AKS show.
      const passedOver = sku.name.includes("pds_v5") ? ["CachedDiskBytes"] : [];
      for (const name of compared.filter((each) => !passedOver.includes(each))) {
        const value = capability(real, name);
        if (value !== undefined) expect([sku.name, name, capability(sku, name)]).toEqual([sku.name, name, value]);
      }
      expect([sku.name, capability(sku, "MaxResourceVolumeMB")]).toEqual([sku.name, capability(real, "MaxResourceVolumeMB") ?? "0"]);
    }
  });

  it("are about forty VM sizes a region, with other kinds among them", () => {
    const rows = skusOf({ value: skuBodies("northeurope") });

    expect(rows.filter(({ resourceType }) => resourceType === "virtualMachines").length).toBeGreaterThanOrEqual(40);
    expect(new Set(rows.map(({ resourceType }) => resourceType)).size).toBe(3);
    expect(rows.filter(({ restrictions = [] }) => restrictions.length > 0).map(({ name }) => name)).toContain("Standard_NC24ads_A100_v4");
  });
});

const Sku = z.object({
  resourceType: z.string(),
  name: z.string(),
  family: z.string().optional(),
  capabilities: z.array(z.object({ name: z.string(), value: z.string() })),
  restrictions: z.array(z.unknown()).optional(),
});
type Sku = z.infer<typeof Sku>;
const skusOf = (answer: unknown): Sku[] => z.object({ value: z.array(Sku) }).parse(answer).value;
const capability = ({ capabilities }: Sku, name: string): string | undefined => capabilities.find((each) => each.name === name)?.value;
