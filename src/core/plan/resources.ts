import { podCeiling } from "../calc/addresses-pods.ts";
import { type CannotTell, cannotTell } from "../calc/cannot-tell.ts";
import { subnetsInMotion } from "../calc/motion.ts";
import { quotaInMotion, shortBy } from "../calc/quota.ts";
import { nodesWithPorts } from "../calc/snat.ts";
import { add, larger } from "../calc/sums.ts";
import { clusterCeiling, SCALE_SET_INSTANCES } from "../calc/surge-ceiling.ts";
import { claimKey, type SurgeResource, surgeClaims } from "../calc/surge-claims.ts";
import { type Cluster, hasMotion, type NodePool, nodesOf } from "../model/cluster.ts";
import type { PlanFacts } from "./input.ts";

/** What surge nodes take from. `snat-ports` and `cluster-nodes` are counted in nodes: those that have ports, and those the tier allows. */
export type PlanResource = SurgeResource | { readonly kind: "snat-ports" } | { readonly kind: "cluster-nodes" };

/** What an upgrade needs of one resource beside what is used, and what there is. vCPUs, addresses or nodes. */
export interface Need {
  readonly of: PlanResource;
  readonly needed: number;
  readonly limit: number;
  readonly used: number;
  readonly free: number;
  readonly short: number;
  /** Other nodes come or go there: a shortage is no answer until they rest. */
  readonly isMoving: boolean;
}

/** One resource of a pool: how much of it so many surge nodes take. */
export interface Claim {
  readonly of: PlanResource;
  readonly takes: (nodes: number) => number;
  readonly limit: number;
  readonly free: number;
  readonly isMoving: boolean;
}

export interface Claims {
  readonly claims: readonly Claim[];
  /** What could not be compared with, and why. */
  readonly unknown: readonly CannotTell[];
}

export const resourceKey = (of: PlanResource): string => (of.kind === "snat-ports" || of.kind === "cluster-nodes" ? of.kind : claimKey(of));

export function needOf({ of, takes, limit, free, isMoving }: Claim, nodes: number): Need {
  const needed = takes(nodes);
  return { of, needed, limit, used: limit - free, free, short: shortBy(needed, { free }), isMoving };
}

/** One need a resource, joined over pools: their sum when they surge at once, the largest when one after another. */
export function joinedNeeds(needs: readonly Need[], order: "together" | "one-after-another"): readonly Need[] {
  const join = order === "together" ? add : larger;
  const byResource = new Map<string, Need>();
  for (const need of needs) {
    const needed = join(byResource.get(resourceKey(need.of))?.needed ?? 0, need.needed);
    byResource.set(resourceKey(need.of), { ...need, needed, short: shortBy(needed, need) });
  }
  return [...byResource.values()];
}

/** Everything that surge nodes of a pool take from, as far as it is known. */
export function planClaims(cluster: Cluster, pool: NodePool, facts: PlanFacts, isMoving: (of: PlanResource) => boolean): Claims {
  const surge = surgeClaims({ cluster, pool }, facts);
  const snat = snatClaims(cluster);
  const tier = clusterCeiling(cluster);
  const parts: readonly Omit<Claim, "isMoving">[] = [
    ...surge.claims.map((claim) => ({ ...claim, limit: limitOf(claim.of, cluster, facts) ?? claim.free })),
    ...snat.claims,
    { of: { kind: "cluster-nodes" }, takes: (nodes) => nodes, ...tier },
  ];
  return {
    claims: parts.map((part) => ({ ...part, isMoving: isMoving(part.of) })),
    unknown: [...surge.unknown.map(({ why }) => why), ...snat.unknown],
  };
}

function limitOf(of: SurgeResource, cluster: Cluster, { quotas, subnets }: PlanFacts): number | undefined {
  switch (of.kind) {
    case "family-quota":
      return "known" in quotas ? quotas.known.byFamily.get(of.family)?.limit : undefined;
    case "regional-quota":
      return "known" in quotas ? quotas.known.regional?.limit : undefined;
    case "subnet": {
      const use = "known" in subnets ? subnets.known.byId.get(of.subnet) : undefined;
      return use && "known" in use ? use.known.limit : undefined;
    }
    case "pod-cidr": {
      const ceiling = podCeiling(cluster);
      return "kind" in ceiling && ceiling.kind === "nodes" ? ceiling.nodes : undefined;
    }
    case "scale-set":
      return SCALE_SET_INSTANCES;
  }
}

/** Only where ports a node are fixed is there an end; otherwise nodes get fewer of them, which stops no upgrade. */
function snatClaims(cluster: Cluster): {
  readonly claims: readonly Omit<Claim, "isMoving">[];
  readonly unknown: readonly CannotTell[];
} {
  const { outboundType, loadBalancer } = cluster.network;
  if (outboundType.toLowerCase() !== "loadbalancer" || !loadBalancer || loadBalancer.portsPerNode === 0) return { claims: [], unknown: [] };
  if (loadBalancer.outboundIps === undefined)
    return { claims: [], unknown: [cannotTell("absent", "how many outbound addresses there are is not in the answer")] };
  const limit = nodesWithPorts(loadBalancer.portsPerNode, loadBalancer.outboundIps);
  if (typeof limit !== "number") return { claims: [], unknown: [limit] };
  return { claims: [{ of: { kind: "snat-ports" }, takes: (nodes) => nodes, limit, free: limit - nodesOf(cluster) }], unknown: [] };
}

/** Whether nodes that come or go, of the cluster or of its neighbours, take from a resource too. */
export function movingResources(cluster: Cluster, neighbours: readonly Cluster[], { skus }: PlanFacts): (of: PlanResource) => boolean {
  const movers = [cluster, ...neighbours].filter(hasMotion);
  const isQuotaMoving = "known" in skus ? quotaInMotion(movers, skus.known) : () => true;
  const subnets = subnetsInMotion(movers);
  return (of) => {
    if (movers.length === 0) return false;
    switch (of.kind) {
      case "family-quota":
        return isQuotaMoving(of.family);
      case "regional-quota":
        return isQuotaMoving();
      case "subnet":
        return subnets.has(of.subnet);
      default:
        return movers.includes(cluster);
    }
  };
}
