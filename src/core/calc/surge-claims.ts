import type { Fact } from "../model/absence.ts";
import { type Cluster, type NodePool, type NodeShare, nodesOf } from "../model/cluster.ts";
import type { ClusterId, SubnetId, VmFamily } from "../model/names.ts";
import type { Quotas, Skus, Subnets } from "../model/region.ts";
import { addressesFor, subnetUse } from "./addresses.ts";
import { podCeiling } from "./addresses-pods.ts";
import { type CannotTell, cannotTell } from "./cannot-tell.ts";
import { regionalQuota, shortBy, surgeVcpus } from "./quota.ts";
import { scaleSetCeiling } from "./surge-ceiling.ts";

/** What surge nodes take from. */
export type SurgeResource =
  | { readonly kind: "family-quota"; readonly family: VmFamily }
  | { readonly kind: "regional-quota" }
  | { readonly kind: "subnet"; readonly subnet: SubnetId }
  /** Nodes that the pod CIDR (or, with kubenet, the route table) of a cluster has room for. */
  | { readonly kind: "pod-cidr"; readonly cluster: ClusterId }
  | { readonly kind: "scale-set"; readonly cluster: ClusterId; readonly pool: string };

/** A pool that is upgraded; with `share`, as if its max surge were that. */
export interface SurgeTaker {
  readonly cluster: Cluster;
  readonly pool: NodePool;
  readonly share?: NodeShare;
}

export interface SurgeFacts {
  readonly skus: Fact<Skus>;
  readonly quotas: Fact<Quotas>;
  readonly subnets: Fact<Subnets>;
}

/** One resource that a pool's surge nodes take from: how much so many of them take, and what is free. */
export interface SurgeClaim {
  readonly of: SurgeResource;
  readonly takes: (nodes: number) => number;
  readonly free: number;
}

export interface SurgeClaims {
  readonly claims: readonly SurgeClaim[];
  readonly unknown: readonly UnknownRoom[];
}

/** What could not be compared with, and why. `quotas` and `subnets`: not even what it takes of which of them is known. */
export interface UnknownRoom {
  readonly of: SurgeResource | { readonly kind: "quotas" | "subnets" };
  readonly why: CannotTell;
}

/** Two claims with the same key take from the same thing. */
export function claimKey(of: SurgeResource): string {
  switch (of.kind) {
    case "family-quota":
      return `family ${of.family}`;
    case "regional-quota":
      return "region";
    case "subnet":
      return `subnet ${of.subnet}`;
    case "pod-cidr":
      return `pods ${of.cluster}`;
    case "scale-set":
      return `scale set ${of.cluster} ${of.pool}`;
  }
}

/** Everything that surge nodes of a pool take from. Nodes of a capacity reservation have their quota already. */
export function surgeClaims({ cluster, pool }: SurgeTaker, facts: SurgeFacts): SurgeClaims {
  const parts = [quotaClaims(pool, facts), subnetClaims(cluster, pool, facts.subnets), nodeClaims(cluster, pool)];
  return { claims: parts.flatMap(({ claims }) => claims), unknown: parts.flatMap(({ unknown }) => unknown) };
}

const NOTHING: SurgeClaims = { claims: [], unknown: [] };
const unknown = (of: UnknownRoom["of"], why: CannotTell): SurgeClaims => ({ claims: [], unknown: [{ of, why }] });
const QUOTAS = { kind: "quotas" } as const;
const SUBNETS = { kind: "subnets" } as const;

function quotaClaims(pool: NodePool, { skus, quotas }: SurgeFacts): SurgeClaims {
  if (pool.capacityReservationGroupId !== undefined) return NOTHING;
  if ("missing" in skus) return unknown(QUOTAS, { cannotTell: skus.missing });
  if ("missing" in quotas) return unknown(QUOTAS, { cannotTell: quotas.missing });
  const need = (nodes: number) => surgeVcpus(pool, skus.known, { kind: "count", nodes });
  const most = need(pool.nodeCount);
  if ("cannotTell" in most) return unknown(QUOTAS, most);

  const amount = (nodes: number, family?: VmFamily): number => {
    const vcpus = need(nodes);
    if ("cannotTell" in vcpus) return Number.POSITIVE_INFINITY;
    return family === undefined ? vcpus.total : (vcpus.byFamily.get(family) ?? 0);
  };
  const claims: SurgeClaim[] = [];
  const missing: UnknownRoom[] = [];
  for (const family of most.byFamily.keys()) {
    const of = { kind: "family-quota", family } as const;
    const quota = quotas.known.byFamily.get(family);
    if (quota) claims.push({ of, takes: (nodes) => amount(nodes, family), free: quota.free });
    else missing.push({ of, why: cannotTell("absent", `family ${family} is not in the usage list of the region`) });
  }
  const regional = regionalQuota(quotas.known);
  const of = { kind: "regional-quota" } as const;
  if ("cannotTell" in regional) missing.push({ of, why: regional });
  else claims.push({ of, takes: (nodes) => amount(nodes), free: regional.free });
  return { claims, unknown: missing };
}

function subnetClaims(cluster: Cluster, pool: NodePool, subnets: Fact<Subnets>): SurgeClaims {
  const perNode = addressesFor(cluster, pool, 1);
  if ("cannotTell" in perNode) return unknown(SUBNETS, perNode);
  const claims: SurgeClaim[] = [];
  const missing: UnknownRoom[] = [];
  for (const [subnet, each] of perNode) {
    const of = { kind: "subnet", subnet } as const;
    const use = subnetUse(subnets, subnet);
    if ("cannotTell" in use) missing.push({ of, why: use });
    else claims.push({ of, takes: (nodes) => nodes * each, free: use.free });
  }
  return { claims, unknown: missing };
}

/** Where the number of nodes itself has an end. */
function nodeClaims(cluster: Cluster, pool: NodePool): SurgeClaims {
  const claims: SurgeClaim[] = [];
  const takes = (nodes: number) => nodes;
  const scaleSet = scaleSetCeiling(pool);
  if (scaleSet) claims.push({ of: { kind: "scale-set", cluster: cluster.id, pool: pool.name }, takes, free: scaleSet.free });
  const ceiling = podCeiling(cluster);
  if ("cannotTell" in ceiling) return { claims, unknown: [{ of: { kind: "pod-cidr", cluster: cluster.id }, why: ceiling }] };
  if (ceiling.kind === "nodes") {
    claims.push({ of: { kind: "pod-cidr", cluster: cluster.id }, takes, free: ceiling.nodes - nodesOf(cluster) });
  }
  return { claims, unknown: [] };
}

/** What is short of a resource, or would be with one surge node more. */
export interface SurgeShortage {
  readonly of: SurgeResource;
  readonly nodes: number;
  /** What those nodes take, and what the others take of the same. */
  readonly taken: number;
  readonly others: number;
  readonly free: number;
}

/** What so many nodes are short of it, beside what others take: one or none. */
export function shortageOf(claim: SurgeClaim, nodes: number, taken: ReadonlyMap<string, number>): SurgeShortage[] {
  const others = taken.get(claimKey(claim.of)) ?? 0;
  const own = claim.takes(nodes);
  return shortBy(own + others, claim) > 0 ? [{ of: claim.of, nodes, taken: own, others, free: claim.free }] : [];
}

/** What so many nodes take, by claim. */
export const takenBy = (claims: readonly SurgeClaim[], nodes: number): ReadonlyMap<string, number> =>
  new Map(claims.map(({ of, takes }) => [claimKey(of), takes(nodes)]));
