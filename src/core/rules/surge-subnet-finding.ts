import { addressesFor, clusterSurgeAddresses, prefixFor, surgeAddresses } from "../calc/addresses.ts";
import { surgeNodes } from "../calc/surge.ts";
import type { SurgeFacts } from "../calc/surge-claims.ts";
import { known } from "../model/absence.ts";
import type { Cluster, NodePool } from "../model/cluster.ts";
import type { Finding, Step, Working } from "../model/finding.ts";
import type { SubnetId } from "../model/names.ts";
import type { Found, RegionWideView } from "./rule.ts";
import { subnetSubject, subnetText } from "./subnet-name.ts";
import { surgeAdvice, surgeSteps } from "./surge-advice.ts";
import { atMostFinding, atMostWorking } from "./surge-at-most.ts";
import { type Shortage, type Sources, severityOf } from "./surge-ladder.ts";
import { fallbackWorking, refusalText, surgeText, surgeWorking } from "./surge-words.ts";
import { addressesText, NO_MONEY, readText } from "./words.ts";

export type SubnetView = RegionWideView<"subnets", "skus" | "quotas">;
type SubnetShortage = Shortage<SubnetId>;

interface PoolShort {
  readonly cluster: Cluster;
  readonly pool: NodePool;
  readonly shortage: SubnetShortage;
  readonly sources: Sources<SubnetId>;
  readonly measured: ReadonlyMap<string, number>;
}

export function poolFinding(view: SubnetView, { cluster, pool, shortage, sources, measured }: PoolShort): Found {
  const severity = severityOf(cluster, pool, sources);
  const { key, needed, room, short } = shortage;
  const advice = surgeAdvice(cluster, pool, adviceFacts(view));
  const { steps, ...code } = surgeSteps(cluster, advice);
  const perNode = addressesFor(cluster, pool, 1);
  const each = "cannotTell" in perNode ? undefined : perNode.get(key);
  const isGrowing = key === pool.podSubnet && pool.podIpAllocation === "dynamic";
  return {
    subject: pool.name,
    severity,
    magnitude: { value: short, unit: "address" },
    title: `No addresses for surge: ${short} short`,
    detail: `An upgrade adds ${surgeText(pool)}: ${addressesText(needed)}${isGrowing ? " at the least" : ""}, and subnet ${subnetText(key)} has ${room.free} free (of ${room.limit}, used ${room.used}). ${refusalText(cluster, pool, severity)}`,
    workings: [
      surgeWorking(pool),
      { label: "addresses", ...(each === undefined ? {} : { formula: `${surgeNodes(pool) ?? 0} × ${each}` }), value: `${needed}` },
      ...roomWorkings(view, shortage),
      ...atMostWorking(pool, key, sources, addressesText),
      ...fallbackWorking(pool, severity, measured),
      ...advice.workings,
    ],
    first: pool.mode === "system" ? [] : ["To replace nodes in place, its workloads bear a node less"],
    remedy: {
      steps: [...steps, largerSubnet(shortage)],
      ...code,
      restarts: "nothing; the setting counts at the next upgrade",
    },
    ...tail(advice.unchecked),
  };
}

export function mostFinding(view: SubnetView, pool: NodePool, shortage: SubnetShortage, sources: Sources<SubnetId>): Found {
  const { key, room, short } = shortage;
  return atMostFinding(pool, shortage, sources, {
    title: `No addresses for surge at maximum size: ${short} short`,
    name: `subnet ${subnetText(key)}`,
    free: `${room.free} free (of ${room.limit}, used ${room.used})`,
    unit: "address",
    amount: addressesText,
    workings: roomWorkings(view, shortage),
    steps: [largerSubnet(shortage)],
    tail: tail([]),
  });
}

export function clusterFinding(view: SubnetView, cluster: Cluster, pools: readonly NodePool[], shortage: SubnetShortage): Found {
  const { key, needed, room, short } = shortage;
  const takers = pools.map((pool) => ({ pool, needed: takenBy(cluster, pool, key) })).filter((taker) => taker.needed > 0);
  const [largest] = takers.toSorted((a, b) => b.needed - a.needed);
  const advice = largest && surgeAdvice(cluster, largest.pool, adviceFacts(view));
  const lowered = advice?.together ? surgeSteps(cluster, { ...advice, alone: advice.together }).steps.slice(0, 1) : [];
  return {
    subject: subnetSubject(key, cluster.subscription),
    severity: "low",
    magnitude: { value: short, unit: "address" },
    title: `Pools upgraded at once have no addresses for surge: ${short} short`,
    detail: `Each pool has room alone. Together their surge nodes take ${addressesText(needed)}, and subnet ${subnetText(key)} has ${room.free} free (of ${room.limit}, used ${room.used}).`,
    workings: [
      ...takers.map((taker) => ({ label: taker.pool.name, formula: surgeText(taker.pool), value: addressesText(taker.needed) })),
      { label: "together", value: addressesText(needed) },
      ...roomWorkings(view, shortage),
    ],
    first: [],
    remedy: {
      steps: [
        { text: "Upgrade the control plane alone, then the pools one after another: each has room by itself" },
        ...lowered.map(({ text, ...step }) => ({ ...step, text: `Or lower the largest, ${largest?.pool.name}: ${text}` })),
        largerSubnet(shortage),
      ],
      restarts: "nothing; the setting counts at the next upgrade",
    },
    ...tail([
      "whether AKS upgrades the pools of a cluster at once or one after another: it is not documented",
      ...(advice?.unchecked ?? []),
    ]),
  };
}

/** About the subnet itself: its clusters stand in the workings. */
export function regionFinding(view: SubnetView, subnet: SubnetId, clusters: readonly Cluster[], shortage: SubnetShortage): Found {
  const { needed, room, short } = shortage;
  return {
    subject: subnetSubject(subnet, view.subscription),
    severity: "low",
    magnitude: { value: short, unit: "address" },
    title: `Clusters upgraded at once have no addresses for surge: ${short} short`,
    detail: `${clusters.length} clusters share subnet ${subnetText(subnet)}. Together their surge nodes take ${addressesText(needed)}, and ${room.free} are free (of ${room.limit}, used ${room.used}).`,
    workings: [
      ...clusters.map((cluster) => ({ label: cluster.name, value: addressesText(takenByCluster(cluster, subnet)) })),
      { label: "together", value: addressesText(needed) },
      ...roomWorkings(view, shortage),
    ],
    first: [],
    remedy: {
      steps: [
        { text: "Upgrade the clusters one after another, and give them maintenance windows that do not overlap" },
        { text: "Or lower max surge in the largest of them" },
        largerSubnet(shortage),
      ],
      restarts: "nothing",
    },
    ...tail(["when the clusters are upgraded: maintenance windows are not compared here"]),
  };
}

const adviceFacts = ({ at, skus, quotas, subnets }: SubnetView): SurgeFacts => ({ skus, quotas, subnets: known(subnets, at) });

const tail = (unchecked: readonly string[]): Pick<Finding, "notKnown" | "worth"> => ({
  notKnown: ["who else takes addresses of the subnet meanwhile", "pod disruption budgets", ...unchecked],
  worth: NO_MONEY,
});

function roomWorkings({ subnets }: SubnetView, { key, needed, room, short }: SubnetShortage): Working[] {
  const use = subnets.byId.get(key);
  const when = use && "known" in use ? `, ${readText(use.at)}` : "";
  return [
    { label: "free", formula: `${room.limit} − ${room.used}`, value: `${room.free}${when}` },
    { label: "short", formula: `${needed} − ${room.free}`, value: `${short}` },
  ];
}

const largerSubnet = ({ room, short }: SubnetShortage): Step => ({
  text: `Or move to a subnet of at least /${prefixFor(room.limit + short)} with new pools: the subnet of a pool cannot be changed`,
});

function takenBy(cluster: Cluster, pool: NodePool, subnet: SubnetId): number {
  const taken = surgeAddresses(cluster, pool);
  return "cannotTell" in taken ? 0 : (taken.get(subnet) ?? 0);
}

function takenByCluster(cluster: Cluster, subnet: SubnetId): number {
  const taken = clusterSurgeAddresses(cluster);
  return "cannotTell" in taken ? 0 : (taken.together.get(subnet) ?? 0);
}
