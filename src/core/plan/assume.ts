import { addressesFor } from "../calc/addresses.ts";
import { isCount } from "../calc/cannot-tell.ts";
import { surgeVcpus } from "../calc/quota.ts";
import { isPossibleShare } from "../calc/surge.ts";
import { type Fact, known } from "../model/absence.ts";
import { type Cluster, type NodePool, type NodeShare, nodeShareText } from "../model/cluster.ts";
import type { SubnetId, VmFamily } from "../model/names.ts";
import type { Quota, Quotas, Skus, Subnets } from "../model/region.ts";
import type { PlanInput, WhatIf } from "./input.ts";

/** What a plan takes for granted in place of what was read. */
export type Assumption =
  | {
      readonly kind: "max-surge";
      readonly pool: string;
      readonly share: NodeShare;
      readonly instead?: NodeShare;
      /** It is so already. */
      readonly isSet: boolean;
    }
  | { readonly kind: "family-limit"; readonly family: VmFamily; readonly limit: number; readonly instead: number }
  | { readonly kind: "regional-limit"; readonly limit: number; readonly instead: number }
  | { readonly kind: "nodes"; readonly pool: string; readonly nodes: number; readonly instead: number }
  /** It was asked for and changes nothing. */
  | { readonly kind: "passed-over"; readonly what: string; readonly why: string };

export interface Assumed {
  readonly input: PlanInput;
  readonly assumptions: readonly Assumption[];
}

/** The input as it would be, and what was changed in it. */
export function assume(input: PlanInput): Assumed {
  const { maxSurge, whatIf = {} } = input.options ?? {};
  const surges = input.cluster.nodePools.map((pool) => withSurge(pool, maxSurge?.byPool?.get(pool.name) ?? maxSurge?.all));
  const surged = { ...input, cluster: { ...input.cluster, nodePools: surges.map(({ pool }) => pool) } };
  const counted = withNodes(surged, whatIf.nodes ?? new Map());
  const quotas = counted.input.facts.quotas;
  const limited = "known" in quotas ? withLimits(quotas.known, whatIf) : { quotas: undefined, assumptions: [] };
  const facts =
    limited.quotas && "known" in quotas ? { ...counted.input.facts, quotas: known(limited.quotas, quotas.at) } : counted.input.facts;
  return {
    input: { ...counted.input, facts },
    assumptions: [
      ...surges.flatMap(({ assumption }) => assumption ?? []),
      ...unknownPools(input.cluster, [...(maxSurge?.byPool?.keys() ?? []), ...(whatIf.nodes?.keys() ?? [])]),
      ...counted.assumptions,
      ...limited.assumptions,
    ],
  };
}

const unknownPools = ({ nodePools }: Cluster, names: readonly string[]): readonly Assumption[] =>
  [...new Set(names)]
    .filter((name) => !nodePools.some((pool) => pool.name === name))
    .map((what) => ({ kind: "passed-over", what, why: "the cluster has no pool of that name" }));

function withSurge(pool: NodePool, share: NodeShare | undefined): { readonly pool: NodePool; readonly assumption?: Assumption } {
  // Spot pools never surge, whatever is set.
  if (!share || pool.priority === "spot") return { pool };
  if (!isPossibleShare(share))
    return { pool, assumption: { kind: "passed-over", what: pool.name, why: "max surge is a whole number of nodes, or 0 to 100 %" } };
  const instead = pool.upgrade.maxSurge;
  const isSet = instead !== undefined && nodeShareText(instead) === nodeShareText(share);
  return {
    pool: { ...pool, upgrade: { ...pool.upgrade, maxSurge: share } },
    assumption: { kind: "max-surge", pool: pool.name, share, ...(instead ? { instead } : {}), isSet },
  };
}

function withNodes(input: PlanInput, wanted: ReadonlyMap<string, number>): Assumed {
  let { cluster, facts } = input;
  const assumptions: Assumption[] = [];
  for (const pool of input.cluster.nodePools) {
    const nodes = wanted.get(pool.name);
    const [size, other] = pool.sizes;
    if (nodes === undefined || nodes === pool.nodeCount) continue;
    if (!isCount(nodes)) {
      assumptions.push({ kind: "passed-over", what: pool.name, why: `no pool has ${nodes} nodes` });
      continue;
    }
    if (!size || other) {
      assumptions.push({ kind: "passed-over", what: pool.name, why: "it has several VM sizes, and how many nodes of each is not said" });
      continue;
    }
    const changed = { ...pool, nodeCount: nodes, sizes: [{ ...size, nodeCount: nodes }] };
    assumptions.push({ kind: "nodes", pool: pool.name, nodes, instead: pool.nodeCount });
    const more = nodes - pool.nodeCount;
    facts = {
      ...facts,
      quotas: withVcpus(facts.quotas, facts.skus, pool, more),
      subnets: withAddresses(facts.subnets, cluster, pool, more),
    };
    cluster = { ...cluster, nodePools: cluster.nodePools.map((each) => (each.name === pool.name ? changed : each)) };
  }
  return { input: { ...input, cluster, facts }, assumptions };
}

/** Nodes more or fewer use quota; those of a capacity reservation have it already, and spot nodes have one that no upgrade takes from. */
function withVcpus(quotas: Fact<Quotas>, skus: Fact<Skus>, pool: NodePool, more: number): Fact<Quotas> {
  if ("missing" in quotas || "missing" in skus || pool.priority === "spot" || pool.capacityReservationGroupId !== undefined) return quotas;
  const one = surgeVcpus(
    { ...pool, powerState: "running", nodeCount: 1, sizes: pool.sizes.map((size) => ({ ...size, nodeCount: 1 })) },
    skus.known,
    {
      kind: "count",
      nodes: 1,
    },
  );
  if ("cannotTell" in one) return quotas;
  const byFamily = new Map(quotas.known.byFamily);
  for (const [family, vcpus] of one.byFamily) {
    const quota = byFamily.get(family);
    if (quota) byFamily.set(family, using(quota, vcpus * more));
  }
  const { regional } = quotas.known;
  return known({ ...quotas.known, byFamily, ...(regional ? { regional: using(regional, one.total * more) } : {}) }, quotas.at);
}

function withAddresses(subnets: Fact<Subnets>, cluster: Cluster, pool: NodePool, more: number): Fact<Subnets> {
  if ("missing" in subnets) return subnets;
  const one = addressesFor(cluster, pool, 1);
  if ("cannotTell" in one) return subnets;
  const byId = new Map<SubnetId, Subnets["byId"] extends ReadonlyMap<SubnetId, infer Use> ? Use : never>(subnets.known.byId);
  for (const [subnet, addresses] of one) {
    const use = byId.get(subnet);
    if (use && "known" in use) byId.set(subnet, known(using(use.known, addresses * more), use.at));
  }
  return known({ byId }, subnets.at);
}

const using = ({ limit, used }: Quota, more: number): Quota => ({ limit, used: used + more, free: limit - used - more });

function withLimits(
  quotas: Quotas,
  { familyLimits = new Map(), regionalLimit }: WhatIf,
): { readonly quotas: Quotas; readonly assumptions: readonly Assumption[] } {
  const byFamily = new Map(quotas.byFamily);
  const assumptions: Assumption[] = [];
  for (const [family, limit] of familyLimits) {
    const quota = byFamily.get(family);
    if (!quota) assumptions.push({ kind: "passed-over", what: family, why: "the family is not in the usage list of the region" });
    else {
      byFamily.set(family, limitedTo(quota, limit));
      assumptions.push({ kind: "family-limit", family, limit, instead: quota.limit });
    }
  }
  const { regional } = quotas;
  if (regionalLimit === undefined || !regional) return { quotas: { ...quotas, byFamily }, assumptions };
  assumptions.push({ kind: "regional-limit", limit: regionalLimit, instead: regional.limit });
  return { quotas: { ...quotas, byFamily, regional: limitedTo(regional, regionalLimit) }, assumptions };
}

const limitedTo = ({ used }: Quota, limit: number): Quota => ({ limit, used, free: limit - used });
