import { type Fact, fresh, known, missing } from "../core/model/absence.ts";
import type { Cluster } from "../core/model/cluster.ts";
import type { Region, SubnetId, SubscriptionId } from "../core/model/names.ts";
import type { NodeGroups } from "../core/model/node-group.ts";
import type { Restrictions, Skus, Subnets, SubnetUse } from "../core/model/region.ts";
import type { RegionFacts } from "../core/model/snapshot.ts";
import { networkOf } from "../edge/azure/index.ts";
import { all } from "../edge/wire/all.ts";
import type { Run } from "./compose.ts";
import { gatherMaintenance } from "./maintenance.ts";
import { gatherMarket } from "./market.ts";
import { whyMissing } from "./why-missing.ts";

/** What holds for the whole subscription, whatever the region. */
export type SubscriptionFacts = Pick<RegionFacts, "locks">;

export async function gatherSubscription(run: Run, subscription: SubscriptionId, lastTry: boolean): Promise<SubscriptionFacts> {
  return { locks: await asFact(() => run.azure.readLocks(subscription), run, lastTry) };
}

/**
 * Reads what the clusters of a subscription share in one region. A refusal is a fact; being asked to wait leaves the function,
 * except at the last try, where it counts as missing.
 */
export async function gatherRegion(
  run: Run,
  subscription: SubscriptionId,
  region: Region,
  clusters: readonly Cluster[],
  lastTry: boolean,
): Promise<Omit<RegionFacts, keyof SubscriptionFacts>> {
  const { azure, now } = run;
  const fact = <T>(read: () => Promise<T>): Promise<Fact<T>> => asFact(read, run, lastTry);
  // First of all: who finds them being read comes back, and must not have asked Azure for the rest in vain.
  const market = await gatherMarket(run, region);
  const [sizes, quotas, subnets, versions, maintenance, nodeGroups] = await all([
    readSizes(run, subscription, region, lastTry),
    fact(() => azure.readQuotas(subscription, region)),
    readSubnets(run, clusters, lastTry),
    fact(() => azure.readVersions(subscription, region)),
    gatherMaintenance(run, subscription, clusters),
    readNodeGroups(run, subscription, clusters, lastTry),
  ]);
  return { ...sizes, ...market, quotas, subnets: known(subnets, now), versions, maintenance, nodeGroups };
}

/** What is paid for while no node runs, so of stopped clusters alone. */
async function readNodeGroups(
  run: Run,
  subscription: SubscriptionId,
  clusters: readonly Cluster[],
  lastTry: boolean,
): Promise<Fact<NodeGroups>> {
  const stopped = clusters.filter(({ powerState }) => powerState === "stopped");
  const names = stopped.flatMap(({ nodeResourceGroup }) => (nodeResourceGroup === undefined ? [] : [nodeResourceGroup]));
  if (names.length === 0) return known({ byName: new Map() }, run.now);
  return await asFact(async () => ({ byName: await run.azure.readNodeGroups(subscription, names) }), run, lastTry);
}

/** What a size is does not change overnight: where it cannot be read tonight, another subscription's or last night's answer serves. */
async function readSizes(
  run: Run,
  subscription: SubscriptionId,
  region: Region,
  lastTry: boolean,
): Promise<{ skus: Fact<Skus>; restrictions: Fact<Restrictions> }> {
  const { azure, store, now } = run;
  const read = await asFact(() => azure.readSkus(subscription, region), run, lastTry);
  if ("known" in read) {
    const { skus, restrictions } = read.known;
    await store.skus.put(region, skus, now);
    return { skus: known(skus, now), restrictions: known(restrictions, now) };
  }
  const stored = await store.skus.get(region);
  return { skus: stored ? fresh(stored, now) : read, restrictions: read };
}

async function readSubnets(run: Run, clusters: readonly Cluster[], lastTry: boolean): Promise<Subnets> {
  const { azure, now } = run;
  const wanted = new Set(clusters.flatMap(({ nodePools }) => nodePools.flatMap(({ nodeSubnet, podSubnet }) => [nodeSubnet, podSubnet])));
  const byNetwork = Map.groupBy(
    [...wanted].filter((id) => id !== undefined),
    (id) => id.slice(0, id.lastIndexOf("/subnets/")),
  );
  const byId = new Map<SubnetId, Fact<SubnetUse>>();
  for (const ids of byNetwork.values()) {
    const network = ids[0] && networkOf(ids[0]);
    const use = network
      ? await asFact(() => azure.readSubnets(network), run, lastTry)
      : missing("unreadable", "the subnet's id is not one of a virtual network");
    for (const id of ids) byId.set(id, "missing" in use ? use : ofSubnet(use.known.get(id), now));
  }
  return { byId };
}

const ofSubnet = (use: SubnetUse | undefined, at: Run["now"]): Fact<SubnetUse> =>
  use ? known(use, at) : missing("absent", "the subnet is not in the usage list of its network");

async function asFact<T>(read: () => Promise<T>, { now }: Run, lastTry: boolean): Promise<Fact<T>> {
  try {
    return known(await read(), now);
  } catch (error) {
    const reason = whyMissing(error, lastTry);
    if (!reason) throw error;
    return { missing: reason };
  }
}
