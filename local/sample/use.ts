import type { ArmBody } from "../arm/state.ts";
import { REGIONS } from "./list-prices.ts";
import { armSize, maxPodsOf } from "./pool-body.ts";
import { PROD_SUBNETS } from "./prod-clusters.ts";
import { SHOP_SUBNET } from "./shop-clusters.ts";
import { FAMILIES, sizeCalled } from "./skus.ts";
import type { ClusterSpec, PoolSpec } from "./spec.ts";
import { SUBSCRIPTIONS } from "./subscriptions.ts";

/** vCPUs. `other` is used by machines that are not nodes of a pool. */
type Limit = number | { readonly limit: number; readonly other: number };
type Limits = Readonly<Record<string, Limit>>;

const { prod, shop, data, dev, stores } = SUBSCRIPTIONS;

/** By subscription and region. Families that are not named have 10, as in a new subscription. */
const LIMITS: Readonly<Record<string, Limits>> = {
  // prod-weu-1 alone uses Ddsv5 here: 20 x 8 + 3 x 4 = 172 of 200.
  [`${prod}/westeurope`]: { cores: 600, standardDDSv5Family: 200, standardEDSv5Family: 160, standardDASv5Family: 150 },
  // 40 left: a new pool web of 8 vCPUs a node is built 5 at a time.
  [`${prod}/northeurope`]: { cores: 500, standardDDSv5Family: 220, standardDADSv5Family: { limit: 50, other: 16 } },
  [`${prod}/swedencentral`]: { cores: 350, standardDDSv5Family: 150, standardDPDSv5Family: 50 },
  // 270 - 216 at rest: room for the 32 of web. Less the 32 of a running upgrade: none.
  [`${shop}/westeurope`]: {
    cores: 600,
    standardDASv5Family: 270,
    standardDADSv5Family: 50,
    standardDDSv5Family: 100,
    standardDSv3Family: 100,
  },
  [`${shop}/northeurope`]: { cores: 100, standardFSv2Family: 100, standardDDSv5Family: 50, standardBSFamily: { limit: 20, other: 20 } },
  [`${data}/westeurope`]: {
    cores: 350,
    standardDDSv5Family: 100,
    standardEDSv5Family: { limit: 100, other: 12 },
    standardLSv3Family: 50,
    standardDSv3Family: 100,
  },
  [`${data}/northeurope`]: { cores: 500, lowPriorityCores: 300, standardDASv5Family: 350 },
  [`${data}/swedencentral`]: { cores: 200, lowPriorityCores: 150, standardDDSv5Family: 50, StandardNCADSA100v4Family: 48 },
  [`${dev}/westeurope`]: { cores: 200, standardBSFamily: 20, standardDASv5Family: 100, standardDDSv5Family: 50 },
  [`${SUBSCRIPTIONS["platform-dev"]}/westeurope`]: { cores: 150, standardDASv5Family: 150 },
  [`${SUBSCRIPTIONS["shop-nordics"]}/swedencentral`]: { cores: 150, standardDDSv5Family: 100 },
  ...Object.fromEntries(REGIONS.map((region) => [`${stores}/${region}`, { cores: 150, standardDASv5Family: 120 }])),
};

/** Compute usage of every subscription and region: the nodes of the clusters and whatever else runs there. */
export function computeUsages(clusters: readonly ClusterSpec[]): Record<string, ArmBody[]> {
  return Object.fromEntries(Object.entries(LIMITS).map(([scope, limits]) => [scope, usageRows(limits, amountsUsed(clusters, scope))]));
}

/** vCPUs by quota; under `virtualMachines` nodes. */
function amountsUsed(clusters: readonly ClusterSpec[], scope: string): ReadonlyMap<string, number> {
  const used = new Map<string, number>();
  const add = (name: string, amount: number) => used.set(name, (used.get(name) ?? 0) + amount);
  const here = clusters.filter(({ subscription, region, isStopped }) => `${subscription.toLowerCase()}/${region}` === scope && !isStopped);
  for (const pool of here.flatMap(({ pools }) => pools)) {
    for (const { size, nodes } of [{ size: pool.size, nodes: nodesNow(pool) }, ...(pool.alsoSizes ?? [])]) {
      const { family, vcpus } = sizeCalled(armSize(size));
      for (const name of pool.spot ? ["lowPriorityCores"] : ["cores", family]) add(name, vcpus * nodes);
      add("virtualMachines", nodes);
    }
  }
  return used;
}

const nodesNow = ({ nodes, surging = 0 }: PoolSpec): number => nodes + surging;

function usageRows(limits: Limits, used: ReadonlyMap<string, number>): ArmBody[] {
  const other = (name: string): number => otherOf(limits[name]);
  const others = FAMILIES.reduce((sum, family) => sum + other(family), 0);
  const row = (name: string, localizedValue: string, currentValue: number, limit: number): ArmBody => ({
    limit,
    unit: "Count",
    currentValue,
    name: { value: name, localizedValue },
  });
  return [
    row("availabilitySets", "Availability Sets", 0, 2500),
    row("cores", "Total Regional vCPUs", (used.get("cores") ?? 0) + others, limitOf(limits.cores)),
    row("virtualMachines", "Virtual Machines", used.get("virtualMachines") ?? 0, 25_000),
    row("virtualMachineScaleSets", "Virtual Machine Scale Sets", 0, 2500),
    row(
      "lowPriorityCores",
      "Total Regional Low-priority vCPUs",
      used.get("lowPriorityCores") ?? 0,
      limitOf(limits.lowPriorityCores ?? 100),
    ),
    ...FAMILIES.map((family) =>
      // The usage list spells families its own way.
      row(
        family.replace(/^Standard(?=[A-Z])/, "standard"),
        `${family} vCPUs`,
        (used.get(family) ?? 0) + other(family),
        limitOf(limits[family]),
      ),
    ),
  ];
}

const limitOf = (limit: Limit = 10): number => (typeof limit === "number" ? limit : limit.limit);
const otherOf = (limit: Limit = 0): number => (typeof limit === "number" ? 0 : limit.other);

/** Addresses without Azure's five. `other` are load balancers, private endpoints and machines beside the clusters. */
const SUBNETS: readonly { readonly id: string; readonly limit: number; readonly other: number }[] = [
  // A /22: 1019 - 23 nodes x 31 - 188 = 118 left.
  { id: PROD_SUBNETS.payments, limit: 1019, other: 188 },
  { id: PROD_SUBNETS.etlSystem, limit: 251, other: 2 },
  // A /22: 1019 - 23 nodes x 31 - 126 = 180 left, 6 fewer than the 6 surge nodes of etl take.
  { id: PROD_SUBNETS.shared, limit: 1019, other: 126 },
  { id: PROD_SUBNETS.web, limit: 251, other: 4 },
  { id: PROD_SUBNETS.nodes, limit: 251, other: 3 },
  { id: PROD_SUBNETS.pods, limit: 2043, other: 0 },
  { id: SHOP_SUBNET, limit: 507, other: 6 },
];

/** By lower-case id of the network: one row a subnet, and a gateway subnet, which Azure does not count. */
export function subnetUsages(clusters: readonly ClusterSpec[]): Record<string, ArmBody[]> {
  const byNetwork = Map.groupBy(SUBNETS, ({ id }) => networkOf(id));
  return Object.fromEntries(
    [...byNetwork].map(([network, subnets]) => [
      network.toLowerCase(),
      [
        subnetRow(`${network}/subnets/GatewaySubnet`, -1, -1),
        ...subnets.map(({ id, limit, other }) => subnetRow(id, limit, other + addressesUsed(clusters, id))),
      ],
    ]),
  );
}

const networkOf = (subnet: string): string => subnet.slice(0, subnet.indexOf("/subnets/"));

const subnetRow = (id: string, limit: number, currentValue: number): ArmBody => ({
  currentValue,
  id,
  limit,
  unit: "Count",
  name: { localizedValue: "Subnet size and usage", value: "SubnetSpace" },
});

function addressesUsed(clusters: readonly ClusterSpec[], subnet: string): number {
  let used = 0;
  for (const cluster of clusters) {
    for (const pool of cluster.isStopped ? [] : cluster.pools) {
      if (isSame(pool.subnet ?? cluster.subnet, subnet))
        used += nodesNow(pool) * (cluster.network === "node-subnet" ? 1 + maxPodsOf(cluster, pool) : 1);
      // A pod subnet hands out blocks of 16; these pods have not needed a second one.
      if (isSame(cluster.podSubnet, subnet)) used += nodesNow(pool) * 16;
    }
  }
  return used;
}

const isSame = (a: string | undefined, b: string): boolean => a?.toLowerCase() === b.toLowerCase();
