import type { Cluster, NodePool, NodeShare } from "../model/cluster.ts";
import type { VmFamily } from "../model/names.ts";
import { findSku, type Quota, type Quotas, type Skus, type VmSku } from "../model/region.ts";
import { type CannotTell, cannotTell, notListed } from "./cannot-tell.ts";
import { poolsInMotion } from "./motion.ts";
import { add, larger, mergeMaps, sum } from "./sums.ts";
import { effectiveMaxSurge, type Shares, type SizeNodes, shareNodes, surgeBySize, surgeNodes, surges, UNKNOWN_SURGE } from "./surge.ts";

/** The nodes an upgrade adds at once, and the vCPUs they take from family and regional quota. */
export interface SurgeNeed {
  readonly nodes: number;
  readonly byFamily: ReadonlyMap<VmFamily, number>;
  readonly total: number;
}

/** Whether AKS upgrades the pools of a cluster together or one after another is not documented: both are counted. */
export interface ClusterSurge {
  readonly together: SurgeNeed;
  /** Of each family, of the total and of the nodes, the most that one pool needs alone. */
  readonly largest: SurgeNeed;
}

const NOTHING: SurgeNeed = { nodes: 0, byFamily: new Map(), total: 0 };

/** What counts is `vcpus` of the SKU: constrained sizes are charged for all, not for those the guest sees. */
export function surgeVcpus(pool: NodePool, skus: Skus, share?: NodeShare): SurgeNeed | CannotTell {
  const nodes = surgeNodes(pool, share);
  const rows = surgeBySize(pool, share);
  if (nodes === undefined || !rows) return UNKNOWN_SURGE;
  if (nodes === 0) return NOTHING;
  if (sum(rows.map((row) => row.nodes)) < nodes) return cannotTell("absent", "the VM size of its nodes is not in the answer");

  const sized: Sized[] = [];
  for (const row of rows) {
    const sku = findSku(skus, row.vmSize);
    if (!sku) return notListed(row.vmSize);
    sized.push({ ...row, sku });
  }
  const byFamily = Map.groupBy(sized, ({ sku }) => sku.family);
  return {
    nodes,
    byFamily: new Map([...byFamily].map(([family, ofFamily]) => [family, mostVcpus(ofFamily, nodes)])),
    total: mostVcpus(sized, nodes),
  };
}

interface Sized extends SizeNodes {
  readonly sku: VmSku;
}

/** Of so many nodes, the largest sizes first: which size of a Virtual Machines pool surges is not documented. */
function mostVcpus(rows: readonly Sized[], nodes: number): number {
  let left = nodes;
  let vcpus = 0;
  for (const { sku, nodes: most } of rows.toSorted((a, b) => b.sku.vcpus - a.sku.vcpus)) {
    const taken = Math.min(left, most);
    vcpus += taken * sku.vcpus;
    left -= taken;
  }
  return vcpus;
}

export function clusterSurgeVcpus(cluster: Cluster, skus: Skus, shares: Shares = new Map()): ClusterSurge | CannotTell {
  const needs: SurgeNeed[] = [];
  for (const pool of cluster.nodePools) {
    const need = surgeVcpus(pool, skus, shares.get(pool.name));
    if ("cannotTell" in need) return need;
    needs.push(need);
  }
  return { together: combine(needs, add), largest: combine(needs, larger) };
}

const combine = (needs: readonly SurgeNeed[], join: (a: number, b: number) => number): SurgeNeed => ({
  nodes: needs.reduce((all, { nodes }) => join(all, nodes), 0),
  total: needs.reduce((all, { total }) => join(all, total), 0),
  byFamily: mergeMaps(
    needs.map(({ byFamily }) => byFamily),
    join,
  ),
});

/** Families whose usage may hold nodes that come or go. `any`: a size among them has no SKU, so its family is not known. */
export function familiesInMotion(movers: readonly Cluster[], skus: Skus): ReadonlySet<VmFamily> | "any" {
  const families = new Set<VmFamily>();
  for (const pool of poolsInMotion(movers)) {
    if (pool.priority === "spot") continue;
    if (pool.sizes.length === 0) return "any";
    for (const { vmSize } of pool.sizes) {
      const sku = findSku(skus, vmSize);
      if (!sku) return "any";
      families.add(sku.family);
    }
  }
  return families;
}

/** Whether nodes that come or go take from a family's quota; without a family, from the regional one. */
export function quotaInMotion(movers: readonly Cluster[], skus: Skus): (family?: VmFamily) => boolean {
  const families = familiesInMotion(movers, skus);
  return (family) => families === "any" || (family === undefined ? families.size > 0 : families.has(family));
}

/** Needing nothing is never short, also where a limit was lowered below what is used. */
export const shortBy = (needed: number, { free }: { readonly free: number }): number => (needed <= 0 ? 0 : Math.max(0, needed - free));
export const fits = (needed: number, quota: Quota): boolean => shortBy(needed, quota) === 0;

export const familyQuota = (quotas: Quotas, { family, familyName }: VmSku): Quota | CannotTell =>
  quotas.byFamily.get(family) ?? cannotTell("absent", `family ${familyName} is not in the usage list of the region`);
export const regionalQuota = (quotas: Quotas): Quota | CannotTell =>
  quotas.regional ?? cannotTell("absent", "the regional quota is not in the usage list of the region");
export const spotQuota = (quotas: Quotas): Quota | CannotTell =>
  quotas.spot ?? cannotTell("absent", "the spot quota is not in the usage list of the region");

export interface ShareWithRoom {
  readonly nodes: number;
  readonly share: NodeShare;
}

/**
 * The max surge that adds the most nodes there is room for, as a whole percentage where the pool has one. Above 100 nodes not
 * every number is a whole percentage; a count stands in only where even 1 % has no room. Nothing when no node has room.
 */
export function largestShareWithRoom(pool: NodePool, room: (nodes: number) => boolean): ShareWithRoom | undefined {
  if (!surges(pool)) return undefined;
  if (effectiveMaxSurge(pool)?.share.kind === "percent") {
    for (let percent = 100; percent >= 1; percent--) {
      const share: NodeShare = { kind: "percent", percent };
      const nodes = shareNodes(share, pool.nodeCount);
      if (room(nodes)) return { nodes, share };
    }
  }
  for (let nodes = pool.nodeCount; nodes >= 1; nodes--) {
    if (room(nodes)) return { nodes, share: { kind: "count", nodes } };
  }
  return undefined;
}
