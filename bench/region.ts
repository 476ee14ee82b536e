import { known } from "../src/core/model/absence.ts";
import type { Cluster } from "../src/core/model/cluster.ts";
import { subnetId, vmFamily, vmSize } from "../src/core/model/names.ts";
import type { Quotas, Skus, Subnets, VmSku } from "../src/core/model/region.ts";
import type { RegionView } from "../src/core/model/snapshot.ts";
import { gib } from "../src/core/model/units.ts";
import {
  cluster,
  NOW,
  pool,
  prices,
  quota,
  quotas,
  ref,
  regionFacts,
  regionView,
  sku,
  skus,
  snapshot,
  spotMarket,
  spotOffer,
  subnets,
  subnetUse,
  systemPool,
  version,
  vmPrices,
} from "../test/support/build.ts";

/** Not far from what a large region lists. */
const FAMILIES = 60;
const VCPUS = [2, 4, 8, 16, 20, 32, 48, 64, 72, 96];
const GIB_PER_VCPU = [4, 8, 2, 16];

const familyName = (index: number): string => (index === 0 ? "standardDDSv5Family" : `standardX${index}Family`);
const sizeName = (family: number, vcpus: number): string => (family === 0 ? `Standard_D${vcpus}ds_v5` : `Standard_X${vcpus}s_v${family}`);

function sizes(): readonly VmSku[] {
  return Array.from({ length: FAMILIES }, (_, family) =>
    VCPUS.map((vcpus) =>
      sku({
        name: sizeName(family, vcpus),
        familyName: familyName(family),
        vcpus,
        vcpusAvailable: vcpus,
        memoryGiB: gib(vcpus * (GIB_PER_VCPU[family % GIB_PER_VCPU.length] ?? 4)),
      }),
    ),
  ).flat();
}

const subnetOf = (index: number): string =>
  `/subscriptions/s/resourcegroups/net/providers/microsoft.network/virtualnetworks/hub/subnets/nodes${index % 10}`;

/** Three pools: system, apps with a managed disk and a wide surge, batch of fixed size. Every fifth cluster has addresses for its pods. */
function clusterOf(index: number): Cluster {
  const nodeSubnet = subnetId(subnetOf(index));
  const size = (vcpus: number) => vmSize(sizeName(index % FAMILIES, vcpus));
  const minor = version(index % 3 === 0 ? "1.34.4" : "1.35.4");
  return cluster({
    ...ref(`prod-weu-${index}`),
    version: minor,
    network: { model: index % 5 === 0 ? "node-subnet" : "overlay", podCidrs: ["10.244.0.0/16"], outboundType: "loadBalancer" },
    nodePools: [
      systemPool({ version: minor, nodeSubnet }),
      pool({
        version: minor,
        nodeSubnet,
        nodeCount: 20,
        sizes: [{ vmSize: size(8), nodeCount: 20, autoscale: { min: 10, max: 40 } }],
        osDisk: { kind: "managed", sizeGiB: gib(128) },
        upgrade: { maxSurge: { kind: "percent", percent: 33 } },
      }),
      pool({
        name: "batch",
        version: minor,
        nodeSubnet,
        nodeCount: 12,
        sizes: [{ vmSize: size(16), nodeCount: 12 }],
        labels: { workload: "batch" },
      }),
    ],
  });
}

export interface BenchRegion {
  readonly view: RegionView;
  readonly cluster: Cluster;
  readonly skus: Skus;
  readonly quotas: Quotas;
  readonly subnets: Subnets;
}

const offers = <T>(offer: (vcpus: number) => T): [string, T][] =>
  Array.from({ length: FAMILIES }, (_, family) => VCPUS.map((vcpus): [string, T] => [sizeName(family, vcpus), offer(vcpus)])).flat();

/** Clusters that share families and subnets, some of them too narrow for the next upgrade. */
export function benchRegion(clusters: number): BenchRegion {
  const all = Array.from({ length: clusters }, (_, index) => clusterOf(index));
  const shared = {
    skus: skus(...sizes()),
    quotas: quotas({
      byFamily: new Map(Array.from({ length: FAMILIES }, (_, index) => [vmFamily(familyName(index)), quota(400, 352)])),
      regional: quota(30_000, 18_000),
    }),
    subnets: subnets(Object.fromEntries(Array.from({ length: 10 }, (_, index) => [subnetOf(index), known(subnetUse(1019, 900), NOW)]))),
  };
  const [first] = all;
  if (!first) throw new Error("a region needs a cluster");
  const facts = regionFacts({
    skus: known(shared.skus, NOW),
    quotas: known(shared.quotas, NOW),
    subnets: known(shared.subnets, NOW),
    prices: known(prices({ vms: Object.fromEntries(offers((vcpus) => vmPrices(vcpus * 0.06))) }), NOW),
    spot: known(spotMarket(Object.fromEntries(offers(() => spotOffer()))), NOW),
  });
  return { ...shared, cluster: first, view: regionView({ snapshots: all.map((each) => snapshot(each)), facts }) };
}
